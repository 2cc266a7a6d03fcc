package faultline.kubernetes["ingress-host-conflict_test"]

import data.faultline.kubernetes["ingress-host-conflict"] as rule

test_two_services if {
	rule.findings == {
		{
			"paths": [["route", "backends", 0, "path"], ["route", "backends", 0, "rival", "identity"]],
			"args": {"rival": "Ingress shop/web", "where": "shop.example.com/cart"},
		},
	} with input as {
		"route": {
			"backends": [
				{
					"host": "shop.example.com",
					"path": "/cart",
					"rival": {"identity": "Ingress shop/web", "same": false},
				},
			],
		},
	}
}

test_one_service if {
	rule.findings == {
		{
			"paths": [["route", "backends", 0, "path"], ["route", "backends", 0, "rival", "identity"]],
			"args": {"rival": "Ingress shop/web", "where": "shop.example.com/cart"},
			"grade": {
				"likelihood": 1,
				"impact": 2,
				"because": "both lead to the same Service: only their annotations differ in effect",
			},
		},
	} with input as {
		"route": {
			"backends": [
				{
					"host": "shop.example.com",
					"path": "/cart",
					"rival": {"identity": "Ingress shop/web", "same": true},
				},
			],
		},
	}
}

test_every_host if {
	rule.findings == {
		{
			"paths": [["route", "backends", 0, "path"], ["route", "backends", 0, "rival", "identity"]],
			"args": {"rival": "Ingress shop/web", "where": "/cart of every host"},
		},
	} with input as {
		"route": {
			"backends": [
				{"host": "*", "path": "/cart", "rival": {"identity": "Ingress shop/web", "same": false}},
			],
		},
	}
}

test_no_rival if {
	rule.findings == set() with input as {"route": {"backends": [{"host": "shop.example.com", "path": "/cart"}]}}
}
