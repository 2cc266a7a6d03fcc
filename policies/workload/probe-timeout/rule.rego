# METADATA
# title: Probe timeout does not fit the check
# description: |
#   A probe that writes no timeout has one second. A command that starts an
#   interpreter, a JVM that collects garbage, or a container that is throttled
#   takes longer exactly when it is busy, and is then restarted though it is
#   healthy. A timeout beyond the period delays the checks behind it.
# related_resources:
#   - description: Configure probes
#     ref: https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#configure-probes
# custom:
#   category: probes
#   applies:
#     models: [workload.containers.probes.readiness, workload.containers.probes.liveness, workload.containers.probes.startup]
#     formats: [kubernetes]
#   likelihood: 2
#   impact: 3
#   default: "on"
#   message: "has a {probe} probe whose timeout of {timeout_ms} {problem}{period_ms}"
#   detail: "{failures} failures in a row count: {detect_ms} from the first to the last timeout. {reason}"
#   failure_mode: >-
#     When {trigger}, then {consequence}.
#   blast_radius: The pods under load, and those that take over their part, of {object}{copies}{reach}.
#   mitigation: "{change}"
#   exceptions: >-
#     A check that was measured under full load and takes less than a quarter of the timeout.
#   detection: >-
#     events "Unhealthy" with "context deadline exceeded" or "timeout", and prober_probe_total{result="failed"} that rises
#     with the load
#   experiment:
#     steady_state: no container of {object} is restarted under normal load
#     action: raise the load on {object} until it uses all of its CPU
#     abort_when: two containers are restarted
#     expect: answers get slower, and no container is restarted
#   params:
#     type: object
#     additionalProperties: false
#     properties:
#       seconds:
#         description: A timeout up to this is short, in seconds.
#         type: integer
#         minimum: 1
#         default: 1
#       cpu_millicores:
#         description: A CPU limit below this throttles, in thousandths of a CPU.
#         type: integer
#         minimum: 0
#         default: 500
#   incidents:
#     - name: "Chef Supermarket: health checks with very low timeouts"
#       year: 2014
#       url: https://www.chef.io/blog/2014/07/10/supermarket-intermittent-unresponsiveness-postmortem/
#     - name: "ThredUP: outages by liveness probes (talk)"
#       year: 2018
#       url: https://www.youtube.com/watch?v=tA8Sr3Nsx1I
#   fix: none
package faultline.workload["probe-timeout"]

import data.faultline.lib.finding

# A virtual machine or an interpreter starts before anything is checked.
findings contains f if {
	some i, container in input.workload.containers
	some kind, probe in container.probes
	probe.kind == "exec"
	_short(probe.timeout_ms)
	program := _program(probe.command)
	f := finding.at(
		_paths(i, kind),
		object.union(_arguments(container.name, kind, probe), {
			"problem": concat("", ["is short for a command that starts ", program]),
			"reason": concat("", ["Starting ", program, " takes a large part of a second, on a busy node more."]),
			"trigger": "the node is busy",
			"consequence": _consequence[kind],
		}),
	)
}

findings contains f if {
	some i, container in input.workload.containers
	probe := container.probes.liveness
	probe.kind == "exec"
	_short(probe.timeout_ms)
	not _program(probe.command)
	not probe.always_passes
	f := finding.graded(
		_paths(i, "liveness"),
		object.union(_arguments(container.name, "liveness", probe), {
			"problem": "is short for starting a process in the container",
			"reason": "The time in which the runtime starts the command counts.",
			"trigger": "the node or the container runtime is busy",
			"consequence": _consequence.liveness,
		}),
		{"likelihood": 1, "because": "a small command starts within milliseconds on most nodes"},
	)
}

