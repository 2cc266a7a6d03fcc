# METADATA
# title: Slow start without a startup probe
# description: |
#   A liveness probe counts from the first second. A JVM on a small CPU, a
#   database that recovers, or a server that loads a model needs longer to
#   listen than liveness waits, and is then killed again and again before it
#   has started. A startup probe keeps the other probes off until it has.
# related_resources:
#   - description: Protect slow starting containers with startup probes
#     ref: https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#define-startup-probes
# custom:
#   category: probes
#   applies:
#     models: [workload.containers.probes.liveness, workload.containers.probes.startup]
#     formats: [kubernetes]
#   likelihood: 2
#   impact: 3
#   default: "on"
#   message: "gets {budget_ms} to start before its {probe} probe kills it; {what} may need {need_ms}"
#   detail: >-
#     Initial delay {delay_ms} + {failures} failures, {period_ms} apart, with a timeout of {timeout_ms}: {budget_ms}.
#   failure_mode: >-
#     When "{container}" starts more slowly than usual (a busy node, more data, a cold cache), then the kubelet kills it
#     before it listens, and it never comes up.
#   blast_radius: "Each start of a pod: {object}{copies}{reach}."
#   mitigation: >-
#     Add a startupProbe to "{container}" with the liveness probe's check, periodSeconds 5 and failureThreshold 60, which
#     allows 5 minutes to start and ends as soon as it has.
#   exceptions: >-
#     A start that was measured on the slowest node with a full data set and takes less than half of that time.
#   detection: >-
#     kube_pod_container_status_restarts_total that rises while the container was never ready, with the event "Container
#     ... failed liveness probe, will be restarted"
#   experiment:
#     steady_state: a restarted pod of {object} becomes Ready
#     action: restart {object} with a tenth of its CPU limit
#     abort_when: fewer pods are Ready than the PodDisruptionBudget wants
#     expect: the pod takes longer, and no container is killed
#   params:
#     type: object
#     additionalProperties: false
#     properties:
#       seconds:
#         description: How long a JVM or a database with data may take to start.
#         type: integer
#         minimum: 1
#         default: 60
#       model_seconds:
#         description: How long a server that loads a large model may take to start.
#         type: integer
#         minimum: 1
#         default: 120
#   incidents:
#     - name: "ThredUP: outages by liveness probes (talk)"
#       year: 2018
#       url: https://www.youtube.com/watch?v=tA8Sr3Nsx1I
#   fix: none
package faultline.workload["startup-probe"]

import data.faultline.lib.finding

findings contains f if {
	input.workload.runtime == "kubernetes"
	some i, container in input.workload.containers
	not container.probes.startup
	probe := container.probes.liveness
	not probe.always_passes
	slow := _slow[i]
	probe.budget_ms < slow.need_ms
	f := finding.graded(
		[
			["workload", "containers", i, "probes", "startup"],
			["workload", "containers", i, "probes", "liveness", "budget_ms"],
		],
		_arguments(container.name, "liveness", probe, slow),
		_grade(probe.budget_ms),
	)
}

findings contains f if {
	input.workload.runtime == "kubernetes"
	some i, container in input.workload.containers
	probe := container.probes.startup
	not probe.always_passes
	slow := _slow[i]
	probe.budget_ms < slow.need_ms
	f := finding.graded(
		[["workload", "containers", i, "probes", "startup", "budget_ms"]],
		_arguments(container.name, "startup", probe, slow),
		_grade(probe.budget_ms),
	)
}

# Half a minute is what most of them take on a node that is not busy.
_grade(budget) := {} if budget < 30000

_grade(budget) := {"likelihood": 1, "because": "it allows half a minute or more, which is enough on most nodes"} if {
	budget >= 30000
}

_arguments(container, kind, probe, slow) := {
	"container": container, "probe": kind, "what": slow.what, "need_ms": slow.need_ms,
	"budget_ms": probe.budget_ms, "delay_ms": probe.initial_delay_ms, "period_ms": probe.period_ms,
	"timeout_ms": probe.timeout_ms, "failures": probe.failures,
}

# What starts slowly, by container.
_slow[i] := {"what": "a model server", "need_ms": input.params["startup-probe"].model_seconds * 1000} if {
	some i in _model_servers
}

_slow[i] := {"what": "a JVM", "need_ms": input.params["startup-probe"].seconds * 1000} if {
	some i, container in input.workload.containers
	container.runtime == "jvm"
	not i in _model_servers
}

_slow[i] := {"what": "a database with data", "need_ms": input.params["startup-probe"].seconds * 1000} if {
	some i, container in input.workload.containers
	container.datastore
	container.persistent
	not container.runtime == "jvm"
}

_model_servers contains i if {
	some i, container in input.workload.containers
	container.technology in {"tgi", "torchserve", "triton", "vllm"}
}
