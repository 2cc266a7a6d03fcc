# METADATA
# title: Local storage unbounded
# description: |
#   Logs, emptyDir volumes and what a container writes to its own layer share
#   the disk of the node. Without a limit one pod fills it, and the kubelet
#   evicts pods until there is room again. Files of a volume in memory count
#   as memory of the containers instead.
# related_resources:
#   - description: Local ephemeral storage
#     ref: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#local-ephemeral-storage
#   - description: emptyDir
#     ref: https://kubernetes.io/docs/concepts/storage/volumes/#emptydir
# custom:
#   category: resources
#   applies:
#     models: [workload]
#     formats: [kubernetes]
#   likelihood: 1
#   impact: 4
#   default: "off"
#   message: "{problem}"
#   detail: "{reason}"
#   failure_mode: When {cause} grows, then {effect}.
#   blast_radius: "{radius}"
#   mitigation: "{change}"
#   exceptions: >-
#     Nodes that are kept for this workload, or volumes whose size the application itself bounds.
#   detection: 'kubelet events "The node was low on resource: ephemeral-storage"; kube_node_status_condition{condition="DiskPressure",status="true"} == 1'
#   experiment:
#     steady_state: all pods on the node of {object} are Ready
#     action: write a file in {object} until the disk of the node is 80 % full
#     abort_when: the node reports DiskPressure
#     expect: only the pod that writes is evicted, at its limit
#   fix: none
package faultline.workload["ephemeral-storage"]

import data.faultline.lib.finding

findings contains f if {
	some i, container in input.workload.containers
	not container.resources.limits.ephemeral_bytes
	_scratch[container.name]
	f := finding.at(_limit(i), _of_container(container.name))
}

findings contains f if {
	some i, container in input.workload.containers
	not container.resources.limits.ephemeral_bytes
	not _scratch[container.name]
	f := finding.graded(
		_limit(i), _of_container(container.name),
		{"impact": 2, "because": "it mounts no emptyDir: only its log and its own layer may grow"},
	)
}

findings contains f if {
	some i, volume in input.workload.volumes
	_unbounded[i]
	not volume.medium == "Memory"
	_unlimited
	_kept[volume.name]
	f := finding.at(array.concat(_size(i), _limits), _of_volume(volume.name))
}

findings contains f if {
	some i, volume in input.workload.volumes
	_unbounded[i]
	not volume.medium == "Memory"
	_unlimited
	not _kept[volume.name]
	f := finding.graded(
		array.concat(_size(i), _limits), _of_volume(volume.name),
		{"impact": 2, "because": "it holds temporary files only"},
	)
}

findings contains f if {
	some i, volume in input.workload.volumes
	_unbounded[i]
	volume.medium == "Memory"
	f := finding.graded(
		_size(i),
		{
			"problem": concat("", ["has no sizeLimit on volume \"", volume.name, "\", whose files are in memory"]),
			"reason": "Without sizeLimit it may take all the memory that the pod may use, or that the node has.",
			"cause": concat("", ["volume \"", volume.name, "\""]),
			"effect": "its files take the memory of the containers, and the kernel kills one of them (exit code 137)",
			"radius": "The pod whose volume fills, and without memory limits its node.",
			"change": concat("", [
				"Set emptyDir.sizeLimit of volume \"", volume.name, "\", for example 64Mi, ",
				"and count it into the memory limits.",
			]),
		},
		{"likelihood": 2, "impact": 3, "because": "its files count as memory of the containers"},
	)
}

_limit(i) := [["workload", "containers", i, "resources", "limits", "ephemeral_bytes"]]

_size(i) := [["workload", "volumes", i, "size_limit_bytes"]]

_of_container(name) := {
	"container": name,
	"problem": "has no ephemeral-storage limit",
	"reason": "Its log, its own layer and the emptyDir volumes that it writes count; a LimitRange may set the limit.",
	"cause": concat("", ["what \"", name, "\" writes"]),
	"effect": "the disk of the node fills, and the kubelet evicts pods on it, this one or its neighbours",
	"radius": "Every pod on the node whose disk fills.",
	"change": concat("", [
		"Set resources.limits.ephemeral-storage of \"", name, "\" to what it writes at most, for example 1Gi.",
	]),
}

_of_volume(name) := {
	"problem": concat("", ["has no sizeLimit on the emptyDir volume \"", name, "\""]),
	"reason": "Ephemeral-storage limits on all containers of the pod would bound it too.",
	"cause": concat("", ["volume \"", name, "\""]),
	"effect": "the disk of the node fills, and the kubelet evicts pods on it, this one or its neighbours",
	"radius": "Every pod on the node whose disk fills.",
	"change": concat("", ["Set emptyDir.sizeLimit of volume \"", name, "\" to what it holds at most, for example 1Gi."]),
}

# Volumes that a container of the author's mounts and that nothing bounds. A
# mesh's own are mounted by what it injects.
_unbounded contains i if {
	some i, volume in input.workload.volumes
	volume.kind == "empty_dir"
	not volume.size_limit_bytes
	_mounted[volume.name]
}

_mounted contains mount.volume if {
	some list in ["containers", "init_containers"]
	some container in input.workload[list]
	container.name
	some mount in container.mounts
}

_kept contains mount.volume if {
	some list in ["containers", "init_containers"]
	some mount in input.workload[list][_].mounts
	not mount.path in {"/tmp", "/tmp/", "/var/tmp", "/run", "/var/run"}
}

# Containers that write to the disk of the node through a volume.
_scratch contains container.name if {
	some container in input.workload.containers
	some mount in container.mounts
	some volume in input.workload.volumes
	volume.name == mount.volume
	volume.kind == "empty_dir"
	not volume.medium == "Memory"
	not mount.read_only
}

# The kubelet adds the limits of the containers up and holds the disk volumes
# to the sum.
_unlimited if {
	some container in input.workload.containers
	container.name
	not container.resources.limits.ephemeral_bytes
}

_limits := [["workload", "containers", i, "resources", "limits", "ephemeral_bytes"] | some i, _ in input.workload.containers]