findings contains f if {
	some i, container in input.workload.containers
	container.runtime == "jvm"
	probe := container.probes.liveness
	probe.kind in {"http", "grpc"}
	_short(probe.timeout_ms)
	f := finding.at(
		_paths(i, "liveness"),
		object.union(_arguments(container.name, "liveness", probe), {
			"problem": "is short for a JVM that collects garbage",
			"reason": "A full collection stops all threads, also the one that answers.",
			"trigger": "a collection or a lack of CPU stops the JVM for longer",
			"consequence": _consequence.liveness,
		}),
	)
}

findings contains f if {
	some i, container in input.workload.containers
	limit := container.resources.limits.cpu_millicores
	limit < input.params["probe-timeout"].cpu_millicores
	not container.runtime == "jvm"
	probe := container.probes.liveness
	probe.kind in {"http", "grpc"}
	_short(probe.timeout_ms)
	f := finding.graded(
		array.concat(_paths(i, "liveness"), [["workload", "containers", i, "resources", "limits", "cpu_millicores"]]),
		object.union(_arguments(container.name, "liveness", probe), {
			"problem": concat("", ["is short with a CPU limit of ", format_int(limit, 10), "m"]),
			"reason": "A container that has used up its share of a period of 100 ms waits for the next.",
			"trigger": "work uses up the CPU limit",
			"consequence": _consequence.liveness,
		}),
		{"likelihood": 1, "because": "throttling takes the whole of several seconds only when requests pile up"},
	)
}

findings contains f if {
	some i, container in input.workload.containers
	some kind, probe in container.probes
	probe.timeout_ms > probe.period_ms
	f := finding.graded(
		array.concat(_paths(i, kind), [["workload", "containers", i, "probes", kind, "period_ms"]]),
		object.union(_arguments(container.name, kind, probe), {
			"problem": "is longer than its period of ", "period_ms": probe.period_ms,
			"reason": "The kubelet waits for a check to end before it makes the next.",
			"trigger": "the container hangs",
			"consequence": "its checks come later than the period says, and so does what follows from them",
			"change": "Set timeoutSeconds of the probe below its periodSeconds.",
		}),
		{"impact": 1, "because": "checks that are late still come"},
	)
}

_short(timeout) if timeout <= input.params["probe-timeout"].seconds * 1000

_paths(i, kind) := [
	["workload", "containers", i, "probes", kind, "timeout_ms"],
	["workload", "containers", i, "probes", kind, "kind"],
	["workload", "containers", i, "probes", kind, "detect_ms"],
]

_arguments(container, kind, probe) := {
	"container": container, "probe": kind, "timeout_ms": probe.timeout_ms, "failures": probe.failures,
	"detect_ms": probe.detect_ms, "change": _change[kind],
}

_change := {
	"liveness": "Set timeoutSeconds of the livenessProbe to 5 and its failureThreshold to 6.",
	"readiness": "Set timeoutSeconds of the readinessProbe to 5.",
	"startup": "Set timeoutSeconds of the startupProbe to 5.",
}

_consequence := {
	"liveness": "a healthy container is restarted, and its load moves to the others",
	"readiness": "a healthy pod gets no traffic, and its load moves to the others",
	"startup": "a container that has started does not count as started, and is killed",
}

# The first of the programs that a command starts; undefined where it starts
# none. Kafka's scripts are the only ones whose names are not listed.
_program(command) := object.get(_starts, regex.find_all_string_submatch_n(_starting, command, 1)[0][1], "a JVM")

_starting := concat("", [
	`(?:^|/|-c |[;&|(] *)(kafka-[a-z-]+[.]sh|`,
	concat("|", object.keys(_starts)),
	`)(?: |$)`,
])

_starts := {
	"celery": "Python",
	"cqlsh": "Python",
	"java": "a JVM",
	"jcmd": "a JVM",
	"mongosh": "Node",
	"node": "Node",
	"nodetool": "a JVM",
	"php": "PHP",
	"python": "Python",
	"python3": "Python",
	"rabbitmq-diagnostics": "an Erlang VM",
	"rabbitmqctl": "an Erlang VM",
	"ruby": "Ruby",
}
