package faultline.workload["host-port-conflict_test"]

import data.faultline.workload["host-port-conflict"] as rule

test_rival if {
	rule.findings == {
		{
			"paths": [
				["workload", "containers", 0, "ports", 0, "taken"],
				["workload", "containers", 0, "ports", 0, "rival", "identity"],
			],
			"args": {
				"change": "Give one of the two another hostPort, or keep them apart with node selectors.",
				"consequence": "the second stays Pending there for as long as the first runs",
				"container": "app",
				"event": "both are to run on one node",
				"evidence": "One pod holds a port of a node, with the same protocol and address.",
				"problem": "wants port 80 of its node, as DaemonSet shop/proxy does",
			},
		},
	} with input as {
		"workload": {
			"kind": "Deployment",
			"replicas": {"min": 1},
			"update": {"strategy": "RollingUpdate", "unavailable_pods": 1, "surge_pods": 1},
			"containers": [
				{
					"name": "app",
					"ports": [{"taken": 80, "rival": {"identity": "DaemonSet shop/proxy", "kind": "DaemonSet"}}],
				},
			],
		},
	}
}

# They meet on every node.
test_two_daemons if {
	rule.findings == {
		{
			"paths": [
				["workload", "containers", 0, "ports", 0, "taken"],
				["workload", "containers", 0, "ports", 0, "rival", "identity"],
			],
			"args": {
				"change": "Give one of the two another hostPort, or keep them apart with node selectors.",
				"consequence": "the second stays Pending there for as long as the first runs",
				"container": "app",
				"event": "both are to run on one node",
				"evidence": "One pod holds a port of a node, with the same protocol and address.",
				"problem": "wants port 80 of its node, as DaemonSet shop/proxy does",
			},
			"grade": {"likelihood": 3, "impact": 3, "because": "both want a pod on every node"},
		},
	} with input as {
		"workload": {
			"kind": "DaemonSet",
			"replicas": {"min": 1},
			"update": {"strategy": "RollingUpdate", "unavailable_pods": 1, "surge_pods": 1},
			"containers": [
				{
					"name": "app",
					"ports": [{"taken": 80, "rival": {"identity": "DaemonSet shop/proxy", "kind": "DaemonSet"}}],
				},
			],
		},
	}
}

test_rollout_needs_a_free_node if {
	rule.findings == {
		{
			"paths": [
				["workload", "containers", 0, "ports", 0, "taken"],
				["workload", "update", "unavailable_pods"],
				["workload", "update", "surge_pods"],
				["workload", "replicas", "min"],
			],
			"args": {
				"change": "Set strategy.rollingUpdate to maxUnavailable 1 and maxSurge 0, or use a Service in place of the host's port.",
				"consequence": "the new pod stays Pending and the rollout stands still",
				"container": "app",
				"event": "a rollout starts and every node that fits has a pod already",
				"evidence": "2 replicas, 1 extra during a rollout, none missing: it needs 3 nodes with a free port.",
				"problem": "holds port 80 of its node and stops no pod before a new one starts",
			},
		},
	} with input as {
		"workload": {
			"kind": "Deployment",
			"replicas": {"min": 2},
			"update": {"strategy": "RollingUpdate", "unavailable_pods": 0, "surge_pods": 1},
			"containers": [{"name": "app", "ports": [{"taken": 80}]}],
		},
	}
}

# It needs one more node, which nearly every cluster has.
test_one_replica if {
	rule.findings == set() with input as {
		"workload": {
			"kind": "Deployment",
			"replicas": {"min": 1},
			"update": {"strategy": "RollingUpdate", "unavailable_pods": 0, "surge_pods": 1},
			"containers": [{"name": "app", "ports": [{"taken": 80}]}],
		},
	}
}

test_a_pod_may_stop_first if {
	rule.findings == set() with input as {
		"workload": {
			"kind": "Deployment",
			"replicas": {"min": 4},
			"update": {"strategy": "RollingUpdate", "unavailable_pods": 1, "surge_pods": 1},
			"containers": [{"name": "app", "ports": [{"taken": 80}]}],
		},
	}
}

test_no_extra_pod if {
	rule.findings == set() with input as {
		"workload": {
			"kind": "Deployment",
			"replicas": {"min": 2},
			"update": {"strategy": "RollingUpdate", "unavailable_pods": 0, "surge_pods": 0},
			"containers": [{"name": "app", "ports": [{"taken": 80}]}],
		},
	}
}

test_recreate if {
	rule.findings == set() with input as {
		"workload": {
			"kind": "Deployment",
			"replicas": {"min": 2},
			"update": {"strategy": "Recreate", "unavailable_pods": 0, "surge_pods": 1},
			"containers": [{"name": "app", "ports": [{"taken": 80}]}],
		},
	}
}

test_one_finding_a_container if {
	rule.findings == {
		{
			"paths": [
				["workload", "containers", 0, "ports", 1, "taken"],
				["workload", "update", "unavailable_pods"],
				["workload", "update", "surge_pods"],
				["workload", "replicas", "min"],
			],
			"args": {
				"change": "Set strategy.rollingUpdate to maxUnavailable 1 and maxSurge 0, or use a Service in place of the host's port.",
				"consequence": "the new pod stays Pending and the rollout stands still",
				"container": "app",
				"event": "a rollout starts and every node that fits has a pod already",
				"evidence": "2 replicas, 1 extra during a rollout, none missing: it needs 3 nodes with a free port.",
				"problem": "holds port 80 of its node and stops no pod before a new one starts",
			},
		},
	} with input as {
		"workload": {
			"kind": "Deployment",
			"replicas": {"min": 2},
			"update": {"strategy": "RollingUpdate", "unavailable_pods": 0, "surge_pods": 1},
			"containers": [{"name": "app", "ports": [{"number": 1}, {"taken": 80}, {"taken": 443}]}],
		},
	}
}
