# METADATA
# title: What a container needs is not there
# description: |
#   A container that refers to a ConfigMap, a key or a claim that does not
#   exist is not started: the pod waits in CreateContainerConfigError,
#   ContainerCreating or Pending until somebody adds it.
# related_resources:
#   - description: Configure a pod to use a ConfigMap
#     ref: https://kubernetes.io/docs/tasks/configure-pod-container/configure-pod-configmap/
#   - description: Persistent volumes, claims as volumes
#     ref: https://kubernetes.io/docs/concepts/storage/persistent-volumes/#claims-as-volumes
# custom:
#   category: configuration
#   applies:
#     models: [workload.references]
#     formats: [kubernetes]
#   likelihood: 3
#   impact: 3
#   default: "on"
#   message: "needs {what}, which {problem}"
#   detail: "{evidence}"
#   failure_mode: >-
#     When a pod starts, then it waits for what is missing and never runs; a rollout stands still half-way, and after a
#     node is lost nothing replaces its pods.
#   blast_radius: Every new pod of {object}{copies}{reach}.
#   mitigation: "{change}"
#   exceptions: >-
#     Something that a command or another tool makes before the workload is applied; where the container can do
#     without it, optional: true says so.
#   detection: 'kube_pod_container_status_waiting_reason{reason="CreateContainerConfigError"} > 0, or events FailedMount'
#   experiment:
#     steady_state: all replicas of {object} are Ready
#     action: apply the manifests to an empty namespace
#     abort_when: none needed in an empty namespace
#     expect: every container starts
#   fix: none
package faultline.kubernetes["config-reference-dangling"]

import data.faultline.lib.finding

findings contains f if {
	some i, ref in input.workload.references
	ref.key
	not ref.found
	f := finding.at(
		[
			["workload", "references", i, "name"],
			["workload", "references", i, "found"],
			["workload", "references", i, "partner", "identity"],
		],
		object.union(_container(ref), {
			"what": concat("", ["key \"", ref.key, "\" of ", ref.kind, " ", ref.name]),
			"problem": "does not have it",
			"evidence": concat("", [ref.partner.identity, " is in the files, without this key."]),
			"change": concat("", ["Add the key ", ref.key, " to ", ref.partner.identity, ", or correct the reference."]),
		}),
	)
}

findings contains f if {
	some i, ref in input.workload.references
	not ref.key
	ref.kind == "ConfigMap"
	not ref.found
	f := finding.graded(
		_paths(i),
		object.union(_container(ref), {
			"what": concat(" ", [ref.kind, ref.name]),
			"problem": "is not there",
			"evidence": "No object of this kind and name is in the files, in its namespace or without one, and no generator makes one.",
			"change": concat("", ["Add the ", ref.kind, " ", ref.name, " to these files, or correct the reference."]),
		}),
		{"likelihood": 2, "confidence": "medium", "because": "a command or another tool may make it"},
	)
}

findings contains f if {
	some i, ref in input.workload.references
	not ref.key
	ref.kind == "Secret"
	not ref.found
	f := finding.graded(
		_paths(i),
		object.union(_container(ref), {
			"what": concat(" ", [ref.kind, ref.name]),
			"problem": "is not there",
			"evidence": concat(" ", [
				"These files hold other Secrets of the namespace, but none of this name,",
				"and nothing in them makes one (ExternalSecret, SealedSecret, Certificate).",
			]),
			"change": concat("", ["Add the Secret ", ref.name, " or what makes it, or correct the reference."]),
		}),
		{"likelihood": 2, "confidence": "medium", "because": "Secrets are often made by a command or another tool"},
	)
}

findings contains f if {
	some i, ref in input.workload.references
	ref.kind == "PersistentVolumeClaim"
	not ref.found
	f := finding.graded(
		_paths(i),
		object.union(_container(ref), {
			"what": concat(" ", [ref.kind, ref.name]),
			"problem": "is not there",
			"evidence": "No claim of this name is in the files, and no StatefulSet's template makes it.",
			"change": concat("", ["Add the PersistentVolumeClaim ", ref.name, ", or correct claimName."]),
		}),
		{"likelihood": 2, "impact": 2, "because": "a claim is often made once, apart from the workload"},
	)
}

findings contains f if {
	some i, ref in input.workload.references
	ref.kind == "SecretProviderClass"
	not ref.found
	f := finding.at(
		_paths(i),
		object.union(_container(ref), {
			"what": concat(" ", [ref.kind, ref.name]),
			"problem": "is not there",
			"evidence": "The files hold such classes, but none of this name in the workload's namespace.",
			"change": concat("", ["Add the SecretProviderClass ", ref.name, ", or correct volumeAttributes."]),
		}),
	)
}

_paths(i) := [["workload", "references", i, "name"], ["workload", "references", i, "found"]]

_container(ref) := {"container": ref.container} if ref.container

_container(ref) := {} if not ref.container
