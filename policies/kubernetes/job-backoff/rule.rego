# METADATA
# title: Job retries without a useful bound
# description: |
#   A Job runs its pod again until backoffLimit failures. Each attempt repeats
#   what the one before it did: mails, charges, load on a database that is
#   down.
# related_resources:
#   - description: Jobs, pod backoff failure policy
#     ref: https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-backoff-failure-policy
# custom:
#   category: batch
#   applies:
#     models: [workload.job]
#     formats: [kubernetes]
#   likelihood: 1
#   impact: 2
#   default: "on"
#   message: "{problem}"
#   detail: "{why}"
#   failure_mode: >-
#     When each attempt fails (a bad image, a database that is down, a poisoned message), then the Job does its work and
#     its side effects over and over, and its failure shows only after the last attempt.
#   blast_radius: "{object}, what it calls, and whoever gets its side effects more than once."
#   mitigation: >-
#     Set backoffLimit to 2 or 3, restartPolicy: Never so that each attempt leaves a pod with its log, and
#     activeDeadlineSeconds as a bound in time.
#   exceptions: Work that is safe to repeat and must be done in the end, in a Job that somebody watches.
#   detection: 'kube_job_status_failed > 3'
#   experiment:
#     steady_state: a run of {object} is complete
#     action: start a run whose process exits with 1
#     abort_when: ten attempts have failed
#     expect: the Job is failed after the attempts that it is meant to make
#   incidents:
#     - name: "Universe: a Job's restartPolicy that used up the nodes"
#       year: 2017
#       url: http://status.universe.com/incidents/115n3vxqwzcf
#   params:
#     type: object
#     additionalProperties: false
#     properties:
#       max_retries:
#         description: How many retries (backoffLimit) a Job without a deadline may make.
#         type: integer
#         minimum: 0
#         default: 10
#   fix: none
package faultline.kubernetes["job-backoff"]

import data.faultline.lib.finding

findings contains f if {
	retries := input.workload.job.backoff_limit
	retries > input.params["job-backoff"].max_retries
	not input.workload.job.deadline_ms
	f := finding.at([["workload", "job", "backoff_limit"], ["workload", "job", "deadline_ms"]], {
		"problem": concat(" ", ["retries", format_int(retries, 10), "times, with no deadline"]),
		"why": concat(" ", ["backoffLimit", format_int(retries, 10), "and no activeDeadlineSeconds; attempts are 10 s apart at first and 6 minutes in the end."]),
	})
}

# The kubelet restarts the container in place, and no failed pod shows it.
findings contains f if {
	input.workload.restart.policy == "OnFailure"
	not input.workload.job.backoff_written
	not input.workload.job.deadline_ms
	f := finding.graded(
		[
			["workload", "job", "backoff_limit"], ["workload", "job", "backoff_written"],
			["workload", "job", "deadline_ms"], ["workload", "restart", "policy"],
		],
		{
			"problem": "restarts in place on failure, with no backoffLimit and no deadline of its own",
			"why": "backoffLimit is left to its default, 6; at the limit the pod is removed, and its log with it.",
		},
		{"likelihood": 1, "impact": 1, "because": "the default ends it after 6 retries"},
	)
}
