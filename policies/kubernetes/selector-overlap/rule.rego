# METADATA
# title: Selectors overlap
# description: |
#   Autoscalers, budgets and controllers find pods by labels. When the
#   selector of one workload also finds the pods of another, the two are
#   counted together; when two Services find the same pods, callers of either
#   reach both.
# related_resources:
#   - description: Deployments, selector
#     ref: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector
# custom:
#   category: configuration
#   applies:
#     models: [workload.overlaps, service.twin]
#     formats: [kubernetes]
#   likelihood: 2
#   impact: 2
#   default: "on"
#   message: selects the pods of {rival} too
#   detail: "{evidence}"
#   failure_mode: "When {event}, then {consequence}."
#   blast_radius: "{object}{copies} and {rival}."
#   mitigation: "{change}"
#   exceptions: >-
#     Two releases of one application that take traffic together on purpose, or workloads that are never in one
#     cluster at the same time.
#   detection: 'an autoscaler whose pods do not add up to its target''s, or requests that arrive at the wrong pods'
#   experiment:
#     steady_state: the selector of {object} lists its own pods only
#     action: list the pods with the selector (kubectl get pods -l ...)
#     abort_when: none needed, nothing is changed
#     expect: no pod of {rival}
#   fix: none
package faultline.kubernetes["selector-overlap"]

import data.faultline.lib.finding

findings contains f if {
	some i, other in input.workload.overlaps
	other.same_file
	f := finding.at(_paths(i), _workload(other))
}

findings contains f if {
	some i, other in input.workload.overlaps
	not other.same_file
	f := finding.graded(
		_paths(i),
		_workload(other),
		{"likelihood": 1, "because": "they are in different files of one folder, which may be alternatives"},
	)
}

findings contains f if {
	twin := input.service.twin
	f := finding.graded(
		[["service", "selecting"], ["service", "twin", "identity"]],
		{
			"rival": twin.identity,
			"evidence": "Both have the same selector and a port in common.",
			"event": "one of the two is meant to lead elsewhere",
			"consequence": "its callers reach the pods of the other, and nothing shows it",
			"change": "Give each Service a selector of its own, or keep one of the two.",
		},
		{"likelihood": 1, "because": "two names for the same pods are rarely harmful"},
	)
}

_paths(i) := [["workload", "selector"], ["workload", "overlaps", i, "identity"]]

_workload(other) := {
	"rival": other.identity,
	"evidence": "Its labels satisfy this selector, in the same namespace.",
	"event": "an autoscaler or a budget counts pods by this selector",
	"consequence": "it counts both workloads, and scales or blocks by the sum",
	"change": concat("", [
		"Add a label to this selector and template that ", other.identity,
		" does not have; a selector cannot be changed in place, so delete the object with --cascade=orphan first.",
	]),
}
