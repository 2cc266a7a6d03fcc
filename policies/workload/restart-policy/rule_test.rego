package faultline.workload["restart-policy_test"]

import data.faultline.workload["restart-policy"] as rule

_input(type, policy) := {"type": type, "workload": {"restart": {"policy": policy}, "owned": false, "containers": []}}

_paths := [["workload", "restart", "policy"]]

_refused(problem, change) := {
	"problem": problem, "change": change,
	"reason": "The API server refuses the object. Objects before it in the same apply are changed already.",
	"event": "the manifest is applied", "effect": "the API server refuses this object, and what it should have changed stays as it was",
}

_job := concat(" ", [
	"Set restartPolicy to Never (each try is a new pod, and its log stays) or OnFailure (the container restarts",
	"in place).",
])

test_long_running if {
	every policy in ["Never", "OnFailure"] {
		rule.findings == {{"paths": _paths, "args": _refused(
			concat(" ", ["has restartPolicy", policy, "where only Always is allowed"]),
			"Delete restartPolicy: Always is the default.",
		)}} with input as _input("StatefulSet", policy)
	}
	rule.findings == set() with input as _input("StatefulSet", "Always")
}

test_job if {
	rule.findings == {{"paths": _paths, "args": _refused(
		"has restartPolicy Always where only OnFailure or Never is allowed",
		_job,
	)}} with input as _input("CronJob", "Always")
	rule.findings == {{"paths": _paths, "args": _refused(
		"has no restartPolicy, which a Job needs",
		_job,
	)}} with input as _input("Job", "")
	every policy in ["Never", "OnFailure"] {
		rule.findings == set() with input as _input("Job", policy)
	}
}

test_pod if {
	every container in [{"probes": {"liveness": {}}, "ports": []}, {"probes": {}, "ports": [{"number": 80}]}] {
		some f in rule.findings with input as object.union(_input("Pod", "Never"), {"workload": {"containers": [container]}})
		f.paths == [["workload", "restart", "policy"], ["workload", "containers", 0, "probes"]]
		f.grade.confidence == "medium"
		f.args.problem == "is not restarted when it ends (restartPolicy Never)"
	}
}

test_pod_that_ends if {
	rule.findings == set() with input as object.union(_input("Pod", "Never"), {"workload": {"containers": [{"probes": {}, "ports": []}]}})
	rule.findings == set() with input as object.union(_input("Pod", "OnFailure"), {"workload": {"containers": [{"probes": {}, "ports": [{}]}]}})
}
