# METADATA
# title: Liveness kills as soon as readiness fails
# description: |
#   Readiness takes an overloaded pod out of the traffic so that it can catch
#   up; liveness restarts one that never will. When both make the same check
#   and liveness is no slower, the pod is killed at the moment in which it
#   should rest, and its load moves to the next one.
# related_resources:
#   - description: Liveness, readiness and startup probes
#     ref: https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
# custom:
#   category: probes
#   applies:
#     models: [workload.containers.probes.liveness]
#     formats: [kubernetes]
#   likelihood: 2
#   impact: 3
#   default: "on"
#   message: "has one check for liveness and readiness: killed after {kill_ms}, unready after {unready_ms}"
#   detail: >-
#     Liveness: {kill_failures} failures, {kill_period_ms} apart, the last with a timeout
#     of {kill_timeout_ms}: {kill_ms}. Readiness: {unready_failures} failures, {unready_period_ms} apart, timeout
#     {unready_timeout_ms}: {unready_ms}.
#   failure_mode: >-
#     When load or a slow dependency makes "{container}" miss its check, then it is restarted in place of being left
#     alone until it has caught up, and capacity shrinks where it is short.
#   blast_radius: All of {object}{copies}{reach}, one pod after the other.
#   mitigation: >-
#     Raise failureThreshold of the livenessProbe to {failures} (three times what readiness takes), or let liveness ask an
#     endpoint that only fails when a restart helps.
#   exceptions: >-
#     An endpoint that cannot be slow for any reason but a process that is broken.
#   detection: >-
#     increase(kube_pod_container_status_restarts_total[10m]) > 0 on several pods at once, with the event "Unhealthy" for
#     both probes
#   experiment:
#     steady_state: all pods of {object} are Ready under normal load
#     action: delay the answers of the probed endpoint in one pod for {unready_ms}
#     abort_when: a second pod is restarted
#     expect: the pod becomes NotReady and comes back without a restart
#   incidents:
#     - name: "ThredUP: outages by liveness probes (talk)"
#       year: 2018
#       url: https://www.youtube.com/watch?v=tA8Sr3Nsx1I
#   fix: none
package faultline.workload["probe-identical"]

import data.faultline.lib.finding

findings contains f if {
	some i, container in input.workload.containers
	liveness := container.probes.liveness
	readiness := container.probes.readiness
	liveness.check == readiness.check
	liveness.detect_ms <= readiness.detect_ms
	not _never_fails[i]
	f := finding.graded(
		[
			["workload", "containers", i, "probes", "liveness", "detect_ms"],
			["workload", "containers", i, "probes", "readiness", "detect_ms"],
			["workload", "containers", i, "probes", "liveness", "port"],
			["workload", "containers", i, "probes", "readiness", "port"],
			["workload", "containers", i, "probes", "liveness", "path"],
			["workload", "containers", i, "probes", "readiness", "path"],
		],
		{
			"container": container.name,
			"kill_ms": liveness.detect_ms, "kill_failures": liveness.failures, "kill_period_ms": liveness.period_ms,
			"kill_timeout_ms": liveness.timeout_ms,
			"unready_ms": readiness.detect_ms, "unready_failures": readiness.failures,
			"unready_period_ms": readiness.period_ms, "unready_timeout_ms": readiness.timeout_ms,
			"failures": ceil((3 * readiness.detect_ms) / liveness.period_ms),
		},
		_grade(
			liveness.kind,
			object.get(input.workload, ["serving", "evidence"], "none"),
		),
	)
}

_never_fails[i] if {
	some i, container in input.workload.containers
	container.probes.liveness.always_passes
	not container.probes.liveness.ignores_status
}

# A connection is refused when the process is gone, hardly ever because it is
# slow.
_grade("tcp", _) := {"likelihood": 1, "because": "a TCP check hardly fails while the process runs"}

_grade(kind, "none") := {"impact": 1, "because": "nothing shows that it serves traffic, so readiness decides little"} if {
	kind != "tcp"
}

_grade(kind, "ports") := {
	"confidence": "medium",
	"because": "its declared ports are the only sign that it serves traffic",
} if {
	kind != "tcp"
}

_grade(kind, "service") := {} if kind != "tcp"
