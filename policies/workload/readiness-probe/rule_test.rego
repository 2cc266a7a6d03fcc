package faultline.workload["readiness-probe_test"]

import data.faultline.workload["readiness-probe"] as rule

_paths := [["workload", "containers", 0, "probes", "readiness"], ["workload", "containers", 0, "traffic"]]

test_selected_by_a_service if {
	rule.findings == {{"paths": _paths, "args": {"container": "app"}}} with input as {"workload": {"containers": [{
		"name": "app",
		"probes": {"liveness": {}},
		"traffic": {"evidence": "service"},
	}]}}
}

test_declared_ports_alone if {
	rule.findings == {{
		"paths": _paths,
		"args": {"container": "app"},
		"grade": {
			"confidence": "medium",
			"because": "its declared ports are the only sign that it serves traffic",
		},
	}} with input as {"workload": {"containers": [{
		"name": "app",
		"probes": {},
		"traffic": {"evidence": "ports"},
	}]}}
}

test_probe_or_no_traffic if {
	rule.findings == set() with input as {"workload": {"containers": [
		{"name": "app", "probes": {"readiness": {}}, "traffic": {"evidence": "service"}},
		{"name": "sidecar", "probes": {}},
	]}}
}
