# METADATA
# title: Broken pods block drains
# description: |
#   By default a budget protects pods that run and are not ready as well. When
#   more of them are broken than it allows to be missing, no node that runs
#   one can be drained, although evicting them would harm nobody.
# related_resources:
#   - description: Unhealthy pod eviction policy
#     ref: https://kubernetes.io/docs/tasks/run-application/configure-pdb/#unhealthy-pod-eviction-policy
# custom:
#   category: availability
#   applies:
#     models: [budget]
#     formats: [kubernetes]
#   likelihood: 1
#   impact: 2
#   default: "on"
#   message: keeps broken pods from being evicted
#   detail: "unhealthyPodEvictionPolicy is IfHealthyBudget, also where nothing is written: {room}."
#   failure_mode: >-
#     When its pods crash or lose a dependency, then node drains and upgrades wait until they are ready again.
#   blast_radius: Every node that runs a pod of {object}.
#   mitigation: Set spec.unhealthyPodEvictionPolicy to AlwaysAllow.
#   exceptions: >-
#     Pods that are not ready for long and must not be moved meanwhile, such as a database that recovers from its log.
#   detection: >-
#     kube_poddisruptionbudget_status_current_healthy < kube_poddisruptionbudget_status_desired_healthy during a drain
#   experiment:
#     steady_state: a node with pods of {object} can be drained
#     action: make all pods of {object} fail their readiness probe and drain the node, in a test cluster
#     abort_when: the drain takes longer than ten minutes
#     expect: the drain ends, and the pods start elsewhere
#   fix: none
package faultline.kubernetes["pdb-unhealthy-eviction"]

import data.faultline.lib.finding

findings contains f if {
	input.budget.unhealthy_eviction == "IfHealthyBudget"
	_known_to_cluster
	not _never_short
	f := finding.at(
		[
			["budget", "unhealthy_eviction"], ["budget", "min_available"], ["budget", "max_unavailable"],
			["budget", "workloads"], ["budget", "needed"],
		],
		{"room": _room},
	)
}

# The field works by default from Kubernetes 1.27 on (KEP-3017).
_known_to_cluster if to_number(split(input.run.kubernetes_version, ".")[1]) >= 27

# A budget that wants no healthy pod is never short of them.
_never_short if input.budget.needed == 0

_never_short if input.budget.max_unavailable == "100%"

_never_short if input.budget.min_available in {"0", "0%"}

default _room := "broken pods stay where they are while fewer are healthy than the budget wants"

_room := concat(" ", [
	"with", format_int(input.budget.allowed + 1, 10), "of", format_int(input.budget.expected, 10),
	"pods broken none can be evicted",
]) if {
	input.budget.allowed < input.budget.expected
	input.budget.expected > 1
}

_room := "while its only pod is broken it cannot be evicted" if {
	input.budget.allowed == 0
	input.budget.expected == 1
}
