# METADATA
# title: CPU request missing
# description: |
#   A container's CPU request is its share when the node is busy, and what the
#   scheduler counts. Without one it gets the smallest share that there is: it
#   runs well on an idle node and starves beside neighbours that request. A
#   limit alone is enough: the API server takes it as the request.
# related_resources:
#   - description: Resource management for pods and containers
#     ref: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
# custom:
#   category: resources
#   applies:
#     models: [workload]
#     formats: [kubernetes]
#   likelihood: 2
#   impact: 3
#   default: "on"
#   message: "{problem}"
#   detail: >-
#     Counted are the container's request, its limit (which is also the request where none is written), the pod's own
#     resources and a LimitRange of the namespace.
#   failure_mode: >-
#     When its neighbours on the node are busy, then "{container}" gets next to no CPU, {effect}.
#   blast_radius: The pods on busy nodes, of {object}{copies}{reach}.
#   mitigation: >-
#     Set resources.requests.cpu of "{container}" to what it uses in a busy hour, for example the 90th percentile of
#     rate(container_cpu_usage_seconds_total[5m]) over a week.
#   exceptions: >-
#     Background work that may wait for idle CPU; or pods whose requests an admission webhook or a vertical autoscaler
#     fills in.
#   detection: 'rate(container_pressure_cpu_waiting_seconds_total[5m]) > 0.1 while the CPU of the node is busy'
#   experiment:
#     steady_state: '{object} answers within its usual time'
#     action: run a busy loop for each CPU of its node, in a pod that requests half of them
#     abort_when: requests to other workloads fail
#     expect: '{object} answers as before'
#   fix: none
package faultline.workload["cpu-request"]

import data.faultline.lib.finding

findings contains f if {
	not _hooked
	some i, container in input.workload.containers
	problem := _problem(container.resources)
	f := finding.at(
		array.concat(_paths("containers", i), _hook),
		{"container": container.name, "problem": problem, "effect": _effect},
	)
}

# An init container ends before traffic comes: it only starts late.
findings contains f if {
	some i, container in input.workload.init_containers
	problem := _problem(container.resources)
	f := finding.graded(
		_paths("init_containers", i),
		{"container": container.name, "problem": problem, "effect": "and its pod starts late"},
		{"likelihood": 1, "because": "an init container runs only while the pod starts"},
	)
}

default _effect := "and falls behind with its work"

_effect := "answers too late, and its probes time out" if input.workload.serving

_paths(list, i) := [["workload", list, i, "resources", "requests", "cpu_millicores"]]

_problem(resources) := "requests no CPU" if not resources.requests.cpu_millicores

_problem(resources) := "requests 0 CPU" if resources.requests.cpu_millicores == 0

# The pod of a hook runs for seconds, at a release or when somebody tests it.
_hooked if {
	input.workload.kind == "Pod"
	input.workload.annotations["helm.sh/hook"]
}

default _hook := []

_hook := [["workload", "annotations", "helm.sh/hook"]] if input.workload.kind == "Pod"
