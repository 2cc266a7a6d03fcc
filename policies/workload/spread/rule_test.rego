package faultline.workload.spread_test

import data.faultline.workload.spread as rule

_input(replicas, constraints) := {"type": "Deployment", "workload": {
	"replicas": {"max": replicas},
	"containers": [{"quorum": false}],
	"spread": {"constraints": constraints},
}}

_args := {
	"problem": "may run all 3 replicas on one node",
	"reason": "It has no topology spread constraint, and no anti-affinity to its own pods.",
	"change": concat(" ", [
		"Add topologySpreadConstraints with maxSkew 1 for kubernetes.io/hostname and topology.kubernetes.io/zone,",
		"whenUnsatisfiable ScheduleAnyway and the pods' own labels as labelSelector.",
	]),
}

_paths := [["workload", "spread", "constraints"], ["workload", "replicas", "max"]]

_inert := {
	"problem": "has a spread constraint that does not count its own pods",
	"reason": "Its labelSelector does not match the labels of the pod template, so the skew is that of no or other pods.",
	"change": "Set the constraint's labelSelector to labels of the pod template.",
}

_inert_paths := [
	["workload", "spread", "constraints", 0, "matches_self"],
	["workload", "spread", "constraints", 0],
]

test_missing if {
	rule.findings == {{"paths": _paths, "args": _args}} with input as _input(3, [])
}

test_autoscaled if {
	some f in rule.findings with input as object.union(_input(2, []), {"workload": {
		"replicas": {"autoscaled": true, "by": "ScaledObject a"},
		"autoscalers": [{"identity": "ScaledObject a"}],
	}})
	f.paths == [["workload", "spread", "constraints"], ["workload", "autoscalers", 0, "max"]]
	f.args.problem == "may run both replicas on one node"
}

test_quorum if {
	rule.findings == {{"paths": _paths, "args": _args, "grade": {
		"likelihood": 2, "impact": 3,
		"because": "a majority of its members must not share a node",
	}}} with input as object.union(_input(3, []), {"workload": {"containers": [{"quorum": true}]}})
}

test_anti_affinity_to_others_is_none if {
	rule.findings == {{
		"paths": array.concat(_paths, [["workload", "spread", "constraints", 0, "matches_self"]]),
		"args": _args,
	}} with input as _input(3, [{"kind": "anti_affinity", "matches_self": false}])
}

test_inert if {
	rule.findings == {{"paths": _inert_paths, "args": _inert, "grade": {
		"likelihood": 3,
		"because": "the constraint never has an effect, and replaces the scheduler's own",
	}}} with input as _input(2, [{"kind": "topology", "matches_self": false}])
}

test_inert_in_a_pod if {
	rule.findings == {{"paths": _inert_paths, "args": _inert}} with input as {"type": "Pod", "workload": {"spread": {"constraints": [{
		"kind": "topology",
		"matches_self": false,
	}]}}}
}

test_either_is_enough if {
	every kind in ["topology", "anti_affinity"] {
		rule.findings == set() with input as _input(3, [{"kind": kind, "matches_self": true}])
	}
}

test_one_replica if {
	rule.findings == set() with input as _input(1, [])
	rule.findings == set() with input as _input(1, [{"kind": "topology", "matches_self": false}])
}

test_unknown_selector if {
	rule.findings == set() with input as _input(3, [{"kind": "topology"}])
}
