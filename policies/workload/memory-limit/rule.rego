# METADATA
# title: Memory limit missing
# description: |
#   A container without a memory limit may take all the memory of its node.
#   The kernel then chooses victims by score, and they are often pods that
#   have nothing to do with the leak.
# related_resources:
#   - description: Resource management for pods and containers
#     ref: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
#   - description: Node-pressure eviction
#     ref: https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/
# custom:
#   category: resources
#   applies:
#     models: [workload]
#     formats: [kubernetes]
#   likelihood: 2
#   impact: 4
#   default: "on"
#   message: has no memory limit
#   detail: No limit is set on the container, on the pod, or by a LimitRange of the namespace.
#   failure_mode: >-
#     When a process of "{container}" leaks or a request needs more memory than usual, then the node runs out,
#     and the kernel or the kubelet kills pods on it, this one or its neighbours.
#   blast_radius: Every pod on the nodes that run {object}{copies}.
#   mitigation: >-
#     Set resources.limits.memory of "{container}" to what it needs at its peak plus head-room (a quarter more
#     is common), and resources.requests.memory to the same value.
#   exceptions: >-
#     A container that must be able to use all of a dedicated node, such as a node-local cache on its own node pool.
#   detection: 'increase(container_oom_events_total[1h]) > 0, or kubelet events "SystemOOM" and "Evicted"'
#   experiment:
#     steady_state: all pods on the node are Ready
#     action: allocate memory in {object} until the node has less than 100 MiB available
#     abort_when: a pod of another workload is evicted
#     expect: only the container that allocates is killed
#   incidents:
#     - name: "Blue Matador: node OOM without requests and limits"
#       year: 2019
#       url: https://www.bluematador.com/blog/post-mortem-kubernetes-node-oom
#     - name: "NU.nl: SystemOOM and NotReady nodes without limits"
#       year: 2019
#       url: https://www.tibobeijen.nl/2019/02/01/learning-from-kubernetes-cluster-failure/
#   fix: none
package faultline.workload["memory-limit"]

import data.faultline.lib.finding

findings contains f if {
	not _hooked
	some i, container in input.workload.containers
	not container.resources.limits.memory_bytes
	f := finding.at(
		array.concat([["workload", "containers", i, "resources", "limits", "memory_bytes"]], _hook),
		{"container": container.name},
	)
}

# An init container ends before traffic comes: less is exposed, for less time.
findings contains f if {
	some i, container in input.workload.init_containers
	not container.resources.limits.memory_bytes
	f := finding.graded(
		[["workload", "init_containers", i, "resources", "limits", "memory_bytes"]],
		{"container": container.name},
		{"likelihood": 1, "because": "an init container runs only while the pod starts"},
	)
}

# The pod of a hook runs for seconds, at a release or when somebody tests it.
_hooked if {
	input.workload.kind == "Pod"
	input.workload.annotations["helm.sh/hook"]
}

default _hook := []

_hook := [["workload", "annotations", "helm.sh/hook"]] if input.workload.kind == "Pod"
