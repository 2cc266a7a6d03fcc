# METADATA
# title: Selector does not match the template
# description: |
#   A controller makes pods from its template and counts them by its
#   selector. When the two do not match, the API server refuses the object,
#   and a custom controller that has taken it does nothing with it.
# related_resources:
#   - description: Deployments, selector
#     ref: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector
#   - description: Labels and selectors
#     ref: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
# custom:
#   category: configuration
#   applies:
#     models: [workload.selector.problem]
#     formats: [kubernetes]
#   likelihood: 3
#   impact: 3
#   default: "on"
#   message: "{problem}"
#   detail: "{evidence}"
#   failure_mode: >-
#     When the release is applied, then this object is refused while the others go through, and the release is left
#     half-way.
#   blast_radius: All of {object}{copies}{reach}, and what is applied after it.
#   mitigation: "{change}"
#   exceptions: Labels that a mutating webhook or a kustomization which is not in these files adds to the template.
#   detection: 'an apply that ends with "selector does not match template labels", or a GitOps sync that fails'
#   experiment:
#     steady_state: a server-side dry run of the manifests passes
#     action: kubectl apply --dry-run=server
#     abort_when: none needed, nothing is changed
#     expect: the API server accepts every object
#   fix: none
package faultline.kubernetes["selector-mismatch"]

import data.faultline.lib.finding

findings contains f if {
	input.workload.selector.problem == "differs"
	not input.workload.selector.matches
	wanted := concat(", ", input.workload.selector.wanted)
	f := finding.at(
		[["workload", "selector", "matches"], ["workload", "labels"]],
		{
			"problem": "has a selector that its own pod template does not match",
			"evidence": concat("", ["The selector wants ", wanted, "; the template's labels differ."]),
			"change": concat("", ["Give spec.template.metadata.labels what fits ", wanted, ", or correct spec.selector."]),
		},
	)
}

findings contains f if {
	some problem in ["missing", "empty"]
	input.workload.selector.problem == problem
	not input.workload.selector.matches
	f := finding.at(
		[["workload", "selector", "matches"]],
		{
			"problem": _problem[problem],
			"evidence": concat(" ", [input.api_version, "has no default for spec.selector, and accepts no empty one."]),
			"change": "Set spec.selector.matchLabels to labels of the pod template that never change.",
		},
	)
}

_problem := {"missing": "has no selector", "empty": "has an empty selector"}
