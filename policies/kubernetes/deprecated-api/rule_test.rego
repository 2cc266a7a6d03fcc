package faultline.kubernetes["deprecated-api_test"]

import data.faultline.kubernetes["deprecated-api"] as rule

_object(version, api_version, type) := {
	"api_version": api_version, "type": type,
	"object": {"api_version": api_version},
	"run": {"kubernetes_version": version},
}

test_removed if {
	rule.findings == {{"paths": [["object", "api_version"]], "args": {
		"problem": "uses policy/v1beta1, which Kubernetes stopped serving in 1.25",
		"why": "Deprecated in 1.21, removed in 1.25; judged for Kubernetes 1.36.",
		"event": "it is applied to Kubernetes 1.25 or later",
		"outcome": "the API server refuses it (no matches for kind), and the release or GitOps sync stops with it",
		"change": "Write apiVersion: policy/v1; an empty selector selects every pod of the namespace there.",
	}}} with input as _object("1.36", "policy/v1beta1", "PodDisruptionBudget")
}

test_deprecated if {
	some f in rule.findings with input as _object("1.24", "policy/v1beta1", "PodDisruptionBudget")
	f.grade == {"likelihood": 1, "impact": 2, "because": "Kubernetes 1.24 still serves it"}
	f.args.problem == "uses policy/v1beta1, which Kubernetes 1.25 removes"
}

# 1.9 is before 1.16, though not as text.
test_boundaries if {
	every version, want in {"1.8": 0, "1.9": 1, "1.15": 1, "1.16": 1, "1.36": 1, "2.0": 1} {
		fs := rule.findings with input as _object(version, "apps/v1beta2", "Deployment")
		count(fs) == want
	}
	some before in rule.findings with input as _object("1.15", "apps/v1beta2", "Deployment")
	before.grade
	some removed in rule.findings with input as _object("1.16", "apps/v1beta2", "Deployment")
	not removed.grade
}

test_not_yet_deprecated if {
	rule.findings == set() with input as _object("1.18", "autoscaling/v2beta2", "HorizontalPodAutoscaler")
}

test_no_replacement if {
	some f in rule.findings with input as _object("1.36", "policy/v1beta1", "PodSecurityPolicy")
	startswith(f.args.change, "Delete it")
}

test_custom_resource if {
	some f in rule.findings with input as _object("1.36", "keda.k8s.io/v1alpha1", "ScaledObject")
	f.args.problem == "uses keda.k8s.io/v1alpha1, which is gone since KEDA 2.0"
	not f.grade
}

test_superseded if {
	some f in rule.findings with input as _object("1.36", "gateway.networking.k8s.io/v1beta1", "HTTPRoute")
	f.grade == {"likelihood": 1, "impact": 2, "because": "it is still served"}
}

# Alphas that are the newest version of their kind.
test_current if {
	every case in [
		_object("1.36", "gateway.networking.k8s.io/v1alpha2", "TCPRoute"),
		_object("1.36", "gateway.networking.k8s.io/v1beta1", "ReferenceGrant"),
		_object("1.36", "apps/v1", "Deployment"),
	] {
		rule.findings == set() with input as case
	}
}

test_service_account_alias if {
	rule.findings == {{
		"paths": [["workload", "service_account_alias"]],
		"args": {
			"problem": "sets serviceAccount, the deprecated alias of serviceAccountName",
			"why": "serviceAccountName wins where both are written; tools that write objects anew may drop the alias.",
			"event": "a tool or a later API drops the alias, or both names differ",
			"outcome": "the pods run under another ServiceAccount and lose their rights",
			"change": "Write serviceAccountName: app in place of serviceAccount.",
		},
		"grade": {"likelihood": 1, "impact": 1, "because": "the API server still reads the alias"},
	}} with input as object.union(
		_object("1.36", "apps/v1", "Deployment"),
		{"workload": {"service_account_alias": "app"}},
	)
}
