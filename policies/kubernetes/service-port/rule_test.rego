package faultline.kubernetes["service-port_test"]

import data.faultline.kubernetes["service-port"] as rule

_input(port) := {"service": {
	"selecting": true,
	"pods": [{"identity": "Deployment a"}],
	"ports": [object.union({"number": 80}, port)],
}}

test_no_pod_has_the_name if {
	rule.findings == {{
		"paths": [
			["service", "ports", 0, "target_name"],
			["service", "ports", 0, "declared"],
			["service", "pods", 0],
		],
		"args": {"port": 80, "target": "web"},
	}} with input as _input({"target_name": "web"})
}

test_declared if {
	rule.findings == set() with input as _input({"target_name": "web", "declared": true})
}

# containerPort only informs: a number works without it.
test_number if {
	rule.findings == set() with input as _input({"target": 8080})
}

test_no_pods if {
	rule.findings == set() with input as {"service": {
		"selecting": true,
		"pods": [],
		"ports": [{"number": 80, "target_name": "web"}],
	}}
}
