# METADATA
# title: Local traffic policy with few pods
# description: |
#   With externalTrafficPolicy Local a node gives outside traffic only to pods
#   of its own, and drops it where it has none. That keeps the client's
#   address, and makes the nodes with a pod the whole capacity of the Service.
# related_resources:
#   - description: Traffic policies
#     ref: https://kubernetes.io/docs/reference/networking/virtual-ips/#traffic-policies
#   - description: Preserving the client source IP
#     ref: https://kubernetes.io/docs/tasks/access-application-cluster/create-external-load-balancer/#preserving-the-client-source-ip
# custom:
#   category: network
#   applies:
#     models: [service]
#     formats: [kubernetes]
#   likelihood: 2
#   impact: 4
#   default: "off"
#   message: "{problem}"
#   detail: >-
#     The load balancer drops a node when its health check fails, seconds after the pod is gone; a NodePort has no such
#     check.
#   failure_mode: >-
#     When the last pod of a node stops (a drain, a rollout), then traffic that still comes to the node is dropped, and
#     with the last such node all outside traffic.
#   blast_radius: Every client of {object} from outside of the cluster.
#   mitigation: >-
#     Run at least {least} pods spread over nodes (topologySpreadConstraints on kubernetes.io/hostname) or a DaemonSet,
#     with a preStop delay longer than the load balancer's health check; or set externalTrafficPolicy: Cluster.
#   exceptions: An ingress controller on nodes of its own that are never drained together.
#   detection: 'the load balancer reports fewer healthy nodes than pods are wanted; connections that time out during drains'
#   experiment:
#     steady_state: no connection to {object} from outside fails
#     action: drain a node that runs one of its pods while clients connect
#     abort_when: more than 1 % of the connections fail
#     expect: no connection fails
#   incidents:
#     - name: "DevOps Hof: a drain that was a total ingress outage"
#       year: 2019
#       url: https://www.devops-hof.de/kubernetes-load-balancer-konfiguration-beware-when-draining-nodes/
#   params:
#     type: object
#     additionalProperties: false
#     properties:
#       min_pods:
#         description: How many pods behind the Service are enough.
#         type: integer
#         minimum: 2
#         default: 3
#   fix: none
package faultline.kubernetes["traffic-policy-local"]

import data.faultline.lib.finding

findings contains f if {
	_local
	_pods < _least
	f := finding.at(_paths, {
		"problem": concat(" ", [
			"keeps outside traffic on the node that it reaches, with", format_int(_pods, 10), "pods behind it",
		]),
		"least": _least,
	})
}

findings contains f if {
	_local
	_pods >= _least
	some pod in input.service.pods
	not _spread(pod)
	f := finding.graded(
		array.concat(_paths, _constraints),
		{
			"problem": "keeps outside traffic on the node that it reaches, and its pods may share one",
			"least": _least,
		},
		{"likelihood": 1, "because": "the scheduler spreads pods where it can"},
	)
}

_local if {
	input.service.external_traffic_policy == "Local"
	input.service.type in {"LoadBalancer", "NodePort"}
	input.service.pods != []
	not _everywhere
}

_everywhere if {
	some pod in input.service.pods
	pod.kind == "DaemonSet"
}

# Undefined while the replicas of one are not known.
_pods := sum([_count(pod) | some pod in input.service.pods]) if {
	every pod in input.service.pods {
		_count(pod)
	}
}

_count(pod) := pod.replicas_min

_count(pod) := 1 if pod.kind == "Pod"

_least := input.params["traffic-policy-local"].min_pods

_spread(pod) if {
	some constraint in pod.spread.constraints
	constraint.key == "kubernetes.io/hostname"
	constraint.matches_self
}

_constraints := [["service", "pods", i, "spread", "constraints", j, fact] |
	some i, pod in input.service.pods
	some j, _ in pod.spread.constraints
	some fact in ["key", "matches_self"]
]

_paths := array.concat(
	[["service", "external_traffic_policy"]],
	[["service", "pods", i, "replicas_min"] | some i, _ in input.service.pods],
)
