package faultline.workload["startup-probe_test"]

import data.faultline.workload["startup-probe"] as rule

_params := {"startup-probe": {"seconds": 60, "model_seconds": 120}}

_probe(budget) := {
	"budget_ms": budget, "initial_delay_ms": 0, "period_ms": 10000, "timeout_ms": 1000, "failures": 3,
}

_input(changes) := {"params": _params, "workload": {
	"runtime": "kubernetes",
	"containers": [object.union({"name": "app", "probes": {"liveness": _probe(21000)}}, changes)],
}}

_args(probe, what, need, budget) := {
	"container": "app", "probe": probe, "what": what, "need_ms": need, "budget_ms": budget,
	"delay_ms": 0, "period_ms": 10000, "timeout_ms": 1000, "failures": 3,
}

_liveness_paths := [
	["workload", "containers", 0, "probes", "startup"],
	["workload", "containers", 0, "probes", "liveness", "budget_ms"],
]

_half_a_minute := {"likelihood": 1, "because": "it allows half a minute or more, which is enough on most nodes"}

test_jvm if {
	rule.findings == {{
		"paths": _liveness_paths,
		"args": _args("liveness", "a JVM", 60000, 21000),
		"grade": {},
	}} with input as _input({"runtime": "jvm"})
}

test_database_with_data if {
	rule.findings == {{
		"paths": _liveness_paths,
		"args": _args("liveness", "a database with data", 60000, 21000),
		"grade": {},
	}} with input as _input({"datastore": true, "persistent": true})
}

# It runs on a JVM, and loads models: one finding.
test_model_server if {
	rule.findings == {{
		"paths": _liveness_paths,
		"args": _args("liveness", "a model server", 120000, 119999),
		"grade": _half_a_minute,
	}} with input as _input({
		"runtime": "jvm", "technology": "torchserve",
		"probes": {"liveness": _probe(119999)},
	})
}

test_grades_by_budget if {
	every budget, grade in {"29999": {}, "30000": _half_a_minute, "59999": _half_a_minute} {
		{f.grade | some f in rule.findings} == {grade} with input as _input({
			"runtime": "jvm",
			"probes": {"liveness": _probe(to_number(budget))},
		})
	}
}

test_enough if {
	rule.findings == set() with input as _input({"runtime": "jvm", "probes": {"liveness": _probe(60000)}})
}

test_startup_probe_is_judged_in_place_of_liveness if {
	enough := {"liveness": _probe(21000), "startup": _probe(300000)}
	rule.findings == set() with input as _input({"runtime": "jvm", "probes": enough})
	short := {"liveness": _probe(300000), "startup": _probe(10000)}
	rule.findings == {{
		"paths": [["workload", "containers", 0, "probes", "startup", "budget_ms"]],
		"args": _args("startup", "a JVM", 60000, 10000),
		"grade": {},
	}} with input as _input({"runtime": "jvm", "probes": short})
}

test_quick_starters if {
	every changes in [{}, {"runtime": "go"}, {"datastore": true}, {"datastore": true, "persistent": false}] {
		rule.findings == set() with input as _input(changes)
	}
}

test_probe_that_never_kills if {
	probe := object.union(_probe(21000), {"always_passes": "it is true"})
	rule.findings == set() with input as _input({"runtime": "jvm", "probes": {"liveness": probe}})
}
