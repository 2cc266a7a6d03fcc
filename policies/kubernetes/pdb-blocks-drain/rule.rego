# METADATA
# title: Disruption budget blocks drains
# description: |
#   A budget that allows no disruption even when all pods are healthy refuses
#   every eviction. A node that runs one of its pods can be neither drained
#   nor upgraded until somebody edits the budget or forces the drain.
# related_resources:
#   - description: Specifying a disruption budget
#     ref: https://kubernetes.io/docs/tasks/run-application/configure-pdb/
#   - description: Safely drain a node
#     ref: https://kubernetes.io/docs/tasks/administer-cluster/safely-drain-node/
# custom:
#   category: availability
#   applies:
#     models: [budget]
#     formats: [kubernetes]
#   likelihood: 3
#   impact: 2
#   default: "on"
#   message: "{problem}"
#   detail: "{reason}"
#   failure_mode: >-
#     When a node with one of its pods is drained, then the eviction is refused again and again; upgrades hang until a
#     time limit forces them, which removes the pods without any budget.
#   blast_radius: Every node that runs a pod of {object}, and whatever waits for its drain.
#   mitigation: "{change}"
#   exceptions: >-
#     Pods that must never be moved by a machine, where a person moves them before each node upgrade.
#   detection: kube_poddisruptionbudget_status_pod_disruptions_allowed == 0 while all pods are healthy
#   experiment:
#     steady_state: all pods of {object} are healthy
#     action: drain a node that runs one of them (kubectl drain --dry-run=server first)
#     abort_when: the drain takes longer than ten minutes
#     expect: the pod is evicted and replaced
#   fix: none
package faultline.kubernetes["pdb-blocks-drain"]

import data.faultline.lib.finding

findings contains f if {
	input.budget.max_unavailable in {"0", "0%"}
	not input.budget.min_available
	f := finding.at(
		[["budget", "max_unavailable"], ["budget", "min_available"]],
		{
			"problem": concat("", ["allows no eviction: maxUnavailable is ", input.budget.max_unavailable]),
			"reason": "No pod may be missing, so none may be evicted.",
			"change": _one,
		},
	)
}

findings contains f if {
	input.budget.min_available == "100%"
	f := finding.at(
		[["budget", "min_available"]],
		{
			"problem": "allows no eviction: minAvailable is 100%",
			"reason": "All pods must stay, so none may be evicted.",
			"change": _one,
		},
	)
}

findings contains f if {
	not input.budget.min_available
	not input.budget.max_unavailable
	f := finding.at(
		[["budget", "max_unavailable"], ["budget", "min_available"]],
		{
			"problem": "allows no eviction: it has neither minAvailable nor maxUnavailable",
			"reason": "The controller counts 0 allowed disruptions when neither is set.",
			"change": _one,
		},
	)
}

# With an autoscaler a budget that equals its minimum is another rule's.
findings contains f if {
	input.budget.allowed == 0
	input.budget.expected > 0
	not _outright
	not _equals_autoscaler
	f := finding.at(
		_numbers,
		{"problem": _problem, "reason": _arithmetic, "change": _change},
	)
}

# A percentage and maxUnavailable need the scale of each pod's owner.
findings contains f if {
	_relative
	some i, workload in input.budget.workloads
	workload.scalable == false
	_beside_scalable
	f := finding.graded(
		[["budget", "workloads", i], _field],
		_unscalable(workload),
		{"likelihood": 2, "impact": 3, "because": "the evictions of its other workloads are refused too"},
	)
}

# Drains leave DaemonSets where they are, and a Job's pods end.
findings contains f if {
	_relative
	some i, workload in input.budget.workloads
	workload.scalable == false
	not _beside_scalable
	f := finding.graded(
		[["budget", "workloads", i], _field],
		_unscalable(workload),
		{"likelihood": 1, "because": "drains leave DaemonSets alone, and the pods of Jobs end"},
	)
}

_one := concat(" ", [
	"Set maxUnavailable to 1 (and delete minAvailable): drains go on one pod at a time.",
	"A workload of one replica needs a second one first, or no budget.",
])

# Blocked whatever it covers; said above.
_outright if input.budget.max_unavailable in {"0", "0%"}

_outright if input.budget.min_available == "100%"

_outright if {
	not input.budget.min_available
	not input.budget.max_unavailable
}

_equals_autoscaler if {
	input.budget.needed == input.budget.expected
	some workload in input.budget.workloads
	workload.autoscaled
}

# Where another file may hold an autoscaler, allowed is unknown.
_numbers := array.concat(
	[["budget", "allowed"]],
	[array.concat(["budget", "workloads", i], _least(w)) | some i, w in input.budget.workloads],
)

_least(workload) := ["autoscaler", "min"] if workload.autoscaled

_least(workload) := ["replicas_min"] if not workload.autoscaled

_problem := concat(" ", ["allows no eviction:", _setting, "of", _pods])

_setting := concat(" ", ["minAvailable", input.budget.min_available])

_setting := concat(" ", ["maxUnavailable", input.budget.max_unavailable]) if not input.budget.min_available

_pods := "1 pod" if input.budget.expected == 1

_pods := concat(" ", [format_int(input.budget.expected, 10), "pods"]) if input.budget.expected > 1

_arithmetic := concat("", [
	"It covers ", concat(", ", _covered), ". ", _setting, " of ", _pods, " wants ",
	format_int(input.budget.needed, 10), " healthy", _rounding, ", ", _left, ".",
])

_covered := [concat("", [workload.identity, " (", format_int(workload.replicas_min, 10), _by(workload), ")"]) |
	some workload in input.budget.workloads
]

_by(workload) := concat(" ", [", the minimum of", workload.by]) if workload.autoscaled

_by(workload) := "" if not workload.autoscaled

_rounding := " (percentages round up)" if endswith(_setting, "%")

_rounding := "" if not endswith(_setting, "%")

_left := "which leaves 0 to evict" if input.budget.needed == input.budget.expected

_left := "more than there are" if input.budget.needed > input.budget.expected

_change := concat(" ", [
	"Run at least 2 replicas and set maxUnavailable to 1 in place of minAvailable, or delete the budget: with one",
	"replica it protects nothing and blocks every drain.",
]) if {
	input.budget.expected == 1
}

_change := "Set maxUnavailable to 1 in place of minAvailable, so that the budget follows the replicas." if {
	input.budget.expected > 1
}

_relative if {
	input.budget.max_unavailable
	not _outright
}

_relative if {
	endswith(input.budget.min_available, "%")
	not _outright
}

_field := ["budget", "min_available"] if input.budget.min_available

_field := ["budget", "max_unavailable"] if not input.budget.min_available

_beside_scalable if {
	some workload in input.budget.workloads
	workload.scalable
	workload.kind != "Pod"
}

_unscalable(workload) := {
	"problem": concat(" ", ["cannot be computed:", _setting, "covers", workload.identity]),
	"reason": concat("", [
		"The pods of a ", workload.kind, " have an owner without a scale. Where one runs, the controller cannot tell ",
		"how many pods are expected and allows 0 disruptions for all that the selector matches.",
	]),
	"change": "Narrow spec.selector to the pods of the replicated workload, or use a whole number as minAvailable.",
}
