package faultline.workload["memory-request_test"]

import data.faultline.workload["memory-request"] as rule

_container(resources) := {"name": "app", "resources": resources}

_paths := [["workload", "containers", 0, "resources", "requests", "memory_bytes"]]

test_no_request if {
	rule.findings == {{"paths": _paths, "args": {"container": "app", "problem": "requests no memory"}}} with input as {"workload": {
		"containers": [_container({"requests": {"cpu_millicores": 100}, "limits": {}})],
		"init_containers": [],
	}}
}

test_zero if {
	rule.findings == {{"paths": _paths, "args": {"container": "app", "problem": "requests 0 bytes of memory"}}} with input as {"workload": {
		"containers": [_container({"requests": {"memory_bytes": 0}, "limits": {"memory_bytes": 1048576}})],
		"init_containers": [],
	}}
}

test_unit if {
	rule.findings == {{
		"paths": _paths,
		"args": {"container": "app", "problem": "requests 1048575 bytes of memory, less than any process needs"},
	}} with input as {"workload": {
		"containers": [_container({"requests": {"memory_bytes": 1048575}, "limits": {}})],
		"init_containers": [],
	}}
}

test_boundary if {
	rule.findings == set() with input as {"workload": {
		"containers": [_container({"requests": {"memory_bytes": 1048576}, "limits": {}})],
		"init_containers": [_container({"requests": {"memory_bytes": 1048576}, "limits": {}})],
	}}
}

test_init_container_is_less_likely if {
	rule.findings == {{
		"paths": [["workload", "init_containers", 0, "resources", "requests", "memory_bytes"]],
		"args": {"container": "app", "problem": "requests no memory"},
		"grade": {"likelihood": 1, "because": "an init container runs only while the pod starts"},
	}} with input as {"workload": {
		"containers": [],
		"init_containers": [_container({"requests": {}, "limits": {}})],
	}}
}

test_helm_test if {
	rule.findings == set() with input as {"workload": {
		"kind": "Pod", "annotations": {"helm.sh/hook": "test-success"},
		"containers": [{"name": "curl", "resources": {"requests": {}, "limits": {}}}],
		"init_containers": [],
	}}
}
