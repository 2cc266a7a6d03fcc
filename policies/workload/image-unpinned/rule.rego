# METADATA
# title: Image not pinned to a version
# description: |
#   A tag such as latest, stable or none at all means another image each time
#   it is pulled. Replicas that start at different times run different code,
#   a rollback pulls the same tag again, and nobody can tell what ran when.
#   A tag of a major version alone (postgres:16) moves less, but a datastore's
#   files may not survive it.
# related_resources:
#   - description: Images, image names and pull policy
#     ref: https://kubernetes.io/docs/concepts/containers/images/
# custom:
#   category: rollout
#   applies:
#     models: [workload]
#     formats: [kubernetes]
#   likelihood: 2
#   impact: 2
#   default: "on"
#   message: "{problem}"
#   detail: "{reason}"
#   failure_mode: >-
#     When {object} starts anew after somebody pushed a new image, then "{container}" runs code that nobody rolled out,
#     and a rollback does not bring the old one back.
#   blast_radius: Every new pod of {object}{copies}{reach}.
#   mitigation: >-
#     Write the version that runs today into the tag of "{container}", or its digest (NAME:VERSION@sha256:...), and let a
#     bot propose new ones.
#   exceptions: >-
#     Clusters for development, and images whose publisher never moves the tag that is used here.
#   detection: 'count by (namespace, container) (count by (namespace, container, image_id) (kube_pod_container_info)) > 1 outside of rollouts'
#   experiment:
#     steady_state: all pods of {object} report the same image ID
#     action: push another image to the same tag in a test registry, then delete one pod
#     abort_when: the new pod is not Ready within its usual time
#     expect: the new pod runs the same image ID as the others
#   params:
#     type: object
#     additionalProperties: false
#     properties:
#       tags:
#         description: Further tags that move, beside latest, words such as stable, main and nightly, and major versions.
#         type: array
#         items: {type: string}
#         default: []
#   fix: none
package faultline.workload["image-unpinned"]

import data.faultline.lib.finding

findings contains f if {
	some place in _floating
	container := input.workload[place.list][place.index]
	problem := _problem(container.image)
	not container.datastore
	f := finding.at(_paths(place.list, place.index), {"container": container.name, "problem": problem, "reason": _moves})
}

findings contains f if {
	some place in _floating
	place.list == "containers"
	container := input.workload.containers[place.index]
	problem := _problem(container.image)
	container.datastore
	f := finding.graded(
		_paths("containers", place.index),
		{
			"container": container.name, "problem": problem,
			"reason": "The files of a datastore belong to its version: a newer one converts them for good, or refuses them.",
		},
		{"impact": 3, "because": "it is a datastore, whose files may not fit another version"},
	)
}

# Minor versions of a server that keeps nothing are meant to be compatible.
findings contains f if {
	some place in _floating
	container := input.workload[place.list][place.index]
	container.image.floats == "major"
	_published(container)
	not container.datastore
	f := finding.graded(
		_paths(place.list, place.index),
		{
			"container": container.name, "reason": _moves,
			"problem": concat("", ["follows every minor version of the image tag \"", container.image.tag, "\""]),
		},
		{"likelihood": 1, "because": "the tag moves within a major version only"},
	)
}

findings contains f if {
	some place in _floating
	place.list == "containers"
	container := input.workload.containers[place.index]
	container.image.floats == "major"
	_published(container)
	container.datastore
	container.technology != "postgres"
	f := finding.at(_paths("containers", place.index), {
		"container": container.name,
		"problem": concat("", ["is a datastore that follows every minor version of the image tag \"", container.image.tag, "\""]),
		"reason": "Minor versions of datastores convert files for good, and a rollback cannot read them.",
	})
}

findings contains f if {
	some place in _floating
	place.list == "containers"
	container := input.workload.containers[place.index]
	container.image.floats == "major"
	_published(container)
	container.datastore
	container.technology == "postgres"
	f := finding.graded(
		_paths("containers", place.index),
		{
			"container": container.name, "reason": _moves,
			"problem": concat("", ["follows every minor version of the image tag \"", container.image.tag, "\""]),
		},
		{"likelihood": 1, "because": "minor versions of PostgreSQL keep the format of its files"},
	)
}

# Most images are pinned, and most runs name no further tags: one look tells.
_floating contains {"list": list, "index": i} if {
	some list in ["containers", "init_containers"]
	some i, container in input.workload[list]
	container.image.floats
}

_floating contains {"list": list, "index": i} if {
	input.params["image-unpinned"].tags != []
	some list in ["containers", "init_containers"]
	some i, container in input.workload[list]
	container.image.tag in input.params["image-unpinned"].tags
}

_moves := "The tag names another image after the next push; only a digest never does."

_paths(list, i) := [["workload", list, i, "image", "tag"], ["workload", list, i, "image", "digest"]]

_problem(image) := problem if {
	image.floats == "untagged"
	problem := concat("", ["runs image \"", image.name, "\" without a tag, which means latest"])
}

_problem(image) := _moving(image.tag) if image.floats in {"latest", "channel"}

_problem(image) := _moving(image.tag) if {
	image.tag in input.params["image-unpinned"].tags
	not image.floats
	not image.digest
}

_moving(tag) := concat("", ["runs whatever image the tag \"", tag, "\" means when it is pulled"])

# In other repositories :v2 may be the second build as well as the second
# major version.
_published(container) if {
	container.technology
	not startswith(container.image.tag, "v")
}

_published(container) if not contains(container.image.repository, "/")

_published(container) if startswith(container.image.repository, "docker.io/library/")
