package faultline.workload["probe-always-passes_test"]

import data.faultline.workload["probe-always-passes"] as rule

_input(kind, probe, changes) := {"workload": {"containers": [object.union({"name": "app", "probes": {kind: probe}}, changes)]}}

_true := {"kind": "exec", "always_passes": "it ends in \"|| true\"", "ignores_status": false}

_curl := {"kind": "exec", "always_passes": "curl without --fail succeeds on every HTTP status", "ignores_status": true}

_fix := "Let the command exit with another status than 0 where the check fails, or use httpGet, tcpSocket or grpc."

_fail := "Add --fail to the probe's curl, or use httpGet, which takes 200 to 399 only and needs no process."

test_readiness_of_a_server if {
	rule.findings == {{
		"paths": [["workload", "containers", 0, "probes", "readiness", "always_passes"]],
		"args": {
			"container": "app", "probe": "readiness", "reason": "it ends in \"|| true\"",
			"consequence": "it keeps its share of the traffic", "problem": "cannot fail: it ends in \"|| true\"", "change": _fix,
		},
		"grade": {"likelihood": 3, "because": "it decides whether the container gets traffic"},
	}} with input as _input("readiness", _true, {"traffic": {"evidence": "service"}})
}

test_readiness_without_a_service if {
	every changes in [{}, {"traffic": {"evidence": "ports"}}] {
		{f.grade | some f in rule.findings} == {{}} with input as _input("readiness", _true, changes)
	}
}

test_liveness if {
	rule.findings == {{
		"paths": [["workload", "containers", 0, "probes", "liveness", "always_passes"]],
		"args": {
			"container": "app", "probe": "liveness", "reason": "it ends in \"|| true\"",
			"consequence": "nothing restarts it", "problem": "cannot fail: it ends in \"|| true\"", "change": _fix,
		},
		"grade": {
			"likelihood": 1,
			"because": "without a working probe a container that exits is restarted all the same",
		},
	}} with input as _input("liveness", _true, {"traffic": {"evidence": "service"}})
}

test_curl_without_fail if {
	args := {
		"container": "app", "reason": "curl without --fail succeeds on every HTTP status",
		"problem": "passes on every HTTP status: its curl has no --fail", "change": _fail,
	}
	rule.findings == {{
		"paths": [["workload", "containers", 0, "probes", "readiness", "always_passes"]],
		"args": object.union(args, {"probe": "readiness", "consequence": "it keeps its share of the traffic"}),
		"grade": {},
	}} with input as _input("readiness", _curl, {})
	rule.findings == {{
		"paths": [["workload", "containers", 0, "probes", "startup", "always_passes"]],
		"args": object.union(args, {
			"probe": "startup",
			"consequence": "the other probes begin before it has started",
		}),
		"grade": {"likelihood": 1, "because": "it still fails where nothing listens"},
	}} with input as _input("startup", _curl, {})
}

test_probe_that_may_fail if {
	rule.findings == set() with input as _input("readiness", {"kind": "exec", "command": "pg_isready"}, {})
}
