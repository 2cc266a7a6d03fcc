package faultline.workload["cpu-limit_test"]

import data.faultline.workload["cpu-limit"] as rule

_input(mode, limits) := {
	"params": {"cpu-limit": {"mode": mode}},
	"workload": {
		"containers": [{"name": "app", "resources": {"requests": {}, "limits": limits}}],
		"init_containers": [{"name": "init", "resources": {"requests": {}, "limits": limits}}],
	},
}

test_require if {
	{[f.paths, f.args.container, f.args.problem] | some f in rule.findings} == {
		[[["workload", "containers", 0, "resources", "limits", "cpu_millicores"]], "app", "has no CPU limit"],
		[[["workload", "init_containers", 0, "resources", "limits", "cpu_millicores"]], "init", "has no CPU limit"],
	} with input as _input("require", {"memory_bytes": 1024})
}

test_required if {
	rule.findings == set() with input as _input("require", {"cpu_millicores": 1})
}

test_forbid if {
	{[f.paths, f.args.container, f.args.problem] | some f in rule.findings} == {
		[[["workload", "containers", 0, "resources", "limits", "cpu_millicores"]], "app", "has a CPU limit"],
		[[["workload", "init_containers", 0, "resources", "limits", "cpu_millicores"]], "init", "has a CPU limit"],
	} with input as _input("forbid", {"cpu_millicores": 1})
}

test_forbidden if {
	rule.findings == set() with input as _input("forbid", {"memory_bytes": 1024})
}

test_whole_finding if {
	rule.findings == {{
		"paths": [["workload", "containers", 0, "resources", "limits", "cpu_millicores"]],
		"args": {
			"container": "app",
			"mode": "require a limit",
			"problem": "has no CPU limit",
			"cause": "runs away",
			"effect": "it takes all CPU of its node that is idle, and neighbours that use more than they request slow down",
			"radius": "The pods on the same node that use more CPU than they request.",
			"change": "Set resources.limits.cpu to at least twice what the container uses in a busy hour.",
		},
	}} with input as {
		"params": {"cpu-limit": {"mode": "require"}},
		"workload": {
			"containers": [{"name": "app", "resources": {"requests": {}, "limits": {}}}],
			"init_containers": [],
		},
	}
}
