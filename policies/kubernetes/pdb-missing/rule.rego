# METADATA
# title: PodDisruptionBudget missing
# description: |
#   Without a budget the eviction API lets a node drain take every replica of a
#   service at once: nothing else counts how many are left.
# related_resources:
#   - description: Disruptions
#     ref: https://kubernetes.io/docs/concepts/workloads/pods/disruptions/
#   - description: Specifying a disruption budget
#     ref: https://kubernetes.io/docs/tasks/run-application/configure-pdb/
# custom:
#   category: availability
#   applies:
#     models: [workload.serving]
#     types: [Deployment, StatefulSet, ReplicaSet, ReplicationController, DeploymentConfig, Rollout]
#     formats: [kubernetes]
#   likelihood: 2
#   impact: 3
#   default: "on"
#   message: has {replicas} replicas and no PodDisruptionBudget
#   detail: No PodDisruptionBudget of its namespace selects its pods.
#   failure_mode: >-
#     When nodes are drained for an upgrade or by the cluster autoscaler, then all replicas may be evicted within the
#     same minute, before their replacements are ready.
#   blast_radius: All of {object}{copies}{reach}.
#   mitigation: >-
#     Add a PodDisruptionBudget with maxUnavailable 1, unhealthyPodEvictionPolicy AlwaysAllow and the labels of these
#     pods as selector.
#   exceptions: A workload whose clients do not notice when all replicas are away for a minute.
#   detection: 'kube_poddisruptionbudget_status_expected_pods has no series for the pods of the workload'
#   experiment:
#     steady_state: every request to {object} is answered
#     action: drain two of the nodes that run {object} at the same time
#     abort_when: no replica is ready
#     expect: the second drain waits until a replacement is ready
#   incidents:
#     - name: "loveholidays: a node upgrade that took the pods away"
#       year: 2019
#       url: https://deploy.live/blog/the-shipwreck-of-gke-cluster-upgrade/
#   fix: none
package faultline.kubernetes["pdb-missing"]

import data.faultline.lib.finding

findings contains f if {
	input.workload.serving.evidence == "service"
	input.workload.budgets == []
	input.workload.replicas.min >= 2
	f := finding.at(_paths, {"replicas": input.workload.replicas.min})
}

findings contains f if {
	input.workload.serving.evidence == "ports"
	input.workload.budgets == []
	input.workload.replicas.min >= 2
	f := finding.graded(
		_paths,
		{"replicas": input.workload.replicas.min},
		{"confidence": "medium", "because": "its declared ports are the only sign that it serves traffic"},
	)
}

_paths := [["workload", "replicas", "min"], ["workload", "budgets"]]
