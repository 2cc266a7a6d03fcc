# METADATA
# title: Finished Jobs stay
# description: |
#   A Job that nobody owns stays with its pods when it is finished. They add
#   up in the API server, and the next version of the manifest cannot be
#   applied over the old Job, whose template may not change.
# related_resources:
#   - description: Automatic clean-up for finished Jobs
#     ref: https://kubernetes.io/docs/concepts/workloads/controllers/ttlafterfinished/
#   - description: CronJob, Jobs history limits
#     ref: https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#jobs-history-limits
# custom:
#   category: batch
#   applies:
#     models: [workload.job]
#     formats: [kubernetes]
#   likelihood: 1
#   impact: 2
#   default: "on"
#   message: "{problem}{ttl_ms}"
#   detail: "{why}"
#   failure_mode: "When {event}, then {outcome}."
#   blast_radius: "{object} and its releases."
#   mitigation: "{change}"
#   exceptions: A Job that another tool deletes, or whose name is new in each release.
#   detection: 'count(kube_job_complete == 1) by (namespace) that only rises'
#   experiment:
#     steady_state: no finished Job of {object} is left
#     action: apply {object} twice, the second time with another image
#     abort_when: none needed, only the Job itself is touched
#     expect: the second Job runs
#   params:
#     type: object
#     additionalProperties: false
#     properties:
#       keep_seconds:
#         description: How long the failed runs of a CronJob should be there to look at.
#         type: integer
#         minimum: 0
#         default: 86400
#   fix: none
package faultline.kubernetes["job-ttl"]

import data.faultline.lib.finding

# Helm and Argo CD delete their hooks, a CronJob its Jobs.
findings contains f if {
	input.workload.kind == "Job"
	not input.workload.job.ttl_ms
	not input.workload.job.hook
	not input.workload.owned
	f := finding.at([["workload", "job", "ttl_ms"], ["workload", "job", "hook"], ["workload", "owned"]], {
		"problem": "stays with its pods when it is finished: it has no ttlSecondsAfterFinished",
		"why": "Nothing owns the Job, and nothing deletes it.",
		"event": "the next release applies the Job with a changed template",
		"outcome": "the API server refuses it (field is immutable), and until then its finished pods add up",
		"change": "Set ttlSecondsAfterFinished: 86400 in the Job's spec: a day to look at its log.",
	})
}

# In a CronJob the stricter of TTL and history limits wins.
findings contains f if {
	input.workload.kind == "CronJob"
	ttl := input.workload.job.ttl_ms
	ttl < input.params["job-ttl"].keep_seconds * 1000
	f := finding.graded(
		[["workload", "job", "ttl_ms"]],
		{
			"problem": "deletes its runs before the history limits do, failed ones too, after ",
			"ttl_ms": ttl,
			"why": "ttlSecondsAfterFinished works beside successfulJobsHistoryLimit and failedJobsHistoryLimit, and the stricter wins.",
			"event": "a run fails in the night",
			"outcome": "its pod, its log and the alert on it are gone before anybody looks",
			"change": "Delete ttlSecondsAfterFinished and let failedJobsHistoryLimit keep the last failed run, or set it to 86400 or more.",
		},
		{"impact": 1, "because": "logs may be kept elsewhere"},
	)
}
