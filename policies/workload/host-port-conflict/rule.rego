# METADATA
# title: Host port conflict
# description: |
#   A port of the node can be held by one pod. Two workloads that want the
#   same one keep each other off their nodes, and a rollout that starts the
#   new pod before it stops the old one needs a node that has none of either.
# related_resources:
#   - description: Configuration best practices, host ports
#     ref: https://kubernetes.io/docs/concepts/configuration/overview/
#   - description: Deployments, rolling update
#     ref: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment
# custom:
#   category: rollout
#   applies:
#     models: [workload.containers.ports.taken]
#     formats: [kubernetes]
#   likelihood: 2
#   impact: 2
#   default: "on"
#   message: "{problem}"
#   detail: "{evidence}"
#   failure_mode: "When {event}, then {consequence}."
#   blast_radius: "{object}{copies}{reach}."
#   mitigation: "{change}"
#   exceptions: >-
#     Workloads that run on different nodes, or a cluster that always has a free node for the new pod.
#   detection: 'events FailedScheduling with "didn''t have free ports for the requested pod ports"'
#   experiment:
#     steady_state: all replicas of {object} are Ready
#     action: restart {object} (kubectl rollout restart) in a cluster with as many nodes as replicas
#     abort_when: a new pod is Pending for more than five minutes
#     expect: the rollout ends
#   fix: none
package faultline.workload["host-port-conflict"]

import data.faultline.lib.finding

findings contains f if {
	some i, container in input.workload.containers
	some j, port in container.ports
	rival := port.rival
	not _everywhere(rival)
	f := finding.at(_paths(i, j), _conflict(container, port))
}

findings contains f if {
	some i, container in input.workload.containers
	some j, port in container.ports
	_everywhere(port.rival)
	f := finding.graded(
		_paths(i, j),
		_conflict(container, port),
		{"likelihood": 3, "impact": 3, "because": "both want a pod on every node"},
	)
}

# One finding a container: a second port changes nothing about the rollout.
findings contains f if {
	input.workload.kind in {"Deployment", "DeploymentConfig"}
	input.workload.update.strategy in {"RollingUpdate", "Rolling"}
	input.workload.update.unavailable_pods == 0
	input.workload.update.surge_pods > 0
	input.workload.replicas.min >= 2
	some i, container in input.workload.containers
	taken := [j | container.ports[j].taken]
	j := taken[0]
	port := container.ports[j]
	f := finding.at(
		[
			["workload", "containers", i, "ports", j, "taken"],
			["workload", "update", "unavailable_pods"],
			["workload", "update", "surge_pods"],
			["workload", "replicas", "min"],
		],
		{
			"container": container.name,
			"problem": concat("", ["holds port ", format_int(port.taken, 10), " of its node and stops no pod before a new one starts"]),
			"evidence": concat("", [
				format_int(input.workload.replicas.min, 10), " replicas, ",
				format_int(input.workload.update.surge_pods, 10), " extra during a rollout, none missing: it needs ",
				format_int(input.workload.replicas.min + input.workload.update.surge_pods, 10), " nodes with a free port.",
			]),
			"event": "a rollout starts and every node that fits has a pod already",
			"consequence": "the new pod stays Pending and the rollout stands still",
			"change": "Set strategy.rollingUpdate to maxUnavailable 1 and maxSurge 0, or use a Service in place of the host's port.",
		},
	)
}

_paths(i, j) := [
	["workload", "containers", i, "ports", j, "taken"],
	["workload", "containers", i, "ports", j, "rival", "identity"],
]

_everywhere(rival) if {
	input.workload.kind == "DaemonSet"
	rival.kind == "DaemonSet"
}

_conflict(container, port) := {
	"container": container.name,
	"problem": concat("", ["wants port ", format_int(port.taken, 10), " of its node, as ", port.rival.identity, " does"]),
	"evidence": "One pod holds a port of a node, with the same protocol and address.",
	"event": "both are to run on one node",
	"consequence": "the second stays Pending there for as long as the first runs",
	"change": "Give one of the two another hostPort, or keep them apart with node selectors.",
}
