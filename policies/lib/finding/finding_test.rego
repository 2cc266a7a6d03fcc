package faultline.lib.finding_test

import data.faultline.lib.finding

test_at if {
	finding.at([["workload"]], {"a": 1}) == {"paths": [["workload"]], "args": {"a": 1}}
}

test_graded if {
	finding.graded([["workload"]], {}, {"impact": 4, "because": "x"}) == {
		"paths": [["workload"]],
		"args": {},
		"grade": {"impact": 4, "because": "x"},
	}
}
