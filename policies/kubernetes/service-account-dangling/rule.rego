# METADATA
# title: ServiceAccount is not there
# description: |
#   A pod whose ServiceAccount is missing is refused when it is made. The
#   controller tries again and again, and the rollout stands still without a
#   pod that could tell why.
# related_resources:
#   - description: Configure service accounts for pods
#     ref: https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/
# custom:
#   category: configuration
#   applies:
#     models: [workload.service_account]
#     formats: [kubernetes]
#   likelihood: 2
#   impact: 2
#   default: "on"
#   message: runs as ServiceAccount {account}, which is not there
#   detail: No ServiceAccount of this name is in the files, in its namespace or without one.
#   failure_mode: >-
#     When the controller makes a pod, then the API server refuses it ("serviceaccount not found"), and no new pod
#     starts.
#   blast_radius: Every new pod of {object}{copies}{reach}; what runs already goes on.
#   mitigation: >-
#     Add the ServiceAccount {account} in the namespace of the workload, or correct serviceAccountName.
#   exceptions: >-
#     A ServiceAccount that is made outside of these files: by Terraform, eksctl, an operator or another chart.
#   detection: 'events FailedCreate with "serviceaccount ... not found", or fewer replicas than wanted'
#   experiment:
#     steady_state: all replicas of {object} are Ready
#     action: apply the manifests to an empty namespace
#     abort_when: none needed in an empty namespace
#     expect: the pods are made and become Ready
#   fix: none
package faultline.kubernetes["service-account-dangling"]

import data.faultline.lib.finding

findings contains f if {
	account := input.workload.service_account
	not account in {"", "default"}
	not input.workload.service_account_found
	f := finding.at(
		[["workload", "service_account"], ["workload", "service_account_found"]],
		{"account": account},
	)
}
