# METADATA
# title: CPU limit policy
# description: |
#   Whether containers should have a CPU limit is a choice, and a cluster
#   should make it once. With limits a process that runs away takes no idle
#   CPU from others; without them nothing is throttled, and requests alone
#   share the node. The parameter mode says which of the two is the rule.
# related_resources:
#   - description: Resource management for pods and containers
#     ref: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
#   - description: CFS bandwidth control
#     ref: https://docs.kernel.org/scheduler/sched-bwc.html
# custom:
#   category: resources
#   applies:
#     models: [workload]
#     formats: [kubernetes]
#   likelihood: 1
#   impact: 2
#   default: "off"
#   message: "{problem}"
#   detail: "Counted are the container's limit, the pod's own and a LimitRange of the namespace. The policy is to {mode}."
#   failure_mode: When "{container}" {cause}, then {effect}.
#   blast_radius: "{radius}"
#   mitigation: "{change}"
#   exceptions: >-
#     Clusters that have chosen neither: leave this rule off. Requests decide who gets CPU on a busy node, with limits
#     or without.
#   detection: 'rate(container_cpu_cfs_throttled_periods_total[5m]) / rate(container_cpu_cfs_periods_total[5m])'
#   experiment:
#     steady_state: '{object} and its neighbours on the node answer within their usual time'
#     action: run a busy loop for each CPU of the node in a container of {object}
#     abort_when: requests to a neighbour fail
#     expect: the neighbours answer as before
#   incidents:
#     - name: "Omio: CPU limits and aggressive throttling"
#       year: 2020
#       url: https://medium.com/omio-engineering/cpu-limits-and-aggressive-throttling-in-kubernetes-c5b20bd8a718
#   params:
#     type: object
#     additionalProperties: false
#     properties:
#       mode:
#         description: Whether every container must have a CPU limit (require), or none may (forbid).
#         enum: [require, forbid]
#         default: require
#   fix: none
package faultline.workload["cpu-limit"]

import data.faultline.lib.finding

findings contains f if {
	input.params["cpu-limit"].mode == "require"
	some list in ["containers", "init_containers"]
	some i, container in input.workload[list]
	not container.resources.limits.cpu_millicores
	f := finding.at(_paths(list, i), {
		"container": container.name, "mode": "require a limit",
		"problem": "has no CPU limit",
		"cause": "runs away",
		"effect": "it takes all CPU of its node that is idle, and neighbours that use more than they request slow down",
		"radius": "The pods on the same node that use more CPU than they request.",
		"change": "Set resources.limits.cpu to at least twice what the container uses in a busy hour.",
	})
}

findings contains f if {
	input.params["cpu-limit"].mode == "forbid"
	some list in ["containers", "init_containers"]
	some i, container in input.workload[list]
	container.resources.limits.cpu_millicores > 0
	f := finding.at(_paths(list, i), {
		"container": container.name, "mode": "have no limits",
		"problem": "has a CPU limit",
		"cause": "needs more CPU for a moment than its limit allows",
		"effect": "the kernel stops it for the rest of each 100 ms, even on an idle node",
		"radius": "The requests that the container answers at that time.",
		"change": "Remove resources.limits.cpu and keep a request that covers a busy hour.",
	})
}

_paths(list, i) := [["workload", list, i, "resources", "limits", "cpu_millicores"]]
