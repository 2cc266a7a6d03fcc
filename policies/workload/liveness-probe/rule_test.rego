package faultline.workload["liveness-probe_test"]

import data.faultline.workload["liveness-probe"] as rule

_workload(role, containers) := {"workload": {"runtime": "kubernetes", "role": role, "containers": containers}}

test_missing if {
	every role in ["service", "worker", "daemon"] {
		rule.findings == {{
			"paths": [["workload", "containers", 1, "probes", "liveness"], ["workload", "restart", "policy"]],
			"args": {"container": "sidecar"},
		}} with input as _workload(role, [
			{"name": "app", "probes": {"liveness": {}}},
			{"name": "sidecar", "probes": {"readiness": {}}},
		])
	}
}

test_job if {
	rule.findings == set() with input as _workload("job", [{"name": "app", "probes": {}}])
}

test_init_and_injected_containers if {
	rule.findings == set() with input as {"workload": {
		"runtime": "kubernetes",
		"role": "service",
		"containers": [],
		"init_containers": [{"name": "migrate", "probes": {}}],
		"injected_containers": [{"name": "istio-proxy", "probes": {}}],
	}}
}

test_other_runtime if {
	rule.findings == set() with input as {"workload": {
		"runtime": "compose",
		"role": "service",
		"containers": [{"name": "app", "probes": {}}],
	}}
}
