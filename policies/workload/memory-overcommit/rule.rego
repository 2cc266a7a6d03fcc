# METADATA
# title: Memory overcommitted
# description: |
#   Pods are placed by their requests and grow to their limits. Where limits
#   are above requests, a node may be promised more memory than it has; what
#   uses more than it requested is evicted and killed first. For a datastore
#   that is a crash under load, so its memory is best guaranteed.
# related_resources:
#   - description: Pod quality of service classes
#     ref: https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/
#   - description: Node-pressure eviction, pod selection
#     ref: https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/#pod-selection-for-kubelet-eviction
# custom:
#   category: resources
#   applies:
#     models: [workload.containers]
#     formats: [kubernetes]
#   likelihood: 2
#   impact: 2
#   default: "off"
#   message: "{problem}"
#   detail: Its memory limit is {limit_bytes}, its request {request_bytes}. {note}
#   failure_mode: >-
#     When the node runs short of memory, then {victim}, although it is below its limit.
#   blast_radius: The pods on that node, of {object}{copies}{reach}.
#   mitigation: "{change}"
#   exceptions: >-
#     Short peaks that do not come at the same time on one node, with priorities that say who goes first.
#   detection: >-
#     sum by (node) (kube_pod_container_resource_limits{resource="memory"}) / on (node)
#     kube_node_status_allocatable{resource="memory"} > 1
#   experiment:
#     steady_state: all pods on the node of {object} are Ready
#     action: allocate memory up to their limits in several pods of that node at the same time
#     abort_when: a pod of another workload is evicted
#     expect: no pod is evicted
#   params:
#     type: object
#     additionalProperties: false
#     properties:
#       max_percent:
#         description: The highest memory limit, in percent of the request.
#         type: integer
#         minimum: 100
#         default: 100
#   fix: none
package faultline.workload["memory-overcommit"]

import data.faultline.lib.finding

# Losing a datastore's pod costs more than a restart: failover, recovery, a
# cold cache.
findings contains f if {
	some i, container in input.workload.containers
	container.datastore
	_above(container.resources)
	f := finding.graded(
		_memory(i), _args(container),
		{"impact": 3, "because": "it is a datastore"},
	)
}

findings contains f if {
	some i, container in input.workload.containers
	not container.datastore
	_above(container.resources)
	container.resources.limits.memory_bytes > container.resources.requests.memory_bytes * 4
	f := finding.graded(
		_memory(i), _args(container),
		{"likelihood": 3, "because": "it may use more than four times what the scheduler counts"},
	)
}

findings contains f if {
	some i, container in input.workload.containers
	not container.datastore
	_above(container.resources)
	container.resources.limits.memory_bytes <= container.resources.requests.memory_bytes * 4
	f := finding.at(_memory(i), _args(container))
}

# A pod is of class Guaranteed only when CPU and memory have equal requests
# and limits; the kernel spares that class.
findings contains f if {
	some i, container in input.workload.containers
	container.datastore
	memory := container.resources.limits.memory_bytes
	memory == container.resources.requests.memory_bytes
	not _guaranteed_cpu(container.resources)
	f := finding.graded(
		array.concat(_cpu(i), _memory(i)),
		{
			"container": container.name, "limit_bytes": memory, "request_bytes": memory,
			"problem": "is a datastore and not of class Guaranteed: its CPU limit is not its request",
			"note": "The class asks for a CPU limit that equals the CPU request too.",
			"victim": concat("", ["the kernel kills \"", container.name, "\" before any pod of class Guaranteed"]),
			"change": "Set the CPU limit of every container of the pod to its CPU request, high enough for its peaks.",
		},
		{"likelihood": 1, "because": "its memory is guaranteed, only its class is not"},
	)
}

_above(resources) if {
	resources.requests.memory_bytes > 0
	resources.limits.memory_bytes * 100 > resources.requests.memory_bytes * input.params["memory-overcommit"].max_percent
}

_guaranteed_cpu(resources) if resources.limits.cpu_millicores == resources.requests.cpu_millicores

_cpu(i) := [
	["workload", "containers", i, "resources", "limits", "cpu_millicores"],
	["workload", "containers", i, "resources", "requests", "cpu_millicores"],
]

_memory(i) := [
	["workload", "containers", i, "resources", "limits", "memory_bytes"],
	["workload", "containers", i, "resources", "requests", "memory_bytes"],
]

_args(container) := {
	"container": container.name, "limit_bytes": limit, "request_bytes": request,
	"problem": concat("", ["may use ", format_int(ceil((limit * 100) / request), 10), " % of the memory that it requests"]),
	"note": "The scheduler counts only the request.",
	"victim": concat("", ["\"", container.name, "\" is among the first to be evicted or killed for what it uses above its request"]),
	"change": concat("", ["Set resources.requests.memory of \"", container.name, "\" to its limit."]),
} if {
	limit := container.resources.limits.memory_bytes
	request := container.resources.requests.memory_bytes
}
