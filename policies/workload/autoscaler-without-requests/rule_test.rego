package faultline.workload["autoscaler-without-requests_test"]

import data.faultline.workload["autoscaler-without-requests"] as rule

_input(metric, containers) := {"autoscaler": {
	"metrics": [metric],
	"workload": {"identity": "Deployment web", "containers": containers},
}}

_cpu := {"kind": "Resource", "resource": "cpu", "utilization_percent": 80}

_set := {"name": "app", "requests": {"cpu_millicores": 100}}

_unset := {"name": "proxy", "requests": {}}

_paths := [
	["autoscaler", "metrics", 0, "utilization_percent"],
	["autoscaler", "workload", "containers", 1, "requests", "cpu_millicores"],
]

_args := {
	"resource": "cpu", "scaled": "proxy", "target": "Deployment web", "lack": "requests no cpu", "target_percent": 80,
	"change": concat("", [
		"Set resources.requests.cpu of container \"proxy\" to what it uses at usual load, ",
		"or scale on a ContainerResource metric of the container that carries the load.",
	]),
}

test_any_container if {
	rule.findings == {{"paths": _paths, "args": _args}} with input as _input(_cpu, [_set, _unset])
}

test_the_named_container if {
	named := {"kind": "ContainerResource", "resource": "cpu", "utilization_percent": 80, "container": "proxy"}
	rule.findings == {{"paths": _paths, "args": _args}} with input as _input(named, [_set, _unset])
}

test_another_container if {
	named := {"kind": "ContainerResource", "resource": "cpu", "utilization_percent": 80, "container": "app"}
	rule.findings == set() with input as _input(named, [_set, _unset])
}

test_no_such_container if {
	named := {"kind": "ContainerResource", "resource": "cpu", "utilization_percent": 80, "container": "web"}
	rule.findings == {{
		"paths": [["autoscaler", "metrics", 0, "container"], ["autoscaler", "workload", "containers"]],
		"args": {
			"resource": "cpu", "scaled": "web", "target": "Deployment web", "lack": "is not there",
			"target_percent": 80, "change": "Name one of its containers: app, proxy.",
		},
	}} with input as _input(named, [_set, _unset])
}

test_silent if {
	rule.findings == set() with input as _input(_cpu, [_set])
	rule.findings == set() with input as _input({"kind": "Resource", "resource": "cpu"}, [_unset])
	rule.findings == set() with input as _input({"kind": "External"}, [_unset])
}
