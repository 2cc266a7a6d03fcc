# METADATA
# title: Request above the limit
# description: |
#   A container cannot be promised more than it may use. The API server
#   refuses pods whose request is above the limit, also where one of the two
#   comes from a LimitRange or from the pod. A controller is accepted in the
#   latter case, and then creates no pods.
# related_resources:
#   - description: Resource management for pods and containers
#     ref: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
#   - description: LimitRange, default values and requests
#     ref: https://kubernetes.io/docs/concepts/policy/limit-range/
# custom:
#   category: resources
#   applies:
#     models: [workload]
#     formats: [kubernetes]
#   likelihood: 3
#   impact: 3
#   default: "on"
#   message: "requests {request_millicores}{request_bytes}{what}, more than its limit of {limit_millicores}{limit_bytes}"
#   detail: >-
#     Request {request_millicores}{request_bytes} > limit {limit_millicores}{limit_bytes}. Suffixes count: Mi is
#     1024 x 1024, M is 1000 x 1000, and m is a thousandth.
#   failure_mode: >-
#     When {object} is applied, then the API server refuses it or each of its pods, and the release stops with whatever
#     ran before.
#   blast_radius: Every new pod of {object}{copies}{reach}.
#   mitigation: >-
#     Lower the request of "{container}" to {limit_millicores}{limit_bytes}, or raise its limit to
#     {request_millicores}{request_bytes}.
#   exceptions: None in Kubernetes. Where a webhook rewrites resources before they are checked, write what it will make of them.
#   detection: 'kubectl apply says "must be less than or equal to"; or events "FailedCreate" of the ReplicaSet'
#   experiment:
#     steady_state: '{object} is as the cluster runs it'
#     action: kubectl apply --dry-run=server -f the manifest of {object}
#     abort_when: never; a dry run changes nothing
#     expect: the API server accepts it
#   fix: none
package faultline.workload["request-above-limit"]

import data.faultline.lib.finding

findings contains f if {
	some list in ["containers", "init_containers"]
	some i, container in input.workload[list]
	resources := container.resources
	resources.requests.cpu_millicores > resources.limits.cpu_millicores
	f := finding.at(_paths(list, i, "cpu_millicores"), {
		"container": container.name, "what": "",
		"request_millicores": resources.requests.cpu_millicores,
		"limit_millicores": resources.limits.cpu_millicores,
	})
}

findings contains f if {
	some list in ["containers", "init_containers"]
	some i, container in input.workload[list]
	resources := container.resources
	some name, what in {"memory_bytes": " of memory", "ephemeral_bytes": " of ephemeral storage"}
	resources.requests[name] > resources.limits[name]
	f := finding.at(_paths(list, i, name), {
		"container": container.name, "what": what,
		"request_bytes": resources.requests[name],
		"limit_bytes": resources.limits[name],
	})
}

_paths(list, i, name) := [
	["workload", list, i, "resources", "requests", name],
	["workload", list, i, "resources", "limits", name],
]
