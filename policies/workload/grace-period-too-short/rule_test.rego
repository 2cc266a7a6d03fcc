package faultline.workload["grace-period-too-short_test"]

import data.faultline.workload["grace-period-too-short"] as rule

_input(grace, container, changes) := {
	"params": {"grace-period-too-short": {"margin_seconds": 5, "datastore_seconds": 30}},
	"workload": object.union(
		{
			"role": "service",
			"stateful": false,
			"stop_grace_ms": grace,
			"containers": [object.union({"name": "app", "datastore": false, "persistent": false}, container)],
		},
		changes,
	),
}

_sleeps(ms) := {"pre_stop": {"kind": "sleep", "sleep_ms": ms}}

_db := {"datastore": true, "persistent": true, "technology": "postgres"}

test_sleep_takes_all if {
	rule.findings == {{
		"paths": [["workload", "stop_grace_ms"], ["workload", "containers", 0, "pre_stop", "sleep_ms"]],
		"args": {
			"container": "app", "what": "its process", "left_ms": 0, "cause": ": the preStop sleep takes the rest",
			"grace_ms": 30000, "sleep_ms": 40000,
			"consequence": "what it has not finished is lost",
			"change": "Set terminationGracePeriodSeconds to 70 (the sleep and 30 s), or shorten the sleep.",
		},
		"grade": {},
	}} with input as _input(30000, _sleeps(40000), {})
}

test_sleep_leaves_little if {
	{{f.args.left_ms, f.grade.likelihood} | some f in rule.findings} == {{5000, 2}} with input as _input(30000, _sleeps(25000), {})
	{f.grade | some f in rule.findings} == {{"likelihood": 2, "because": "what stops within seconds is not hurt"}} with input as _input(30000, _sleeps(29999), {})
	{f.grade | some f in rule.findings} == {{}} with input as _input(30000, _sleeps(30000), {})
}

test_sleep_leaves_enough if {
	rule.findings == set() with input as _input(30000, _sleeps(24999), {})
	rule.findings == set() with input as _input(30000, {"pre_stop": {"kind": "http"}}, {})
	rule.findings == set() with input as _input(3000, {}, {})
}

test_job if {
	rule.findings == set() with input as _input(30000, _sleeps(40000), {"role": "job"})
}

test_datastore if {
	rule.findings == {{
		"paths": [
			["workload", "stop_grace_ms"],
			["workload", "containers", 0, "image"],
			["workload", "containers", 0, "pre_stop"],
		],
		"args": {
			"container": "app", "what": "postgres", "left_ms": 20000, "cause": ", which a full flush may exceed",
			"grace_ms": 30000, "sleep_ms": 10000,
			"consequence": "it recovers at the next start, for as long as that takes",
			"change": "Set terminationGracePeriodSeconds to 120, or 300 where much is held in memory.",
		},
		"grade": {"likelihood": 2, "impact": 3, "because": "a datastore that was killed recovers before it serves again"},
	}} with input as _input(30000, object.union(_db, _sleeps(10000)), {"stateful": true})
}

# The sleep is the worse half of it.
test_datastore_that_sleeps if {
	{f.args.what | some f in rule.findings} == {"its process"} with input as _input(30000, object.union(_db, _sleeps(30000)), {})
}

test_datastore_that_may_be_killed if {
	rule.findings == set() with input as _input(30001, _db, {})
	every changes in [{"persistent": false}, {"technology": "etcd"}] {
		rule.findings == set() with input as _input(30000, object.union(_db, changes), {})
	}
}

test_zero_for_a_stateful_set if {
	rule.findings == {{
		"paths": [["workload", "stop_grace_ms"]],
		"args": {
			"what": "its processes", "left_ms": 0, "cause": ": a pod of the same name may start while they still run",
			"grace_ms": 0, "sleep_ms": 0, "consequence": "two pods may write as the same member",
			"change": "Set terminationGracePeriodSeconds to 30 or more.",
		},
		"grade": {"impact": 4, "because": "two pods of one identity may damage the data"},
	}} with input as _input(0, object.union(_db, _sleeps(5000)), {"stateful": true, "serving": {"evidence": "service"}})
}

test_zero_for_a_server if {
	rule.findings == {{
		"paths": [["workload", "stop_grace_ms"]],
		"args": {
			"what": "its processes", "left_ms": 0, "cause": ": they are killed with the requests that they answer",
			"grace_ms": 0, "sleep_ms": 0, "consequence": "the requests under way fail",
			"change": "Set terminationGracePeriodSeconds to 30 or more.",
		},
	}} with input as _input(0, {}, {"serving": {"evidence": "service"}})
	rule.findings == set() with input as _input(0, {}, {"serving": {"evidence": "ports"}})
}
