package faultline.workload["naked-pod_test"]

import data.faultline.workload["naked-pod"] as rule

_input(changes) := object.union(
	{"type": "Pod", "namespace": "shop", "workload": {"owned": false, "role": "worker", "annotations": {}}},
	changes,
)

test_pod if {
	rule.findings == {{"paths": [["workload", "owned"], ["workload", "host_network"]], "args": {"change": concat(" ", [
		"Make it a Deployment with this pod as its template (a StatefulSet where it keeps data, a DaemonSet where each",
		"node needs one).",
	])}}} with input as _input({})
}

test_pod_that_ends if {
	rule.findings == {{
		"paths": [["workload", "owned"], ["workload", "restart", "policy"], ["workload", "host_network"]],
		"args": {"change": "Make it a Job with this pod as its template: a Job starts over on another node."},
		"grade": {"likelihood": 1, "because": "it runs to an end, and is exposed only until then"},
	}} with input as _input({"workload": {"role": "job"}})
}

test_owned if {
	rule.findings == set() with input as _input({"workload": {"owned": true}})
}

test_on_purpose if {
	every name in ["helm.sh/hook", "argocd.argoproj.io/hook", "kubernetes.io/config.source", "kubernetes.io/config.mirror"] {
		rule.findings == set() with input as _input({"workload": {"annotations": {name: "x"}}})
	}
	rule.findings == set() with input as _input({"namespace": "kube-system", "workload": {"host_network": true}})
}
