# METADATA
# title: Budget equals the autoscaler's minimum
# description: |
#   A budget that wants as many healthy pods as the autoscaler keeps at its
#   minimum allows no eviction at low load. Node upgrades run at night, when
#   the load is low.
# related_resources:
#   - description: Specifying a disruption budget
#     ref: https://kubernetes.io/docs/tasks/run-application/configure-pdb/
#   - description: Horizontal Pod Autoscaling
#     ref: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
# custom:
#   category: availability
#   applies:
#     models: [budget.workloads.by]
#     formats: [kubernetes]
#   likelihood: 3
#   impact: 2
#   default: "on"
#   message: "allows no eviction at the minimum of {by}"
#   detail: >-
#     {by} lets {workload} shrink to {expected} when there is little load. Of {expected}, {setting} wants {needed} healthy
#     (percentages round up), which leaves 0 to evict.
#   failure_mode: >-
#     When load is low and a node is drained, then the autoscaler keeps its minimum, each eviction is refused, and the
#     drain hangs until the load rises or a time limit forces it.
#   blast_radius: Every node that runs a pod of {workload}, and whatever waits for its drain.
#   mitigation: >-
#     Set maxUnavailable to 1 in place of minAvailable, or raise the minimum of {by} above {needed}.
#   exceptions: >-
#     Load that never falls so far that the autoscaler reaches its minimum; then the minimum is too low.
#   detection: kube_poddisruptionbudget_status_pod_disruptions_allowed == 0 at night, with all pods healthy
#   experiment:
#     steady_state: "{workload} runs at the minimum of {by}, all pods healthy"
#     action: drain a node that runs one of its pods
#     abort_when: the drain takes longer than ten minutes
#     expect: the pod is evicted and replaced
#   fix: none
package faultline.kubernetes["pdb-autoscaler-deadlock"]

import data.faultline.lib.finding

findings contains f if {
	input.budget.allowed == 0
	input.budget.expected > 0
	input.budget.needed == input.budget.expected
	not _outright
	i := min([i | some i, w in input.budget.workloads; w.autoscaled])
	f := finding.at(
		array.concat(
			[["budget", "allowed"], ["budget", "workloads", i, "autoscaler", "min"]],
			[["budget", "workloads", j, "replicas_min"] | some j, w in input.budget.workloads; not w.autoscaled],
		),
		{
			"by": input.budget.workloads[i].by, "workload": input.budget.workloads[i].identity, "setting": _setting,
			"expected": input.budget.expected, "needed": input.budget.needed,
		},
	)
}

# These allow nothing at any size: pdb-blocks-drain.
_outright if input.budget.max_unavailable in {"0", "0%"}

_outright if input.budget.min_available == "100%"

_outright if {
	not input.budget.min_available
	not input.budget.max_unavailable
}

_setting := concat(" ", ["minAvailable", input.budget.min_available])

_setting := concat(" ", ["maxUnavailable", input.budget.max_unavailable]) if not input.budget.min_available
