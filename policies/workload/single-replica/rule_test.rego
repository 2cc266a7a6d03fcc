package faultline.workload["single-replica_test"]

import data.faultline.workload["single-replica"] as rule

_params := {"single-replica": {"min_replicas": 2}}

_input(changes) := {"params": _params, "workload": object.union(
	{
		"serving": {"evidence": "service"},
		"replicas": {"min": 1, "max": 1, "autoscaled": false},
		"containers": [{"name": "app", "datastore": false}],
		"volumes": [],
		"update": {"strategy": "RollingUpdate"},
	},
	changes,
)}

_args := {
	"problem": "serves traffic from a single replica",
	"reason": "No autoscaler raises spec.replicas, whose default is 1.",
	"change": "Set spec.replicas to 2 or more, spread over nodes, and add a PodDisruptionBudget with maxUnavailable 1.",
}

_paths := [["workload", "replicas", "min"], ["workload", "autoscalers"], ["workload", "update", "strategy"]]

test_one_replica if {
	rule.findings == {{"paths": _paths, "args": _args}} with input as _input({})
}

test_ports_alone if {
	rule.findings == {{"paths": _paths, "args": _args, "grade": {
		"confidence": "medium",
		"because": "its declared ports are the only sign that it serves traffic",
	}}} with input as _input({"serving": {"evidence": "ports"}})
}

test_autoscaler_keeps_one if {
	rule.findings == {{
		"paths": [
			["workload", "autoscalers", 1, "min"], ["workload", "replicas", "min"],
			["workload", "replicas"], ["workload", "update", "strategy"],
		],
		"args": {
			"problem": "serves traffic from a single replica at the minimum of ScaledObject b",
			"reason": "ScaledObject b scales it down to this when there is little load.",
			"change": "Set the minimum of ScaledObject b to 2 or more.",
		},
	}} with input as _input({
		"replicas": {"min": 1, "max": 5, "autoscaled": true, "by": "ScaledObject b"},
		"autoscalers": [{"identity": "HorizontalPodAutoscaler a"}, {"identity": "ScaledObject b"}],
	})
}

test_datastore if {
	some f in rule.findings with input as _input({"containers": [{"name": "db", "datastore": true}]})
	f.paths == _paths
	f.grade == {"likelihood": 1, "because": "more pods alone do not make a datastore redundant"}
}

test_target_is_elsewhere if {
	rule.findings == {{
		"paths": [["autoscaler", "min"], ["autoscaler", "target", "found"]],
		"args": {
			"problem": "lets Deployment web shrink to a single replica",
			"reason": "minReplicas is 1 where it is not written.",
			"change": "Set minReplicas to 2 or more.",
		},
		"grade": {"confidence": "medium", "because": "what it scales is not among these files"},
	}} with input as {"params": _params, "autoscaler": {
		"kind": "HorizontalPodAutoscaler",
		"min": 1,
		"target": {"kind": "Deployment", "name": "web"},
	}}
}

test_target_is_here if {
	rule.findings == set() with input as {"params": _params, "autoscaler": {
		"kind": "HorizontalPodAutoscaler",
		"min": 1,
		"target": {"kind": "Deployment", "name": "web", "found": true},
	}}
}

test_boundary if {
	rule.findings == set() with input as _input({"replicas": {"min": 2, "autoscaled": false}})
	rule.findings == set() with input as _input({"replicas": {"min": 0, "autoscaled": false}})
}

test_own_threshold if {
	some f in rule.findings with input as object.union(
		_input({"replicas": {"min": 2, "autoscaled": false}}),
		{"params": {"single-replica": {"min_replicas": 3}}},
	)
	f.args.problem == "serves traffic from 2 replicas"
}

test_one_writer if {
	claim := {"kind": "claim", "access_modes": ["ReadWriteOnce"]}
	shared := {"kind": "claim", "access_modes": ["ReadWriteMany"]}
	recreate := {"update": {"strategy": "Recreate"}}
	rule.findings == set() with input as _input(object.union(recreate, {"volumes": [claim]}))
	rule.findings != set() with input as _input(object.union(recreate, {"volumes": [shared]}))
	rule.findings != set() with input as _input(recreate)
}
