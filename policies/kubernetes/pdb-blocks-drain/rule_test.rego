package faultline.kubernetes["pdb-blocks-drain_test"]

import data.faultline.kubernetes["pdb-blocks-drain"] as rule

_one := concat(" ", [
	"Set maxUnavailable to 1 (and delete minAvailable): drains go on one pod at a time.",
	"A workload of one replica needs a second one first, or no budget.",
])

_fields := [["budget", "max_unavailable"], ["budget", "min_available"]]

_workload(replicas) := {
	"identity": "Deployment web", "kind": "Deployment", "scalable": true,
	"replicas_min": replicas, "autoscaled": false,
}

_scaled(replicas) := object.union(_workload(replicas), {"autoscaled": true, "by": "HorizontalPodAutoscaler web"})

_job := {"identity": "Job migrate", "kind": "Job", "scalable": false}

_input(budget) := {"budget": budget}

test_max_unavailable_nothing if {
	every value in ["0", "0%"] {
		rule.findings == {{"paths": _fields, "args": {
			"problem": concat("", ["allows no eviction: maxUnavailable is ", value]),
			"reason": "No pod may be missing, so none may be evicted.",
			"change": _one,
		}}} with input as _input({
			"max_unavailable": value, "workloads": [_scaled(3)],
			"expected": 3, "needed": 3, "allowed": 0,
		})
	}
}

test_min_available_everything if {
	rule.findings == {{"paths": [["budget", "min_available"]], "args": {
		"problem": "allows no eviction: minAvailable is 100%",
		"reason": "All pods must stay, so none may be evicted.",
		"change": _one,
	}}} with input as _input({"min_available": "100%", "workloads": [_job, _workload(3)], "expected": 3, "needed": 3, "allowed": 0})
}

test_neither if {
	rule.findings == {{"paths": _fields, "args": {
		"problem": "allows no eviction: it has neither minAvailable nor maxUnavailable",
		"reason": "The controller counts 0 allowed disruptions when neither is set.",
		"change": _one,
	}}} with input as _input({"workloads": [_workload(3)], "expected": 3, "needed": 3, "allowed": 0})
}

test_all_replicas if {
	rule.findings == {{
		"paths": [["budget", "allowed"], ["budget", "workloads", 0, "replicas_min"]],
		"args": {
			"problem": "allows no eviction: minAvailable 90% of 9 pods",
			"reason": concat("", [
				"It covers Deployment web (9). minAvailable 90% of 9 pods wants 9 healthy (percentages round up), ",
				"which leaves 0 to evict.",
			]),
			"change": "Set maxUnavailable to 1 in place of minAvailable, so that the budget follows the replicas.",
		},
	}} with input as _input({"min_available": "90%", "workloads": [_workload(9)], "expected": 9, "needed": 9, "allowed": 0})
}

test_single_replica if {
	some f in rule.findings with input as _input({"min_available": "1", "workloads": [_workload(1)], "expected": 1, "needed": 1, "allowed": 0})
	f.args == {
		"problem": "allows no eviction: minAvailable 1 of 1 pod",
		"reason": "It covers Deployment web (1). minAvailable 1 of 1 pod wants 1 healthy, which leaves 0 to evict.",
		"change": concat(" ", [
			"Run at least 2 replicas and set maxUnavailable to 1 in place of minAvailable, or delete the budget: with one",
			"replica it protects nothing and blocks every drain.",
		]),
	}
}

test_above_the_autoscalers_minimum if {
	some f in rule.findings with input as _input({"min_available": "3", "workloads": [_scaled(2)], "expected": 2, "needed": 3, "allowed": 0})
	f.args.reason == concat("", [
		"It covers Deployment web (2, the minimum of HorizontalPodAutoscaler web). ",
		"minAvailable 3 of 2 pods wants 3 healthy, more than there are.",
	])
}

# That is pdb-autoscaler-deadlock.
test_equal_to_the_autoscalers_minimum if {
	rule.findings == set() with input as _input({"min_available": "2", "workloads": [_scaled(2)], "expected": 2, "needed": 2, "allowed": 0})
}

test_owner_without_scale if {
	rule.findings == {{
		"paths": [["budget", "workloads", 1], ["budget", "max_unavailable"]],
		"args": {
			"problem": "cannot be computed: maxUnavailable 1 covers Job migrate",
			"reason": concat("", [
				"The pods of a Job have an owner without a scale. Where one runs, the controller cannot tell ",
				"how many pods are expected and allows 0 disruptions for all that the selector matches.",
			]),
			"change": "Narrow spec.selector to the pods of the replicated workload, or use a whole number as minAvailable.",
		},
		"grade": {"likelihood": 2, "impact": 3, "because": "the evictions of its other workloads are refused too"},
	}} with input as _input({"max_unavailable": "1", "workloads": [_workload(3), _job], "expected": 3, "needed": 2, "allowed": 1})
}

test_only_owners_without_scale if {
	some f in rule.findings with input as _input({"min_available": "50%", "workloads": [_job]})
	f.paths == [["budget", "workloads", 0], ["budget", "min_available"]]
	f.grade == {"likelihood": 1, "because": "drains leave DaemonSets alone, and the pods of Jobs end"}
}

test_silent if {
	rule.findings == set() with input as _input({"min_available": "2", "workloads": [_workload(3)], "expected": 3, "needed": 2, "allowed": 1})
	rule.findings == set() with input as _input({"min_available": "2", "workloads": [_workload(3), _job], "expected": 3, "needed": 2, "allowed": 1})
	rule.findings == set() with input as _input({"min_available": "1", "workloads": [_workload(0)], "expected": 0, "needed": 1, "allowed": 0})
	rule.findings == set() with input as _input({"max_unavailable": "1", "workloads": []})
}
