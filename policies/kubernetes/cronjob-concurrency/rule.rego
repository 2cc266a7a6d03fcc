# METADATA
# title: CronJob runs may pile up
# description: |
#   A CronJob starts a run at each time of its schedule, whether the last one
#   has ended or not. When runs become slower than the schedule, each makes
#   the next slower still, until the nodes or the database are exhausted.
# related_resources:
#   - description: CronJob, concurrency policy and deadlines
#     ref: https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/
# custom:
#   category: batch
#   applies:
#     models: [workload.job]
#     types: [CronJob]
#     formats: [kubernetes]
#   likelihood: 2
#   impact: 3
#   default: "on"
#   message: "{problem}{interval_ms}{starting_ms}"
#   detail: "{why}"
#   failure_mode: "When {event}, then {outcome}."
#   blast_radius: "{object}, what it calls, and the nodes that it runs on."
#   mitigation: "{change}"
#   exceptions: Runs that are independent of each other and short, with a queue or a lock that bounds what they do.
#   detection: 'kube_cronjob_status_active > 1, or rate of kube_job_failed{reason="DeadlineExceeded"}'
#   experiment:
#     steady_state: at most one run of {object} is active
#     action: make a run last twice as long as the time to the next (a sleep in its command)
#     abort_when: five runs are active
#     expect: no second run starts before the first has ended
#   incidents:
#     - name: "Algolia: Jobs that overloaded the cluster on Black Friday (talk)"
#       year: 2019
#       url: https://www.youtube.com/watch?v=Fjyg7cxRZQs
#     - name: "Civis Analytics: batch jobs that broke the cluster"
#       year: 2019
#       url: https://medium.com/civis-analytics/https-medium-com-civis-analytics-breaking-kubernetes-how-we-broke-and-fixed-our-k8s-cluster-adfa6fbade61
#   fix: none
package faultline.kubernetes["cronjob-concurrency"]

import data.faultline.lib.finding

# Nothing bounds a run: none is skipped, none is ended.
findings contains f if {
	_unbounded
	input.workload.job.interval_ms <= 3600000
	f := finding.at(array.concat(_paths, [["workload", "job", "interval_ms"]]), _pile_up(input.workload.job.interval_ms))
}

findings contains f if {
	_unbounded
	input.workload.job.interval_ms > 3600000
	input.workload.job.interval_ms < 86400000
	f := finding.graded(
		array.concat(_paths, [["workload", "job", "interval_ms"]]), _pile_up(input.workload.job.interval_ms),
		{"likelihood": 1, "because": "a run would have to last for hours to meet the next"},
	)
}

findings contains f if {
	_unbounded
	input.workload.job.interval_ms >= 86400000
	f := finding.graded(
		array.concat(_paths, [["workload", "job", "interval_ms"]]), _pile_up(input.workload.job.interval_ms),
		{"likelihood": 1, "impact": 2, "because": "a run would have to last a day or longer to meet the next"},
	)
}

findings contains f if {
	_unbounded
	not input.workload.job.interval_ms
	f := finding.graded(
		_paths,
		object.union(_pile_up(null), {"problem": "lets runs pile up: nothing keeps one from starting beside the last"}),
		{"likelihood": 1, "because": "its schedule does not tell how often it runs"},
	)
}

# Its own deadline says that a run may meet the next.
findings contains f if {
	input.workload.job.concurrency == "Allow"
	not input.workload.job.suspended
	input.workload.job.deadline_ms >= input.workload.job.interval_ms
	f := finding.graded(
		_deadline_paths,
		{
			"problem": "lets runs overlap: one may last longer than the time to the next, ",
			"interval_ms": input.workload.job.interval_ms,
			"why": "concurrencyPolicy is Allow, and activeDeadlineSeconds is as long as the schedule's shortest interval or longer.",
			"event": "a run lasts longer than the time to the next",
			"outcome": "several work on the same data at once, and each slows the others down",
			"change": "Set concurrencyPolicy: Forbid, or an activeDeadlineSeconds below the interval.",
		},
		{"likelihood": 2, "impact": 2, "because": "activeDeadlineSeconds bounds how many run at once"},
	)
}

findings contains f if {
	input.workload.job.concurrency == "Replace"
	not input.workload.job.suspended
	input.workload.job.deadline_ms >= input.workload.job.interval_ms
	f := finding.graded(
		_deadline_paths,
		{
			"problem": "may never complete a run: each is replaced by the next after ",
			"interval_ms": input.workload.job.interval_ms,
			"why": "concurrencyPolicy is Replace, and activeDeadlineSeconds allows a run to last longer than the schedule's shortest interval.",
			"event": "runs last longer than the time to the next",
			"outcome": "each is ended before it completes, and nothing is ever done",
			"change": "Set concurrencyPolicy: Forbid, or a schedule whose interval is above activeDeadlineSeconds.",
		},
		{"likelihood": 1, "because": "only when runs are that slow"},
	)
}

# The controller looks every 10 s.
findings contains f if {
	input.workload.job.starting_deadline_ms < 10000
	not input.workload.job.suspended
	f := finding.graded(
		[["workload", "job", "starting_deadline_ms"], ["workload", "job", "suspended"]],
		{
			"problem": "may never start: the controller looks every 10 s, startingDeadlineSeconds is ",
			"starting_ms": input.workload.job.starting_deadline_ms,
			"why": "A run that is not started within startingDeadlineSeconds of its time is skipped.",
			"event": "the controller looks later than startingDeadlineSeconds after the time of a run",
			"outcome": "the run is skipped without an error",
			"change": "Set startingDeadlineSeconds to 60 or more.",
		},
		{"likelihood": 3, "impact": 2, "because": "the controller's period is longer than the deadline"},
	)
}

_unbounded if {
	input.workload.job.concurrency == "Allow"
	not input.workload.job.starting_deadline_ms
	not input.workload.job.deadline_ms
	not input.workload.job.suspended
}

_paths := [
	["workload", "job", "concurrency"], ["workload", "job", "starting_deadline_ms"],
	["workload", "job", "deadline_ms"], ["workload", "job", "suspended"],
]

_deadline_paths := [
	["workload", "job", "concurrency"], ["workload", "job", "deadline_ms"],
	["workload", "job", "interval_ms"], ["workload", "job", "suspended"],
]

_pile_up(interval) := {
	"problem": "lets runs pile up: nothing keeps one from starting beside the last, every ",
	"interval_ms": interval,
	"why": "concurrencyPolicy is Allow, with neither startingDeadlineSeconds nor activeDeadlineSeconds.",
	"event": "a run lasts longer than the time to the next (a slow database, a hung call)",
	"outcome": "runs add up, each slows the others down, and they exhaust the nodes or what they call",
	"change": "Set concurrencyPolicy: Forbid, with activeDeadlineSeconds in the Job's spec (about nine tenths of the interval) and startingDeadlineSeconds (half of it, at least 60).",
}
