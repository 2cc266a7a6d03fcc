package faultline.workload["image-unpinned_test"]

import data.faultline.workload["image-unpinned"] as rule

_input(container) := {
	"params": {"image-unpinned": {"tags": ["blue"]}},
	"workload": {"containers": [object.union({"name": "app", "datastore": false}, container)], "init_containers": []},
}

_moves := "The tag names another image after the next push; only a digest never does."

_paths := [["workload", "containers", 0, "image", "tag"], ["workload", "containers", 0, "image", "digest"]]

test_untagged if {
	rule.findings == {{
		"paths": _paths,
		"args": {"container": "app", "problem": "runs image \"app\" without a tag, which means latest", "reason": _moves},
	}} with input as _input({"image": {"repository": "shop/app", "name": "app", "floats": "untagged"}})
}

test_channel if {
	rule.findings == {{
		"paths": _paths,
		"args": {"container": "app", "problem": "runs whatever image the tag \"stable\" means when it is pulled", "reason": _moves},
	}} with input as _input({"image": {"repository": "shop/app", "tag": "stable", "floats": "channel"}})
}

test_own_tag if {
	{f.args.problem | some f in rule.findings} == {"runs whatever image the tag \"blue\" means when it is pulled"} with input as _input({"image": {
		"repository": "shop/app",
		"tag": "blue",
	}})
}

test_digest if {
	rule.findings == set() with input as _input({"image": {"repository": "shop/app", "tag": "blue", "digest": "sha256:0a"}})
}

test_datastore if {
	rule.findings == {{
		"paths": _paths,
		"args": {
			"container": "app",
			"problem": "runs whatever image the tag \"latest\" means when it is pulled",
			"reason": "The files of a datastore belong to its version: a newer one converts them for good, or refuses them.",
		},
		"grade": {"impact": 3, "because": "it is a datastore, whose files may not fit another version"},
	}} with input as _input({"datastore": true, "image": {"repository": "mysql", "tag": "latest", "floats": "latest"}})
}

test_major if {
	rule.findings == {{
		"paths": _paths,
		"args": {
			"container": "app", "reason": _moves,
			"problem": "follows every minor version of the image tag \"1\"",
		},
		"grade": {"likelihood": 1, "because": "the tag moves within a major version only"},
	}} with input as _input({"technology": "nginx", "image": {"repository": "quay.io/nginx", "tag": "1", "floats": "major"}})
}

test_major_of_a_datastore if {
	rule.findings == {{
		"paths": _paths,
		"args": {
			"container": "app",
			"problem": "is a datastore that follows every minor version of the image tag \"8\"",
			"reason": "Minor versions of datastores convert files for good, and a rollback cannot read them.",
		},
	}} with input as _input({
		"datastore": true, "technology": "mysql",
		"image": {"repository": "mysql", "tag": "8", "floats": "major"},
	})
}

test_official_image if {
	count(rule.findings) == 1 with input as _input({"image": {"repository": "node", "tag": "22", "floats": "major"}})
	count(rule.findings) == 1 with input as _input({"image": {
		"repository": "docker.io/library/node",
		"tag": "22",
		"floats": "major",
	}})
}

test_second_build if {
	rule.findings == set() with input as _input({"image": {"repository": "shop/app", "tag": "2", "floats": "major"}})
}

test_init_container if {
	{f.paths[0] | some f in rule.findings} == {["workload", "init_containers", 0, "image", "tag"]} with input as {
		"params": {"image-unpinned": {"tags": []}},
		"workload": {
			"containers": [],
			"init_containers": [{"name": "init", "datastore": false, "image": {"repository": "busybox", "name": "busybox", "floats": "untagged"}}],
		},
	}
}

test_minor_versions_of_postgres_keep_the_files if {
	some f in rule.findings with input as _input({
		"datastore": true, "technology": "postgres",
		"image": {"repository": "postgres", "tag": "15-alpine", "floats": "major"},
	})
	f.args.problem == "follows every minor version of the image tag \"15-alpine\""
	f.grade == {"likelihood": 1, "because": "minor versions of PostgreSQL keep the format of its files"}
}
