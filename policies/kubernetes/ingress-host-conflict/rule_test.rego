package faultline.kubernetes["ingress-host-conflict_test"]

import data.faultline.kubernetes["ingress-host-conflict"] as rule

test_rival if {
	rule.findings == {{
		"paths": [["route", "backends", 0, "path"], ["route", "backends", 0, "host"], ["route", "backends", 0, "rival"]],
		"args": {"host": "shop.example.com", "path": "/", "rival": "Ingress shop/b"},
	}} with input as {"route": {"backends": [{
		"host": "shop.example.com",
		"path": "/",
		"rival": {"identity": "Ingress shop/b"},
	}]}}
}

test_alone if {
	rule.findings == set() with input as {"route": {"backends": [{"host": "shop.example.com", "path": "/"}]}}
}
