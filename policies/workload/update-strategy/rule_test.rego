package faultline.workload["update-strategy_test"]

import data.faultline.workload["update-strategy"] as rule

_input(changes) := {"type": "Deployment", "workload": object.union(
	{
		"serving": {"evidence": "service"}, "stateful": false,
		"replicas": {"min": 3, "autoscaled": false},
		"containers": [{"name": "app", "ports": []}],
		"volumes": [],
		"update": {
			"strategy": "RollingUpdate", "max_unavailable": "25%", "max_surge": "25%",
			"unavailable_pods": 0, "surge_pods": 1,
		},
	},
	changes,
)}

_recreate := {"update": {"strategy": "Recreate"}}

_args := {
	"problem": "stops all its pods before it starts new ones (Recreate)",
	"reason": "Between the last old pod's end and the first new pod's readiness there is none.",
	"effect": "all of it is away for as long as pods take to stop, to pull the image, to start and to become ready",
	"change": "Delete spec.strategy: the default replaces pods step by step.",
}

_paths := [["workload", "update", "strategy"], ["workload", "replicas", "min"]]

_ports := {"confidence": "medium", "because": "its declared ports are the only sign that it serves traffic"}

test_recreate if {
	rule.findings == {{"paths": _paths, "args": _args}} with input as _input(_recreate)
}

test_recreate_by_ports if {
	rule.findings == {{"paths": _paths, "args": _args, "grade": _ports}} with input as _input(object.union(
		_recreate,
		{"serving": {"evidence": "ports"}},
	))
}

test_recreate_of_a_worker if {
	rule.findings == {{"paths": _paths, "args": _args, "grade": {
		"likelihood": 2, "impact": 1,
		"because": "nothing shows that it serves traffic",
	}}} with input as _input(object.union(_recreate, {"serving": false}))
}

test_recreate_where_only_one_fits if {
	every changes in [
		{"volumes": [{"kind": "claim"}]},
		{"volumes": [{"kind": "claim", "access_modes": ["ReadWriteOnce"]}]},
		{"replicas": {"min": 1}, "host_network": true},
		{"replicas": {"min": 1}, "containers": [{"ports": [{"host_port": 53}]}]},
		{"replicas": {"min": 0}},
		{"containers": [{"datastore": true}]},
	] {
		rule.findings == set() with input as _input(object.union(_recreate, changes))
	}
	rule.findings != set() with input as _input(object.union(
		_recreate,
		{"volumes": [{"kind": "claim", "access_modes": ["ReadWriteMany"]}]},
	))
}

test_all_replicas if {
	rule.findings == {{
		"paths": [
			["workload", "update", "unavailable_pods"], ["workload", "update", "max_unavailable"],
			["workload", "replicas", "min"], ["workload", "autoscalers"],
		],
		"args": {
			"problem": "lets a rollout stop both pods before a new one is ready",
			"reason": concat("", [
				"maxUnavailable 100% with maxSurge 0 is 2 of 2 (unavailable rounds down, surge rounds up; ",
				"when both are 0 one pod may be missing).",
			]),
			"effect": "no pod answers until the first new one is ready",
			"change": "Set maxUnavailable to 0 and maxSurge to 1.",
		},
		"grade": {"impact": 3, "because": "it has several replicas, and all of them are away at the same time"},
	}} with input as _input({
		"replicas": {"min": 2},
		"update": {"max_unavailable": "100%", "max_surge": "0", "unavailable_pods": 2, "surge_pods": 0},
	})
}

test_the_only_replica if {
	some f in rule.findings with input as _input({"replicas": {"min": 1}, "update": {"unavailable_pods": 1}})
	not f.grade
	f.args.problem == "lets a rollout stop its only pod before a new one is ready"
}

test_autoscaled if {
	some f in rule.findings with input as _input({
		"replicas": {"min": 2, "autoscaled": true},
		"update": {"unavailable_pods": 2},
	})
	f.paths[2] == ["workload", "autoscalers", 0, "min"]
}

test_all_replicas_by_ports if {
	some f in rule.findings with input as _input({
		"serving": {"evidence": "ports"},
		"update": {"unavailable_pods": 3},
	})
	f.grade == _ports
}

test_rolling_is_fine if {
	rule.findings == set() with input as _input({})
	rule.findings == set() with input as _input({"update": {"unavailable_pods": 2}})
	rule.findings == set() with input as _input({"stateful": true, "replicas": {"min": 1}, "update": {"unavailable_pods": 1}})
	rule.findings == set() with input as _input({"serving": false, "update": {"unavailable_pods": 3}})
	rule.findings == set() with input as _input({"update": {"strategy": "BlueGreen", "unavailable_pods": 3}})
}

test_daemon_set if {
	some f in rule.findings with input as object.union(
		_input({"update": {"max_unavailable": "100%", "unavailable_pods": null}}),
		{"type": "DaemonSet"},
	)
	f.grade == {"impact": 3, "because": "every node is hit at once"}
}

test_on_delete if {
	some f in rule.findings with input as _input({"update": {"strategy": "OnDelete"}})
	f.paths == [["workload", "update", "strategy"]]
	f.grade == {"likelihood": 2, "impact": 1, "because": "it is often chosen on purpose"}
}
