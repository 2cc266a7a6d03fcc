package faultline.kubernetes["pdb-missing_test"]

import data.faultline.kubernetes["pdb-missing"] as rule

_workload(evidence, replicas, budgets) := {"workload": {
	"serving": {"evidence": evidence},
	"replicas": {"min": replicas},
	"budgets": budgets,
}}

_paths := [["workload", "replicas", "min"], ["workload", "budgets"]]

test_two_replicas if {
	rule.findings == {{"paths": _paths, "args": {"replicas": 2}}} with input as _workload("service", 2, [])
}

test_ports_alone if {
	rule.findings == {{
		"paths": _paths,
		"args": {"replicas": 3},
		"grade": {
			"confidence": "medium",
			"because": "its declared ports are the only sign that it serves traffic",
		},
	}} with input as _workload("ports", 3, [])
}

# A budget on a single replica would block drains.
test_one_replica if {
	rule.findings == set() with input as _workload("service", 1, [])
}

test_budget if {
	rule.findings == set() with input as _workload("service", 3, [{"identity": "PodDisruptionBudget a"}])
}
