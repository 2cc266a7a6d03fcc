package faultline.workload["probe-port_test"]

import data.faultline.workload["probe-port"] as rule

_http := {"name": "http", "number": 8080, "protocol": "TCP"}

_input(kind, probe) := {"workload": {"injected_containers": [], "containers": [{
	"name": "app",
	"ports": [_http, {"number": 9090, "protocol": "TCP"}],
	"probes": {kind: probe},
}]}}

_paths(kind) := [
	["workload", "containers", 0, "probes", kind, "port_declared"],
	["workload", "containers", 0, "probes", kind, "port"],
	["workload", "containers", 0, "ports"],
]

_named := {"kind": "http", "port": "web", "port_name": "web", "port_declared": false}

_number := {"kind": "http", "port": 8081, "port_declared": false}

test_name if {
	args := {
		"container": "app", "port": "web", "declared": "http 8080, 9090", "problem": "a name that none of its ports has",
		"change": "Name one of the container's ports web, or give the probe the port's number.",
	}
	rule.findings == {{
		"paths": _paths("readiness"),
		"args": object.union(args, {
			"probe": "readiness",
			"consequence": "the pod never becomes Ready, so that the rollout stops",
		}),
		"grade": {},
	}} with input as _input("readiness", _named)
	rule.findings == {{
		"paths": _paths("liveness"),
		"args": object.union(args, {
			"probe": "liveness",
			"consequence": "the kubelet drops the probe's result, so that a hang is never noticed",
		}),
		"grade": {"impact": 2, "because": "a liveness probe that cannot be sent restarts nothing"},
	}} with input as _input("liveness", _named)
}

test_name_without_any_port if {
	{f.args.declared | some f in rule.findings} == {"none"} with input as {"workload": {
		"injected_containers": [],
		"containers": [{"name": "app", "ports": [], "probes": {"startup": _named}}],
	}}
}

test_name_for_grpc if {
	rule.findings == {{
		"paths": _paths("startup"),
		"args": {
			"container": "app", "probe": "startup", "port": "http", "declared": "http 8080, 9090",
			"problem": "a name, and a gRPC probe takes numbers only",
			"consequence": "the API server refuses the object",
			"change": "Give the gRPC probe the port's number.",
		},
	}} with input as _input("startup", {"kind": "grpc", "port": 8080, "port_name": "http", "port_declared": true})
}

test_name_of_a_port_for_udp if {
	rule.findings == {{
		"paths": _paths("liveness"),
		"args": {
			"container": "app", "probe": "liveness", "port": "dns", "declared": "http 8080, 9090",
			"problem": "which is declared for UDP: probes speak TCP",
			"consequence": "the container is killed again and again",
			"change": "Let the probe ask a TCP port, or use an exec probe.",
		},
		"grade": {"likelihood": 2, "because": "the process may listen on TCP under the same number"},
	}} with input as _input("liveness", {
		"kind": "tcp", "port": 53,
		"port_name": "dns", "port_declared": true, "port_protocol": "UDP",
	})
}

test_number if {
	rule.findings == {{
		"paths": array.concat(_paths("readiness"), [["workload", "containers", 0, "probes", "readiness", "host"]]),
		"args": {
			"container": "app", "probe": "readiness", "port": 8081, "declared": "http 8080, 9090",
			"problem": "which it does not declare", "condition": " and nothing listens there",
			"consequence": "the pod never becomes Ready, so that the rollout stops",
			"change": "Let the probe ask a port that the container listens on, or declare 8081 under ports.",
		},
		"grade": {"likelihood": 1, "impact": 2, "because": "a port that is not declared may still be open"},
	}} with input as _input("readiness", _number)
}

test_number_of_another_container if {
	{f.args.problem | some f in rule.findings} == {"which another container of the pod declares"} with input as {"workload": {
		"injected_containers": [],
		"containers": [
			{"name": "app", "ports": [_http], "probes": {"readiness": _number}},
			{"name": "proxy", "ports": [{"number": 8081}], "probes": {}},
		],
	}}
}

test_number_that_proves_nothing if {
	rule.findings == set() with input as _input("readiness", object.union(_number, {"host": "10.0.0.1"}))
	rule.findings == set() with input as {"workload": {
		"injected_containers": [],
		"containers": [{"name": "app", "ports": [], "probes": {"readiness": _number}}],
	}}
	rule.findings == set() with input as {"workload": {
		"injected_containers": [{"name": "istio-proxy", "ports": [{"number": 8081}]}],
		"containers": [{"name": "app", "ports": [_http], "probes": {"readiness": _number}}],
	}}
}

test_declared if {
	every probe in [
		{"kind": "http", "port": 8080, "port_name": "http", "port_declared": true},
		{"kind": "grpc", "port": 9090, "port_declared": true},
		{"kind": "exec", "command": "check"},
	] {
		rule.findings == set() with input as _input("readiness", probe)
	}
}
