package faultline.workload["priority-class_test"]

import data.faultline.workload["priority-class"] as rule

test_none if {
	every role in ["service", "worker", "daemon"] {
		rule.findings == {{"paths": [["workload", "priority"]], "args": {}}} with input as {"workload": {"role": role}}
	}
}

test_set if {
	rule.findings == set() with input as {"workload": {"role": "service", "priority": "services"}}
}

test_job if {
	rule.findings == set() with input as {"workload": {"role": "job"}}
}
