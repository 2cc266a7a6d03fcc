package faultline.workload["memory-overcommit_test"]

import data.faultline.workload["memory-overcommit"] as rule

_input(datastore, requests, limits) := {
	"params": {"memory-overcommit": {"max_percent": 100}},
	"workload": {"containers": [{
		"name": "app",
		"datastore": datastore,
		"resources": {"requests": requests, "limits": limits},
	}]},
}

_memory := [
	["workload", "containers", 0, "resources", "limits", "memory_bytes"],
	["workload", "containers", 0, "resources", "requests", "memory_bytes"],
]

_args := {
	"container": "app", "limit_bytes": 250, "request_bytes": 100,
	"problem": "may use 250 % of the memory that it requests",
	"note": "The scheduler counts only the request.",
	"victim": "\"app\" is among the first to be evicted or killed for what it uses above its request",
	"change": "Set resources.requests.memory of \"app\" to its limit.",
}

test_above if {
	rule.findings == {{"paths": _memory, "args": _args}} with input as _input(false, {"memory_bytes": 100}, {"memory_bytes": 250})
}

test_datastore if {
	rule.findings == {{
		"paths": _memory,
		"args": _args,
		"grade": {"impact": 3, "because": "it is a datastore"},
	}} with input as _input(true, {"memory_bytes": 100}, {"memory_bytes": 250})
}

test_four_times if {
	{object.get(f, "grade", {}) | some f in rule.findings} == {{}} with input as _input(false, {"memory_bytes": 100}, {"memory_bytes": 400})
	{f.grade | some f in rule.findings} == {{
		"likelihood": 3,
		"because": "it may use more than four times what the scheduler counts",
	}} with input as _input(false, {"memory_bytes": 100}, {"memory_bytes": 401})
}

test_boundary if {
	rule.findings == set() with input as _input(false, {"memory_bytes": 100}, {"memory_bytes": 100})
	{f.args.problem | some f in rule.findings} == {"may use 101 % of the memory that it requests"} with input as _input(
		false,
		{"memory_bytes": 1000}, {"memory_bytes": 1001},
	)
}

test_class if {
	rule.findings == {{
		"paths": array.concat(
			[
				["workload", "containers", 0, "resources", "limits", "cpu_millicores"],
				["workload", "containers", 0, "resources", "requests", "cpu_millicores"],
			],
			_memory,
		),
		"args": {
			"container": "app", "limit_bytes": 100, "request_bytes": 100,
			"problem": "is a datastore and not of class Guaranteed: its CPU limit is not its request",
			"note": "The class asks for a CPU limit that equals the CPU request too.",
			"victim": "the kernel kills \"app\" before any pod of class Guaranteed",
			"change": "Set the CPU limit of every container of the pod to its CPU request, high enough for its peaks.",
		},
		"grade": {"likelihood": 1, "because": "its memory is guaranteed, only its class is not"},
	}} with input as _input(true, {"memory_bytes": 100, "cpu_millicores": 1}, {"memory_bytes": 100})
}

test_guaranteed if {
	rule.findings == set() with input as _input(
		true,
		{"memory_bytes": 100, "cpu_millicores": 1}, {"memory_bytes": 100, "cpu_millicores": 1},
	)
}

test_missing_is_for_others if {
	rule.findings == set() with input as _input(true, {"memory_bytes": 100}, {})
	rule.findings == set() with input as _input(true, {"memory_bytes": 0}, {"memory_bytes": 100})
}
