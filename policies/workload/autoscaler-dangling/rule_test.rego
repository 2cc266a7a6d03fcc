package faultline.workload["autoscaler-dangling_test"]

import data.faultline.workload["autoscaler-dangling"] as rule

test_not_there if {
	rule.findings == {{
		"paths": [["autoscaler", "target", "name"], ["autoscaler", "target", "kind"], ["autoscaler", "target", "found"]],
		"args": {"kind": "Deployment", "target": "web"},
	}} with input as {"autoscaler": {"target": {"kind": "Deployment", "name": "web"}}}
}

test_there if {
	rule.findings == set() with input as {"autoscaler": {"target": {"kind": "Deployment", "name": "web", "found": true}}}
}

test_no_name if {
	rule.findings == set() with input as {"autoscaler": {"target": {"kind": "Deployment"}}}
}
