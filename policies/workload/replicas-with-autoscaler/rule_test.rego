package faultline.workload["replicas-with-autoscaler_test"]

import data.faultline.workload["replicas-with-autoscaler"] as rule

_input(replicas) := {"workload": {
	"replicas": object.union({"min": 2, "max": 9, "autoscaled": true, "by": "HorizontalPodAutoscaler a"}, replicas),
	"autoscalers": [{"identity": "HorizontalPodAutoscaler a"}],
}}

test_both if {
	rule.findings == {{
		"paths": [["workload", "replicas", "written"], ["workload", "autoscalers", 0]],
		"args": {"replicas": 3, "by": "HorizontalPodAutoscaler a", "least": 2, "most": 9},
	}} with input as _input({"written": 3})
}

test_minimum_is_written_too if {
	rule.findings != set() with input as _input({"written": 2})
}

test_silent if {
	rule.findings == set() with input as _input({})
	rule.findings == set() with input as _input({"written": 0})
	rule.findings == set() with input as _input({"written": 3, "min": 3, "max": 3})
	rule.findings == set() with input as {"workload": {"replicas": {"written": 3, "min": 3, "max": 3, "autoscaled": false}}}
}
