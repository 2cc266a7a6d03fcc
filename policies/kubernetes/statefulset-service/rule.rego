# METADATA
# title: StatefulSet without its headless Service
# description: |
#   The Service that serviceName names gives each pod of a StatefulSet its own
#   DNS name (db-0.db). Only a headless Service that selects the pods does.
#   Members of a cluster look each other up by these names.
# related_resources:
#   - description: StatefulSets, limitations and stable network id
#     ref: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/
#   - description: Headless Services
#     ref: https://kubernetes.io/docs/concepts/services-networking/service/#headless-services
# custom:
#   category: network
#   applies:
#     models: [workload]
#     types: [StatefulSet]
#     formats: [kubernetes]
#   likelihood: 2
#   impact: 3
#   default: "on"
#   message: "{problem}"
#   detail: "{why}"
#   failure_mode: >-
#     When a pod looks up a peer by its own name (on start, or after the peer moved), then the name does not resolve
#     or leads to any of the pods, and members do not find each other.
#   blast_radius: The members of {object}{copies}{reach}, and clients that address single pods.
#   mitigation: "{change}"
#   exceptions: >-
#     Pods that never address each other and are only called through another Service.
#   detection: 'kubectl run -it --rm dns --image=busybox -- nslookup POD.SERVICE fails; the members log that they cannot resolve peers'
#   experiment:
#     steady_state: each pod of {object} resolves the names of all others
#     action: delete one pod of {object} and look its name up from another one
#     abort_when: the members lose their quorum
#     expect: the name resolves to the new pod within 30 s
#   fix: none
package faultline.kubernetes["statefulset-service"]

import data.faultline.lib.finding

# The field was required until 1.34.
findings contains f if {
	input.workload.stateful
	_unnamed
	_version < [1, 34]
	f := _finding([["workload", "service_name"]], _missing, {})
}

findings contains f if {
	input.workload.stateful
	_unnamed
	_version >= [1, 34]
	f := _finding([["workload", "service_name"]], _missing, {
		"impact": 2,
		"because": "serviceName may be left out since Kubernetes 1.34, pods then have no names of their own",
	})
}

findings contains f if {
	input.workload.stateful
	name := input.workload.service_name
	name != ""
	not input.workload.governing_service.found
	f := _finding(
		[["workload", "service_name"], ["workload", "governing_service", "found"]],
		{
			"problem": concat(" ", ["names Service", name, "as its own, which is not there"]),
			"why": "serviceName leads to no Service of its namespace.",
			"change": concat("", ["Add a Service ", name, " with clusterIP: None and the labels of these pods as selector."]),
		},
		{},
	)
}

findings contains f if {
	input.workload.stateful
	input.workload.governing_service.partner.headless == false
	name := input.workload.service_name
	f := _finding(
		[["workload", "service_name"], ["workload", "governing_service", "partner", "headless"]],
		{
			"problem": concat(" ", ["names Service", name, "as its own, which is not headless"]),
			"why": "The name of a Service with an address leads to any pod; only a headless one has a name for each.",
			"change": concat("", [
				"Add a headless Service (clusterIP: None) for the pods and name it in serviceName; keep ", name,
				" for clients. clusterIP and serviceName cannot be changed in place.",
			]),
		},
		{},
	)
}

findings contains f if {
	input.workload.stateful
	input.workload.governing_service.partner.headless
	input.workload.governing_service.partner.selects == false
	name := input.workload.service_name
	f := _finding(
		[["workload", "service_name"], ["workload", "governing_service", "partner", "selects"]],
		{
			"problem": concat(" ", ["names Service", name, "as its own, which does not select its pods"]),
			"why": "A pod gets a name only while the Service selects it. The selector must match the labels of the pod template.",
			"change": concat("", ["Make the selector of Service ", name, " equal to labels of the pod template."]),
		},
		{},
	)
}

_unnamed if not input.workload.service_name

_unnamed if input.workload.service_name == ""

_missing := {
	"problem": "has no serviceName, so its pods have no names of their own",
	"why": "No headless Service is named for the pods.",
	"change": "Add a headless Service (clusterIP: None) that selects these pods, and name it in spec.serviceName.",
}

_version := [to_number(part) | some part in split(input.run.kubernetes_version, ".")]

# One pod has no peers; only clients that use its name miss it.
_single if input.workload.replicas.max <= 1

# Patroni and its like keep the endpoints of a Service without selector.
_written if input.workload.governing_service.partner.selecting == false

_finding(paths, args, grade) := finding.graded(
	array.concat(paths, [["workload", "replicas", "max"]]),
	args,
	object.union(grade, {"likelihood": 1, "because": "its only pod has no peers that look it up"}),
) if {
	_single
}

_finding(paths, args, grade) := finding.graded(
	array.concat(paths, [["workload", "governing_service", "partner", "selecting"]]),
	args,
	object.union(grade, {"likelihood": 1, "because": "what writes the endpoints of a Service without selector may know the members"}),
) if {
	not _single
	_written
}

_finding(paths, args, grade) := finding.graded(paths, args, grade) if {
	not _single
	not _written
	grade != {}
}

_finding(paths, args, grade) := finding.at(paths, args) if {
	not _single
	not _written
	grade == {}
}
