package faultline.workload["graceful-shutdown_test"]

import data.faultline.workload["graceful-shutdown"] as rule

_container := {"name": "app", "datastore": false, "traffic": {"evidence": "service"}}

_input(changes, containers) := {"workload": object.union(
	{
		"serving": {"evidence": "service"},
		"update": {"strategy": "RollingUpdate", "unavailable_pods": 0},
		"replicas": {"min": 1},
		"stop_grace_ms": 30000,
		"containers": containers,
	},
	changes,
)}

_paths(i) := [
	["workload", "containers", i, "pre_stop"],
	["workload", "containers", i, "traffic"],
	["workload", "containers", i, "graceful_stop"],
	["workload", "containers", i, "datastore"],
	["workload", "update", "strategy"],
]

test_no_hook if {
	every strategy in ["RollingUpdate", "Rolling", "Canary", "BlueGreen"] {
		rule.findings == {{
			"paths": _paths(0),
			"args": {"container": "app", "grace_seconds": 35},
		}} with input as _input({"update": {"strategy": strategy, "unavailable_pods": 0}}, [_container])
	}
}

test_one_finding_a_workload if {
	hooked := object.union(_container, {"name": "hooked", "pre_stop": {"kind": "sleep"}})
	other := object.union(_container, {"name": "other"})
	rule.findings == {{
		"paths": _paths(1),
		"args": {"container": "app", "grace_seconds": 35},
	}} with input as _input({}, [hooked, _container, other])
}

test_daemons_have_no_replicas if {
	count(rule.findings) == 1 with input as json.remove(
		_input({"update": {"strategy": "RollingUpdate"}}, [_container]),
		["workload/replicas"],
	)
}

test_handled if {
	every changes in [{"pre_stop": {"kind": "exec"}}, {"graceful_stop": "SERVER_SHUTDOWN"}, {"datastore": true}] {
		rule.findings == set() with input as _input({}, [object.union(_container, changes)])
	}
}

test_container_without_traffic if {
	rule.findings == set() with input as _input({}, [{"name": "app", "datastore": false}])
}

test_nothing_that_rolls if {
	every changes in [
		{"serving": {"evidence": "ports"}},
		{"update": {"strategy": "Recreate"}},
		{"update": {"strategy": "OnDelete"}},
		{"update": {"strategy": "RollingUpdate", "unavailable_pods": 1}},
	] {
		rule.findings == set() with input as _input(changes, [_container])
	}
}
