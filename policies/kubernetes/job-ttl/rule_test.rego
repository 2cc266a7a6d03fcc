package faultline.kubernetes["job-ttl_test"]

import data.faultline.kubernetes["job-ttl"] as rule

_input(kind, job) := {
	"params": {"job-ttl": {"keep_seconds": 86400}},
	"workload": {"kind": kind, "owned": false, "job": job},
}

test_no_ttl if {
	rule.findings == {{
		"paths": [["workload", "job", "ttl_ms"], ["workload", "job", "hook"], ["workload", "owned"]],
		"args": {
			"problem": "stays with its pods when it is finished: it has no ttlSecondsAfterFinished",
			"why": "Nothing owns the Job, and nothing deletes it.",
			"event": "the next release applies the Job with a changed template",
			"outcome": "the API server refuses it (field is immutable), and until then its finished pods add up",
			"change": "Set ttlSecondsAfterFinished: 86400 in the Job's spec: a day to look at its log.",
		},
	}} with input as _input("Job", {})
}

test_somebody_deletes_it if {
	every job in [{"ttl_ms": 0}, {"hook": "helm"}, {"hook": "argocd"}] {
		rule.findings == set() with input as _input("Job", job)
	}
	rule.findings == set() with input as {"workload": {"kind": "Job", "owned": true, "job": {}}}
	rule.findings == set() with input as _input("CronJob", {})
}

test_runs_of_a_cron_job if {
	rule.findings == {{
		"paths": [["workload", "job", "ttl_ms"]],
		"args": {
			"problem": "deletes its runs before the history limits do, failed ones too, after ",
			"ttl_ms": 86399000,
			"why": "ttlSecondsAfterFinished works beside successfulJobsHistoryLimit and failedJobsHistoryLimit, and the stricter wins.",
			"event": "a run fails in the night",
			"outcome": "its pod, its log and the alert on it are gone before anybody looks",
			"change": "Delete ttlSecondsAfterFinished and let failedJobsHistoryLimit keep the last failed run, or set it to 86400 or more.",
		},
		"grade": {"impact": 1, "because": "logs may be kept elsewhere"},
	}} with input as _input("CronJob", {"ttl_ms": 86399000})
	rule.findings == set() with input as _input("CronJob", {"ttl_ms": 86400000})
}
