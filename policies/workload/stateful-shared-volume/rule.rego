# METADATA
# title: Several writers on one volume
# description: |
#   A volume of one writer that several pods mount is either a pod that never
#   starts or two processes on the same files. A database takes the second
#   one for its own crash, repairs what the other is writing, and both are
#   lost.
# related_resources:
#   - description: Persistent volumes, access modes
#     ref: https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes
#   - description: StatefulSet, volumeClaimTemplates
#     ref: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#volume-claim-templates
# custom:
#   category: storage
#   applies:
#     models: [workload.volumes.writers, workload.containers.technology]
#     types: [Deployment, StatefulSet, DaemonSet, ReplicaSet, ReplicationController, DeploymentConfig, Rollout, Pod]
#     formats: [kubernetes]
#   likelihood: 2
#   impact: 3
#   default: "on"
#   message: "{problem}"
#   detail: "{why}"
#   failure_mode: "When {event}, then {outcome}."
#   blast_radius: The data on {volume}, and {object}{copies}{reach}.
#   mitigation: "{change}"
#   exceptions: >-
#     Programs that are made to share a directory, on pods that are kept on one node.
#   detection: 'events FailedAttachVolume ("Multi-Attach error"); messages of the store about a lock file or a wrong checksum'
#   experiment:
#     steady_state: a copy of the volume passes the store's own check
#     action: start the second pod against the copy
#     abort_when: the volume is not a copy
#     expect: it refuses to start
#   incidents:
#     - name: "Gravitational: PostgreSQL on Kubernetes and lost data"
#       year: 2018
#       url: https://gravitational.com/blog/running-postgresql-on-kubernetes/
#   fix: none
package faultline.workload["stateful-shared-volume"]

import data.faultline.lib.finding

# Replicas of a datastore on one data directory.
findings contains f if {
	input.workload.replicas.max > 1
	replicas := input.workload.replicas.max
	some i, container in input.workload.containers
	container.datastore
	not _own[i]
	some j, mount in container.mounts
	not mount.read_only
	not mount.sub_path_expr
	some k, volume in input.workload.volumes
	volume.name == mount.volume
	volume.kind in {"claim", "nfs"}
	not volume.read_only
	f := finding.graded(
		array.concat(
			[
				["workload", "containers", i, "mounts", j], ["workload", "volumes", k, "reference"], ["workload", "replicas", "max"],
				["workload", "containers", i, "datastore"], ["workload", "containers", i, "mounts", j, "read_only"],
				["workload", "containers", i, "mounts", j, "sub_path_expr"], ["workload", "volumes", k, "read_only"],
			],
			[["workload", "volumes", n, "name"] | some n, _ in input.workload.volumes],
		),
		{
			"container": container.name,
			"problem": concat("", ["gives ", format_int(replicas, 10), " replicas of ", container.technology, " one data directory, on ", volume.reference]),
			"why": concat("", ["All replicas mount ", volume.reference, " at ", mount.path, "."]),
			"event": "a second replica starts on the same files",
			"outcome": "it refuses to start or writes over what the first one writes, and the data is damaged",
			"volume": volume.reference,
			"change": "Use a StatefulSet with volumeClaimTemplates and the store's own replication, or one replica with strategy Recreate.",
		},
		{"likelihood": 3, "impact": 4, "because": "every replica opens the same data directory"},
	)
}

# Workloads that write to one claim of a single node or pod.
findings contains f if {
	some k, volume in input.workload.volumes
	volume.writers != []
	_single(volume)
	f := _shared(k, volume)
}

_shared(k, volume) := finding.at(_paths(k), _args(volume)) if not _stores[volume.name]

_shared(k, volume) := finding.graded(
	_paths(k), _args(volume),
	{"impact": 4, "because": concat(" ", ["it holds the data of", _stores[volume.name]])},
)

_paths(k) := array.concat(
	[["workload", "volumes", k, "reference"], ["workload", "volumes", k, "partner"]],
	[["workload", "volumes", k, "writers", j] | some j, _ in input.workload.volumes[k].writers],
)

_args(volume) := {
	"problem": concat("", [
		"writes to the ", volume.access_modes[0], " claim ", volume.reference, ", as ", volume.writers[0].identity, _more(count(volume.writers)), " does",
	]),
	"why": concat("", ["Writers of the claim besides this one: ", concat(", ", [w.identity | some w in volume.writers]), "."]),
	"event": "the pods of both run",
	"outcome": "on different nodes one waits for the volume for ever (Multi-Attach error), and on one node both write to the same files",
	"volume": volume.reference,
	"change": "Give each workload a claim of its own, put both programs into one pod, or use a ReadWriteMany claim where they are made to share files; mount it readOnly where one only reads.",
}

_more(1) := ""

_more(n) := concat(" ", [" and", format_int(n - 1, 10), "more"]) if n > 1

_single(volume) if {
	volume.access_modes != []
	every mode in volume.access_modes {
		mode in {"ReadWriteOnce", "ReadWriteOncePod"}
	}
}

# The containers whose data may be on a claim of each pod's own.
_own contains i if {
	some i, container in input.workload.containers
	some mount in container.mounts
	not _common(mount)
}

_common(mount) if {
	some volume in input.workload.volumes
	volume.name == mount.volume
	volume.kind != "claim_template"
}

# The datastores by volume.
_stores[name] := concat(", ", sort({container.technology |
	some container in input.workload.containers
	container.datastore
	some mount in container.mounts
	mount.volume == name
})) if {
	some volume in input.workload.volumes
	name := volume.name
	some container in input.workload.containers
	container.datastore
	some mount in container.mounts
	mount.volume == name
}
