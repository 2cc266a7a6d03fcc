package faultline.workload["probe-too-aggressive_test"]

import data.faultline.workload["probe-too-aggressive"] as rule

_params := {"probe-too-aggressive": {"liveness_seconds": 20, "readiness_period_seconds": 5}}

_probe := {"kind": "http", "failures": 3, "period_ms": 5000, "timeout_ms": 1000, "detect_ms": 11000}

_input(kind, probe, changes) := {"params": _params, "workload": {"containers": [object.union(
	{"name": "app", "datastore": false, "probes": {kind: object.union(_probe, probe)}},
	changes,
)]}}

_paths := [
	["workload", "containers", 0, "probes", "liveness", "failures"],
	["workload", "containers", 0, "probes", "liveness", "detect_ms"],
]

_args := {
	"container": "app", "probe": "liveness", "failures": 3, "timeout_ms": 1000, "interval_ms": 5000, "detect_ms": 11000,
	"problem": "is killed",
	"consequence": "the kubelet kills it, and it starts again with cold caches and all its clients",
	"change": "Set failureThreshold of the livenessProbe to 5 or more, so that it allows 20 s.",
}

test_several_failures if {
	rule.findings == {{
		"paths": _paths,
		"args": _args,
		"grade": {"likelihood": 1, "because": "it takes more than one failure"},
	}} with input as _input("liveness", {}, {})
}

test_one_failure if {
	rule.findings == {{
		"paths": _paths,
		"args": object.union(_args, {"failures": 1, "detect_ms": 1000}),
		"grade": {"because": "one lost packet is enough"},
	}} with input as _input("liveness", {"failures": 1, "detect_ms": 1000}, {"datastore": true})
}

test_datastore if {
	rule.findings == {{
		"paths": _paths,
		"args": _args,
		"grade": {"because": "a datastore that is killed recovers before it serves again"},
	}} with input as _input("liveness", {}, {"datastore": true})
}

test_tcp if {
	rule.findings == {{
		"paths": _paths,
		"args": object.union(_args, {"failures": 1}),
		"grade": {"likelihood": 1, "because": "a TCP check hardly fails while the process runs"},
	}} with input as _input("liveness", {"kind": "tcp", "failures": 1}, {})
}

test_boundary if {
	count(rule.findings) == 1 with input as _input("liveness", {"detect_ms": 19999}, {})
	rule.findings == set() with input as _input("liveness", {"detect_ms": 20000}, {})
}

# What does not fail does not kill.
test_always_passes if {
	rule.findings == set() with input as _input("liveness", {"always_passes": "yes"}, {})
}

test_readiness if {
	rule.findings == {{
		"paths": [
			["workload", "containers", 0, "probes", "readiness", "failures"],
			["workload", "containers", 0, "probes", "readiness", "period_ms"],
			["workload", "containers", 0, "probes", "readiness", "detect_ms"],
			["workload", "containers", 0, "traffic"],
		],
		"args": {
			"container": "app", "probe": "readiness", "failures": 1, "timeout_ms": 1000, "interval_ms": 5000,
			"detect_ms": 1000, "problem": "gets no more traffic",
			"consequence": "its pod is taken out of the traffic, and the others get more, which are then next",
			"change": "Set failureThreshold of the readinessProbe to 3.",
		},
		"grade": {"impact": 2, "because": "a pod that is not ready comes back by itself"},
	}} with input as _input("readiness", {"failures": 1, "detect_ms": 1000}, {"traffic": {"evidence": "service"}})
}

test_readiness_that_may_be_quick if {
	quick := {"failures": 1, "detect_ms": 1000}
	{f.grade.confidence | some f in rule.findings} == {"medium"} with input as _input(
		"readiness", quick,
		{"traffic": {"evidence": "ports"}},
	)
	rule.findings == set() with input as _input("readiness", quick, {})
	every changes in [{"failures": 2}, {"failures": 1, "period_ms": 5001}] {
		rule.findings == set() with input as _input("readiness", changes, {"traffic": {"evidence": "service"}})
	}
}
