package faultline.kubernetes["pdb-overlap_test"]

import data.faultline.kubernetes["pdb-overlap"] as rule

test_each_rival if {
	rule.findings == {
		{
			"paths": [["budget", "rivals"], ["budget", "rivals", 0]],
			"args": {"rival": "PodDisruptionBudget a", "workload": "Deployment web"},
		},
		{
			"paths": [["budget", "rivals"], ["budget", "rivals", 1]],
			"args": {"rival": "PodDisruptionBudget b", "workload": "Deployment web"},
		},
	} with input as {"budget": {"rivals": [
		{"identity": "PodDisruptionBudget a", "workload": "Deployment web"},
		{"identity": "PodDisruptionBudget b", "workload": "Deployment web"},
	]}}
}

test_alone if {
	rule.findings == set() with input as {"budget": {}}
}
