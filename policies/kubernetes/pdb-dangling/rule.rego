# METADATA
# title: Disruption budget covers nothing
# description: |
#   A budget finds its pods by the labels of the pod template. When no template
#   has them it protects nobody, and everybody believes that it does.
# related_resources:
#   - description: Specifying a disruption budget
#     ref: https://kubernetes.io/docs/tasks/run-application/configure-pdb/
#   - description: Labels and selectors
#     ref: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
# custom:
#   category: availability
#   applies:
#     models: [budget]
#     formats: [kubernetes]
#   likelihood: 2
#   impact: 2
#   default: "on"
#   message: selects no pods
#   detail: >-
#     No workload of its namespace has these labels in its pod template. Labels on the workload itself do not count.
#   failure_mode: >-
#     When nodes are drained, then all replicas of what it was meant for may be evicted at the same time.
#   blast_radius: The workload that {object} was meant for.
#   mitigation: >-
#     Make spec.selector equal to labels of the pod template (spec.template.metadata.labels) that it should protect, or
#     delete the budget.
#   exceptions: Pods that are made outside of these files, by an operator, another chart or another repository.
#   detection: kube_poddisruptionbudget_status_expected_pods == 0
#   experiment:
#     steady_state: "{object} expects pods (kubectl get pdb)"
#     action: look at its status after the deployment
#     abort_when: none needed, nothing is changed
#     expect: expectedPods is the number of replicas
#   fix: none
package faultline.kubernetes["pdb-dangling"]

import data.faultline.lib.finding

findings contains f if {
	input.budget.workloads == []
	input.budget.everything == false
	input.budget.by_operator == false
	f := finding.at([["budget", "workloads"]], {})
}
