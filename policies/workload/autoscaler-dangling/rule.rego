# METADATA
# title: Autoscaler scales nothing
# description: |
#   An autoscaler names its target by kind and name. A target that is not
#   there is no error anywhere but in the autoscaler's own conditions.
# related_resources:
#   - description: HorizontalPodAutoscaler walkthrough, status conditions
#     ref: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale-walkthrough/#appendix-horizontal-pod-autoscaler-status-conditions
# custom:
#   category: scaling
#   applies:
#     models: [autoscaler.target]
#     formats: [kubernetes]
#   likelihood: 3
#   impact: 2
#   default: "on"
#   message: scales {kind} {target}, which is not there
#   detail: No {kind} of its namespace has this name. Names, kinds and namespaces are compared as written.
#   failure_mode: >-
#     When load grows, then the autoscaler reports FailedGetScale for ever, and what it was meant to scale stays as it
#     is.
#   blast_radius: The workload that {object} was meant for.
#   mitigation: >-
#     Set scaleTargetRef to the kind and name of a workload of the same namespace, or delete the autoscaler.
#   exceptions: A target that another chart, an operator or another repository makes.
#   detection: 'kube_horizontalpodautoscaler_status_condition{condition="AbleToScale", status="false"} == 1'
#   experiment:
#     steady_state: "{object} shows a current utilization"
#     action: describe {object} after the deployment
#     abort_when: none needed, nothing is changed
#     expect: the condition AbleToScale is True
#   fix: none
package faultline.workload["autoscaler-dangling"]

import data.faultline.lib.finding

findings contains f if {
	not input.autoscaler.target.found
	f := finding.at(
		[["autoscaler", "target", "name"], ["autoscaler", "target", "kind"], ["autoscaler", "target", "found"]],
		{"kind": input.autoscaler.target.kind, "target": input.autoscaler.target.name},
	)
}
