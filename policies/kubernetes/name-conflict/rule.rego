# METADATA
# title: Two objects of one identity
# description: |
#   The cluster holds one object of a kind, name and namespace. Of two in
#   the same files, kubectl keeps the one that it applies last, kustomize
#   and Helm refuse both.
# related_resources:
#   - description: Object names and IDs
#     ref: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
# custom:
#   category: configuration
#   applies:
#     models: [conflict]
#     formats: [kubernetes]
#   likelihood: 2
#   impact: 3
#   default: "on"
#   message: "{problem}"
#   detail: "{evidence}"
#   failure_mode: "When the files are applied, then {consequence}."
#   blast_radius: "{object}, and everything that relies on what was overwritten."
#   mitigation: "{change}"
#   exceptions: >-
#     Files that are never applied together: variants of one application, each with its own way to be installed.
#   detection: 'an object that changes back and forth with every apply, or a build that fails with "already registered id"'
#   experiment:
#     steady_state: a second apply of the same files changes nothing
#     action: kubectl apply -f twice, then kubectl diff
#     abort_when: none needed with a dry run
#     expect: no difference after either
#   fix: none
package faultline.kubernetes["name-conflict"]

import data.faultline.lib.finding

findings contains f if {
	input.conflict.equal == false
	input.conflict.together
	f := finding.at(_paths, _args)
}

findings contains f if {
	input.conflict.equal == false
	input.conflict.together == false
	f := finding.graded(
		_paths,
		_args,
		{"confidence": "medium", "because": "they are in different files of one folder, which may be alternatives"},
	)
}

findings contains f if {
	input.conflict.equal
	f := finding.graded(
		_paths,
		{
			"problem": "is written twice, word for word",
			"evidence": "Nothing differs between the two.",
			"consequence": "the next change reaches one of the two, and the other may undo it",
			"change": "Delete one of the two.",
		},
		{"likelihood": 1, "impact": 1, "because": "both say the same today"},
	)
}

_paths := [["conflict", "name"], ["conflict", "identity"]]

_args := {
	"problem": "is defined twice, with different contents",
	"evidence": concat("", ["Another ", input.conflict.identity, " comes before it."]),
	"consequence": "the one that comes last replaces the other, or the build refuses both",
	"change": "Rename one of the two, give it another namespace, or merge them into one object.",
}
