package faultline.workload["autoscaler-bounds_test"]

import data.faultline.workload["autoscaler-bounds"] as rule

_input(least, most, replicas) := {
	"params": {"autoscaler-bounds": {"headroom_percent": 25}},
	"autoscaler": {
		"min": least, "max": most, "target": {"kind": "Deployment", "name": "web"},
		"workload": {"identity": "Deployment web", "replicas": replicas},
	},
}

_paths := [["autoscaler", "max"], ["autoscaler", "min"]]

_args(least, most, problem, change) := {
	"problem": problem, "change": change, "least": least, "most": most, "target": "Deployment web",
}

test_equal if {
	rule.findings == {{"paths": _paths, "args": _args(
		5, 5,
		"cannot scale: minimum and maximum are both 5",
		"Set the maximum to 10 or more, or delete the autoscaler.",
	)}} with input as _input(5, 5, 5)
}

test_above if {
	rule.findings == {{
		"paths": _paths,
		"args": _args(6, 5, "has a minimum of 6 above its maximum of 5", "Set the maximum to 12 or more."),
		"grade": {"likelihood": 3, "because": "the API server refuses such bounds"},
	}} with input as _input(6, 5, 1)
}

test_below_the_written_replicas if {
	rule.findings == {{
		"paths": array.concat(_paths, [["autoscaler", "workload", "replicas"]]),
		"args": _args(
			2, 5,
			"allows at most 5 replicas where Deployment web asks for 6",
			"Set the maximum above 6 and delete spec.replicas of Deployment web.",
		),
	}} with input as _input(2, 5, 6)
	rule.findings == set() with input as _input(2, 5, 5)
}

test_little_room if {
	rule.findings == {{
		"paths": _paths,
		"args": _args(5, 6, "has little room: at most 6 replicas from 5", "Set the maximum to 10 or more."),
		"grade": {"likelihood": 1, "because": "some room is left"},
	}} with input as _input(5, 6, 1)
}

test_room if {
	every pair in [[0, 1], [1, 2], [2, 3], [4, 5], [5, 7]] {
		rule.findings == set() with input as _input(pair[0], pair[1], 1)
	}
}

# The API server wants a maximum; a template that lacks it is not judged.
test_no_maximum if {
	rule.findings == set() with input as {"autoscaler": {"min": 1, "target": {"kind": "Deployment", "name": "web"}}}
}
