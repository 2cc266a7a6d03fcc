package faultline.kubernetes["gateway-dangling_test"]

import data.faultline.kubernetes["gateway-dangling"] as rule

test_service_is_not_there if {
	rule.findings == {
		{
			"paths": [["route", "backends", 0, "service"], ["route", "backends", 0, "found"]],
			"args": {
				"change": "Add the Service cart, or correct backendRefs; a Service of another namespace needs backendRefs[].namespace and a ReferenceGrant.",
				"consequence": "it is answered with 500, for the share of this backend's weight",
				"event": "a request matches this rule",
				"evidence": "No Service of this name is in the files, in the namespace that the route names or without one.",
				"problem": "which is not there",
				"target": "Service cart",
				"verb": "sends requests to",
			},
		},
	} with input as {
		"route": {"kind": "HTTPRoute", "backends": [{"service": "cart", "others": true}], "parents": []},
	}
}

test_no_services_at_all if {
	rule.findings == {
		{
			"paths": [["route", "backends", 0, "service"], ["route", "backends", 0, "found"]],
			"args": {
				"change": "Add the Service cart, or correct backendRefs; a Service of another namespace needs backendRefs[].namespace and a ReferenceGrant.",
				"consequence": "it is answered with 500, for the share of this backend's weight",
				"event": "a request matches this rule",
				"evidence": "No Service of this name is in the files, in the namespace that the route names or without one.",
				"problem": "which is not there",
				"target": "Service cart",
				"verb": "sends requests to",
			},
			"grade": {
				"confidence": "medium",
				"because": "no Service of its namespace is in these files, they may all be elsewhere",
			},
		},
	} with input as {
		"route": {"kind": "HTTPRoute", "backends": [{"service": "cart", "others": false}], "parents": []},
	}
}

test_port if {
	rule.findings == {
		{
			"paths": [
				["route", "backends", 0, "port"],
				["route", "backends", 0, "port_found"],
				["route", "backends", 0, "partner", "identity"],
			],
			"args": {
				"change": "Name a port of the Service itself, not its targetPort.",
				"consequence": "it is answered with 500, for the share of this backend's weight",
				"event": "a request matches this rule",
				"evidence": "Its ports are: 80 (http).",
				"problem": "which has no port 8080",
				"target": "Service cart",
				"verb": "sends requests to",
			},
		},
	} with input as {
		"route": {
			"kind": "HTTPRoute",
			"backends": [
				{
					"service": "cart",
					"port": 8080,
					"found": true,
					"partner": {"identity": "Service shop/cart", "ports": ["80 (http)"]},
				},
			],
			"parents": [],
		},
	}
}

test_gateway_is_not_there if {
	rule.findings == {
		{
			"paths": [["route", "parents", 0, "name"], ["route", "parents", 0, "found"]],
			"args": {
				"change": "Correct parentRefs, or add the Gateway; in another namespace it needs parentRefs[].namespace.",
				"consequence": "no listener knows the route, and another route or a 404 answers",
				"event": "a request for its hosts arrives",
				"evidence": "The files hold Gateways, but none of this name in the namespace that the route names.",
				"problem": "which is not there",
				"target": "Gateway edge",
				"verb": "attaches to",
			},
			"grade": {
				"confidence": "medium",
				"because": "Gateways are often kept in the platform's repository",
			},
		},
	} with input as {"route": {"kind": "HTTPRoute", "backends": [], "parents": [{"name": "edge"}]}}
}

test_listener if {
	rule.findings == {
		{
			"paths": [
				["route", "parents", 0, "section"],
				["route", "parents", 0, "section_found"],
				["route", "parents", 0, "partner", "identity"],
			],
			"args": {
				"change": "Set sectionName to the name of a listener, or leave it out to attach to all that fit.",
				"consequence": "no listener knows the route, and another route or a 404 answers",
				"event": "a request for its hosts arrives",
				"evidence": "Its listeners are: https.",
				"problem": "which has no listener \"http\"",
				"target": "Gateway edge",
				"verb": "attaches to",
			},
		},
	} with input as {
		"route": {
			"kind": "HTTPRoute",
			"backends": [],
			"parents": [
				{
					"name": "edge",
					"section": "http",
					"found": true,
					"partner": {"identity": "Gateway infra/edge", "sections": ["https"]},
				},
			],
		},
	}
}

test_all_there if {
	rule.findings == set() with input as {
		"route": {
			"kind": "HTTPRoute",
			"backends": [
				{
					"service": "cart",
					"port": 80,
					"found": true,
					"port_found": true,
					"partner": {"identity": "Service shop/cart", "ports": ["80"]},
				},
			],
			"parents": [
				{
					"name": "edge",
					"section": "https",
					"found": true,
					"section_found": true,
					"partner": {"identity": "Gateway infra/edge", "sections": ["https"]},
				},
			],
		},
	}
}
