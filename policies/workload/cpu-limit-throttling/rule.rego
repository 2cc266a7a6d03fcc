# METADATA
# title: CPU limit throttles requests
# description: |
#   A CPU limit is a quota for each tenth of a second. A server that answers
#   with several threads uses it up in a few milliseconds and then stands
#   still until the next, on an idle node too. Averages do not show it; the
#   slowest requests and probes with short timeouts do.
# related_resources:
#   - description: Resource management for pods and containers
#     ref: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
#   - description: CFS bandwidth control
#     ref: https://docs.kernel.org/scheduler/sched-bwc.html
# custom:
#   category: resources
#   applies:
#     models: [workload.serving]
#     formats: [kubernetes]
#   likelihood: 2
#   impact: 2
#   default: "off"
#   message: serves traffic under a limit of {limit_millicores}, close to its request of {request_millicores}
#   detail: >-
#     {limit_millicores} are {quota_ms} of CPU time in each 100 ms: {threads} busy threads use them up in {burst_ms} and
#     wait for the rest. Silent from {headroom_percent} of the request on.
#   failure_mode: >-
#     When requests come in a burst, then the kernel stops "{container}" for most of each 100 ms: the slowest requests
#     take many times as long, and probes with a timeout of 1 s may fail.
#   blast_radius: The slowest requests to {object}{copies}{reach}.
#   mitigation: >-
#     Remove resources.limits.cpu of "{container}" and keep the request, or set the limit to at least
#     {enough_millicores}.
#   exceptions: >-
#     Whole CPUs in pods of class Guaranteed on nodes whose CPU manager gives them exclusive cores; or a server that is
#     known to run on one thread.
#   detection: >-
#     rate(container_cpu_cfs_throttled_periods_total[5m]) / rate(container_cpu_cfs_periods_total[5m]) > 0.1
#   experiment:
#     steady_state: the 99th percentile of the response time of {object}
#     action: send it twice its usual requests for a minute
#     abort_when: a probe of {object} fails
#     expect: the 99th percentile stays below twice its usual value
#   incidents:
#     - name: "Omio: CPU limits and aggressive throttling"
#       year: 2020
#       url: https://medium.com/omio-engineering/cpu-limits-and-aggressive-throttling-in-kubernetes-c5b20bd8a718
#   params:
#     type: object
#     additionalProperties: false
#     properties:
#       headroom_percent:
#         description: The least CPU limit, in percent of the request.
#         type: integer
#         minimum: 100
#         default: 200
#   fix: none
package faultline.workload["cpu-limit-throttling"]

import data.faultline.lib.finding

findings contains f if {
	some i, container in input.workload.containers
	container.traffic.evidence == "service"
	_tight(container.resources)
	_threaded(container)
	f := finding.at(_paths(i), _args(container))
}

findings contains f if {
	some i, container in input.workload.containers
	container.traffic.evidence == "service"
	_tight(container.resources)
	not _threaded(container)
	f := finding.graded(
		_paths(i), _args(container),
		{"likelihood": 1, "because": "nothing tells on how many threads it runs"},
	)
}

findings contains f if {
	some i, container in input.workload.containers
	container.traffic.evidence == "ports"
	_tight(container.resources)
	f := finding.graded(
		_paths(i), _args(container),
		{"likelihood": 1, "confidence": "medium", "because": "its declared ports are the only sign that it serves traffic"},
	)
}

_tight(resources) if {
	resources.limits.cpu_millicores > 0
	resources.limits.cpu_millicores * 100 < resources.requests.cpu_millicores * input.params["cpu-limit-throttling"].headroom_percent
}

# What collects garbage or accepts connections on a thread for each CPU.
_threaded(container) if container.runtime in {"jvm", "dotnet", "node"}

_threaded(container) if container.technology in {"nginx", "envoy", "haproxy"}

_paths(i) := [
	["workload", "containers", i, "resources", "limits", "cpu_millicores"],
	["workload", "containers", i, "resources", "requests", "cpu_millicores"],
	["workload", "containers", i, "traffic"],
]

_args(container) := {
	"container": container.name, "limit_millicores": limit, "request_millicores": request,
	"quota_ms": limit / 10, "threads": threads, "burst_ms": limit / (10 * threads),
	"headroom_percent": headroom, "enough_millicores": (request * headroom) / 100,
} if {
	limit := container.resources.limits.cpu_millicores
	request := container.resources.requests.cpu_millicores
	headroom := input.params["cpu-limit-throttling"].headroom_percent
	threads := max([4, 2 * ceil(limit / 1000)])
}
