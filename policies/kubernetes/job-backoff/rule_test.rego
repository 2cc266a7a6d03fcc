package faultline.kubernetes["job-backoff_test"]

import data.faultline.kubernetes["job-backoff"] as rule

_input(policy, job) := {
	"params": {"job-backoff": {"max_retries": 10}},
	"workload": {"restart": {"policy": policy}, "job": job},
}

test_many_retries if {
	rule.findings == {{
		"paths": [["workload", "job", "backoff_limit"], ["workload", "job", "deadline_ms"]],
		"args": {
			"problem": "retries 11 times, with no deadline",
			"why": "backoffLimit 11 and no activeDeadlineSeconds; attempts are 10 s apart at first and 6 minutes in the end.",
		},
	}} with input as _input("Never", {"backoff_limit": 11, "backoff_written": 11})
}

test_on_failure_without_a_limit if {
	rule.findings == {{
		"paths": [
			["workload", "job", "backoff_limit"], ["workload", "job", "backoff_written"],
			["workload", "job", "deadline_ms"], ["workload", "restart", "policy"],
		],
		"args": {
			"problem": "restarts in place on failure, with no backoffLimit and no deadline of its own",
			"why": "backoffLimit is left to its default, 6; at the limit the pod is removed, and its log with it.",
		},
		"grade": {"likelihood": 1, "impact": 1, "because": "the default ends it after 6 retries"},
	}} with input as _input("OnFailure", {"backoff_limit": 6})
}

test_bounded if {
	every case in [
		_input("Never", {"backoff_limit": 10, "backoff_written": 10}),
		_input("Never", {"backoff_limit": 6}),
		_input("OnFailure", {"backoff_limit": 3, "backoff_written": 3}),
		_input("OnFailure", {"backoff_limit": 6, "deadline_ms": 1000}),
		_input("Never", {"backoff_limit": 100, "backoff_written": 100, "deadline_ms": 1000}),
	] {
		rule.findings == set() with input as case
	}
}
