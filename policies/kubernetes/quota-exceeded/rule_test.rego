package faultline.kubernetes["quota-exceeded_test"]

import data.faultline.kubernetes["quota-exceeded"] as rule

_limit := {
	"resource": "requests.cpu", "name": "requests_cpu_millicores", "hard": 4000,
	"used_min": 4000, "used_max": 4000,
	"workloads": [
		{"identity": "Deployment shop/cart", "pod": 1000, "replicas_min": 3, "replicas_max": 3},
		{"identity": "Deployment shop/web", "pod": 500, "replicas_min": 2, "replicas_max": 2},
	],
}

_input(changes) := {"namespace": "shop", "quota": {"limits": [object.union(_limit, changes)]}}

test_least_replicas if {
	rule.findings == {{
		"paths": [
			["quota", "limits", 0, "hard"], ["quota", "limits", 0, "used_min"],
			["quota", "limits", 0, "workloads", 0], ["quota", "limits", 0, "workloads", 1],
		],
		"args": {
			"resource": "requests.cpu",
			"hard": "3999m",
			"need": "4",
			"when": "",
			"names": "Deployment shop/cart, Deployment shop/web",
			"arithmetic": "3 x 1 (Deployment shop/cart) + 2 x 500m (Deployment shop/web)",
			"event": "all of it is deployed",
			"outcome": "some workloads do not start, whichever come last",
		},
	}} with input as _input({"hard": 3999})
}

test_rollout if {
	some f in rule.findings with input as _input({"rollout": {"identity": "Deployment shop/cart", "pod": 1000, "used": 5000}})
	f.grade == {"impact": 2, "because": "the pods that run fit, one more does not"}
	f.args.need == "5"
	f.args.when == " to roll Deployment shop/cart out"
	f.args.arithmetic == "3 x 1 (Deployment shop/cart) + 2 x 500m (Deployment shop/web) + 1 (the rollout's extra pod)"
}

test_most_replicas if {
	some f in rule.findings with input as _input({"used_max": 4500})
	f.grade == {"likelihood": 2, "because": "it fits at the least replicas, not at the most"}
	f.paths[1] == ["quota", "limits", 0, "used_max"]
}

test_one_finding_a_limit if {
	fs := rule.findings with input as _input({
		"hard": 1000, "used_max": 4500,
		"rollout": {"identity": "Deployment shop/cart", "pod": 1000, "used": 5000},
	})
	count(fs) == 1
}

test_fits if {
	rule.findings == set() with input as _input({"rollout": {"identity": "Deployment shop/cart", "pod": 0, "used": 4000}})
	rule.findings == set() with input as {"namespace": "shop", "quota": {"limits": [{"resource": "pods", "name": "pods", "hard": 0}]}}
}

test_no_namespace if {
	some f in rule.findings with input as object.union(_input({"hard": 3999}), {"namespace": ""})
	f.grade == {
		"confidence": "medium",
		"because": "no namespace is written: what is deployed together is taken to share one",
	}
}

test_units if {
	some memory in rule.findings with input as _input({"name": "limits_memory_bytes", "hard": 536870913, "used_min": 1073741824})
	memory.args.hard == "513Mi"
	memory.args.need == "1Gi"
	some pods in rule.findings with input as _input({"name": "pods", "hard": 1, "used_min": 2})
	pods.args.need == "2"
}
