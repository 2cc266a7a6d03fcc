package faultline.workload["image-digest_test"]

import data.faultline.workload["image-digest"] as rule

_input(image) := {"workload": {
	"containers": [{"name": "app", "image": image}],
	"init_containers": [{"name": "init", "image": image}],
}}

test_tag if {
	rule.findings == {
		{"paths": [["workload", "containers", 0, "image", "digest"]], "args": {"container": "app"}},
		{"paths": [["workload", "init_containers", 0, "image", "digest"]], "args": {"container": "init"}},
	} with input as _input({"name": "app", "tag": "1.4.2"})
}

test_digest if {
	rule.findings == set() with input as _input({"name": "app", "digest": "sha256:0a"})
}

test_no_image if {
	rule.findings == set() with input as _input({})
}
