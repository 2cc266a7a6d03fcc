package faultline.kubernetes["cronjob-concurrency_test"]

import data.faultline.kubernetes["cronjob-concurrency"] as rule

_job(job) := {"workload": {"job": object.union({"concurrency": "Allow"}, job)}}

_paths := [
	["workload", "job", "concurrency"], ["workload", "job", "starting_deadline_ms"],
	["workload", "job", "deadline_ms"], ["workload", "job", "suspended"],
]

test_every_hour if {
	rule.findings == {{
		"paths": array.concat(_paths, [["workload", "job", "interval_ms"]]),
		"args": {
			"problem": "lets runs pile up: nothing keeps one from starting beside the last, every ",
			"interval_ms": 3600000,
			"why": "concurrencyPolicy is Allow, with neither startingDeadlineSeconds nor activeDeadlineSeconds.",
			"event": "a run lasts longer than the time to the next (a slow database, a hung call)",
			"outcome": "runs add up, each slows the others down, and they exhaust the nodes or what they call",
			"change": "Set concurrencyPolicy: Forbid, with activeDeadlineSeconds in the Job's spec (about nine tenths of the interval) and startingDeadlineSeconds (half of it, at least 60).",
		},
	}} with input as _job({"interval_ms": 3600000})
}

test_grades_by_interval if {
	some hours in rule.findings with input as _job({"interval_ms": 3600001})
	hours.grade == {"likelihood": 1, "because": "a run would have to last for hours to meet the next"}
	some nearly in rule.findings with input as _job({"interval_ms": 86399999})
	nearly.grade == hours.grade
	some day in rule.findings with input as _job({"interval_ms": 86400000})
	day.grade.impact == 2
	some unknown in rule.findings with input as _job({})
	unknown.grade == {"likelihood": 1, "because": "its schedule does not tell how often it runs"}
	unknown.paths == _paths
}

test_bounded if {
	every job in [
		{"interval_ms": 60000, "starting_deadline_ms": 100000},
		{"interval_ms": 60000, "concurrency": "Forbid"},
		{"interval_ms": 60000, "concurrency": "Replace"},
		{"interval_ms": 60000, "deadline_ms": 59999},
		{"interval_ms": 60000, "deadline_ms": 59999, "concurrency": "Replace"},
		{"interval_ms": 60000, "deadline_ms": 60000, "concurrency": "Forbid"},
		{"interval_ms": 60000, "suspended": true},
		{"starting_deadline_ms": 10000},
	] {
		rule.findings == set() with input as _job(job)
	}
}

test_deadline_reaches_the_next_run if {
	some f in rule.findings with input as _job({
		"interval_ms": 60000,
		"deadline_ms": 60000,
		"starting_deadline_ms": 100000,
	})
	f.grade == {"likelihood": 2, "impact": 2, "because": "activeDeadlineSeconds bounds how many run at once"}
	f.args.problem == "lets runs overlap: one may last longer than the time to the next, "
}

test_replaced_before_it_completes if {
	some f in rule.findings with input as _job({
		"interval_ms": 60000,
		"deadline_ms": 60000,
		"concurrency": "Replace",
	})
	f.grade == {"likelihood": 1, "because": "only when runs are that slow"}
}

test_starting_deadline_below_the_period if {
	some f in rule.findings with input as _job({"starting_deadline_ms": 9000, "concurrency": "Forbid"})
	f.paths == [["workload", "job", "starting_deadline_ms"], ["workload", "job", "suspended"]]
	f.args.starting_ms == 9000
	f.grade.likelihood == 3
}
