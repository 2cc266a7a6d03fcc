# METADATA
# title: Restart policy that does not fit
# description: |
#   Controllers that keep pods running accept only restartPolicy Always, Jobs
#   only OnFailure or Never. A Pod that serves and is never restarted stays
#   down after its first crash.
# related_resources:
#   - description: Pod lifecycle, container restart policy
#     ref: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy
#   - description: Jobs, pod template
#     ref: https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-template
# custom:
#   category: lifecycle
#   applies:
#     models: [workload.restart]
#     formats: [kubernetes]
#   likelihood: 3
#   impact: 2
#   default: "on"
#   message: "{problem}"
#   detail: "{reason}"
#   failure_mode: "When {event}, then {effect}."
#   blast_radius: All of {object}{copies}{reach}.
#   mitigation: "{change}"
#   exceptions: None for what the API server refuses; a Pod that is started for one run may end.
#   detection: '"Unsupported value" in the answer to kubectl apply; for a Pod kube_pod_status_phase{phase="Failed"} == 1'
#   experiment:
#     steady_state: "{object} runs"
#     action: apply it with --dry-run=server
#     abort_when: none needed, nothing is changed
#     expect: the API server accepts it
#   fix: none
package faultline.workload["restart-policy"]

import data.faultline.lib.finding

findings contains f if {
	input.type in _long_running
	policy := input.workload.restart.policy
	policy != "Always"
	f := finding.at(
		[["workload", "restart", "policy"]],
		_refused(concat(" ", ["has restartPolicy", policy, "where only Always is allowed"]), "Delete restartPolicy: Always is the default."),
	)
}

findings contains f if {
	input.type in {"Job", "CronJob"}
	problem := _job_problem
	f := finding.at(
		[["workload", "restart", "policy"]],
		_refused(problem, concat(" ", [
			"Set restartPolicy to Never (each try is a new pod, and its log stays) or OnFailure (the container restarts",
			"in place).",
		])),
	)
}

# A pod with a probe or a port is there to stay.
findings contains f if {
	input.type == "Pod"
	input.workload.restart.policy == "Never"
	input.workload.owned == false
	sign := _stays
	f := finding.graded(
		array.concat([["workload", "restart", "policy"]], sign),
		{
			"problem": "is not restarted when it ends (restartPolicy Never)",
			"reason": "Its probe or port shows that it is there to stay.",
			"event": "its process crashes once", "effect": "the pod has failed and stays so",
			"change": "Make it a Deployment, or at least delete restartPolicy: Always is the default.",
		},
		{"likelihood": 2, "confidence": "medium", "because": "its probes and ports are the only sign that it is there to stay"},
	)
}

_long_running := {"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "DeploymentConfig"}

_job_problem := "has no restartPolicy, which a Job needs" if input.workload.restart.policy == ""

_job_problem := concat(" ", [
	"has restartPolicy", input.workload.restart.policy, "where only OnFailure or Never is allowed",
]) if {
	not input.workload.restart.policy in {"", "OnFailure", "Never"}
}

_refused(problem, change) := {
	"problem": problem, "change": change,
	"reason": "The API server refuses the object. Objects before it in the same apply are changed already.",
	"event": "the manifest is applied", "effect": "the API server refuses this object, and what it should have changed stays as it was",
}

_stays := [["workload", "containers", i, "probes"]] if {
	i := min([i | some i, c in input.workload.containers; _stays_up(c)])
}

_stays_up(container) if container.probes.readiness

_stays_up(container) if container.probes.liveness

_stays_up(container) if container.ports != []
