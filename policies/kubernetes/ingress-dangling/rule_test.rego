package faultline.kubernetes["ingress-dangling_test"]

import data.faultline.kubernetes["ingress-dangling"] as rule

test_service_is_not_there if {
	rule.findings == {
		{
			"paths": [["route", "backends", 0, "service"], ["route", "backends", 0, "found"]],
			"args": {
				"change": "Add the Service cart in the Ingress's namespace, or correct the name.",
				"evidence": "No Service of this name is in the files, in its namespace or without one.",
				"problem": "sends shop.example.com/cart to Service cart, which is not there",
				"where": "shop.example.com/cart",
			},
		},
	} with input as {
		"route": {
			"kind": "Ingress",
			"backends": [{"host": "shop.example.com", "path": "/cart", "service": "cart", "others": true}],
		},
	}
}

test_no_services_at_all if {
	rule.findings == {
		{
			"paths": [["route", "backends", 0, "service"], ["route", "backends", 0, "found"]],
			"args": {
				"change": "Add the Service cart in the Ingress's namespace, or correct the name.",
				"evidence": "No Service of this name is in the files, in its namespace or without one.",
				"problem": "sends shop.example.com/cart to Service cart, which is not there",
				"where": "shop.example.com/cart",
			},
			"grade": {
				"confidence": "medium",
				"because": "no Service of its namespace is in these files, they may all be elsewhere",
			},
		},
	} with input as {
		"route": {
			"kind": "Ingress",
			"backends": [{"host": "shop.example.com", "path": "/cart", "service": "cart", "others": false}],
		},
	}
}

test_default_backend if {
	rule.findings == {
		{
			"paths": [["route", "backends", 0, "service"], ["route", "backends", 0, "found"]],
			"args": {
				"change": "Add the Service cart in the Ingress's namespace, or correct the name.",
				"evidence": "No Service of this name is in the files, in its namespace or without one.",
				"problem": "sends any other path to Service cart, which is not there",
				"where": "any other path",
			},
		},
	} with input as {"route": {"kind": "Ingress", "backends": [{"service": "cart", "others": true}]}}
}

test_every_host if {
	rule.findings == {
		{
			"paths": [["route", "backends", 0, "service"], ["route", "backends", 0, "found"]],
			"args": {
				"change": "Add the Service cart in the Ingress's namespace, or correct the name.",
				"evidence": "No Service of this name is in the files, in its namespace or without one.",
				"problem": "sends path / to Service cart, which is not there",
				"where": "path /",
			},
		},
	} with input as {
		"route": {
			"kind": "Ingress",
			"backends": [{"host": "*", "path": "/", "service": "cart", "others": true}],
		},
	}
}

test_port_number if {
	rule.findings == {
		{
			"paths": [
				["route", "backends", 0, "port"],
				["route", "backends", 0, "port_found"],
				["route", "backends", 0, "partner", "identity"],
			],
			"args": {
				"change": "Name a port of the Service in place of 8080: the Service's own, not its targetPort.",
				"evidence": "Its ports are: 80 (http), 443.",
				"problem": "sends shop.example.com/cart to Service cart, which has no port 8080",
				"where": "shop.example.com/cart",
			},
		},
	} with input as {
		"route": {
			"kind": "Ingress",
			"backends": [
				{
					"host": "shop.example.com",
					"path": "/cart",
					"service": "cart",
					"port": 8080,
					"found": true,
					"partner": {"identity": "Service shop/cart", "ports": ["80 (http)", "443"]},
				},
			],
		},
	}
}

test_port_name if {
	rule.findings == {
		{
			"paths": [
				["route", "backends", 0, "port_name"],
				["route", "backends", 0, "port_found"],
				["route", "backends", 0, "partner", "identity"],
			],
			"args": {
				"change": "Name a port of the Service in place of web: the Service's own, not its targetPort.",
				"evidence": "Its ports are: none.",
				"problem": "sends shop.example.com/cart to Service cart, which has no port web",
				"where": "shop.example.com/cart",
			},
		},
	} with input as {
		"route": {
			"kind": "Ingress",
			"backends": [
				{
					"host": "shop.example.com",
					"path": "/cart",
					"service": "cart",
					"port_name": "web",
					"found": true,
					"partner": {"identity": "Service shop/cart", "ports": []},
				},
			],
		},
	}
}

test_old_field_in_v1 if {
	rule.findings == {
		{
			"paths": [["route", "backends", 0, "malformed"]],
			"args": {
				"change": "Write service.name and service.port.name or service.port.number in their place.",
				"evidence": "serviceName and servicePort are fields of v1beta1: in v1 the backend of shop.example.com/cart is empty, and the API server refuses the object.",
				"problem": "names a backend by serviceName, which networking.k8s.io/v1 does not have",
				"where": "shop.example.com/cart",
			},
		},
	} with input as {
		"route": {
			"kind": "Ingress",
			"backends": [
				{
					"host": "shop.example.com",
					"path": "/cart",
					"service": "cart",
					"found": true,
					"port_found": true,
					"malformed": "serviceName",
				},
			],
		},
	}
}

test_resource if {
	rule.findings == {
		{
			"paths": [
				["route", "backends", 0, "resource", "name"],
				["route", "backends", 0, "resource", "found"],
			],
			"args": {
				"change": "Add the resource, or lead the path to one that is there.",
				"evidence": "No object of this kind and name is in the files.",
				"problem": "sends path / to Bucket assets, which is not there",
				"where": "path /",
			},
			"grade": {
				"confidence": "medium",
				"because": "what a resource backend names is often made by another tool",
			},
		},
	} with input as {
		"route": {
			"kind": "Ingress",
			"backends": [{"host": "*", "path": "/", "resource": {"kind": "Bucket", "name": "assets"}}],
		},
	}
}

test_all_there if {
	rule.findings == set() with input as {
		"route": {
			"kind": "Ingress",
			"backends": [
				{
					"host": "shop.example.com",
					"path": "/cart",
					"service": "cart",
					"port": 80,
					"found": true,
					"port_found": true,
					"partner": {"identity": "Service shop/cart", "ports": ["80"]},
				},
			],
		},
	}
}

test_resource_is_there if {
	rule.findings == set() with input as {
		"route": {
			"kind": "Ingress",
			"backends": [
				{
					"host": "*",
					"path": "/",
					"resource": {"kind": "Bucket", "name": "assets", "found": true},
				},
			],
		},
	}
}
