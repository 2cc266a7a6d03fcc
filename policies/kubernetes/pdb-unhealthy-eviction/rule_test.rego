package faultline.kubernetes["pdb-unhealthy-eviction_test"]

import data.faultline.kubernetes["pdb-unhealthy-eviction"] as rule

_input(budget) := {
	"run": {"kubernetes_version": "1.36"},
	"budget": object.union({"unhealthy_eviction": "IfHealthyBudget", "workloads": []}, budget),
}

_paths := [
	["budget", "unhealthy_eviction"], ["budget", "min_available"], ["budget", "max_unavailable"],
	["budget", "workloads"], ["budget", "needed"],
]

test_default if {
	rule.findings == {{
		"paths": _paths,
		"args": {"room": "broken pods stay where they are while fewer are healthy than the budget wants"},
	}} with input as _input({"max_unavailable": "1"})
}

test_numbers if {
	rule.findings == {{
		"paths": _paths,
		"args": {"room": "with 2 of 3 pods broken none can be evicted"},
	}} with input as _input({"max_unavailable": "1", "expected": 3, "needed": 2, "allowed": 1})
}

test_only_pod if {
	some f in rule.findings with input as _input({"min_available": "1", "expected": 1, "needed": 1, "allowed": 0})
	f.args.room == "while its only pod is broken it cannot be evicted"
}

test_always_allow if {
	rule.findings == set() with input as _input({"unhealthy_eviction": "AlwaysAllow"})
}

test_never_short if {
	every budget in [
		{"max_unavailable": "5", "expected": 5, "needed": 0, "allowed": 5},
		{"max_unavailable": "100%"}, {"min_available": "0"}, {"min_available": "0%"},
	] {
		rule.findings == set() with input as _input(budget)
	}
}

test_older_cluster if {
	rule.findings == set() with input as object.union(_input({}), {"run": {"kubernetes_version": "1.26"}})
	rule.findings != set() with input as object.union(_input({}), {"run": {"kubernetes_version": "1.27"}})
}
