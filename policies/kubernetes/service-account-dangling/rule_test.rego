package faultline.kubernetes["service-account-dangling_test"]

import data.faultline.kubernetes["service-account-dangling"] as rule

test_missing if {
	rule.findings == {
		{
			"paths": [["workload", "service_account"], ["workload", "service_account_found"]],
			"args": {"account": "cart"},
		},
	} with input as {"workload": {"service_account": "cart"}}
}

test_there if {
	rule.findings == set() with input as {"workload": {"service_account": "cart", "service_account_found": true}}
}

# The API server makes it in every namespace.
test_default if {
	rule.findings == set() with input as {"workload": {"service_account": "default"}}
}

test_empty if {
	rule.findings == set() with input as {"workload": {"service_account": ""}}
}
