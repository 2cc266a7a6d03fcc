package faultline.kubernetes["name-conflict_test"]

import data.faultline.kubernetes["name-conflict"] as rule

test_one_file if {
	rule.findings == {
		{
			"paths": [["conflict", "name"], ["conflict", "identity"]],
			"args": {
				"change": "Rename one of the two, give it another namespace, or merge them into one object.",
				"consequence": "the one that comes last replaces the other, or the build refuses both",
				"evidence": "Another ConfigMap shop/cart comes before it.",
				"problem": "is defined twice, with different contents",
			},
		},
	} with input as {
		"conflict": {"identity": "ConfigMap shop/cart", "name": "cart", "equal": false, "together": true},
	}
}

test_one_folder if {
	rule.findings == {
		{
			"paths": [["conflict", "name"], ["conflict", "identity"]],
			"args": {
				"change": "Rename one of the two, give it another namespace, or merge them into one object.",
				"consequence": "the one that comes last replaces the other, or the build refuses both",
				"evidence": "Another ConfigMap shop/cart comes before it.",
				"problem": "is defined twice, with different contents",
			},
			"grade": {
				"confidence": "medium",
				"because": "they are in different files of one folder, which may be alternatives",
			},
		},
	} with input as {
		"conflict": {"identity": "ConfigMap shop/cart", "name": "cart", "equal": false, "together": false},
	}
}

test_equal if {
	rule.findings == {
		{
			"paths": [["conflict", "name"], ["conflict", "identity"]],
			"args": {
				"change": "Delete one of the two.",
				"consequence": "the next change reaches one of the two, and the other may undo it",
				"evidence": "Nothing differs between the two.",
				"problem": "is written twice, word for word",
			},
			"grade": {"likelihood": 1, "impact": 1, "because": "both say the same today"},
		},
	} with input as {
		"conflict": {"identity": "ConfigMap shop/cart", "name": "cart", "equal": true, "together": true},
	}
}

test_equal_in_one_folder if {
	rule.findings == {
		{
			"paths": [["conflict", "name"], ["conflict", "identity"]],
			"args": {
				"change": "Delete one of the two.",
				"consequence": "the next change reaches one of the two, and the other may undo it",
				"evidence": "Nothing differs between the two.",
				"problem": "is written twice, word for word",
			},
			"grade": {"likelihood": 1, "impact": 1, "because": "both say the same today"},
		},
	} with input as {
		"conflict": {"identity": "ConfigMap shop/cart", "name": "cart", "equal": true, "together": false},
	}
}
