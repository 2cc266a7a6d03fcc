# METADATA
# title: Image not pinned by digest
# description: |
#   A tag can be moved, a digest cannot. With a digest every node runs the
#   same bytes, however often a pod is rescheduled and whatever happens to the
#   registry. A tag may stand beside it for people to read.
# related_resources:
#   - description: Images, image names
#     ref: https://kubernetes.io/docs/concepts/containers/images/#image-names
# custom:
#   category: rollout
#   applies:
#     models: [workload]
#     formats: [kubernetes]
#   likelihood: 1
#   impact: 2
#   default: "off"
#   message: "{problem}"
#   detail: >-
#     Only NAME@sha256: and the hexadecimal digits, in lower case, name one image for good; a registry may let any tag
#     be pushed again.
#   failure_mode: >-
#     When a tag is pushed again, by mistake or by an intruder, then new pods of {object} run another image than the one
#     that was tested, and a rollback does not help.
#   blast_radius: Every new pod of {object}{copies}{reach}.
#   mitigation: >-
#     Add the digest to the image of "{container}" (crane digest NAME:TAG prints it), and let a bot update both.
#   exceptions: A registry that makes tags immutable gives the same guarantee.
#   detection: 'count by (namespace, container, image) (count by (namespace, container, image, image_id) (kube_pod_container_info)) > 1'
#   experiment:
#     steady_state: all pods of {object} report the same image ID
#     action: push another image to the same tag in a test registry, then delete one pod
#     abort_when: the new pod is not Ready within its usual time
#     expect: the new pod runs the same image ID as the others
#   fix: none
package faultline.workload["image-digest"]

import data.faultline.lib.finding

findings contains f if {
	some list in ["containers", "init_containers"]
	some i, container in input.workload[list]
	container.image.name
	not container.image.digest
	f := finding.at(
		[["workload", list, i, "image", "digest"]],
		{"container": container.name, "problem": "runs an image that no digest pins"},
	)
}

findings contains f if {
	some list in ["containers", "init_containers"]
	some i, container in input.workload[list]
	not regex.match(`^[a-z0-9]+([.+_-][a-z0-9]+)*:[0-9a-f]{32,}$`, container.image.digest)
	f := finding.at(
		[["workload", list, i, "image", "digest"]],
		{"container": container.name, "problem": "runs an image by a digest that is not valid"},
	)
}
