# METADATA
# title: Pod without a controller
# description: |
#   A Pod is bound to its node. When the node goes, or the Pod is evicted or
#   deleted, nothing makes another one.
# related_resources:
#   - description: Pods and controllers
#     ref: https://kubernetes.io/docs/concepts/workloads/pods/#pods-and-controllers
#   - description: Configuration best practices, naked Pods
#     ref: https://kubernetes.io/docs/concepts/configuration/overview/#naked-pods-vs-replicasets-deployments-and-jobs
# custom:
#   category: availability
#   applies:
#     models: [workload]
#     types: [Pod]
#     formats: [kubernetes]
#   likelihood: 3
#   impact: 2
#   default: "on"
#   message: has no controller that would replace it
#   detail: Only a controller (Deployment, StatefulSet, DaemonSet, Job) makes a new pod when one is gone.
#   failure_mode: When its node fails or is drained, or the pod is evicted, then it is gone for good.
#   blast_radius: All of {object}{reach}.
#   mitigation: "{change}"
#   exceptions: >-
#     A pod that a person starts to look at something and deletes afterwards, and one that a tool creates and watches.
#   detection: 'kube_pod_owner{owner_kind="<none>"} == 1'
#   experiment:
#     steady_state: "{object} runs"
#     action: drain its node with --force, in a test cluster
#     abort_when: something else on the node matters
#     expect: a new pod runs on another node
#   fix: none
package faultline.workload["naked-pod"]

import data.faultline.lib.finding

findings contains f if {
	input.type == "Pod"
	input.workload.owned == false
	input.workload.role != "job"
	not _placed_on_purpose
	f := finding.at([["workload", "owned"], ["workload", "host_network"]], {"change": _controller})
}

findings contains f if {
	input.type == "Pod"
	input.workload.owned == false
	input.workload.role == "job"
	not _placed_on_purpose
	f := finding.graded(
		[["workload", "owned"], ["workload", "restart", "policy"], ["workload", "host_network"]],
		{"change": "Make it a Job with this pod as its template: a Job starts over on another node."},
		{"likelihood": 1, "because": "it runs to an end, and is exposed only until then"},
	)
}

_controller := concat(" ", [
	"Make it a Deployment with this pod as its template (a StatefulSet where it keeps data, a DaemonSet where each",
	"node needs one).",
])

# A hook's pod is made anew at each release or test.
_placed_on_purpose if input.workload.annotations["helm.sh/hook"]

_placed_on_purpose if input.workload.annotations["argocd.argoproj.io/hook"]

# The kubelet keeps static pods alive; their manifests are Pods.
_placed_on_purpose if input.workload.annotations["kubernetes.io/config.source"]

_placed_on_purpose if input.workload.annotations["kubernetes.io/config.mirror"]

_placed_on_purpose if {
	input.namespace == "kube-system"
	input.workload.host_network
}
