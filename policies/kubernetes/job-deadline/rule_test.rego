package faultline.kubernetes["job-deadline_test"]

import data.faultline.kubernetes["job-deadline"] as rule

_low := {{"paths": [["workload", "job", "deadline_ms"]], "args": {
	"problem": "may run for ever: it has no activeDeadlineSeconds",
	"outcome": "it keeps its pod, its locks and its share of the quota until somebody looks",
}}}

test_no_deadline if {
	every job in [{}, {"concurrency": "Allow"}, {"concurrency": "Replace"}, {"concurrency": "Forbid", "suspended": true}] {
		rule.findings == _low with input as {"workload": {"job": job}}
	}
}

test_forbid_is_worse if {
	rule.findings == {{
		"paths": [["workload", "job", "deadline_ms"], ["workload", "job", "concurrency"], ["workload", "job", "suspended"]],
		"args": {
			"problem": "never runs again once a run hangs: concurrencyPolicy Forbid and no activeDeadlineSeconds",
			"outcome": "every later run is skipped, without a failed Job to alert on, until somebody deletes the one that hangs",
		},
		"grade": {
			"likelihood": 2, "impact": 3,
			"because": "with concurrencyPolicy Forbid, one run that hangs keeps all later ones from starting",
		},
	}} with input as {"workload": {"job": {"concurrency": "Forbid"}}}
}

test_deadline if {
	rule.findings == set() with input as {"workload": {"job": {"concurrency": "Forbid", "deadline_ms": 1000}}}
}
