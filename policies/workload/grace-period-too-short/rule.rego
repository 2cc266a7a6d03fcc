# METADATA
# title: Grace period too short
# description: |
#   The grace period begins when the pod is deleted, and the preStop hook
#   spends of it. What remains is for the process: when it is over, the kernel
#   kills, whatever is still being written or answered.
# related_resources:
#   - description: Pod lifecycle, termination of pods
#     ref: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
#   - description: StatefulSets, limitations
#     ref: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#limitations
# custom:
#   category: lifecycle
#   applies:
#     models: [workload]
#     formats: [kubernetes]
#   likelihood: 3
#   impact: 2
#   default: "on"
#   message: "leaves {what} {left_ms} to stop{cause}"
#   detail: "Of a grace period of {grace_ms} the preStop hook sleeps {sleep_ms}: {left_ms} are left."
#   failure_mode: >-
#     When the pod is deleted (a rollout, a drain, the autoscaler), then the kernel kills {what} after {left_ms}, and
#     {consequence}.
#   blast_radius: "Each stop of a pod: {object}{copies}{reach}."
#   mitigation: "{change}"
#   exceptions: >-
#     A process that was measured to stop in less than half of that time under full load.
#   detection: >-
#     kube_pod_container_status_last_terminated_exitcode == 137 without OOMKilled, or a recovery in the log after each
#     start
#   experiment:
#     steady_state: "{object} is Ready under normal load"
#     action: delete one of its pods under full load
#     abort_when: a second pod is not Ready
#     expect: the container ends by itself, with an exit code other than 137
#   params:
#     type: object
#     additionalProperties: false
#     properties:
#       margin_seconds:
#         description: What must remain of the grace period after the preStop sleep.
#         type: integer
#         minimum: 0
#         default: 5
#       datastore_seconds:
#         description: A datastore needs more than this to stop.
#         type: integer
#         minimum: 0
#         default: 30
#   fix: none
package faultline.workload["grace-period-too-short"]

import data.faultline.lib.finding

findings contains f if {
	input.workload.role != "job"
	input.workload.stop_grace_ms > 0
	some i, left in _left
	container := input.workload.containers[i]
	f := finding.graded(
		[["workload", "stop_grace_ms"], ["workload", "containers", i, "pre_stop", "sleep_ms"]],
		{
			"container": container.name, "what": "its process", "left_ms": left, "cause": ": the preStop sleep takes the rest",
			"grace_ms": input.workload.stop_grace_ms, "sleep_ms": container.pre_stop.sleep_ms,
			"consequence": "what it has not finished is lost",
			"change": concat("", [
				"Set terminationGracePeriodSeconds to ",
				format_int((container.pre_stop.sleep_ms / 1000) + 30, 10),
				" (the sleep and 30 s), or shorten the sleep.",
			]),
		},
		_grade(left),
	)
}

# A datastore flushes what it holds, and hands over what it leads.
findings contains f if {
	grace := input.workload.stop_grace_ms
	grace > 0
	grace <= input.params["grace-period-too-short"].datastore_seconds * 1000
	some i, container in input.workload.containers
	container.datastore
	container.persistent
	container.technology in _flushing
	not _left[i]
	sleep := object.get(container, ["pre_stop", "sleep_ms"], 0)
	f := finding.graded(
		[
			["workload", "stop_grace_ms"],
			["workload", "containers", i, "image"],
			["workload", "containers", i, "pre_stop"],
		],
		{
			"container": container.name, "what": container.technology, "left_ms": grace - sleep,
			"cause": ", which a full flush may exceed", "grace_ms": grace, "sleep_ms": sleep,
			"consequence": "it recovers at the next start, for as long as that takes",
			"change": "Set terminationGracePeriodSeconds to 120, or 300 where much is held in memory.",
		},
		{"likelihood": 2, "impact": 3, "because": "a datastore that was killed recovers before it serves again"},
	)
}

# Zero takes the pod away without asking anybody: a second of its name may
# start while the first still writes.
findings contains f if {
	input.workload.stop_grace_ms == 0
	input.workload.stateful
	f := finding.graded(
		[["workload", "stop_grace_ms"]],
		{
			"what": "its processes", "left_ms": 0, "cause": ": a pod of the same name may start while they still run",
			"grace_ms": 0, "sleep_ms": 0,
			"consequence": "two pods may write as the same member",
			"change": "Set terminationGracePeriodSeconds to 30 or more.",
		},
		{"impact": 4, "because": "two pods of one identity may damage the data"},
	)
}

findings contains f if {
	input.workload.stop_grace_ms == 0
	input.workload.serving.evidence == "service"
	not input.workload.stateful
	f := finding.at(
		[["workload", "stop_grace_ms"]],
		{
			"what": "its processes", "left_ms": 0, "cause": ": they are killed with the requests that they answer",
			"grace_ms": 0, "sleep_ms": 0,
			"consequence": "the requests under way fail",
			"change": "Set terminationGracePeriodSeconds to 30 or more.",
		},
	)
}

# What a preStop sleep leaves of the grace period, where that is too little.
_left[i] := max([0, input.workload.stop_grace_ms - container.pre_stop.sleep_ms]) if {
	some i, container in input.workload.containers
	container.pre_stop.sleep_ms > 0
	input.workload.stop_grace_ms - container.pre_stop.sleep_ms <= input.params["grace-period-too-short"].margin_seconds * 1000
}

_grade(0) := {}

_grade(left) := {
	"likelihood": 2,
	"because": "what stops within seconds is not hurt",
} if {
	left > 0
}

# What was acknowledged is safe with etcd, ZooKeeper, Consul or MinIO, which
# start again as fast after a kill.
_flushing := {
	"activemq", "cassandra", "clickhouse", "cockroachdb", "couchdb", "elasticsearch", "influxdb", "kafka", "keydb",
	"mariadb", "mongodb", "mssql", "mysql", "neo4j", "opensearch", "postgres", "rabbitmq", "redis", "redpanda", "scylla",
	"solr", "valkey",
}
