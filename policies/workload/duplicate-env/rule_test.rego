package faultline.workload["duplicate-env_test"]

import data.faultline.workload["duplicate-env"] as rule

_input(entries) := {"workload": {"containers": [{"name": "app", "env_duplicates": entries}], "init_containers": []}}

_paths(list, j) := [
	["workload", list, 0, "env_duplicates", j],
	["workload", list, 0, "env_duplicates", j, "first"],
]

test_different if {
	rule.findings == {{
		"paths": _paths("containers", 0),
		"args": {"container": "app", "variable": "POOL_SIZE", "difference": " with different values"},
	}} with input as _input([{"name": "POOL_SIZE", "same": false, "first": {}}])
}

test_same if {
	rule.findings == {{
		"paths": _paths("containers", 0),
		"args": {"container": "app", "variable": "POOL_SIZE", "difference": ""},
		"grade": {"likelihood": 1, "impact": 1, "because": "both entries hold the same value"},
	}} with input as _input([{"name": "POOL_SIZE", "same": true, "first": {}}])
}

test_each_entry if {
	{f.paths[0] | some f in rule.findings} == {_paths("containers", 0)[0], _paths("containers", 1)[0]} with input as _input([
		{"name": "A", "same": false, "first": {}},
		{"name": "A", "same": true, "first": {}},
	])
}

test_init_container if {
	{f.paths | some f in rule.findings} == {_paths("init_containers", 0)} with input as {"workload": {
		"containers": [],
		"init_containers": [{"name": "init", "env_duplicates": [{"name": "A", "same": false, "first": {}}]}],
	}}
}

test_none if {
	rule.findings == set() with input as _input([])
}
