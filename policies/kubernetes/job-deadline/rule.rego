# METADATA
# title: Job without a deadline
# description: |
#   A Job without activeDeadlineSeconds runs for as long as its process does,
#   also when that hangs: it is neither failed nor complete, and no alert on
#   failed Jobs fires. With concurrencyPolicy Forbid, one such run is the last.
# related_resources:
#   - description: Jobs, termination and clean-up
#     ref: https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup
#   - description: CronJob, concurrency policy
#     ref: https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#concurrency-policy
# custom:
#   category: batch
#   applies:
#     models: [workload.job]
#     formats: [kubernetes]
#   likelihood: 1
#   impact: 2
#   default: "on"
#   message: "{problem}"
#   detail: Neither the Job nor its pod template has activeDeadlineSeconds.
#   failure_mode: "When a run hangs (on a lock, a connection, an answer that does not come), then {outcome}."
#   blast_radius: "{object}, and what waits for its result."
#   mitigation: >-
#     Set activeDeadlineSeconds in the Job's spec to a few times what a run usually takes, for a CronJob below the time
#     to the next run.
#   exceptions: A Job that works on a queue for as long as there is work, with a watch on its progress.
#   detection: 'time() - kube_job_status_start_time > 3600 and kube_job_status_active > 0'
#   experiment:
#     steady_state: the last run of {object} is complete
#     action: start a run whose process sleeps for a day
#     abort_when: the next run but one is due
#     expect: the run fails at its deadline, and the next one starts
#   incidents:
#     - name: "Zalando: failure stories, CronJobs among them (talk)"
#       year: 2019
#       url: https://www.youtube.com/watch?v=LpFApeaGv7A
#   fix: none
package faultline.kubernetes["job-deadline"]

import data.faultline.lib.finding

findings contains f if {
	not input.workload.job.deadline_ms
	not _blocks
	f := finding.at([["workload", "job", "deadline_ms"]], {
		"problem": "may run for ever: it has no activeDeadlineSeconds",
		"outcome": "it keeps its pod, its locks and its share of the quota until somebody looks",
	})
}

findings contains f if {
	not input.workload.job.deadline_ms
	_blocks
	f := finding.graded(
		[["workload", "job", "deadline_ms"], ["workload", "job", "concurrency"], ["workload", "job", "suspended"]],
		{
			"problem": "never runs again once a run hangs: concurrencyPolicy Forbid and no activeDeadlineSeconds",
			"outcome": "every later run is skipped, without a failed Job to alert on, until somebody deletes the one that hangs",
		},
		{"likelihood": 2, "impact": 3, "because": "with concurrencyPolicy Forbid, one run that hangs keeps all later ones from starting"},
	)
}

_blocks if {
	input.workload.job.concurrency == "Forbid"
	not input.workload.job.suspended
}
