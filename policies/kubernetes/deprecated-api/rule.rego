# METADATA
# title: Deprecated or removed API version
# description: |
#   Kubernetes stops serving beta versions some releases after it deprecates
#   them. A manifest that still uses one is refused by the API server, on the
#   day of the upgrade or, worse, at the next release after it.
# related_resources:
#   - description: Deprecated API migration guide
#     ref: https://kubernetes.io/docs/reference/using-api/deprecation-guide/
#   - description: Kubernetes deprecation policy
#     ref: https://kubernetes.io/docs/reference/using-api/deprecation-policy/
#   - description: Gateway API, versioning
#     ref: https://gateway-api.sigs.k8s.io/concepts/versioning/
#   - description: cert-manager, API compatibility
#     ref: https://cert-manager.io/docs/contributing/api-compatibility/
# custom:
#   category: compatibility
#   applies:
#     models: [object, workload.service_account_alias]
#     api_versions:
#       - acme.cert-manager.io/v1alpha2
#       - acme.cert-manager.io/v1alpha3
#       - acme.cert-manager.io/v1beta1
#       - admissionregistration.k8s.io/v1beta1
#       - apiextensions.k8s.io/v1beta1
#       - apiregistration.k8s.io/v1beta1
#       - apps/v1beta1
#       - apps/v1beta2
#       - autoscaling/v2beta1
#       - autoscaling/v2beta2
#       - batch/v1beta1
#       - batch/v2alpha1
#       - cert-manager.io/v1alpha2
#       - cert-manager.io/v1alpha3
#       - cert-manager.io/v1beta1
#       - certificates.k8s.io/v1beta1
#       - certmanager.k8s.io/v1alpha1
#       - coordination.k8s.io/v1beta1
#       - discovery.k8s.io/v1beta1
#       - events.k8s.io/v1beta1
#       - extensions/v1beta1
#       - flowcontrol.apiserver.k8s.io/v1beta1
#       - flowcontrol.apiserver.k8s.io/v1beta2
#       - flowcontrol.apiserver.k8s.io/v1beta3
#       - gateway.networking.k8s.io/v1alpha2
#       - gateway.networking.k8s.io/v1beta1
#       - keda.k8s.io/v1alpha1
#       - networking.k8s.io/v1beta1
#       - node.k8s.io/v1beta1
#       - policy/v1beta1
#       - rbac.authorization.k8s.io/v1alpha1
#       - rbac.authorization.k8s.io/v1beta1
#       - scheduling.k8s.io/v1alpha1
#       - scheduling.k8s.io/v1beta1
#       - storage.k8s.io/v1beta1
#     formats: [kubernetes]
#   likelihood: 3
#   impact: 3
#   default: "on"
#   message: "{problem}"
#   detail: "{why}"
#   failure_mode: "When {event}, then {outcome}."
#   blast_radius: "{object} and all that is released together with it."
#   mitigation: "{change}"
#   exceptions: >-
#     Manifests for a cluster that stays on an old version: give it with --kubernetes-version.
#   detection: 'apiserver_requested_deprecated_apis == 1, or "no matches for kind" in the log of the deployment'
#   experiment:
#     steady_state: the manifests apply to the present cluster
#     action: apply them with --dry-run=server to a cluster of the next version
#     abort_when: none needed, nothing is changed
#     expect: no error and no deprecation warning
#   fix: none
package faultline.kubernetes["deprecated-api"]

import data.faultline.lib.finding

findings contains f if {
	some row in _apis[input.api_version]
	input.type in row.kinds
	_version >= row.removed
	f := finding.at([["object", "api_version"]], {
		"problem": concat("", ["uses ", input.api_version, ", which Kubernetes stopped serving in ", _text(row.removed)]),
		"why": concat("", [
			"Deprecated in ", _text(row.deprecated), ", removed in ", _text(row.removed),
			"; judged for Kubernetes ", input.run.kubernetes_version, ".",
		]),
		"event": concat(" ", ["it is applied to Kubernetes", _text(row.removed), "or later"]),
		"outcome": _refused,
		"change": _change(row),
	})
}

