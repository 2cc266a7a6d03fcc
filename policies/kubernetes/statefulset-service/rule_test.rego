package faultline.kubernetes["statefulset-service_test"]

import data.faultline.kubernetes["statefulset-service"] as rule

_set(version, changes) := {
	"run": {"kubernetes_version": version},
	"workload": object.union({"stateful": true, "replicas": {"max": 3}}, changes),
}

_with(governing) := _set("1.36", {"service_name": "db", "governing_service": governing})

test_no_name_before_1_34 if {
	rule.findings == {{
		"paths": [["workload", "service_name"]],
		"args": {
			"problem": "has no serviceName, so its pods have no names of their own",
			"why": "No headless Service is named for the pods.",
			"change": "Add a headless Service (clusterIP: None) that selects these pods, and name it in spec.serviceName.",
		},
	}} with input as _set("1.33", {})
}

test_no_name_since_1_34 if {
	some f in rule.findings with input as _set("1.34", {"service_name": ""})
	f.grade == {
		"impact": 2,
		"because": "serviceName may be left out since Kubernetes 1.34, pods then have no names of their own",
	}
}

test_versions_are_numbers if {
	some f in rule.findings with input as _set("1.9", {})
	not f.grade
}

test_not_found if {
	rule.findings == {{
		"paths": [["workload", "service_name"], ["workload", "governing_service", "found"]],
		"args": {
			"problem": "names Service db as its own, which is not there",
			"why": "serviceName leads to no Service of its namespace.",
			"change": "Add a Service db with clusterIP: None and the labels of these pods as selector.",
		},
	}} with input as _with({})
}

test_not_headless if {
	some f in rule.findings with input as _with({"found": true, "partner": {"headless": false, "selects": false}})
	f.paths == [["workload", "service_name"], ["workload", "governing_service", "partner", "headless"]]
	f.args.problem == "names Service db as its own, which is not headless"
}

test_one_finding_of_two_faults if {
	fs := rule.findings with input as _with({"found": true, "partner": {"headless": false, "selects": false}})
	count(fs) == 1
}

test_other_pods if {
	some f in rule.findings with input as _with({"found": true, "partner": {"headless": true, "selects": false}})
	f.args.problem == "names Service db as its own, which does not select its pods"
}

test_one_replica_is_less_likely if {
	some f in rule.findings with input as _set("1.36", {
		"service_name": "db",
		"governing_service": {},
		"replicas": {"max": 1},
	})
	f.grade == {"likelihood": 1, "because": "its only pod has no peers that look it up"}
	f.paths[2] == ["workload", "replicas", "max"]
}

test_right if {
	rule.findings == set() with input as _with({"found": true, "partner": {"headless": true, "selects": true}})
}

test_headless_not_known if {
	rule.findings == set() with input as _with({"found": true, "partner": {"selects": true}})
}

test_endpoints_that_something_else_writes if {
	some f in rule.findings with input as _with({
		"found": true,
		"partner": {"headless": false, "selecting": false, "selects": false},
	})
	f.grade == {
		"likelihood": 1,
		"because": "what writes the endpoints of a Service without selector may know the members",
	}
}
