package faultline.kubernetes["volume-access-mode_test"]

import data.faultline.kubernetes["volume-access-mode"] as rule

_update := {
	"strategy": "RollingUpdate", "max_surge": "25%", "max_unavailable": "25%",
	"surge_pods": 1, "unavailable_pods": 0,
}

_deployment(modes, replicas, update) := {"workload": {
	"kind": "Deployment",
	"replicas": {"max": replicas},
	"update": object.union(_update, update),
	"volumes": [{"name": "data", "kind": "claim", "reference": "orders", "access_modes": modes}],
}}

test_rollout_of_one_replica if {
	rule.findings == {{
		"paths": [
			["workload", "volumes", 0, "reference"], ["workload", "volumes", 0, "partner"],
			["workload", "update", "strategy"], ["workload", "update", "surge_pods"], ["workload", "replicas", "max"],
		],
		"args": {
			"problem": "starts a second pod in a rollout before the first gives up the ReadWriteOnce claim orders",
			"why": "1 replica with maxSurge 25% and maxUnavailable 25% makes 1 extra pod, and 0 may be missing. ReadWriteOnce attaches a volume to one node.",
			"event": "it is rolled out and the new pod lands on another node",
			"outcome": "it waits for the volume (Multi-Attach error) while the old pod waits for it to be ready, and the rollout never completes",
			"change": "Set spec.strategy to type: Recreate (or maxSurge 0 and maxUnavailable 1): the old pod goes first.",
		},
	}} with input as _deployment(["ReadWriteOnce"], 1, {})
}

test_two_replicas if {
	rule.findings == {{
		"paths": [
			["workload", "volumes", 0, "reference"],
			["workload", "volumes", 0, "partner"],
			["workload", "replicas", "max"],
		],
		"args": {
			"problem": "shares the ReadWriteOncePod claim orders between 2 replicas",
			"why": "All replicas use the one claim. ReadWriteOncePod gives a volume to one pod.",
			"event": "a replica is scheduled to another node",
			"outcome": "it waits for the volume for ever (Multi-Attach error), and replicas on one node write to the same files",
			"change": "Use a StatefulSet with volumeClaimTemplates, so that each replica has a claim of its own; or a ReadWriteMany claim where the program allows several writers; or one replica.",
		},
	}} with input as _deployment(["ReadWriteOncePod"], 2, {})
}

test_daemon_set if {
	some f in rule.findings with input as {"workload": {"kind": "DaemonSet", "volumes": [{
		"kind": "claim",
		"reference": "logs",
		"access_modes": ["ReadWriteOnce"],
	}]}}
	f.args.problem == "shares the ReadWriteOnce claim logs between the pods of all nodes"
}

test_right if {
	every case in [
		_deployment(["ReadWriteOnce"], 1, {"strategy": "Recreate"}),
		_deployment(["ReadWriteOnce"], 1, {"surge_pods": 0, "unavailable_pods": 1}),
		_deployment(["ReadWriteOnce"], 1, {"unavailable_pods": 1}),
		_deployment(["ReadWriteMany"], 3, {}),
		_deployment(["ReadWriteOnce", "ReadWriteMany"], 3, {}),
		_deployment(["ReadOnlyMany"], 3, {}),
		_deployment(["ReadWriteOnce"], 0, {}),
		_deployment([], 3, {}),
	] {
		rule.findings == set() with input as case
	}
}

# A claim that is not in the run: its modes are not known.
test_not_known if {
	rule.findings == set() with input as {"workload": {
		"kind": "Deployment",
		"replicas": {"max": 3},
		"update": _update,
		"volumes": [{"kind": "claim", "reference": "orders"}],
	}}
}
