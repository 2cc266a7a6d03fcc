package faultline.workload["heap-above-limit_test"]

import data.faultline.workload["heap-above-limit"] as rule

_params := {"heap-above-limit": {"jvm_percent": 80, "node_percent": 85}}

_input(heap) := {"params": _params, "workload": {"containers": [{
	"name": "app",
	"resources": {"limits": {"memory_bytes": 1000}},
	"heap": [heap],
}]}}

_paths := [
	["workload", "containers", 0, "heap", 0],
	["workload", "containers", 0, "resources", "limits", "memory_bytes"],
]

test_all_of_the_limit if {
	rule.findings == {{
		"paths": _paths,
		"args": {
			"container": "app",
			"setting": "-Xmx1000",
			"limit_bytes": 1000,
			"of": " in ",
			"problem": "lets the JVM take all of the memory limit",
			"reason": "What the heap leaves of the limit is for everything else in the container.",
			"event": "the heap fills under load",
			"consequence": concat(", ", [
				"the kernel kills the container (exit code 137) without an error in its log",
				"on every replica at the same traffic",
			]),
			"change": "Set -XX:MaxRAMPercentage=75 in place of -Xmx, or raise the memory limit to the heap divided by 0.75.",
		},
	}} with input as _input({"runtime": "jvm", "setting": "-Xmx1000", "max_bytes": 1000})
}

test_most_of_the_limit if {
	some f in rule.findings with input as _input({"runtime": "node", "setting": "--max-old-space-size=860", "max_bytes": 860})
	f.grade == {"likelihood": 2, "impact": 2, "because": "the heap fits, what the runtime needs beside it may not"}
}

test_boundary if {
	rule.findings == set() with input as _input({"runtime": "jvm", "setting": "-Xmx800", "max_bytes": 800})
}

test_percent if {
	some f in rule.findings with input as _input({"runtime": "jvm", "setting": "-XX:MaxRAMPercentage=90", "max_percent": 90})
	f.args.problem == "leaves the JVM too little memory beside its heap"
}

test_malformed_needs_no_limit if {
	some f in rule.findings with input as {
		"params": _params,
		"workload": {"containers": [{
			"name": "app",
			"resources": {"limits": {}},
			"heap": [{"runtime": "go", "setting": "GOMEMLIMIT=512Mi", "malformed": true}],
		}]},
	}
	f.paths == [["workload", "containers", 0, "heap", 0]]
	f.args.event == "the container starts"
}
