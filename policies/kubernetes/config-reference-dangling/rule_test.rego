package faultline.kubernetes["config-reference-dangling_test"]

import data.faultline.kubernetes["config-reference-dangling"] as rule

test_key if {
	rule.findings == {
		{
			"paths": [
				["workload", "references", 0, "name"],
				["workload", "references", 0, "found"],
				["workload", "references", 0, "partner", "identity"],
			],
			"args": {
				"change": "Add the key url to ConfigMap shop/cart, or correct the reference.",
				"container": "web",
				"evidence": "ConfigMap shop/cart is in the files, without this key.",
				"problem": "does not have it",
				"what": "key \"url\" of ConfigMap cart",
			},
		},
	} with input as {
		"workload": {
			"references": [
				{
					"kind": "ConfigMap",
					"name": "cart",
					"key": "url",
					"container": "web",
					"partner": {"identity": "ConfigMap shop/cart"},
				},
			],
		},
	}
}

test_key_of_a_volume if {
	rule.findings == {
		{
			"paths": [
				["workload", "references", 0, "name"],
				["workload", "references", 0, "found"],
				["workload", "references", 0, "partner", "identity"],
			],
			"args": {
				"change": "Add the key token to Secret shop/cart, or correct the reference.",
				"evidence": "Secret shop/cart is in the files, without this key.",
				"problem": "does not have it",
				"what": "key \"token\" of Secret cart",
			},
		},
	} with input as {
		"workload": {
			"references": [
				{
					"kind": "Secret",
					"name": "cart",
					"key": "token",
					"partner": {"identity": "Secret shop/cart"},
				},
			],
		},
	}
}

test_map if {
	rule.findings == {
		{
			"paths": [["workload", "references", 0, "name"], ["workload", "references", 0, "found"]],
			"args": {
				"change": "Add the ConfigMap cart to these files, or correct the reference.",
				"container": "web",
				"evidence": "No object of this kind and name is in the files, in its namespace or without one, and no generator makes one.",
				"problem": "is not there",
				"what": "ConfigMap cart",
			},
			"grade": {
				"likelihood": 2,
				"confidence": "medium",
				"because": "a command or another tool may make it",
			},
		},
	} with input as {"workload": {"references": [{"kind": "ConfigMap", "name": "cart", "container": "web"}]}}
}

test_claim if {
	rule.findings == {
		{
			"paths": [["workload", "references", 0, "name"], ["workload", "references", 0, "found"]],
			"args": {
				"change": "Add the PersistentVolumeClaim data, or correct claimName.",
				"evidence": "No claim of this name is in the files, and no StatefulSet's template makes it.",
				"problem": "is not there",
				"what": "PersistentVolumeClaim data",
			},
			"grade": {
				"likelihood": 2,
				"impact": 2,
				"because": "a claim is often made once, apart from the workload",
			},
		},
	} with input as {"workload": {"references": [{"kind": "PersistentVolumeClaim", "name": "data"}]}}
}

test_secret if {
	rule.findings == {
		{
			"paths": [["workload", "references", 0, "name"], ["workload", "references", 0, "found"]],
			"args": {
				"change": "Add the Secret cart or what makes it, or correct the reference.",
				"container": "web",
				"evidence": "These files hold other Secrets of the namespace, but none of this name, and nothing in them makes one (ExternalSecret, SealedSecret, Certificate).",
				"problem": "is not there",
				"what": "Secret cart",
			},
			"grade": {
				"likelihood": 2,
				"confidence": "medium",
				"because": "Secrets are often made by a command or another tool",
			},
		},
	} with input as {"workload": {"references": [{"kind": "Secret", "name": "cart", "container": "web"}]}}
}

test_class if {
	rule.findings == {
		{
			"paths": [["workload", "references", 0, "name"], ["workload", "references", 0, "found"]],
			"args": {
				"change": "Add the SecretProviderClass vault, or correct volumeAttributes.",
				"evidence": "The files hold such classes, but none of this name in the workload's namespace.",
				"problem": "is not there",
				"what": "SecretProviderClass vault",
			},
		},
	} with input as {"workload": {"references": [{"kind": "SecretProviderClass", "name": "vault"}]}}
}

test_nothing_missing if {
	rule.findings == set() with input as {"workload": {"references": []}}
}
