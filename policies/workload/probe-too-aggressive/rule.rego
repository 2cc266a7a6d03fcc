# METADATA
# title: Probe acts after too little
# description: |
#   A liveness probe that gives up after a few seconds restarts containers for
#   a lost packet, a pause of the collector or a busy node, and a restart costs
#   more than the pause. A readiness probe that gives up after one failure
#   takes pods out of the traffic in the same way.
# related_resources:
#   - description: Configure probes
#     ref: https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#configure-probes
# custom:
#   category: probes
#   applies:
#     models: [workload.containers.probes.readiness, workload.containers.probes.liveness]
#     formats: [kubernetes]
#   likelihood: 2
#   impact: 3
#   default: "on"
#   message: "{problem} {detect_ms} after its {probe} check begins to fail"
#   detail: >-
#     (failureThreshold {failures} - 1) x {interval_ms} + a timeout of {timeout_ms} = {detect_ms}, at the longest.
#   failure_mode: >-
#     When "{container}" does not answer for {detect_ms} (a lost packet, a pause, a busy node), then {consequence}.
#   blast_radius: "Each pod that pauses, under load one after the other: {object}{copies}{reach}."
#   mitigation: "{change}"
#   exceptions: >-
#     A process whose restart takes less than a second and loses nothing.
#   detection: >-
#     increase(kube_pod_container_status_restarts_total[1h]) > 0 with the event "Unhealthy" and no error in the
#     container's own log
#   experiment:
#     steady_state: all pods of {object} are Ready
#     action: pause the main process of one pod for {detect_ms} (kill -STOP, then -CONT)
#     abort_when: a second pod is not Ready
#     expect: the pod goes on, without a restart
#   params:
#     type: object
#     additionalProperties: false
#     properties:
#       liveness_seconds:
#         description: What a container must be allowed to be silent before liveness kills it.
#         type: integer
#         minimum: 1
#         default: 20
#       readiness_period_seconds:
#         description: A readiness probe with one failure is too quick up to this period.
#         type: integer
#         minimum: 1
#         default: 5
#   incidents:
#     - name: "NRE Labs: etcd killed by its liveness probe"
#       year: 2018
#       url: https://keepingitclassless.net/2018/12/december-4-nre-labs-outage-post-mortem/
#   fix: none
package faultline.workload["probe-too-aggressive"]

import data.faultline.lib.finding

findings contains f if {
	some i, container in input.workload.containers
	probe := container.probes.liveness
	probe.detect_ms < input.params["probe-too-aggressive"].liveness_seconds * 1000
	not probe.always_passes
	f := finding.graded(
		[
			["workload", "containers", i, "probes", "liveness", "failures"],
			["workload", "containers", i, "probes", "liveness", "detect_ms"],
		],
		object.union(_arguments(container.name, probe), {
			"probe": "liveness", "problem": "is killed",
			"consequence": "the kubelet kills it, and it starts again with cold caches and all its clients",
			"change": concat("", [
				"Set failureThreshold of the livenessProbe to ",
				format_int(_failures(probe), 10), " or more, so that it allows ",
				format_int(input.params["probe-too-aggressive"].liveness_seconds, 10), " s.",
			]),
		}),
		_grade(probe.kind, probe.failures, container.datastore),
	)
}

findings contains f if {
	some i, container in input.workload.containers
	probe := container.probes.readiness
	probe.failures == 1
	probe.period_ms <= input.params["probe-too-aggressive"].readiness_period_seconds * 1000
	not probe.always_passes
	evidence := container.traffic.evidence
	f := finding.graded(
		[
			["workload", "containers", i, "probes", "readiness", "failures"],
			["workload", "containers", i, "probes", "readiness", "period_ms"],
			["workload", "containers", i, "probes", "readiness", "detect_ms"],
			["workload", "containers", i, "traffic"],
		],
		object.union(_arguments(container.name, probe), {
			"probe": "readiness", "problem": "gets no more traffic",
			"consequence": "its pod is taken out of the traffic, and the others get more, which are then next",
			"change": "Set failureThreshold of the readinessProbe to 3.",
		}),
		_readiness_grade[evidence],
	)
}

_arguments(container, probe) := {
	"container": container, "failures": probe.failures, "timeout_ms": probe.timeout_ms, "detect_ms": probe.detect_ms,
	"interval_ms": max([probe.period_ms, probe.timeout_ms]),
}

# The least threshold that allows enough.
_failures(probe) := 1 + ceil(((input.params["probe-too-aggressive"].liveness_seconds * 1000) - probe.timeout_ms) / max([probe.period_ms, probe.timeout_ms]))

_grade("tcp", _, _) := {"likelihood": 1, "because": "a TCP check hardly fails while the process runs"}

_grade(kind, 1, _) := {"because": "one lost packet is enough"} if kind != "tcp"

_grade(kind, failures, true) := {"because": "a datastore that is killed recovers before it serves again"} if {
	kind != "tcp"
	failures > 1
}

_grade(kind, failures, false) := {"likelihood": 1, "because": "it takes more than one failure"} if {
	kind != "tcp"
	failures > 1
}

_readiness_grade := {
	"service": {"impact": 2, "because": "a pod that is not ready comes back by itself"},
	"ports": {
		"impact": 2, "confidence": "medium",
		"because": "a pod that is not ready comes back by itself, and declared ports are the only sign of traffic",
	},
}
