package faultline.kubernetes["traffic-policy-local_test"]

import data.faultline.kubernetes["traffic-policy-local"] as rule

_pod(n, constraints) := {"identity": "Deployment edge", "kind": "Deployment", "replicas_min": n, "spread": {"constraints": constraints}}

_hostname := {"kind": "topology", "key": "kubernetes.io/hostname", "hard": false, "matches_self": true}

_input(pods) := {
	"params": {"traffic-policy-local": {"min_pods": 3}},
	"service": {"type": "LoadBalancer", "external_traffic_policy": "Local", "pods": pods},
}

_paths := [["service", "external_traffic_policy"], ["service", "pods", 0, "replicas_min"]]

test_few_pods if {
	rule.findings == {{"paths": _paths, "args": {
		"problem": "keeps outside traffic on the node that it reaches, with 2 pods behind it",
		"least": 3,
	}}} with input as _input([_pod(2, [_hostname])])
}

test_pods_that_may_share_a_node if {
	rule.findings == {{
		"paths": array.concat(_paths, [
			["service", "pods", 0, "spread", "constraints", 0, "key"],
			["service", "pods", 0, "spread", "constraints", 0, "matches_self"],
		]),
		"args": {
			"problem": "keeps outside traffic on the node that it reaches, and its pods may share one",
			"least": 3,
		},
		"grade": {"likelihood": 1, "because": "the scheduler spreads pods where it can"},
	}} with input as _input([_pod(3, [{"kind": "topology", "key": "topology.kubernetes.io/zone", "matches_self": true}])])
}

test_enough if {
	rule.findings == set() with input as _input([_pod(3, [_hostname])])
	rule.findings == set() with input as _input([_pod(1, [_hostname]), _pod(2, [_hostname])])
	rule.findings == set() with input as _input([{"identity": "DaemonSet edge", "kind": "DaemonSet"}])
	rule.findings == set() with input as _input([])
}

test_replicas_not_known if {
	rule.findings == set() with input as _input([{"identity": "Deployment edge", "kind": "Deployment"}])
}

test_other_services if {
	every change in [{"external_traffic_policy": "Cluster"}, {"type": "ClusterIP"}] {
		rule.findings == set() with input as object.union(_input([_pod(1, [])]), {"service": change})
	}
}
