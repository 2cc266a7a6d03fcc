package faultline.workload["signal-not-forwarded_test"]

import data.faultline.workload["signal-not-forwarded"] as rule

_input(role, changes) := {"workload": {"role": role, "stop_grace_ms": 60000, "containers": [object.union(
	{"name": "app", "datastore": false, "shell": {"name": "sh", "swallows": "the shell runs a loop"}},
	changes,
)]}}

_paths := [
	["workload", "containers", 0, "shell", "swallows"],
	["workload", "containers", 0, "pre_stop"],
	["workload", "shared_process_namespace"],
]

_args := {"container": "app", "reason": "the shell runs a loop", "shell": "sh", "grace_ms": 60000}

test_swallowed if {
	every role in ["service", "worker", "daemon"] {
		rule.findings == {{"paths": _paths, "args": _args, "grade": {}}} with input as _input(role, {})
	}
}

test_datastore if {
	rule.findings == {{
		"paths": _paths,
		"args": _args,
		"grade": {"impact": 3, "because": "a datastore that is killed recovers before it serves again"},
	}} with input as _input("service", {"datastore": true})
}

test_hook_that_only_waits if {
	count(rule.findings) == 1 with input as _input("service", {"pre_stop": {"kind": "exec", "acts": false}})
}

test_hook_that_stops_the_server if {
	rule.findings == set() with input as _input("service", {"pre_stop": {"kind": "exec", "acts": true}})
}

test_job if {
	rule.findings == set() with input as _input("job", {})
}

test_shell_that_hands_over if {
	rule.findings == set() with input as json.remove(_input("service", {}), ["workload/containers/0/shell/swallows"])
}
