package faultline.workload["probe-identical_test"]

import data.faultline.workload["probe-identical"] as rule

_probe(changes) := object.union(
	{"kind": "http", "check": "http HTTP 8080 /", "detect_ms": 21000, "failures": 3, "period_ms": 10000, "timeout_ms": 1000},
	changes,
)

_input(liveness, readiness) := {"workload": {
	"serving": {"evidence": "service"},
	"containers": [{"name": "app", "probes": {"liveness": _probe(liveness), "readiness": _probe(readiness)}}],
}}

_paths := [
	["workload", "containers", 0, "probes", "liveness", "detect_ms"],
	["workload", "containers", 0, "probes", "readiness", "detect_ms"],
	["workload", "containers", 0, "probes", "liveness", "port"],
	["workload", "containers", 0, "probes", "readiness", "port"],
	["workload", "containers", 0, "probes", "liveness", "path"],
	["workload", "containers", 0, "probes", "readiness", "path"],
]

_args := {
	"container": "app",
	"kill_ms": 21000, "kill_failures": 3, "kill_period_ms": 10000, "kill_timeout_ms": 1000,
	"unready_ms": 21000, "unready_failures": 3, "unready_period_ms": 10000, "unready_timeout_ms": 1000,
	"failures": 7,
}

test_identical if {
	rule.findings == {{"paths": _paths, "args": _args, "grade": {}}} with input as _input({}, {})
}

test_liveness_is_quicker if {
	rule.findings == {{
		"paths": _paths,
		"args": object.union(_args, {"kill_ms": 20999}),
		"grade": {},
	}} with input as _input({"detect_ms": 20999}, {})
}

# The pattern that the Kubernetes documentation recommends.
test_liveness_is_slower if {
	rule.findings == set() with input as _input({"detect_ms": 21001}, {})
}

test_other_check if {
	rule.findings == set() with input as _input({"check": "http HTTP 8080 /live"}, {})
}

test_tcp if {
	tcp := {"kind": "tcp", "check": "tcp 8080"}
	rule.findings == {{
		"paths": _paths,
		"args": _args,
		"grade": {"likelihood": 1, "because": "a TCP check hardly fails while the process runs"},
	}} with input as _input(tcp, tcp)
}

test_declared_ports_alone if {
	{f.grade | some f in rule.findings} == {{
		"confidence": "medium",
		"because": "its declared ports are the only sign that it serves traffic",
	}} with input as json.patch(_input({}, {}), [{"op": "replace", "path": "/workload/serving/evidence", "value": "ports"}])
}

test_no_traffic if {
	{f.grade | some f in rule.findings} == {{
		"impact": 1,
		"because": "nothing shows that it serves traffic, so readiness decides little",
	}} with input as json.remove(_input({}, {}), ["workload/serving"])
}

test_check_that_never_fails if {
	passes := {"check": "exec true", "always_passes": "\"true\" always succeeds", "ignores_status": false}
	rule.findings == set() with input as _input(passes, passes)
}

test_check_that_overlooks_the_status if {
	passes := {"always_passes": "curl", "ignores_status": true}
	count(rule.findings) == 1 with input as _input(passes, passes)
}

test_one_probe if {
	rule.findings == set() with input as {"workload": {"containers": [{"name": "app", "probes": {"liveness": _probe({})}}]}}
}
