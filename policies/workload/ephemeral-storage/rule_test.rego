package faultline.workload["ephemeral-storage_test"]

import data.faultline.workload["ephemeral-storage"] as rule

_container(limits, mounts) := {"name": "app", "resources": {"requests": {}, "limits": limits}, "mounts": mounts}

_input(container, volumes) := {"workload": {"containers": [container], "init_containers": [], "volumes": volumes}}

_limit := [["workload", "containers", 0, "resources", "limits", "ephemeral_bytes"]]

_of_container := {
	"container": "app",
	"problem": "has no ephemeral-storage limit",
	"reason": "Its log, its own layer and the emptyDir volumes that it writes count; a LimitRange may set the limit.",
	"cause": "what \"app\" writes",
	"effect": "the disk of the node fills, and the kubelet evicts pods on it, this one or its neighbours",
	"radius": "Every pod on the node whose disk fills.",
	"change": "Set resources.limits.ephemeral-storage of \"app\" to what it writes at most, for example 1Gi.",
}

test_log_only if {
	rule.findings == {{
		"paths": _limit,
		"args": _of_container,
		"grade": {"impact": 2, "because": "it mounts no emptyDir: only its log and its own layer may grow"},
	}} with input as _input(_container({}, []), [])
}

test_volume if {
	rule.findings == {
		{"paths": _limit, "args": _of_container},
		{
			"paths": [["workload", "volumes", 0, "size_limit_bytes"], _limit[0]],
			"args": {
				"problem": "has no sizeLimit on the emptyDir volume \"cache\"",
				"reason": "Ephemeral-storage limits on all containers of the pod would bound it too.",
				"cause": "volume \"cache\"",
				"effect": "the disk of the node fills, and the kubelet evicts pods on it, this one or its neighbours",
				"radius": "Every pod on the node whose disk fills.",
				"change": "Set emptyDir.sizeLimit of volume \"cache\" to what it holds at most, for example 1Gi.",
			},
		},
	} with input as _input(_container({}, [{"volume": "cache", "path": "/cache"}]), [{"name": "cache", "kind": "empty_dir"}])
}

test_temporary_files if {
	{f.grade | some f in rule.findings; not f.args.container} == {{
		"impact": 2,
		"because": "it holds temporary files only",
	}} with input as _input(_container({}, [{"volume": "cache", "path": "/tmp"}]), [{"name": "cache", "kind": "empty_dir"}])
}

test_memory if {
	rule.findings == {{
		"paths": [["workload", "volumes", 0, "size_limit_bytes"]],
		"args": {
			"problem": "has no sizeLimit on volume \"cache\", whose files are in memory",
			"reason": "Without sizeLimit it may take all the memory that the pod may use, or that the node has.",
			"cause": "volume \"cache\"",
			"effect": "its files take the memory of the containers, and the kernel kills one of them (exit code 137)",
			"radius": "The pod whose volume fills, and without memory limits its node.",
			"change": "Set emptyDir.sizeLimit of volume \"cache\", for example 64Mi, and count it into the memory limits.",
		},
		"grade": {"likelihood": 2, "impact": 3, "because": "its files count as memory of the containers"},
	}} with input as _input(
		_container({"ephemeral_bytes": 1}, [{"volume": "cache", "path": "/cache"}]),
		[{"name": "cache", "kind": "empty_dir", "medium": "Memory"}],
	)
}

test_bounded if {
	rule.findings == set() with input as _input(
		_container({"ephemeral_bytes": 1}, [{"volume": "cache", "path": "/cache"}]),
		[{"name": "cache", "kind": "empty_dir"}, {"name": "unused", "kind": "empty_dir", "medium": "Memory"}],
	)
}

test_size_limit if {
	{f.args.container | some f in rule.findings} == {"app"} with input as _input(
		_container({}, [{"volume": "cache", "path": "/cache"}]),
		[{"name": "cache", "kind": "empty_dir", "size_limit_bytes": 1}],
	)
}
