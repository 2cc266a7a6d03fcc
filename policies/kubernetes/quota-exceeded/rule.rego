# METADATA
# title: Workloads do not fit their ResourceQuota
# description: |
#   A ResourceQuota refuses every pod above its sum. Which pod that is depends
#   on who came first, and only an event of a ReplicaSet tells.
# related_resources:
#   - description: Resource quotas
#     ref: https://kubernetes.io/docs/concepts/policy/resource-quotas/
# custom:
#   category: capacity
#   applies:
#     models: [quota.limits.used_min]
#     types: [ResourceQuota]
#     formats: [kubernetes]
#   likelihood: 3
#   impact: 3
#   default: "on"
#   message: "allows {resource} {hard}, and its namespace needs {need}{when}"
#   detail: "{arithmetic} = {need}, and the quota of {resource} is {hard}. Jobs and what is not in these files come on top."
#   failure_mode: "When {event}, then the API server refuses pods (exceeded quota) and {outcome}."
#   blast_radius: "Every workload of the namespace: {names}."
#   mitigation: "Raise {resource} of the quota to {need} or more, or lower what the workloads ask for."
#   exceptions: >-
#     Workloads of which not all run at the same time.
#   detection: 'kube_resourcequota{type="used"} / ignoring(type) kube_resourcequota{type="hard"} > 0.95, or events "exceeded quota"'
#   experiment:
#     steady_state: all pods of the namespace are Ready
#     action: restart every Deployment of the namespace, then scale each to its autoscaler's maximum
#     abort_when: a pod of another team is refused
#     expect: every pod is made
#   fix: none
package faultline.kubernetes["quota-exceeded"]

import data.faultline.lib.finding

findings contains f if {
	some i, limit in input.quota.limits
	limit.used_min > limit.hard
	f := _finding(
		_paths(i, "used_min"), _args(limit, "replicas_min", limit.used_min, {
			"when": "",
			"event": "all of it is deployed",
			"outcome": "some workloads do not start, whichever come last",
			"extra": [],
		}),
		{},
	)
}

# A rollout that may take no pod away needs room for one more.
findings contains f if {
	some i, limit in input.quota.limits
	limit.used_min <= limit.hard
	_stuck(limit)
	f := _finding(
		_paths(i, "rollout"),
		_args(limit, "replicas_min", limit.rollout.used, {
			"when": concat("", [" to roll ", limit.rollout.identity, " out"]),
			"event": concat(" ", [limit.rollout.identity, "is rolled out"]),
			"outcome": "the rollout makes no progress",
			"extra": [concat("", [_amount(limit.name, limit.rollout.pod), " (the rollout's extra pod)"])],
		}),
		{"impact": 2, "because": "the pods that run fit, one more does not"},
	)
}

findings contains f if {
	some i, limit in input.quota.limits
	limit.used_min <= limit.hard
	limit.used_max > limit.hard
	not _stuck(limit)
	f := _finding(
		_paths(i, "used_max"),
		_args(limit, "replicas_max", limit.used_max, {
			"when": " at its autoscalers' maximum",
			"event": "load rises and the autoscalers ask for more pods",
			"outcome": "the workloads stay too small for the load, and rollouts beside them stop",
			"extra": [],
		}),
		{"likelihood": 2, "because": "it fits at the least replicas, not at the most"},
	)
}

_finding(paths, args, grade) := finding.graded(paths, args, object.union(grade, {
	"confidence": "medium",
	"because": "no namespace is written: what is deployed together is taken to share one",
})) if {
	input.namespace == ""
}

_finding(paths, args, grade) := finding.graded(paths, args, grade) if {
	input.namespace != ""
	grade != {}
}

_finding(paths, args, grade) := finding.at(paths, args) if {
	input.namespace != ""
	grade == {}
}

_stuck(limit) if limit.rollout.used > limit.hard

_paths(i, used) := array.concat(
	[["quota", "limits", i, "hard"], ["quota", "limits", i, used]],
	[["quota", "limits", i, "workloads", j] | some j, _ in input.quota.limits[i].workloads],
)

_args(limit, replicas, need, more) := object.union(object.remove(more, ["extra"]), {
	"resource": limit.resource,
	"hard": _amount(limit.name, limit.hard),
	"need": _amount(limit.name, need),
	"names": concat(", ", [w.identity | some w in limit.workloads]),
	"arithmetic": concat(" + ", array.concat(
		[concat("", [format_int(w[replicas], 10), " x ", _amount(limit.name, w.pod), " (", w.identity, ")"]) | some w in limit.workloads],
		more.extra,
	)),
})

# As people write it in a manifest.
_amount(name, v) := concat("", [format_int(v, 10), "m"]) if {
	endswith(name, "_millicores")
	v % 1000 != 0
}

_amount(name, v) := format_int(v / 1000, 10) if {
	endswith(name, "_millicores")
	v % 1000 == 0
}

_amount(name, v) := concat("", [format_int(v / 1073741824, 10), "Gi"]) if {
	endswith(name, "_bytes")
	v % 1073741824 == 0
}

_amount(name, v) := concat("", [format_int(ceil(v / 1048576), 10), "Mi"]) if {
	endswith(name, "_bytes")
	v % 1073741824 != 0
}

_amount("pods", v) := format_int(v, 10)
