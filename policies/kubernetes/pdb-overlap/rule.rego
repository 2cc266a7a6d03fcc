# METADATA
# title: Two disruption budgets on the same pods
# description: |
#   The eviction API refuses to evict a pod that more than one budget selects:
#   it cannot take from two budgets at once.
# related_resources:
#   - description: API-initiated eviction
#     ref: https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/
#   - description: Specifying a disruption budget
#     ref: https://kubernetes.io/docs/tasks/run-application/configure-pdb/
# custom:
#   category: availability
#   applies:
#     models: [budget.rivals]
#     formats: [kubernetes]
#   likelihood: 3
#   impact: 2
#   default: "on"
#   message: selects pods of {workload} that {rival} selects too
#   detail: Both selectors match the labels of the pod template.
#   failure_mode: >-
#     When a node with one of these pods is drained, then the eviction API answers with an internal error (500) each
#     time, and the drain never ends.
#   blast_radius: Every node that runs a pod of {workload}.
#   mitigation: Delete one of the two budgets, or make their selectors exclude each other.
#   exceptions: Budgets of which only one is ever applied to a cluster.
#   detection: 'events with the reason MultiplePodDisruptionBudgets'
#   experiment:
#     steady_state: all pods of {workload} are healthy
#     action: evict one of them (kubectl drain --dry-run=server)
#     abort_when: none needed, nothing is changed
#     expect: the eviction is allowed
#   fix: none
package faultline.kubernetes["pdb-overlap"]

import data.faultline.lib.finding

findings contains f if {
	some i, rival in input.budget.rivals
	f := finding.at(
		[["budget", "rivals"], ["budget", "rivals", i]],
		{"rival": rival.identity, "workload": rival.workload},
	)
}