findings contains f if {
	some row in _apis[input.api_version]
	input.type in row.kinds
	_version >= row.deprecated
	_version < row.removed
	f := finding.graded(
		[["object", "api_version"]],
		{
			"problem": concat("", ["uses ", input.api_version, ", which Kubernetes ", _text(row.removed), " removes"]),
			"why": concat("", [
				"Deprecated in ", _text(row.deprecated), ", removed in ", _text(row.removed),
				"; judged for Kubernetes ", input.run.kubernetes_version, ".",
			]),
			"event": concat(" ", ["the cluster is upgraded to Kubernetes", _text(row.removed)]),
			"outcome": _refused,
			"change": _change(row),
		},
		{"likelihood": 1, "impact": 2, "because": concat("", ["Kubernetes ", input.run.kubernetes_version, " still serves it"])},
	)
}

# Custom resources follow the version of what serves them.
findings contains f if {
	some row in _resources[input.api_version]
	input.type in row.kinds
	row.removed
	f := finding.at([["object", "api_version"]], {
		"problem": concat("", ["uses ", input.api_version, ", which is gone since ", row.since]),
		"why": concat("", [row.since, " and later versions do not serve this version of ", input.type, "."]),
		"event": concat(" ", ["it is applied beside", row.since, "or later"]),
		"outcome": _refused,
		"change": _change(row),
	})
}

findings contains f if {
	some row in _resources[input.api_version]
	input.type in row.kinds
	not row.removed
	f := finding.graded(
		[["object", "api_version"]],
		{
			"problem": concat("", ["uses ", input.api_version, ", which ", row.use, " supersedes since ", row.since]),
			"why": "Newer versions still serve it, and will stop to do so.",
			"event": "a later version stops serving it",
			"outcome": _refused,
			"change": _change(row),
		},
		{"likelihood": 1, "impact": 2, "because": "it is still served"},
	)
}

findings contains f if {
	alias := input.workload.service_account_alias
	f := finding.graded(
		[["workload", "service_account_alias"]],
		{
			"problem": "sets serviceAccount, the deprecated alias of serviceAccountName",
			"why": "serviceAccountName wins where both are written; tools that write objects anew may drop the alias.",
			"event": "a tool or a later API drops the alias, or both names differ",
			"outcome": "the pods run under another ServiceAccount and lose their rights",
			"change": concat(" ", ["Write serviceAccountName:", alias, "in place of serviceAccount."]),
		},
		{"likelihood": 1, "impact": 1, "because": "the API server still reads the alias"},
	)
}

_refused := "the API server refuses it (no matches for kind), and the release or GitOps sync stops with it"

_version := [to_number(part) | some part in split(input.run.kubernetes_version, ".")]

_text(version) := concat(".", [format_int(part, 10) | some part in version])

_change(row) := concat("", ["Write apiVersion: ", row.use, row.also]) if row.use

_change(row) := row.also if not row.use

