# METADATA
# title: Variable set twice
# description: |
#   The same environment variable stands twice in one container. Kubernetes
#   takes the last one, silently; tools that merge lists by name (kubectl
#   apply, kustomize, server-side apply) keep either, or refuse both.
# related_resources:
#   - description: Define environment variables for a container
#     ref: https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/
#   - description: Server-side apply, merge strategy
#     ref: https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy
# custom:
#   category: configuration
#   applies:
#     models: [workload.containers.env_duplicates, workload.init_containers.env_duplicates]
#     formats: [kubernetes]
#   likelihood: 2
#   impact: 2
#   default: "on"
#   message: "sets {variable} twice{difference}"
#   detail: The container starts with the entry that stands last; what is merged by name may keep another.
#   failure_mode: >-
#     When the object is merged with what the cluster has, then either entry may survive, and "{container}" runs with a
#     value of {variable} that nobody chose.
#   blast_radius: All pods of {object}{copies}{reach}.
#   mitigation: Delete all entries of {variable} in "{container}" but the one that is meant, as a rule the last.
#   exceptions: >-
#     A later entry that extends the earlier one by $(NAME). It works where nothing merges the list; one entry with the
#     whole value works everywhere.
#   detection: 'kubectl apply warns "hides previous definition"; or kubectl exec POD -- printenv NAME'
#   experiment:
#     steady_state: kubectl exec prints the intended value in every pod of {object}
#     action: kubectl apply --server-side --dry-run=server -f the manifest of {object}
#     abort_when: never; a dry run changes nothing
#     expect: the API server accepts it without a warning
#   fix: none
package faultline.workload["duplicate-env"]

import data.faultline.lib.finding

findings contains f if {
	some list in ["containers", "init_containers"]
	some i, container in input.workload[list]
	some j, entry in container.env_duplicates
	not entry.same
	f := finding.at(_paths(list, i, j), {
		"container": container.name, "variable": entry.name,
		"difference": " with different values",
	})
}

findings contains f if {
	some list in ["containers", "init_containers"]
	some i, container in input.workload[list]
	some j, entry in container.env_duplicates
	entry.same
	f := finding.graded(
		_paths(list, i, j),
		{"container": container.name, "variable": entry.name, "difference": ""},
		{"likelihood": 1, "impact": 1, "because": "both entries hold the same value"},
	)
}

_paths(list, i, j) := [
	["workload", list, i, "env_duplicates", j],
	["workload", list, i, "env_duplicates", j, "first"],
]
