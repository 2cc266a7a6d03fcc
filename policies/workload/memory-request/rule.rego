# METADATA
# title: Memory request missing
# description: |
#   The scheduler places pods by what they request, and the kubelet evicts
#   first what uses more than it requested. A container that requests nothing
#   fits on every node and is always above its request. A limit alone is
#   enough: the API server takes it as the request.
# related_resources:
#   - description: Resource management for pods and containers
#     ref: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
#   - description: Node-pressure eviction, pod selection
#     ref: https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/#pod-selection-for-kubelet-eviction
# custom:
#   category: resources
#   applies:
#     models: [workload]
#     formats: [kubernetes]
#   likelihood: 2
#   impact: 3
#   default: "on"
#   message: "{problem}"
#   detail: >-
#     Counted are the container's request, its limit (which is also the request where none is written), the pod's own
#     resources and a LimitRange of the namespace.
#   failure_mode: >-
#     When the scheduler places the pod as if "{container}" needed no memory, then its node runs out under load, and
#     this pod is the first that the kubelet evicts.
#   blast_radius: All of {object}{copies}{reach}, and its neighbours on a full node.
#   mitigation: >-
#     Set resources.requests.memory of "{container}" to what it uses at its peak, for example the 95th percentile of
#     container_memory_working_set_bytes over a week.
#   exceptions: >-
#     Work that may be evicted at any time and started anew, on nodes that are kept for it; or pods whose requests an
#     admission webhook or a vertical autoscaler fills in.
#   detection: 'kube_pod_status_reason{reason="Evicted"} > 0, or kubelet events "The node was low on resource: memory"'
#   experiment:
#     steady_state: all pods on the node are Ready
#     action: allocate memory on the node of {object} until less than 100 MiB is available
#     abort_when: a pod of another workload is evicted
#     expect: '{object} stays, since it uses no more than it requested'
#   incidents:
#     - name: "Blue Matador: node OOM without requests and limits"
#       year: 2019
#       url: https://www.bluematador.com/blog/post-mortem-kubernetes-node-oom
#     - name: "NU.nl: SystemOOM and NotReady nodes without limits"
#       year: 2019
#       url: https://www.tibobeijen.nl/2019/02/01/learning-from-kubernetes-cluster-failure/
#   fix: none
package faultline.workload["memory-request"]

import data.faultline.lib.finding

findings contains f if {
	not _hooked
	some i, container in input.workload.containers
	problem := _problem(container.resources)
	f := finding.at(array.concat(_paths("containers", i), _hook), {"container": container.name, "problem": problem})
}

# An init container ends before traffic comes: less is exposed, for less time.
findings contains f if {
	some i, container in input.workload.init_containers
	problem := _problem(container.resources)
	f := finding.graded(
		_paths("init_containers", i),
		{"container": container.name, "problem": problem},
		{"likelihood": 1, "because": "an init container runs only while the pod starts"},
	)
}

_paths(list, i) := [["workload", list, i, "resources", "requests", "memory_bytes"]]

_problem(resources) := "requests no memory" if not resources.requests.memory_bytes

_problem(resources) := "requests 0 bytes of memory" if resources.requests.memory_bytes == 0

# No process runs in less than a mebibyte: 512m is half a byte, and a plain
# 512 are bytes.
_problem(resources) := problem if {
	bytes := resources.requests.memory_bytes
	bytes > 0
	bytes < 1048576
	problem := concat("", ["requests ", format_int(bytes, 10), " bytes of memory, less than any process needs"])
}

# The pod of a hook runs for seconds, at a release or when somebody tests it.
_hooked if {
	input.workload.kind == "Pod"
	input.workload.annotations["helm.sh/hook"]
}

default _hook := []

_hook := [["workload", "annotations", "helm.sh/hook"]] if input.workload.kind == "Pod"
