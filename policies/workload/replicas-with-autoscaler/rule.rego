# METADATA
# title: Fixed replicas beside an autoscaler
# description: |
#   An autoscaler writes spec.replicas of what it scales. A manifest that
#   writes it too takes it back at each apply, until the autoscaler has
#   measured again.
# related_resources:
#   - description: Migrating Deployments and StatefulSets to horizontal autoscaling
#     ref: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling
# custom:
#   category: scaling
#   applies:
#     models: [workload.replicas.written]
#     formats: [kubernetes]
#   likelihood: 2
#   impact: 3
#   default: "on"
#   message: "sets spec.replicas to {replicas}, which {by} scales"
#   detail: "{by} keeps it between {least} and {most} replicas; each apply of this manifest sets it back to {replicas}."
#   failure_mode: >-
#     When the manifest is applied at peak load, then the pods above {replicas} are stopped at once, and those that stay
#     are overloaded until the autoscaler has caught up.
#   blast_radius: All of {object}{reach}.
#   mitigation: >-
#     Delete spec.replicas. Before the first apply without it hand the field over (kubectl apply
#     edit-last-applied), or that apply sets it to 1.
#   exceptions: >-
#     A delivery tool that leaves the field alone, such as Argo CD with ignoreDifferences on /spec/replicas.
#   detection: kube_deployment_spec_replicas that jumps to the written number at each deployment
#   experiment:
#     steady_state: "{object} runs with more replicas than are written"
#     action: apply the manifest again
#     abort_when: the error rate rises
#     expect: the number of replicas does not change
#   fix: none
package faultline.workload["replicas-with-autoscaler"]

import data.faultline.lib.finding

findings contains f if {
	input.workload.replicas.autoscaled
	replicas := input.workload.replicas.written

	# With 0 an autoscaler is switched off on purpose.
	replicas >= 1
	not _agreed
	f := finding.at(
		[["workload", "replicas", "written"], ["workload", "autoscalers", _scaler]],
		{
			"replicas": replicas, "by": input.workload.replicas.by,
			"least": input.workload.replicas.min, "most": input.workload.replicas.max,
		},
	)
}

# An autoscaler that may only choose this number fights nobody.
_agreed if {
	input.workload.replicas.min == input.workload.replicas.written
	input.workload.replicas.max == input.workload.replicas.written
}

_scaler := min([i | some i, a in input.workload.autoscalers; a.identity == input.workload.replicas.by])
