package faultline.kubernetes["service-dangling_test"]

import data.faultline.kubernetes["service-dangling"] as rule

_service(changes) := {"service": object.union(
	{"selecting": true, "pods": [], "type": "ClusterIP", "by_operator": false},
	changes,
)}

test_selects_nothing if {
	rule.findings == {{"paths": [["service", "pods"]], "args": {}}} with input as _service({})
}

test_selects_pods if {
	rule.findings == set() with input as _service({"pods": [{"identity": "Deployment a"}]})
}

test_selectors_that_mean_something_else if {
	every changes in [{"selecting": false}, {"type": "ExternalName"}, {"by_operator": true}] {
		rule.findings == set() with input as _service(changes)
	}
}
