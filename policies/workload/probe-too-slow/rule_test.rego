package faultline.workload["probe-too-slow_test"]

import data.faultline.workload["probe-too-slow"] as rule

_input(probe, evidence) := {
	"params": {"probe-too-slow": {"seconds": 60}},
	"workload": {"containers": [object.union(
		{
			"name": "app",
			"probes": {"readiness": object.union({"failures": 3, "period_ms": 30000, "timeout_ms": 1000, "detect_ms": 61000}, probe)},
		},
		evidence,
	)]},
}

_paths := [
	["workload", "containers", 0, "probes", "readiness", "detect_ms"],
	["workload", "containers", 0, "traffic"],
]

_args := {"container": "app", "failures": 3, "interval_ms": 30000, "timeout_ms": 1000, "detect_ms": 61000}

_service := {"traffic": {"evidence": "service"}}

test_slow if {
	rule.findings == {{"paths": _paths, "args": _args, "grade": {}}} with input as _input({}, _service)
}

test_declared_ports_alone if {
	rule.findings == {{
		"paths": _paths,
		"args": _args,
		"grade": {
			"confidence": "medium",
			"because": "its declared ports are the only sign that it serves traffic",
		},
	}} with input as _input({}, {"traffic": {"evidence": "ports"}})
}

test_boundary if {
	rule.findings == set() with input as _input({"detect_ms": 60000}, _service)
	{f.args.detect_ms | some f in rule.findings} == {60001} with input as _input({"detect_ms": 60001}, _service)
}

# The kubelet makes one check after the other.
test_timeout_longer_than_the_period if {
	{f.args.interval_ms | some f in rule.findings} == {40000} with input as _input({"timeout_ms": 40000}, _service)
}

test_no_traffic_or_no_failure if {
	rule.findings == set() with input as _input({}, {})
	rule.findings == set() with input as _input({"always_passes": "yes"}, _service)
}
