# METADATA
# title: Single-node volume behind several pods
# description: |
#   A ReadWriteOnce claim can be attached to one node, a ReadWriteOncePod claim
#   to one pod. A second pod, be it a replica or the new pod of a rolling
#   update, waits for a volume that the first one does not give up.
# related_resources:
#   - description: Persistent volumes, access modes
#     ref: https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes
#   - description: Deployments, strategy
#     ref: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy
# custom:
#   category: storage
#   applies:
#     models: [workload.volumes.access_modes]
#     types: [Deployment, StatefulSet, DaemonSet, ReplicaSet, ReplicationController, DeploymentConfig, Rollout]
#     formats: [kubernetes]
#   likelihood: 3
#   impact: 2
#   default: "on"
#   message: "{problem}"
#   detail: "{why}"
#   failure_mode: "When {event}, then {outcome}."
#   blast_radius: "{object}{copies}{reach}; its other pods keep running, so that nobody may notice."
#   mitigation: "{change}"
#   exceptions: >-
#     All pods are kept on one node on purpose (a node name, a local volume), and the program allows two writers.
#   detection: 'events FailedAttachVolume ("Multi-Attach error") on pods that stay in ContainerCreating'
#   experiment:
#     steady_state: all pods of {object} are Ready
#     action: cordon the node of {object}, then restart it (kubectl rollout restart)
#     abort_when: no pod is Ready for longer than the slowest start
#     expect: the rollout completes on another node
#   fix: none
package faultline.kubernetes["volume-access-mode"]

import data.faultline.lib.finding

# Several replicas.
findings contains f if {
	some i, volume in input.workload.volumes
	volume.kind == "claim"
	mode := _single[i]
	replicas := input.workload.replicas.max
	replicas > 1
	f := finding.at(
		[["workload", "volumes", i, "reference"], ["workload", "volumes", i, "partner"], ["workload", "replicas", "max"]],
		{
			"problem": concat("", ["shares the ", mode, " claim ", volume.reference, " between ", format_int(replicas, 10), " replicas"]),
			"why": concat("", ["All replicas use the one claim. ", _meaning[mode]]),
			"event": "a replica is scheduled to another node",
			"outcome": "it waits for the volume for ever (Multi-Attach error), and replicas on one node write to the same files",
			"change": "Use a StatefulSet with volumeClaimTemplates, so that each replica has a claim of its own; or a ReadWriteMany claim where the program allows several writers; or one replica.",
		},
	)
}

# One pod a node.
findings contains f if {
	input.workload.kind == "DaemonSet"
	some i, volume in input.workload.volumes
	volume.kind == "claim"
	mode := _single[i]
	f := finding.at(
		[["workload", "volumes", i, "reference"], ["workload", "volumes", i, "partner"]],
		{
			"problem": concat("", ["shares the ", mode, " claim ", volume.reference, " between the pods of all nodes"]),
			"why": concat("", ["A DaemonSet runs a pod on every node. ", _meaning[mode]]),
			"event": "the pod of a second node starts",
			"outcome": "it waits for the volume for ever (Multi-Attach error)",
			"change": "Use a hostPath or a generic ephemeral volume, which each pod has for itself, or a ReadWriteMany claim.",
		},
	)
}

# The new pod of a rollout beside the only old one.
findings contains f if {
	input.workload.update.strategy in {"RollingUpdate", "Rolling", "Canary", "BlueGreen"}
	input.workload.update.unavailable_pods == 0
	input.workload.update.surge_pods > 0
	input.workload.replicas.max == 1
	some i, volume in input.workload.volumes
	volume.kind == "claim"
	mode := _single[i]
	f := finding.at(
		[
			["workload", "volumes", i, "reference"], ["workload", "volumes", i, "partner"],
			["workload", "update", "strategy"], ["workload", "update", "surge_pods"], ["workload", "replicas", "max"],
		],
		{
			"problem": concat("", ["starts a second pod in a rollout before the first gives up the ", mode, " claim ", volume.reference]),
			"why": concat("", [
				"1 replica with maxSurge ", input.workload.update.max_surge, " and maxUnavailable ", input.workload.update.max_unavailable,
				" makes 1 extra pod, and 0 may be missing. ", _meaning[mode],
			]),
			"event": "it is rolled out and the new pod lands on another node",
			"outcome": "it waits for the volume (Multi-Attach error) while the old pod waits for it to be ready, and the rollout never completes",
			"change": "Set spec.strategy to type: Recreate (or maxSurge 0 and maxUnavailable 1): the old pod goes first.",
		},
	)
}

# The claims that one node or pod may use, by index.
_single[i] := "ReadWriteOncePod" if {
	some i, volume in input.workload.volumes
	"ReadWriteOncePod" in volume.access_modes
	not _shared(volume)
}

_single[i] := "ReadWriteOnce" if {
	some i, volume in input.workload.volumes
	"ReadWriteOnce" in volume.access_modes
	not "ReadWriteOncePod" in volume.access_modes
	not _shared(volume)
}

_shared(volume) if "ReadWriteMany" in volume.access_modes

_shared(volume) if "ReadOnlyMany" in volume.access_modes

_meaning := {
	"ReadWriteOnce": "ReadWriteOnce attaches a volume to one node.",
	"ReadWriteOncePod": "ReadWriteOncePod gives a volume to one pod.",
}
