# METADATA
# title: Replicas not spread
# description: |
#   Without a spread constraint or anti-affinity the scheduler may put all
#   replicas on one node or in one zone. Its built-in preference for spreading
#   is weak, and gives way when one node is emptier than the others.
# related_resources:
#   - description: Pod topology spread constraints
#     ref: https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
#   - description: Inter-pod affinity and anti-affinity
#     ref: https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity
# custom:
#   category: availability
#   applies:
#     models: [workload.spread]
#     types: [Deployment, StatefulSet, ReplicaSet, ReplicationController, DeploymentConfig, Rollout, Pod]
#     formats: [kubernetes]
#   likelihood: 1
#   impact: 2
#   default: "on"
#   message: "{problem}"
#   detail: "{reason}"
#   failure_mode: >-
#     When a node or zone that holds all replicas is lost, then nothing is left of them until they are scheduled
#     elsewhere.
#   blast_radius: All of {object}{copies}{reach}.
#   mitigation: "{change}"
#   exceptions: >-
#     Clusters whose scheduler configuration has default constraints of its own, and clusters of one node.
#   detection: 'count by (node) of the workload''s kube_pod_info: all replicas on one node'
#   experiment:
#     steady_state: every request to {object} is answered
#     action: drain the node that runs the most replicas of {object}
#     abort_when: no replica is ready
#     expect: replicas on other nodes go on
#   incidents:
#     - name: "Moonlight: all pods on one failing host"
#       year: 2019
#       url: https://updates.moonlightwork.com/outage-post-mortem-87370
#   fix: none
package faultline.workload.spread

import data.faultline.lib.finding

findings contains f if {
	input.workload.replicas.max >= 2
	not _apart
	not _topology
	not _quorum
	f := finding.at(_paths, _missing)
}

findings contains f if {
	input.workload.replicas.max >= 2
	not _apart
	not _topology
	_quorum
	f := finding.graded(
		_paths,
		_missing,
		{"likelihood": 2, "impact": 3, "because": "a majority of its members must not share a node"},
	)
}

# A constraint of its own also switches off the scheduler's default ones.
findings contains f if {
	input.workload.replicas.max >= 2
	some i, constraint in input.workload.spread.constraints
	constraint.kind == "topology"
	constraint.matches_self == false
	f := finding.graded(
		_inert_paths(i),
		_inert,
		{"likelihood": 3, "because": "the constraint never has an effect, and replaces the scheduler's own"},
	)
}

# How many such pods there are, a Pod does not say.
findings contains f if {
	input.type == "Pod"
	some i, constraint in input.workload.spread.constraints
	constraint.kind == "topology"
	constraint.matches_self == false
	f := finding.at(_inert_paths(i), _inert)
}

_apart if {
	some constraint in input.workload.spread.constraints
	constraint.matches_self
}

# A constraint with a wrong selector, or one that is not resolved, is another
# finding.
_topology if {
	some constraint in input.workload.spread.constraints
	constraint.kind == "topology"
}

_quorum if {
	some container in input.workload.containers
	container.quorum
}

_paths := array.concat(
	[["workload", "spread", "constraints"], _replicas],
	[["workload", "spread", "constraints", i, "matches_self"] | some i, _ in input.workload.spread.constraints],
)

_replicas := ["workload", "replicas", "max"] if not input.workload.replicas.autoscaled

_replicas := ["workload", "autoscalers", _scaler, "max"] if input.workload.replicas.autoscaled

_scaler := min([i | some i, a in input.workload.autoscalers; a.identity == input.workload.replicas.by])

_missing := {
	"problem": concat(" ", ["may run", _all, "replicas on one node"]),
	"reason": "It has no topology spread constraint, and no anti-affinity to its own pods.",
	"change": concat(" ", [
		"Add topologySpreadConstraints with maxSkew 1 for kubernetes.io/hostname and topology.kubernetes.io/zone,",
		"whenUnsatisfiable ScheduleAnyway and the pods' own labels as labelSelector.",
	]),
}

_all := "both" if input.workload.replicas.max == 2

_all := concat(" ", ["all", format_int(input.workload.replicas.max, 10)]) if input.workload.replicas.max > 2

_inert_paths(i) := [
	["workload", "spread", "constraints", i, "matches_self"],
	["workload", "spread", "constraints", i],
]

_inert := {
	"problem": "has a spread constraint that does not count its own pods",
	"reason": "Its labelSelector does not match the labels of the pod template, so the skew is that of no or other pods.",
	"change": "Set the constraint's labelSelector to labels of the pod template.",
}
