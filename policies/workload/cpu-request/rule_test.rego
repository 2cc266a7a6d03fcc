package faultline.workload["cpu-request_test"]

import data.faultline.workload["cpu-request"] as rule

_container(requests) := {"name": "app", "resources": {"requests": requests, "limits": {}}}

_paths := [["workload", "containers", 0, "resources", "requests", "cpu_millicores"]]

test_no_request if {
	rule.findings == {{"paths": _paths, "args": {"container": "app", "problem": "requests no CPU", "effect": "and falls behind with its work"}}} with input as {"workload": {
		"containers": [_container({"memory_bytes": 1024})],
		"init_containers": [],
	}}
}

test_zero if {
	rule.findings == {{"paths": _paths, "args": {"container": "app", "problem": "requests 0 CPU", "effect": "and falls behind with its work"}}} with input as {"workload": {
		"containers": [_container({"cpu_millicores": 0})],
		"init_containers": [],
	}}
}

test_boundary if {
	rule.findings == set() with input as {"workload": {
		"containers": [_container({"cpu_millicores": 1})],
		"init_containers": [_container({"cpu_millicores": 1})],
	}}
}

test_init_container_is_less_likely if {
	rule.findings == {{
		"paths": [["workload", "init_containers", 0, "resources", "requests", "cpu_millicores"]],
		"args": {"container": "app", "problem": "requests no CPU", "effect": "and its pod starts late"},
		"grade": {"likelihood": 1, "because": "an init container runs only while the pod starts"},
	}} with input as {"workload": {"containers": [], "init_containers": [_container({})]}}
}

test_serving_container_answers_too_late if {
	some f in rule.findings with input as {"workload": {
		"serving": {"evidence": "service"},
		"containers": [_container({})],
		"init_containers": [],
	}}
	f.args.effect == "answers too late, and its probes time out"
}

test_helm_test if {
	rule.findings == set() with input as {"workload": {
		"kind": "Pod", "annotations": {"helm.sh/hook": "test-success"},
		"containers": [{"name": "curl", "resources": {"requests": {}, "limits": {}}}],
		"init_containers": [],
	}}
}
