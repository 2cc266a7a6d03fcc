package faultline.kubernetes["selector-overlap_test"]

import data.faultline.kubernetes["selector-overlap"] as rule

test_same_file if {
	rule.findings == {
		{
			"paths": [["workload", "selector"], ["workload", "overlaps", 0, "identity"]],
			"args": {
				"change": "Add a label to this selector and template that Deployment shop/web does not have; a selector cannot be changed in place, so delete the object with --cascade=orphan first.",
				"consequence": "it counts both workloads, and scales or blocks by the sum",
				"event": "an autoscaler or a budget counts pods by this selector",
				"evidence": "Its labels satisfy this selector, in the same namespace.",
				"rival": "Deployment shop/web",
			},
		},
	} with input as {
		"workload": {
			"selector": {"matches": true},
			"overlaps": [{"identity": "Deployment shop/web", "same_file": true}],
		},
	}
}

test_different_files if {
	rule.findings == {
		{
			"paths": [["workload", "selector"], ["workload", "overlaps", 0, "identity"]],
			"args": {
				"change": "Add a label to this selector and template that Deployment shop/web does not have; a selector cannot be changed in place, so delete the object with --cascade=orphan first.",
				"consequence": "it counts both workloads, and scales or blocks by the sum",
				"event": "an autoscaler or a budget counts pods by this selector",
				"evidence": "Its labels satisfy this selector, in the same namespace.",
				"rival": "Deployment shop/web",
			},
			"grade": {
				"likelihood": 1,
				"because": "they are in different files of one folder, which may be alternatives",
			},
		},
	} with input as {
		"workload": {
			"selector": {"matches": true},
			"overlaps": [{"identity": "Deployment shop/web", "same_file": false}],
		},
	}
}

test_services if {
	rule.findings == {
		{
			"paths": [["service", "selecting"], ["service", "twin", "identity"]],
			"args": {
				"change": "Give each Service a selector of its own, or keep one of the two.",
				"consequence": "its callers reach the pods of the other, and nothing shows it",
				"event": "one of the two is meant to lead elsewhere",
				"evidence": "Both have the same selector and a port in common.",
				"rival": "Service shop/web",
			},
			"grade": {"likelihood": 1, "because": "two names for the same pods are rarely harmful"},
		},
	} with input as {"service": {"selecting": true, "twin": {"identity": "Service shop/web"}}}
}

test_nothing if {
	rule.findings == set() with input as {"workload": {"selector": {"matches": true}}}
}
