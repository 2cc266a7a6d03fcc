package faultline.workload["cpu-limit-throttling_test"]

import data.faultline.workload["cpu-limit-throttling"] as rule

_input(evidence, runtime, limit) := {
	"params": {"cpu-limit-throttling": {"headroom_percent": 200}},
	"workload": {"containers": [{
		"name": "app",
		"runtime": runtime,
		"traffic": {"evidence": evidence},
		"resources": {"requests": {"cpu_millicores": 500}, "limits": {"cpu_millicores": limit}},
	}]},
}

_paths := [
	["workload", "containers", 0, "resources", "limits", "cpu_millicores"],
	["workload", "containers", 0, "resources", "requests", "cpu_millicores"],
	["workload", "containers", 0, "traffic"],
]

test_threads if {
	rule.findings == {{
		"paths": _paths,
		"args": {
			"container": "app", "limit_millicores": 500, "request_millicores": 500,
			"quota_ms": 50, "threads": 4, "burst_ms": 12.5,
			"headroom_percent": 200, "enough_millicores": 1000,
		},
	}} with input as _input("service", "jvm", 500)
}

test_boundary if {
	count(rule.findings) == 1 with input as _input("service", "jvm", 999)
	rule.findings == set() with input as _input("service", "jvm", 1000)
}

test_threads_unknown if {
	{f.grade | some f in rule.findings} == {{
		"likelihood": 1,
		"because": "nothing tells on how many threads it runs",
	}} with input as _input("service", "ruby", 500)
}

test_ports if {
	{f.grade | some f in rule.findings} == {{
		"likelihood": 1,
		"confidence": "medium",
		"because": "its declared ports are the only sign that it serves traffic",
	}} with input as _input("ports", "jvm", 500)
}

test_many_cpus if {
	{[f.args.threads, f.args.burst_ms] | some f in rule.findings} == {[12, 50]} with input as {
		"params": {"cpu-limit-throttling": {"headroom_percent": 200}},
		"workload": {"containers": [{
			"name": "app",
			"technology": "envoy",
			"traffic": {"evidence": "service"},
			"resources": {"requests": {"cpu_millicores": 6000}, "limits": {"cpu_millicores": 6000}},
		}]},
	}
}

test_no_traffic if {
	rule.findings == set() with input as {
		"params": {"cpu-limit-throttling": {"headroom_percent": 200}},
		"workload": {"containers": [{
			"name": "app",
			"resources": {"requests": {"cpu_millicores": 500}, "limits": {"cpu_millicores": 500}},
		}]},
	}
}
