package faultline.workload["image-pull-policy_test"]

import data.faultline.workload["image-pull-policy"] as rule

_input(image) := {"workload": {"containers": [{"name": "app", "image": image}], "init_containers": []}}

_at(parts) := [["workload", "containers", 0, "image", part] | some part in parts]

test_stale if {
	rule.findings == {{
		"paths": _at(["pull_policy", "tag", "digest"]),
		"args": {
			"container": "app",
			"problem": "keeps what a node pulled first of a tag that moves (IfNotPresent)",
			"cause": "a pod comes to a node that pulled the tag earlier than the others",
			"effect": "\"app\" runs older code there than elsewhere",
			"change": "Pin the image to a version; until then remove imagePullPolicy.",
		},
	}} with input as _input({"pull_policy": "IfNotPresent", "tag": "latest", "floats": "latest"})
}

test_never if {
	rule.findings == {{
		"paths": _at(["pull_policy", "repository"]),
		"args": {
			"container": "app",
			"problem": "is never pulled, though its image is in a registry (Never)",
			"cause": "a pod comes to a node that nobody prepared",
			"effect": "\"app\" does not start (ErrImageNeverPull)",
			"change": "Remove imagePullPolicy, so that nodes pull what they lack.",
		},
		"grade": {"impact": 3, "because": "a new node cannot run the pod at all"},
	}} with input as _input({"pull_policy": "Never", "repository": "registry:5000/app", "tag": "1.4.2"})
}

test_local_build if {
	rule.findings == set() with input as _input({"pull_policy": "Never", "repository": "shop/app", "tag": "1.4.2"})
}

test_digest if {
	rule.findings == {{
		"paths": _at(["pull_policy", "digest"]),
		"args": {
			"container": "app",
			"problem": "asks the registry at every start for an image that a digest pins (Always)",
			"cause": "the registry is not reachable",
			"effect": "\"app\" does not start, also on nodes that have its image",
			"change": "Remove imagePullPolicy: what a digest names does not change.",
		},
	}} with input as _input({"pull_policy": "Always", "digest": "sha256:0a"})
}

test_critical if {
	rule.findings == {{
		"paths": array.concat(_at(["pull_policy", "tag", "digest", "floats"]), [["workload", "priority"]]),
		"args": {
			"container": "app",
			"problem": "is critical to the cluster and asks the registry at every start (Always)",
			"cause": "the registry is not reachable, perhaps because of this very pod",
			"effect": "\"app\" does not start, also on nodes that have its image",
			"change": "Remove imagePullPolicy: the tag names a version.",
		},
	}} with input as {"workload": {
		"priority": "system-node-critical",
		"containers": [{"name": "app", "image": {"pull_policy": "Always", "tag": "1.4.2"}}],
		"init_containers": [],
	}}
}

test_no_contradiction if {
	rule.findings == set() with input as _input({"pull_policy": "Always", "tag": "1.4.2"})
	rule.findings == set() with input as _input({"pull_policy": "Always", "tag": "latest", "floats": "latest"})
	rule.findings == set() with input as _input({"pull_policy": "IfNotPresent", "tag": "1.4.2"})
	rule.findings == set() with input as _input({"tag": "latest", "floats": "latest"})
}
