# METADATA
# title: Single replica
# description: |
#   A service with one replica is away whenever that pod is: when its node
#   fails or is drained, when the pod is evicted, and while it restarts. After
#   the loss of a node the default tolerations alone hold the replacement back
#   for five minutes.
# related_resources:
#   - description: Disruptions
#     ref: https://kubernetes.io/docs/concepts/workloads/pods/disruptions/
#   - description: Taint based evictions
#     ref: https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/#taint-based-evictions
# custom:
#   category: availability
#   applies:
#     models: [workload.serving, autoscaler]
#     types: [Deployment, StatefulSet, ReplicaSet, ReplicationController, DeploymentConfig, Rollout, HorizontalPodAutoscaler]
#     formats: [kubernetes]
#   likelihood: 2
#   impact: 3
#   default: "on"
#   message: "{problem}"
#   detail: "{reason}"
#   failure_mode: >-
#     When the node of the only pod is drained or fails, then nothing answers until a new pod is scheduled, started and
#     ready: seconds to minutes after a drain, more than five minutes after a loss.
#   blast_radius: All of {object}{copies}{reach}.
#   mitigation: "{change}"
#   exceptions: >-
#     A workload of which two may not run at once (a leader without election, an exclusive license), and environments
#     in which an outage costs nothing.
#   detection: kube_deployment_status_replicas_available == 0, or the same of the StatefulSet, during a drain
#   experiment:
#     steady_state: every request to {object} is answered
#     action: drain the node that runs {object}
#     abort_when: requests fail for more than a minute
#     expect: no request fails
#   params:
#     type: object
#     additionalProperties: false
#     properties:
#       min_replicas:
#         description: The least replicas of a workload that serves traffic.
#         type: integer
#         minimum: 2
#         default: 2
#   fix: none
package faultline.workload["single-replica"]

import data.faultline.lib.finding

findings contains f if {
	input.workload.serving.evidence == "service"
	_few(input.workload.replicas.min)
	not _one_writer
	not _datastore
	f := finding.at(_paths, _args(_more))
}

findings contains f if {
	input.workload.serving.evidence == "ports"
	_few(input.workload.replicas.min)
	not _one_writer
	not _datastore
	f := finding.graded(
		_paths,
		_args(_more),
		{"confidence": "medium", "because": "its declared ports are the only sign that it serves traffic"},
	)
}

# Two pods of a datastore are two datastores, unless its engine replicates.
findings contains f if {
	_few(input.workload.replicas.min)
	input.workload.serving
	_datastore
	not _one_writer
	f := finding.graded(
		_paths,
		_args(_replicate),
		{"likelihood": 1, "because": "more pods alone do not make a datastore redundant"},
	)
}

# The target is in no file: the minimum alone tells.
findings contains f if {
	input.autoscaler.kind == "HorizontalPodAutoscaler"
	not input.autoscaler.target.found
	_few(input.autoscaler.min)
	f := finding.graded(
		[["autoscaler", "min"], ["autoscaler", "target", "found"]],
		{
			"problem": concat(" ", [
				"lets", input.autoscaler.target.kind, input.autoscaler.target.name, "shrink to",
				_count(input.autoscaler.min),
			]),
			"reason": "minReplicas is 1 where it is not written.",
			"change": concat(" ", ["Set minReplicas to", format_int(_least, 10), "or more."]),
		},
		{"confidence": "medium", "because": "what it scales is not among these files"},
	)
}

_least := input.params["single-replica"].min_replicas

# No replicas at all is a workload that is switched off on purpose.
_few(replicas) if {
	replicas >= 1
	replicas < _least
}

_datastore if {
	some container in input.workload.containers
	container.datastore
}

# Its volume forbids a second pod, and the author knows it.
_one_writer if {
	input.workload.update.strategy == "Recreate"
	some volume in input.workload.volumes
	volume.kind == "claim"
	not _shared(volume)
}

_shared(volume) if {
	some mode in volume.access_modes
	mode in {"ReadWriteMany", "ReadOnlyMany"}
}

# An autoscaler may be in files that were not given.
_paths := [
	["workload", "replicas", "min"],
	["workload", "autoscalers"],
	["workload", "update", "strategy"],
] if input.workload.replicas.autoscaled == false

_paths := [
	["workload", "autoscalers", _scaler, "min"],
	["workload", "replicas", "min"],
	["workload", "replicas"],
	["workload", "update", "strategy"],
] if input.workload.replicas.autoscaled

_scaler := min([i | some i, a in input.workload.autoscalers; a.identity == input.workload.replicas.by])

_args(change) := {
	"problem": concat(" ", ["serves traffic from", _count(input.workload.replicas.min)]),
	"reason": "No autoscaler raises spec.replicas, whose default is 1.",
	"change": change,
} if {
	input.workload.replicas.autoscaled == false
}

_args(change) := {
	"problem": concat("", [
		"serves traffic from ", _count(input.workload.replicas.min), " at the minimum of ", input.workload.replicas.by,
	]),
	"reason": concat(" ", [input.workload.replicas.by, "scales it down to this when there is little load."]),
	"change": change,
} if {
	input.workload.replicas.autoscaled
}

_count(1) := "a single replica"

_count(0) := "no replica"

_count(n) := concat(" ", [format_int(n, 10), "replicas"]) if n > 1

_more := concat(" ", [
	"Set spec.replicas to", format_int(_least, 10),
	"or more, spread over nodes, and add a PodDisruptionBudget with maxUnavailable 1.",
]) if {
	input.workload.replicas.autoscaled == false
}

_more := concat(" ", ["Set the minimum of", input.workload.replicas.by, "to", format_int(_least, 10), "or more."]) if {
	input.workload.replicas.autoscaled
}

_replicate := "Run it replicated by its own engine (an operator, a cluster of three, a managed service) where it has to be there always."
