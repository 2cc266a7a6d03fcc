package faultline.kubernetes["pdb-autoscaler-deadlock_test"]

import data.faultline.kubernetes["pdb-autoscaler-deadlock"] as rule

_web := {"identity": "Deployment web", "autoscaled": true, "by": "ScaledObject web", "replicas_min": 2}

_canary := {"identity": "Deployment canary", "autoscaled": false, "replicas_min": 1}

_input(budget) := {"budget": object.union({"workloads": [_web], "expected": 2}, budget)}

test_equal if {
	rule.findings == {{
		"paths": [["budget", "allowed"], ["budget", "workloads", 0, "autoscaler", "min"]],
		"args": {
			"by": "ScaledObject web", "workload": "Deployment web", "setting": "minAvailable 2",
			"expected": 2, "needed": 2,
		},
	}} with input as _input({"min_available": "2", "needed": 2, "allowed": 0})
}

test_percentage if {
	some f in rule.findings with input as _input({"min_available": "75%", "needed": 2, "allowed": 0})
	f.args.setting == "minAvailable 75%"
}

test_first_autoscaled_workload if {
	some f in rule.findings with input as _input({
		"min_available": "3", "needed": 3, "expected": 3, "allowed": 0,
		"workloads": [_canary, _web],
	})
	f.args.by == "ScaledObject web"
	f.paths == [
		["budget", "allowed"], ["budget", "workloads", 1, "autoscaler", "min"],
		["budget", "workloads", 0, "replicas_min"],
	]
}

# The rest is pdb-blocks-drain, or nothing.
test_not_equal if {
	rule.findings == set() with input as _input({"min_available": "1", "needed": 1, "allowed": 1})
	rule.findings == set() with input as _input({"min_available": "3", "needed": 3, "allowed": 0})
	rule.findings == set() with input as _input({"min_available": "100%", "needed": 2, "allowed": 0})
	rule.findings == set() with input as _input({"max_unavailable": "0", "needed": 2, "allowed": 0})
	rule.findings == set() with input as _input({"needed": 2, "allowed": 0})
	rule.findings == set() with input as _input({"min_available": "1", "needed": 1, "expected": 1, "allowed": 0, "workloads": [_canary]})
}
