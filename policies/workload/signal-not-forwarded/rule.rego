# METADATA
# title: SIGTERM does not reach the server
# description: |
#   A container's first process gets SIGTERM, and as process 1 it ignores what
#   it has no handler for. A shell has none: when it stays in front of the
#   server (a pipeline, a background process, commands after it), the server
#   never learns that it should stop, and is killed when the grace period is
#   over.
# related_resources:
#   - description: Pod lifecycle, termination of pods
#     ref: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
#   - description: pid_namespaces(7), signals to the init process
#     ref: https://man7.org/linux/man-pages/man7/pid_namespaces.7.html
# custom:
#   category: lifecycle
#   applies:
#     models: [workload.containers.shell.swallows]
#     formats: [kubernetes]
#   likelihood: 2
#   impact: 2
#   default: "on"
#   message: "never learns that it should stop: {reason}"
#   detail: As process 1 {shell} keeps SIGTERM to itself for the whole grace period of {grace_ms}.
#   failure_mode: >-
#     When the pod is deleted, then "{container}" goes on as if nothing were, and after {grace_ms} it is killed in the
#     middle of its work; each rollout and each drain waits that long.
#   blast_radius: "Each stop of a pod: {object}{copies}{reach}."
#   mitigation: >-
#     Start the server with exec as the last command of the script, or put an init that forwards signals in front (tini
#     -g), or trap TERM in the script and pass it on.
#   exceptions: >-
#     A process that may be killed at any time; then set terminationGracePeriodSeconds to 1, so that nothing waits.
#   detection: >-
#     kube_pod_container_status_last_terminated_exitcode == 137 without OOMKilled, and pods that are Terminating for
#     exactly the grace period
#   experiment:
#     steady_state: all pods of {object} are Ready
#     action: delete one pod and measure how long it is Terminating
#     abort_when: a second pod is not Ready
#     expect: the pod is gone well before its grace period is over
#   fix: none
package faultline.workload["signal-not-forwarded"]

import data.faultline.lib.finding

findings contains f if {
	input.workload.role != "job"
	some i, container in input.workload.containers
	reason := container.shell.swallows
	not container.pre_stop.acts
	f := finding.graded(
		[
			["workload", "containers", i, "shell", "swallows"],
			["workload", "containers", i, "pre_stop"],
			["workload", "shared_process_namespace"],
		],
		{
			"container": container.name, "reason": reason, "shell": container.shell.name,
			"grace_ms": object.get(input.workload, "stop_grace_ms", 30000),
		},
		_grade(container.datastore),
	)
}

_grade(false) := {}

_grade(true) := {"impact": 3, "because": "a datastore that is killed recovers before it serves again"}
