package faultline.kubernetes["selector-mismatch_test"]

import data.faultline.kubernetes["selector-mismatch"] as rule

test_differs if {
	rule.findings == {
		{
			"paths": [["workload", "selector", "matches"], ["workload", "labels"]],
			"args": {
				"change": "Give spec.template.metadata.labels what fits app=cart, tier=web, or correct spec.selector.",
				"evidence": "The selector wants app=cart, tier=web; the template's labels differ.",
				"problem": "has a selector that its own pod template does not match",
			},
		},
	} with input as {
		"workload": {
			"labels": {"app": "web"},
			"selector": {"problem": "differs", "wanted": ["app=cart", "tier=web"]},
		},
	}
}

test_missing if {
	rule.findings == {
		{
			"paths": [["workload", "selector", "matches"]],
			"args": {
				"change": "Set spec.selector.matchLabels to labels of the pod template that never change.",
				"evidence": "apps/v1 has no default for spec.selector, and accepts no empty one.",
				"problem": "has no selector",
			},
		},
	} with input as {"api_version": "apps/v1", "workload": {"selector": {"problem": "missing"}}}
}

test_empty if {
	rule.findings == {
		{
			"paths": [["workload", "selector", "matches"]],
			"args": {
				"change": "Set spec.selector.matchLabels to labels of the pod template that never change.",
				"evidence": "apps/v1 has no default for spec.selector, and accepts no empty one.",
				"problem": "has an empty selector",
			},
		},
	} with input as {"api_version": "apps/v1", "workload": {"selector": {"problem": "empty"}}}
}

test_matches if {
	rule.findings == set() with input as {"workload": {"selector": {"matches": true}}}
}