# What Kubernetes itself serves: deprecated in, removed in, and what to use.
_apis := {
	"extensions/v1beta1": [
		{"kinds": {"Deployment", "DaemonSet", "ReplicaSet"}, "deprecated": [1, 9], "removed": [1, 16], "use": "apps/v1", "also": "; spec.selector is required there."},
		{"kinds": {"NetworkPolicy"}, "deprecated": [1, 9], "removed": [1, 16], "use": "networking.k8s.io/v1", "also": "."},
		{"kinds": {"PodSecurityPolicy"}, "deprecated": [1, 11], "removed": [1, 16], "also": _security},
		{"kinds": {"Ingress"}, "deprecated": [1, 14], "removed": [1, 22], "use": "networking.k8s.io/v1", "also": _ingress},
	],
	"apps/v1beta1": [{"kinds": {"Deployment", "StatefulSet", "ReplicaSet", "ControllerRevision"}, "deprecated": [1, 9], "removed": [1, 16], "use": "apps/v1", "also": "; spec.selector is required there."}],
	"apps/v1beta2": [{"kinds": {"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ControllerRevision"}, "deprecated": [1, 9], "removed": [1, 16], "use": "apps/v1", "also": "."}],
	"batch/v2alpha1": [{"kinds": {"CronJob"}, "deprecated": [1, 8], "removed": [1, 21], "use": "batch/v1", "also": "."}],
	"admissionregistration.k8s.io/v1beta1": [{"kinds": {"MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"}, "deprecated": [1, 16], "removed": [1, 22], "use": "admissionregistration.k8s.io/v1", "also": "; sideEffects and admissionReviewVersions are required there."}],
	"apiextensions.k8s.io/v1beta1": [{"kinds": {"CustomResourceDefinition"}, "deprecated": [1, 16], "removed": [1, 22], "use": "apiextensions.k8s.io/v1", "also": "; each version needs a structural schema there."}],
	"apiregistration.k8s.io/v1beta1": [{"kinds": {"APIService"}, "deprecated": [1, 10], "removed": [1, 22], "use": "apiregistration.k8s.io/v1", "also": "."}],
	"certificates.k8s.io/v1beta1": [{"kinds": {"CertificateSigningRequest"}, "deprecated": [1, 19], "removed": [1, 22], "use": "certificates.k8s.io/v1", "also": "; signerName and usages are required there."}],
	"coordination.k8s.io/v1beta1": [{"kinds": {"Lease"}, "deprecated": [1, 14], "removed": [1, 22], "use": "coordination.k8s.io/v1", "also": "."}],
	"networking.k8s.io/v1beta1": [
		{"kinds": {"Ingress"}, "deprecated": [1, 19], "removed": [1, 22], "use": "networking.k8s.io/v1", "also": _ingress},
		{"kinds": {"IngressClass"}, "deprecated": [1, 19], "removed": [1, 22], "use": "networking.k8s.io/v1", "also": "."},
	],
	"rbac.authorization.k8s.io/v1beta1": [{"kinds": {"Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding"}, "deprecated": [1, 17], "removed": [1, 22], "use": "rbac.authorization.k8s.io/v1", "also": "."}],
	"rbac.authorization.k8s.io/v1alpha1": [{"kinds": {"Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding"}, "deprecated": [1, 17], "removed": [1, 23], "use": "rbac.authorization.k8s.io/v1", "also": "."}],
	"scheduling.k8s.io/v1beta1": [{"kinds": {"PriorityClass"}, "deprecated": [1, 14], "removed": [1, 22], "use": "scheduling.k8s.io/v1", "also": "."}],
	"scheduling.k8s.io/v1alpha1": [{"kinds": {"PriorityClass"}, "deprecated": [1, 14], "removed": [1, 23], "use": "scheduling.k8s.io/v1", "also": "."}],
	"storage.k8s.io/v1beta1": [
		{"kinds": {"StorageClass"}, "deprecated": [1, 6], "removed": [1, 22], "use": "storage.k8s.io/v1", "also": "."},
		{"kinds": {"VolumeAttachment"}, "deprecated": [1, 13], "removed": [1, 22], "use": "storage.k8s.io/v1", "also": "."},
		{"kinds": {"CSINode"}, "deprecated": [1, 17], "removed": [1, 22], "use": "storage.k8s.io/v1", "also": "."},
		{"kinds": {"CSIDriver"}, "deprecated": [1, 19], "removed": [1, 22], "use": "storage.k8s.io/v1", "also": "."},
		{"kinds": {"CSIStorageCapacity"}, "deprecated": [1, 24], "removed": [1, 27], "use": "storage.k8s.io/v1", "also": "."},
	],
	"batch/v1beta1": [{"kinds": {"CronJob"}, "deprecated": [1, 21], "removed": [1, 25], "use": "batch/v1", "also": "."}],
	"discovery.k8s.io/v1beta1": [{"kinds": {"EndpointSlice"}, "deprecated": [1, 21], "removed": [1, 25], "use": "discovery.k8s.io/v1", "also": "."}],
	"events.k8s.io/v1beta1": [{"kinds": {"Event"}, "deprecated": [1, 19], "removed": [1, 25], "use": "events.k8s.io/v1", "also": "."}],
	"node.k8s.io/v1beta1": [{"kinds": {"RuntimeClass"}, "deprecated": [1, 22], "removed": [1, 25], "use": "node.k8s.io/v1", "also": "."}],
	"policy/v1beta1": [
		{"kinds": {"PodDisruptionBudget"}, "deprecated": [1, 21], "removed": [1, 25], "use": "policy/v1", "also": "; an empty selector selects every pod of the namespace there."},
		{"kinds": {"PodSecurityPolicy"}, "deprecated": [1, 21], "removed": [1, 25], "also": _security},
	],
	"autoscaling/v2beta1": [{"kinds": {"HorizontalPodAutoscaler"}, "deprecated": [1, 22], "removed": [1, 25], "use": "autoscaling/v2", "also": "; targetAverageUtilization is target.averageUtilization with target.type: Utilization there."}],
	"autoscaling/v2beta2": [{"kinds": {"HorizontalPodAutoscaler"}, "deprecated": [1, 23], "removed": [1, 26], "use": "autoscaling/v2", "also": "; its fields are the same."}],
	"flowcontrol.apiserver.k8s.io/v1beta1": [{"kinds": {"FlowSchema", "PriorityLevelConfiguration"}, "deprecated": [1, 23], "removed": [1, 26], "use": "flowcontrol.apiserver.k8s.io/v1", "also": _flow}],
	"flowcontrol.apiserver.k8s.io/v1beta2": [{"kinds": {"FlowSchema", "PriorityLevelConfiguration"}, "deprecated": [1, 26], "removed": [1, 29], "use": "flowcontrol.apiserver.k8s.io/v1", "also": _flow}],
	"flowcontrol.apiserver.k8s.io/v1beta3": [{"kinds": {"FlowSchema", "PriorityLevelConfiguration"}, "deprecated": [1, 29], "removed": [1, 32], "use": "flowcontrol.apiserver.k8s.io/v1", "also": "."}],
}

