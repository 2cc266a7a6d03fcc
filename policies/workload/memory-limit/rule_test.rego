package faultline.workload["memory-limit_test"]

import data.faultline.workload["memory-limit"] as rule

_container := {"name": "app", "resources": {"limits": {}, "requests": {}}}

test_no_limit if {
	rule.findings == {{
		"paths": [["workload", "containers", 0, "resources", "limits", "memory_bytes"]],
		"args": {"container": "app"},
	}} with input as {"workload": {"containers": [_container], "init_containers": []}}
}

test_init_container_is_less_likely if {
	rule.findings == {{
		"paths": [["workload", "init_containers", 0, "resources", "limits", "memory_bytes"]],
		"args": {"container": "app"},
		"grade": {"likelihood": 1, "because": "an init container runs only while the pod starts"},
	}} with input as {"workload": {"containers": [], "init_containers": [_container]}}
}

test_limit if {
	limited := {"name": "app", "resources": {"limits": {"memory_bytes": 1024}, "requests": {}}}
	rule.findings == set() with input as {"workload": {"containers": [limited], "init_containers": []}}
}

test_helm_test if {
	rule.findings == set() with input as {"workload": {
		"kind": "Pod", "annotations": {"helm.sh/hook": "test-success"},
		"containers": [{"name": "curl", "resources": {"requests": {}, "limits": {}}}],
		"init_containers": [],
	}}
}
