# METADATA
# title: Autoscaler without requests
# description: |
#   A utilization target is a share of what the pods request. When one
#   container of the pod requests nothing of the resource, the share cannot be
#   computed, and the autoscaler takes no action on this metric.
# related_resources:
#   - description: "Horizontal Pod Autoscaling: how it works"
#     ref: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#how-does-a-horizontalpodautoscaler-work
#   - description: KEDA, CPU scaler
#     ref: https://keda.sh/docs/latest/scalers/cpu/
# custom:
#   category: scaling
#   applies:
#     models: [autoscaler.workload]
#     formats: [kubernetes]
#   likelihood: 2
#   impact: 3
#   default: "on"
#   message: 'scales on {resource} utilization, and container "{scaled}" of {target} {lack}'
#   detail: >-
#     The target is {target_percent} of the requested {resource}. A metric of type ContainerResource asks one container,
#     every other asks all of the pod's: sidecars and what a mesh injects count too.
#   failure_mode: >-
#     When load grows, then the autoscaler reports FailedGetResourceMetric in place of a utilization, and the replicas
#     stay as they are.
#   blast_radius: "{target}, which stays at its size at any load, and everything that calls it."
#   mitigation: "{change}"
#   exceptions: >-
#     Requests that something outside of these files sets before the pod is made: an admission policy, a
#     VerticalPodAutoscaler, or a LimitRange of the cluster.
#   detection: 'kube_horizontalpodautoscaler_status_condition{condition="ScalingActive", status="false"} == 1'
#   experiment:
#     steady_state: "{target} runs at its minimum"
#     action: load {target} until its CPU or memory is above the target
#     abort_when: more than 1 % of the requests fail
#     expect: replicas are added within two minutes
#   fix: none
package faultline.workload["autoscaler-without-requests"]

import data.faultline.lib.finding

findings contains f if {
	some i, metric in input.autoscaler.metrics
	metric.kind == "Resource"
	amount := _amounts[metric.resource]
	metric.utilization_percent
	some j, container in input.autoscaler.workload.containers
	not container.requests[amount]
	f := finding.at(
		[
			["autoscaler", "metrics", i, "utilization_percent"],
			["autoscaler", "workload", "containers", j, "requests", amount],
		],
		_args(metric, container.name, _requests_none[metric.resource], _request(container.name, metric.resource)),
	)
}

findings contains f if {
	some i, metric in input.autoscaler.metrics
	metric.kind == "ContainerResource"
	amount := _amounts[metric.resource]
	metric.utilization_percent
	some j, container in input.autoscaler.workload.containers
	container.name == metric.container
	not container.requests[amount]
	f := finding.at(
		[
			["autoscaler", "metrics", i, "utilization_percent"],
			["autoscaler", "workload", "containers", j, "requests", amount],
		],
		_args(metric, container.name, _requests_none[metric.resource], _request(container.name, metric.resource)),
	)
}

# A container that is not there requests nothing either.
findings contains f if {
	some i, metric in input.autoscaler.metrics
	metric.kind == "ContainerResource"
	names := {container.name | some container in input.autoscaler.workload.containers}
	not metric.container in names
	not metric.container in _injected
	f := finding.at(
		[["autoscaler", "metrics", i, "container"], ["autoscaler", "workload", "containers"]],
		_args(
			metric, metric.container, "is not there",
			concat("", ["Name one of its containers: ", concat(", ", sort(names)), "."]),
		),
	)
}

_amounts := {"cpu": "cpu_millicores", "memory": "memory_bytes"}

_requests_none := {"cpu": "requests no cpu", "memory": "requests no memory"}

# What a mesh injects is not in the files, and may be named all the same.
_injected := {"istio-proxy", "linkerd-proxy", "consul-dataplane"}

_request(name, resource) := concat("", [
	"Set resources.requests.", resource, " of container \"", name,
	"\" to what it uses at usual load, or scale on a ContainerResource metric of the container that carries the load.",
])

_args(metric, name, lack, change) := {
	"resource": metric.resource, "scaled": name, "target": input.autoscaler.workload.identity, "lack": lack,
	"target_percent": metric.utilization_percent, "change": change,
}