# What controllers serve, by their own versions.
_resources := {
	"certmanager.k8s.io/v1alpha1": [{"kinds": {"Certificate", "Issuer", "ClusterIssuer", "CertificateRequest", "Order", "Challenge"}, "since": "cert-manager 0.11", "removed": true, "use": "cert-manager.io/v1", "also": "."}],
	"cert-manager.io/v1alpha2": [{"kinds": _certificates, "since": "cert-manager 1.6", "removed": true, "use": "cert-manager.io/v1", "also": "."}],
	"cert-manager.io/v1alpha3": [{"kinds": _certificates, "since": "cert-manager 1.6", "removed": true, "use": "cert-manager.io/v1", "also": "."}],
	"cert-manager.io/v1beta1": [{"kinds": _certificates, "since": "cert-manager 1.6", "removed": true, "use": "cert-manager.io/v1", "also": "."}],
	"acme.cert-manager.io/v1alpha2": [{"kinds": {"Order", "Challenge"}, "since": "cert-manager 1.6", "removed": true, "use": "acme.cert-manager.io/v1", "also": "."}],
	"acme.cert-manager.io/v1alpha3": [{"kinds": {"Order", "Challenge"}, "since": "cert-manager 1.6", "removed": true, "use": "acme.cert-manager.io/v1", "also": "."}],
	"acme.cert-manager.io/v1beta1": [{"kinds": {"Order", "Challenge"}, "since": "cert-manager 1.6", "removed": true, "use": "acme.cert-manager.io/v1", "also": "."}],
	"keda.k8s.io/v1alpha1": [{"kinds": {"ScaledObject", "ScaledJob", "TriggerAuthentication"}, "since": "KEDA 2.0", "removed": true, "use": "keda.sh/v1alpha1", "also": "; scaleTargetRef.deploymentName is scaleTargetRef.name there."}],
	"gateway.networking.k8s.io/v1alpha2": [
		{"kinds": {"Gateway", "GatewayClass", "HTTPRoute"}, "since": "Gateway API 0.8", "removed": true, "use": "gateway.networking.k8s.io/v1", "also": "."},
		{"kinds": {"GRPCRoute"}, "since": "Gateway API 1.2", "removed": true, "use": "gateway.networking.k8s.io/v1", "also": "."},
		{"kinds": {"ReferenceGrant"}, "since": "Gateway API 1.2", "removed": true, "use": "gateway.networking.k8s.io/v1beta1", "also": "."},
	],
	"gateway.networking.k8s.io/v1beta1": [{"kinds": {"Gateway", "GatewayClass", "HTTPRoute"}, "since": "Gateway API 1.0", "removed": false, "use": "gateway.networking.k8s.io/v1", "also": "; its fields are the same."}],
}

_certificates := {"Certificate", "Issuer", "ClusterIssuer", "CertificateRequest"}

_ingress := "; each path needs a pathType there, and its backend is service.name with service.port.number or name."

_security := "Delete it, and label the namespaces for Pod Security Admission (pod-security.kubernetes.io/enforce: baseline) in its place."

_flow := "; assuredConcurrencyShares is nominalConcurrencyShares there."
