# METADATA
# title: Hung pods keep their traffic
# description: |
#   Readiness is what takes a pod that hangs out of its Service. A probe with a
#   long period or many failures leaves it there for minutes, with its share of
#   the requests.
# related_resources:
#   - description: Configure probes
#     ref: https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#configure-probes
# custom:
#   category: probes
#   applies:
#     models: [workload.containers.probes.readiness]
#     formats: [kubernetes]
#   likelihood: 2
#   impact: 2
#   default: "on"
#   message: gets traffic for {detect_ms} after it hangs
#   detail: >-
#     (failureThreshold {failures} - 1) x {interval_ms} + a timeout of {timeout_ms} = {detect_ms}.
#   failure_mode: >-
#     When "{container}" hangs without exiting, then its pod goes on getting its share of the requests for {detect_ms}.
#   blast_radius: "The share of the requests that goes to one pod of {object}{copies}{reach}."
#   mitigation: >-
#     Set periodSeconds of the readinessProbe to 5 and failureThreshold to 3, which takes 11 s with a timeout of 1 s.
#   exceptions: >-
#     Clients that find out by themselves (retries on another pod, outlier detection of a mesh).
#   detection: 'time-outs of a constant share of the requests, all to one pod, while kube_pod_status_ready is 1'
#   experiment:
#     steady_state: every request to {object} is answered
#     action: stop the main process of one pod (kill -STOP in the container)
#     abort_when: the pod is still Ready after {detect_ms}
#     expect: no request fails after half a minute
#   params:
#     type: object
#     additionalProperties: false
#     properties:
#       seconds:
#         description: How long a pod that hangs may keep its traffic.
#         type: integer
#         minimum: 1
#         default: 60
#   fix: none
package faultline.workload["probe-too-slow"]

import data.faultline.lib.finding

findings contains f if {
	some i, container in input.workload.containers
	evidence := container.traffic.evidence
	probe := container.probes.readiness
	probe.detect_ms > input.params["probe-too-slow"].seconds * 1000
	not probe.always_passes
	f := finding.graded(
		[
			["workload", "containers", i, "probes", "readiness", "detect_ms"],
			["workload", "containers", i, "traffic"],
		],
		{
			"container": container.name, "failures": probe.failures, "timeout_ms": probe.timeout_ms,
			"detect_ms": probe.detect_ms, "interval_ms": max([probe.period_ms, probe.timeout_ms]),
		},
		_grade[evidence],
	)
}

_grade := {
	"service": {},
	"ports": {
		"confidence": "medium",
		"because": "its declared ports are the only sign that it serves traffic",
	},
}
