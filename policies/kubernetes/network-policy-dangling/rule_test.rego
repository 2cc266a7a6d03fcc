package faultline.kubernetes["network-policy-dangling_test"]

import data.faultline.kubernetes["network-policy-dangling"] as rule

test_pods if {
	rule.findings == {
		{
			"paths": [["network_policy", "selectors", 0], ["network_policy", "selectors", 0, "found"]],
			"args": {
				"consequence": "none of its rules holds for them",
				"event": "the pods that it was written for run",
				"problem": "selects no pods",
			},
		},
	} with input as {"network_policy": {"selectors": [{"role": "pods"}]}}
}

test_ingress if {
	rule.findings == {
		{
			"paths": [["network_policy", "selectors", 0], ["network_policy", "selectors", 0, "found"]],
			"args": {
				"consequence": "its packets are dropped and it waits until its time-out",
				"event": "the peer that was meant connects",
				"problem": "allows traffic from pods that are not there",
			},
		},
	} with input as {"network_policy": {"selectors": [{"role": "ingress"}]}}
}

test_egress if {
	rule.findings == {
		{
			"paths": [["network_policy", "selectors", 0], ["network_policy", "selectors", 0, "found"]],
			"args": {
				"consequence": "their packets are dropped and they wait until their time-out",
				"event": "the pods connect to the peer that was meant",
				"problem": "allows traffic to pods that are not there",
			},
		},
	} with input as {"network_policy": {"selectors": [{"role": "egress"}]}}
}

test_found if {
	rule.findings == set() with input as {
		"network_policy": {
			"selectors": [
				{"role": "pods", "found": true},
				{"role": "ingress", "found": true},
				{"role": "egress", "found": true},
			],
		},
	}
}
