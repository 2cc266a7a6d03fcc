package faultline.kubernetes["dns-ndots_test"]

import data.faultline.kubernetes["dns-ndots"] as rule

_input(dns, env) := {"workload": {
	"dns": object.union({"policy": "ClusterFirst", "ndots": 5}, dns),
	"containers": [{"name": "app", "env": env}],
}}

test_external_names if {
	rule.findings == {{
		"paths": [["workload", "dns", "ndots"], ["workload", "dns", "policy"], ["workload", "host_network"]],
		"args": {"ndots": 5, "hosts": ["api.stripe.com", "db.eu-west-1.rds.amazonaws.com"]},
	}} with input as _input({}, {
		"PAYMENTS": "https://user:secret@API.stripe.com:443/v1?next=https://other.example.com/",
		"DB": "db.eu-west-1.rds.amazonaws.com:5432",
		"AGAIN": "https://api.stripe.com",
	})
}

test_few_dots_are_tried_first if {
	rule.findings == set() with input as _input({"ndots": 2}, {"A": "https://api.stripe.com"})
	fs := rule.findings with input as _input({"ndots": 3}, {"A": "https://api.stripe.com"})
	count(fs) == 1
}

test_not_external if {
	rule.findings == set() with input as _input({}, {
		"SERVICE": "http://cart.shop.svc.cluster.local:8080",
		"SHORT": "cart.shop:8080",
		"POD": "kafka-0.kafka.data:9092",
		"ADDRESS": "10.0.0.1:80",
		"CLASS": "com.example.shop.Main",
		"VERSION": "1.2.3",
		"ROOTED": "https://api.stripe.com./v1",
		"TEXT": "see https://api.stripe.com",
	})
}

test_other_resolvers if {
	rule.findings == set() with input as _input({"policy": "Default"}, {"A": "https://api.stripe.com"})
	rule.findings == set() with input as object.union(
		_input({}, {"A": "https://api.stripe.com"}),
		{"workload": {"host_network": true}},
	)
	fs := rule.findings with input as object.union(
		_input({"policy": "ClusterFirstWithHostNet"}, {"A": "https://api.stripe.com"}),
		{"workload": {"host_network": true}},
	)
	count(fs) == 1
}
