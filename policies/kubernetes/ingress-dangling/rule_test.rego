package faultline.kubernetes["ingress-dangling_test"]

import data.faultline.kubernetes["ingress-dangling"] as rule

_input(backend) := {"route": {"kind": "Ingress", "backends": [object.union(
	{"host": "shop.example.com", "path": "/cart", "service": "cart"},
	backend,
)]}}

test_no_service if {
	rule.findings == {{
		"paths": [["route", "backends", 0, "service"], ["route", "backends", 0, "found"]],
		"args": {
			"where": "shop.example.com/cart",
			"what": "Service cart, which is not there",
			"change": "Create the Service cart in the namespace of the Ingress, or name the one that is meant.",
		},
	}} with input as _input({"port": 80})
}

test_no_port if {
	rule.findings == {{
		"paths": [
			["route", "backends", 0, "port_name"],
			["route", "backends", 0, "port_found"],
			["route", "backends", 0, "partner"],
		],
		"args": {
			"where": "shop.example.com/cart",
			"what": "port web of Service cart, which has no such port",
			"change": "Name a port that Service shop/cart lists in spec.ports: its port, not its targetPort.",
		},
	}} with input as _input({"port_name": "web", "found": true, "partner": {"identity": "Service shop/cart"}})
}

test_complete if {
	rule.findings == set() with input as _input({"port": 80, "found": true, "port_found": true, "partner": {}})
}

test_resource_backend if {
	rule.findings == set() with input as {"route": {"kind": "Ingress", "backends": [{"host": "*", "path": "/"}]}}
}
