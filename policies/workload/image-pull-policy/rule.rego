# METADATA
# title: Pull policy contradicts the image
# description: |
#   imagePullPolicy says when the registry is asked. IfNotPresent with a tag
#   that moves keeps whatever a node pulled first; Never runs only where
#   somebody put the image on the node by hand; Always asks the registry at
#   every start, also for an image that cannot have changed. The default is
#   right for nearly every image.
# related_resources:
#   - description: Image pull policy
#     ref: https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy
# custom:
#   category: rollout
#   applies:
#     models: [workload.containers.image.pull_policy, workload.init_containers.image.pull_policy]
#     formats: [kubernetes]
#   likelihood: 1
#   impact: 2
#   default: "off"
#   message: "{problem}"
#   detail: >-
#     Without imagePullPolicy the API server takes Always for latest and for no tag, and IfNotPresent for every other
#     image.
#   failure_mode: When {cause}, then {effect}.
#   blast_radius: Every new pod of {object}{copies}{reach}.
#   mitigation: "{change}"
#   exceptions: >-
#     Always where pods of several owners share a node and the registry's permissions must be checked at each start;
#     Never on nodes that are built with their images.
#   detection: 'kube_pod_container_status_waiting_reason{reason=~"ImagePullBackOff|ErrImagePull|ErrImageNeverPull"} == 1'
#   experiment:
#     steady_state: all pods of {object} are Ready and report one image ID
#     action: start {object} on a new node while the registry is not reachable
#     abort_when: fewer pods than usual are Ready
#     expect: the new pod starts, with the image ID of the others
#   incidents:
#     - name: "Datadog: 10 ways to shoot yourself in the foot with Kubernetes (imagePullPolicy Always)"
#       year: 2019
#       url: https://www.youtube.com/watch?v=QKI-JRs2RIE
#   fix: none
package faultline.workload["image-pull-policy"]

import data.faultline.lib.finding

findings contains f if {
	some list in ["containers", "init_containers"]
	some i, container in input.workload[list]
	container.image.pull_policy == "IfNotPresent"
	container.image.floats in {"untagged", "latest", "channel"}
	f := finding.at(_paths(list, i, ["tag", "digest"]), {
		"container": container.name,
		"problem": "keeps what a node pulled first of a tag that moves (IfNotPresent)",
		"cause": "a pod comes to a node that pulled the tag earlier than the others",
		"effect": concat("", ["\"", container.name, "\" runs older code there than elsewhere"]),
		"change": "Pin the image to a version; until then remove imagePullPolicy.",
	})
}

# Never is right for images that are built on the machine itself, as in kind
# or minikube; those name no registry.
findings contains f if {
	some list in ["containers", "init_containers"]
	some i, container in input.workload[list]
	container.image.pull_policy == "Never"
	_registry(container.image.repository)
	f := finding.graded(
		_paths(list, i, ["repository"]),
		{
			"container": container.name,
			"problem": "is never pulled, though its image is in a registry (Never)",
			"cause": "a pod comes to a node that nobody prepared",
			"effect": concat("", ["\"", container.name, "\" does not start (ErrImageNeverPull)"]),
			"change": "Remove imagePullPolicy, so that nodes pull what they lack.",
		},
		{"impact": 3, "because": "a new node cannot run the pod at all"},
	)
}

findings contains f if {
	some list in ["containers", "init_containers"]
	some i, container in input.workload[list]
	container.image.pull_policy == "Always"
	container.image.digest
	f := finding.at(_paths(list, i, ["digest"]), {
		"container": container.name,
		"problem": "asks the registry at every start for an image that a digest pins (Always)",
		"cause": "the registry is not reachable",
		"effect": concat("", ["\"", container.name, "\" does not start, also on nodes that have its image"]),
		"change": "Remove imagePullPolicy: what a digest names does not change.",
	})
}

# What the cluster itself needs must start when the registry is away.
findings contains f if {
	some list in ["containers", "init_containers"]
	some i, container in input.workload[list]
	container.image.pull_policy == "Always"
	container.image.tag
	not container.image.floats
	not container.image.digest
	input.workload.priority in {"system-node-critical", "system-cluster-critical"}
	f := finding.at(
		array.concat(_paths(list, i, ["tag", "digest", "floats"]), [["workload", "priority"]]),
		{
			"container": container.name,
			"problem": "is critical to the cluster and asks the registry at every start (Always)",
			"cause": "the registry is not reachable, perhaps because of this very pod",
			"effect": concat("", ["\"", container.name, "\" does not start, also on nodes that have its image"]),
			"change": "Remove imagePullPolicy: the tag names a version.",
		},
	)
}

_paths(list, i, parts) := array.concat(
	[["workload", list, i, "image", "pull_policy"]],
	[["workload", list, i, "image", part] | some part in parts],
)

# The first segment of a repository is a registry when it looks like a host.
_registry(repository) if regex.match(`^(localhost|[^/]*[.:][^/]*)/`, repository)
