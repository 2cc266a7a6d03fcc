package faultline.kubernetes["gateway-dangling_test"]

import data.faultline.kubernetes["gateway-dangling"] as rule

test_no_service if {
	rule.findings == {{
		"paths": [["route", "backends", 0, "service"], ["route", "backends", 0, "found"]],
		"args": {
			"problem": "sends traffic to Service cart, which is not there",
			"event": "a request matches the rule",
			"effect": "it is answered with status 500, because the backend cannot be resolved",
			"change": "Create the Service cart, or name the one that is meant.",
		},
	}} with input as {"route": {"kind": "HTTPRoute", "backends": [{"service": "cart", "port": 80}], "parents": []}}
}

test_no_port if {
	some f in rule.findings with input as {"route": {"kind": "HTTPRoute", "parents": [], "backends": [{
		"service": "cart",
		"port": 81,
		"found": true,
		"partner": {"identity": "Service shop/cart"},
	}]}}
	f.args.problem == "sends traffic to port 81 of Service cart, which has no such port"
}

test_parents if {
	found := {f.args.problem | some f in rule.findings} with input as {"route": {"kind": "HTTPRoute", "backends": [], "parents": [
		{"name": "gone"},
		{"name": "edge", "section": "httpz", "found": true},
		{"name": "edge", "section": "https", "found": true, "section_found": true},
	]}}
	found == {
		"is attached to Gateway gone, which is not there",
		"names listener httpz, which Gateway edge does not have",
	}
}

test_complete if {
	rule.findings == set() with input as {"route": {
		"kind": "HTTPRoute",
		"backends": [{"service": "cart", "port": 80, "found": true, "port_found": true, "partner": {}}],
		"parents": [{"name": "edge", "found": true}],
	}}
}
