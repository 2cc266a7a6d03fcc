package faultline.workload["request-above-limit_test"]

import data.faultline.workload["request-above-limit"] as rule

_input(requests, limits) := {"workload": {
	"containers": [{"name": "app", "resources": {"requests": requests, "limits": limits}}],
	"init_containers": [],
}}

_paths(list, name) := [
	["workload", list, 0, "resources", "requests", name],
	["workload", list, 0, "resources", "limits", name],
]

test_cpu if {
	rule.findings == {{
		"paths": _paths("containers", "cpu_millicores"),
		"args": {"container": "app", "what": "", "request_millicores": 501, "limit_millicores": 500},
	}} with input as _input({"cpu_millicores": 501}, {"cpu_millicores": 500})
}

test_memory_and_storage if {
	rule.findings == {
		{
			"paths": _paths("containers", "memory_bytes"),
			"args": {"container": "app", "what": " of memory", "request_bytes": 2, "limit_bytes": 1},
		},
		{
			"paths": _paths("containers", "ephemeral_bytes"),
			"args": {"container": "app", "what": " of ephemeral storage", "request_bytes": 4, "limit_bytes": 3},
		},
	} with input as _input({"memory_bytes": 2, "ephemeral_bytes": 4}, {"memory_bytes": 1, "ephemeral_bytes": 3})
}

test_init_container if {
	rule.findings == {{
		"paths": _paths("init_containers", "memory_bytes"),
		"args": {"container": "init", "what": " of memory", "request_bytes": 2, "limit_bytes": 1},
	}} with input as {"workload": {
		"containers": [],
		"init_containers": [{"name": "init", "resources": {"requests": {"memory_bytes": 2}, "limits": {"memory_bytes": 1}}}],
	}}
}

test_equal if {
	rule.findings == set() with input as _input(
		{"cpu_millicores": 500, "memory_bytes": 1024},
		{"cpu_millicores": 500, "memory_bytes": 1024},
	)
}

test_one_of_the_two if {
	rule.findings == set() with input as _input({"cpu_millicores": 500}, {"memory_bytes": 1024})
}
