# METADATA
# title: Rollout that takes everything down
# description: |
#   A rollout should replace some pods while others answer. Recreate stops all
#   of them first, and so does a rolling update whose maxUnavailable is as
#   large as the number of replicas.
# related_resources:
#   - description: Deployments, strategy
#     ref: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy
#   - description: StatefulSets, update strategies
#     ref: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#update-strategies
# custom:
#   category: rollout
#   applies:
#     models: [workload.update]
#     formats: [kubernetes]
#   likelihood: 3
#   impact: 2
#   default: "on"
#   message: "{problem}"
#   detail: "{reason}"
#   failure_mode: When {object} is rolled out, then {effect}.
#   blast_radius: All of {object}{copies}{reach}, at each rollout.
#   mitigation: "{change}"
#   exceptions: >-
#     Pods of which two versions may never run at the same time, such as a single writer of a file or a schema.
#   detection: 'kube_deployment_status_replicas_available that falls to 0 at each rollout'
#   experiment:
#     steady_state: every request to {object} is answered
#     action: restart {object} under load (kubectl rollout restart)
#     abort_when: requests fail for more than a minute
#     expect: no request fails while pods are replaced
#   fix: none
package faultline.workload["update-strategy"]

import data.faultline.lib.finding

findings contains f if {
	input.workload.update.strategy == "Recreate"
	input.workload.serving.evidence == "service"
	not _one_at_a_time
	f := finding.at(_strategy, _recreate)
}

findings contains f if {
	input.workload.update.strategy == "Recreate"
	input.workload.serving.evidence == "ports"
	not _one_at_a_time
	f := finding.graded(_strategy, _recreate, _medium)
}

findings contains f if {
	input.workload.update.strategy == "Recreate"
	not input.workload.serving
	not _one_at_a_time
	f := finding.graded(
		_strategy,
		_recreate,
		{"likelihood": 2, "impact": 1, "because": "nothing shows that it serves traffic"},
	)
}

findings contains f if {
	input.workload.update.strategy in _rolling
	input.workload.serving.evidence == "service"
	input.workload.replicas.min == 1
	_all_missing
	f := finding.at(_numbers, _all)
}

findings contains f if {
	input.workload.update.strategy in _rolling
	input.workload.serving.evidence == "service"
	input.workload.replicas.min > 1
	_all_missing
	f := finding.graded(
		_numbers,
		_all,
		{"impact": 3, "because": "it has several replicas, and all of them are away at the same time"},
	)
}

findings contains f if {
	input.workload.update.strategy in _rolling
	input.workload.serving.evidence == "ports"
	_all_missing
	f := finding.graded(_numbers, _all, _medium)
}

findings contains f if {
	input.type == "DaemonSet"
	input.workload.update.strategy == "RollingUpdate"
	input.workload.update.max_unavailable == "100%"
	input.workload.serving
	f := finding.graded(
		[["workload", "update", "max_unavailable"], ["workload", "serving"]],
		{
			"problem": "replaces its pods on all nodes at the same time",
			"reason": "maxUnavailable is 100 % of the nodes.",
			"effect": "no node has a pod that answers until the new ones are ready, and a bad image is on every node at once",
			"change": "Set maxUnavailable to 10%.",
		},
		{"impact": 3, "because": "every node is hit at once"},
	)
}

findings contains f if {
	input.workload.update.strategy == "OnDelete"
	f := finding.graded(
		[["workload", "update", "strategy"]],
		{
			"problem": "replaces its pods only when somebody deletes them",
			"reason": "With OnDelete an applied change waits in the template for the next deletion.",
			"effect": "nothing happens; the fix is live on some pods weeks later, when nobody expects it",
			"change": "Set updateStrategy.type to RollingUpdate, unless an operator or a runbook deletes the pods.",
		},
		{"likelihood": 2, "impact": 1, "because": "it is often chosen on purpose"},
	)
}

_strategy := [["workload", "update", "strategy"], ["workload", "replicas", "min"]]

_recreate := {
	"problem": "stops all its pods before it starts new ones (Recreate)",
	"reason": "Between the last old pod's end and the first new pod's readiness there is none.",
	"effect": "all of it is away for as long as pods take to stop, to pull the image, to start and to become ready",
	"change": "Delete spec.strategy: the default replaces pods step by step.",
}

# A volume that one node mounts, or a port of the node, leaves no place for a
# second pod; no replicas need no rollout.
_one_at_a_time if {
	some volume in input.workload.volumes
	volume.kind == "claim"
	not _shared(volume)
}

_one_at_a_time if {
	input.workload.replicas.min == 1
	input.workload.host_network
}

_one_at_a_time if {
	input.workload.replicas.min == 1
	some container in input.workload.containers
	some port in container.ports
	port.host_port
}

_one_at_a_time if input.workload.replicas.min == 0

# Two pods of a datastore are two datastores, with clients of both.
_one_at_a_time if {
	some container in input.workload.containers
	container.datastore
}

_shared(volume) if {
	some mode in volume.access_modes
	mode in {"ReadWriteMany", "ReadOnlyMany"}
}

_rolling := {"RollingUpdate", "Rolling", "Canary"}

# The only pod of a StatefulSet cannot be replaced otherwise.
_all_missing if {
	input.workload.update.unavailable_pods >= input.workload.replicas.min
	not _lone_member
}

_lone_member if {
	input.workload.stateful
	input.workload.replicas.min == 1
}

# An autoscaler in files that were not given may raise the replicas.
_numbers := [
	["workload", "update", "unavailable_pods"], ["workload", "update", "max_unavailable"],
	["workload", "replicas", "min"], ["workload", "autoscalers"],
] if {
	input.workload.replicas.autoscaled == false
}

_numbers := [
	["workload", "update", "unavailable_pods"], ["workload", "update", "max_unavailable"],
	["workload", "autoscalers", 0, "min"], ["workload", "replicas", "min"],
] if {
	input.workload.replicas.autoscaled
}

_replicas := format_int(input.workload.replicas.min, 10)

_all := {
	"problem": concat(" ", ["lets a rollout stop", _pods, "before a new one is ready"]),
	"reason": concat("", [
		"maxUnavailable ", input.workload.update.max_unavailable, " with maxSurge ",
		object.get(input.workload.update, "max_surge", "0"), " is ",
		format_int(input.workload.update.unavailable_pods, 10), " of ", _replicas,
		" (unavailable rounds down, surge rounds up; when both are 0 one pod may be missing).",
	]),
	"effect": "no pod answers until the first new one is ready",
	"change": _step,
}

default _step := "Set maxUnavailable to 0 and maxSurge to 1."

# A StatefulSet has no surge.
_step := "Set maxUnavailable to 1." if input.workload.stateful

_pods := "its only pod" if input.workload.replicas.min == 1

_pods := "both pods" if input.workload.replicas.min == 2

_pods := concat(" ", ["all", _replicas, "pods"]) if input.workload.replicas.min > 2

_medium := {"confidence": "medium", "because": "its declared ports are the only sign that it serves traffic"}
