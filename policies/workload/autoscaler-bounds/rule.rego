# METADATA
# title: Autoscaler without room
# description: |
#   An autoscaler moves between a minimum and a maximum. When they are equal
#   it never acts, and when they are close, or the maximum is below what the
#   manifest itself asks for, the first real peak meets the ceiling.
# related_resources:
#   - description: Horizontal Pod Autoscaling
#     ref: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
#   - description: KEDA, ScaledObject
#     ref: https://keda.sh/docs/latest/reference/scaledobject-spec/
# custom:
#   category: scaling
#   applies:
#     models: [autoscaler]
#     formats: [kubernetes]
#   likelihood: 2
#   impact: 2
#   default: "on"
#   message: "{problem}"
#   detail: Replicas are at least {least} and at most {most}. Above the maximum load is shared by the same pods.
#   failure_mode: >-
#     When load grows past what a maximum of {most} carries, then the autoscaler stays there, and latency and errors rise
#     although everybody counts on it.
#   blast_radius: "{target}, and everything that calls it."
#   mitigation: "{change}"
#   exceptions: >-
#     A ceiling that a dependency sets, such as the connections of a database or the partitions of a topic; write down
#     which.
#   detection: kube_horizontalpodautoscaler_status_desired_replicas == kube_horizontalpodautoscaler_spec_max_replicas
#   experiment:
#     steady_state: "{target} runs at its minimum"
#     action: raise the load on it to three times the usual
#     abort_when: more than 1 % of the requests fail
#     expect: replicas follow the load and stay below the maximum
#   params:
#     type: object
#     additionalProperties: false
#     properties:
#       headroom_percent:
#         description: How far the maximum must be above the minimum, in percent of the minimum.
#         type: integer
#         minimum: 1
#         default: 25
#   fix: none
package faultline.workload["autoscaler-bounds"]

import data.faultline.lib.finding

findings contains f if {
	input.autoscaler.min == input.autoscaler.max
	f := finding.at(
		_paths,
		_args(
			concat(" ", ["cannot scale: minimum and maximum are both", format_int(input.autoscaler.max, 10)]),
			concat(" ", ["Set the maximum to", format_int(input.autoscaler.min * 2, 10), "or more, or delete the autoscaler."]),
		),
	)
}

findings contains f if {
	input.autoscaler.min > input.autoscaler.max
	f := finding.graded(
		_paths,
		_args(
			concat(" ", [
				"has a minimum of", format_int(input.autoscaler.min, 10), "above its maximum of",
				format_int(input.autoscaler.max, 10),
			]),
			concat(" ", ["Set the maximum to", format_int(input.autoscaler.min * 2, 10), "or more."]),
		),
		{"likelihood": 3, "because": "the API server refuses such bounds"},
	)
}

findings contains f if {
	input.autoscaler.workload.replicas > input.autoscaler.max
	input.autoscaler.min < input.autoscaler.max
	f := finding.at(
		array.concat(_paths, [["autoscaler", "workload", "replicas"]]),
		_args(
			concat(" ", [
				"allows at most", format_int(input.autoscaler.max, 10), "replicas where",
				input.autoscaler.workload.identity, "asks for", format_int(input.autoscaler.workload.replicas, 10),
			]),
			concat("", [
				"Set the maximum above ", format_int(input.autoscaler.workload.replicas, 10),
				" and delete spec.replicas of ", input.autoscaler.workload.identity, ".",
			]),
		),
	)
}

findings contains f if {
	input.autoscaler.min < input.autoscaler.max
	share := input.params["autoscaler-bounds"].headroom_percent
	input.autoscaler.max * 100 < input.autoscaler.min * (100 + share)
	not _above(input.autoscaler)
	f := finding.graded(
		_paths,
		_args(
			concat(" ", [
				"has little room: at most", format_int(input.autoscaler.max, 10), "replicas from",
				format_int(input.autoscaler.min, 10),
			]),
			concat(" ", ["Set the maximum to", format_int(input.autoscaler.min * 2, 10), "or more."]),
		),
		{"likelihood": 1, "because": "some room is left"},
	)
}

# Then the written replicas are the finding.
_above(autoscaler) if autoscaler.workload.replicas > autoscaler.max

_paths := [["autoscaler", "max"], ["autoscaler", "min"]]

_args(problem, change) := {
	"problem": problem, "change": change,
	"least": input.autoscaler.min, "most": input.autoscaler.max,
	"target": concat(" ", [input.autoscaler.target.kind, input.autoscaler.target.name]),
}
