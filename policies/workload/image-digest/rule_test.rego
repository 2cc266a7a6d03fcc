package faultline.workload["image-digest_test"]

import data.faultline.workload["image-digest"] as rule

_input(image) := {"workload": {
	"containers": [{"name": "app", "image": image}],
	"init_containers": [{"name": "init", "image": image}],
}}

test_tag if {
	rule.findings == {
		{"paths": [["workload", "containers", 0, "image", "digest"]], "args": {"container": "app", "problem": "runs an image that no digest pins"}},
		{"paths": [["workload", "init_containers", 0, "image", "digest"]], "args": {"container": "init", "problem": "runs an image that no digest pins"}},
	} with input as _input({"name": "app", "tag": "1.4.2"})
}

test_digest if {
	rule.findings == set() with input as _input({
		"name": "app",
		"digest": "sha256:0a399eb16751829e1af26fea27b20c3ec28d7ab1fb72182879dcae1cca21206a",
	})
}

test_malformed_digest if {
	every digest in [
		"sha256:0a",
		"sha256:0A399EB16751829E1AF26FEA27B20C3EC28D7AB1FB72182879DCAE1CCA21206A",
		"0a399eb16751829e1af26fea27b20c3ec28d7ab1fb72182879dcae1cca21206a",
	] {
		{f.args.problem | some f in rule.findings} == {"runs an image by a digest that is not valid"} with input as _input({
			"name": "app",
			"digest": digest,
		})
	}
}

test_no_image if {
	rule.findings == set() with input as _input({})
}
