package faultline.kubernetes["service-port_test"]

import data.faultline.kubernetes["service-port"] as rule

test_name_that_no_pod_declares if {
	rule.findings == {
		{
			"paths": [
				["service", "ports", 0, "target_name"],
				["service", "ports", 0, "declared"],
				["service", "pods", 0],
				["service", "headless"],
			],
			"args": {
				"change": "Declare a containerPort named web with the same protocol in the container that listens, or name one of its ports in targetPort.",
				"choices": "http, metrics",
				"port": 80,
				"target": "web",
			},
		},
	} with input as {
		"service": {
			"selecting": true,
			"headless": false,
			"type": "ClusterIP",
			"pods": [{"identity": "Deployment shop/cart"}],
			"ports": [{"number": 80, "target_name": "web", "undeclared": {"choices": ["http", "metrics"]}}],
		},
	}
}

test_pods_declare_nothing if {
	rule.findings == {
		{
			"paths": [
				["service", "ports", 0, "target_name"],
				["service", "ports", 0, "declared"],
				["service", "pods", 0],
				["service", "headless"],
			],
			"args": {
				"change": "Declare a containerPort named web with the same protocol in the container that listens, or name one of its ports in targetPort.",
				"choices": "no ports",
				"port": 80,
				"target": "web",
			},
		},
	} with input as {
		"service": {
			"selecting": true,
			"headless": false,
			"type": "ClusterIP",
			"pods": [{"identity": "Deployment shop/cart"}],
			"ports": [{"number": 80, "target_name": "web", "undeclared": {"choices": []}}],
		},
	}
}

# Addresses are still there: only the record of the port is lost.
test_headless if {
	rule.findings == {
		{
			"paths": [
				["service", "ports", 0, "target_name"],
				["service", "ports", 0, "declared"],
				["service", "pods", 0],
			],
			"args": {
				"change": "Declare a containerPort named web with the same protocol in the container that listens, or name one of its ports in targetPort.",
				"choices": "http, metrics",
				"port": 80,
				"target": "web",
			},
			"grade": {
				"likelihood": 2,
				"impact": 1,
				"because": "a headless Service still gives the pods' addresses, only not this port",
			},
		},
	} with input as {
		"service": {
			"selecting": true,
			"headless": true,
			"type": "ClusterIP",
			"pods": [{"identity": "Deployment shop/cart"}],
			"ports": [{"number": 80, "target_name": "web", "undeclared": {"choices": ["http", "metrics"]}}],
		},
	}
}

# Ports need not be declared.
test_number_that_no_pod_declares if {
	rule.findings == set() with input as {
		"service": {
			"selecting": true,
			"headless": false,
			"type": "ClusterIP",
			"pods": [{"identity": "Deployment shop/cart"}],
			"ports": [{"number": 80, "target": 9000, "undeclared": {"choices": ["8080 (http)"]}}],
		},
	}
}

test_declared if {
	rule.findings == set() with input as {
		"service": {
			"selecting": true,
			"headless": false,
			"type": "ClusterIP",
			"pods": [{"identity": "Deployment shop/cart"}],
			"ports": [{"number": 80, "target_name": "web", "declared": true}],
		},
	}
}

# That the Service finds nothing is another finding.
test_no_pods if {
	rule.findings == set() with input as {
		"service": {
			"selecting": true,
			"headless": false,
			"type": "ClusterIP",
			"pods": [],
			"ports": [{"number": 80, "target_name": "web"}],
		},
	}
}

test_no_selector if {
	rule.findings == set() with input as {
		"service": {
			"selecting": false,
			"headless": false,
			"type": "ClusterIP",
			"pods": [{"identity": "Deployment shop/cart"}],
			"ports": [{"number": 80, "target_name": "web", "undeclared": {"choices": ["http", "metrics"]}}],
		},
	}
}
