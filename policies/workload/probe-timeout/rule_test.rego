package faultline.workload["probe-timeout_test"]

import data.faultline.workload["probe-timeout"] as rule

_params := {"probe-timeout": {"seconds": 1, "cpu_millicores": 500}}

_http := {"kind": "http", "timeout_ms": 1000, "period_ms": 10000, "failures": 3, "detect_ms": 21000}

_exec(command) := object.union(_http, {"kind": "exec", "command": command})

_input(kind, probe, changes) := {"params": _params, "workload": {"containers": [object.union(
	{"name": "app", "probes": {kind: probe}},
	changes,
)]}}

_paths(kind) := [
	["workload", "containers", 0, "probes", kind, "timeout_ms"],
	["workload", "containers", 0, "probes", kind, "kind"],
	["workload", "containers", 0, "probes", kind, "detect_ms"],
]

_args(kind) := {
	"container": "app", "probe": kind, "timeout_ms": 1000, "failures": 3, "detect_ms": 21000,
	"change": {
		"liveness": "Set timeoutSeconds of the livenessProbe to 5 and its failureThreshold to 6.",
		"readiness": "Set timeoutSeconds of the readinessProbe to 5.",
	}[kind],
}

test_jvm if {
	rule.findings == {{
		"paths": _paths("liveness"),
		"args": object.union(_args("liveness"), {
			"problem": "is short for a JVM that collects garbage",
			"reason": "A full collection stops all threads, also the one that answers.",
			"trigger": "a collection or a lack of CPU stops the JVM for longer",
			"consequence": "a healthy container is restarted, and its load moves to the others",
		}),
	}} with input as _input("liveness", _http, {"runtime": "jvm", "resources": {"limits": {"cpu_millicores": 200}}})
}

test_jvm_with_time_or_without_an_answer if {
	rule.findings == set() with input as _input("liveness", object.union(_http, {"timeout_ms": 1001}), {"runtime": "jvm"})
	rule.findings == set() with input as _input("liveness", object.union(_http, {"kind": "tcp"}), {"runtime": "jvm"})
	rule.findings == set() with input as _input("readiness", _http, {"runtime": "jvm"})
}

test_cpu_limit if {
	rule.findings == {{
		"paths": array.concat(
			_paths("liveness"),
			[["workload", "containers", 0, "resources", "limits", "cpu_millicores"]],
		),
		"args": object.union(_args("liveness"), {
			"problem": "is short with a CPU limit of 499m",
			"reason": "A container that has used up its share of a period of 100 ms waits for the next.",
			"trigger": "work uses up the CPU limit",
			"consequence": "a healthy container is restarted, and its load moves to the others",
		}),
		"grade": {
			"likelihood": 1,
			"because": "throttling takes the whole of several seconds only when requests pile up",
		},
	}} with input as _input("liveness", _http, {"resources": {"limits": {"cpu_millicores": 499}}})
	rule.findings == set() with input as _input("liveness", _http, {"resources": {"limits": {"cpu_millicores": 500}}})
	rule.findings == set() with input as _input("liveness", _http, {"resources": {"limits": {}}})
}

test_command_that_starts_a_program if {
	rule.findings == {{
		"paths": _paths("readiness"),
		"args": object.union(_args("readiness"), {
			"problem": "is short for a command that starts an Erlang VM",
			"reason": "Starting an Erlang VM takes a large part of a second, on a busy node more.",
			"trigger": "the node is busy",
			"consequence": "a healthy pod gets no traffic, and its load moves to the others",
		}),
	}} with input as _input("readiness", _exec("rabbitmq-diagnostics ping"), {})
}

test_programs if {
	every command, program in {
		"sh -c java -jar check.jar": "a JVM",
		"/opt/kafka/bin/kafka-topics.sh --list": "a JVM",
		"/usr/bin/python3 check.py": "Python",
		"sh -c cd /app && node health.js": "Node",
		"bash -c nodetool": "a JVM",
	} {
		{f.args.problem | some f in rule.findings} == {concat("", ["is short for a command that starts ", program])} with input as _input("readiness", _exec(command), {})
	}
	every command in ["cockroach node status", "nc -z kafka-0 9092", "test -f /run/celery.pid", "cat /srv/python-ready"] {
		rule.findings == set() with input as _input("readiness", _exec(command), {})
	}
}

test_small_command if {
	rule.findings == {{
		"paths": _paths("liveness"),
		"args": object.union(_args("liveness"), {
			"problem": "is short for starting a process in the container",
			"reason": "The time in which the runtime starts the command counts.",
			"trigger": "the node or the container runtime is busy",
			"consequence": "a healthy container is restarted, and its load moves to the others",
		}),
		"grade": {"likelihood": 1, "because": "a small command starts within milliseconds on most nodes"},
	}} with input as _input("liveness", _exec("pg_isready"), {})
	rule.findings == set() with input as _input("readiness", _exec("pg_isready"), {})
	rule.findings == set() with input as _input("liveness", object.union(_exec("true"), {"always_passes": "yes"}), {})
}

test_longer_than_the_period if {
	probe := {"kind": "http", "timeout_ms": 5001, "period_ms": 5000, "failures": 3, "detect_ms": 15003}
	rule.findings == {{
		"paths": array.concat(_paths("readiness"), [["workload", "containers", 0, "probes", "readiness", "period_ms"]]),
		"args": {
			"container": "app", "probe": "readiness", "timeout_ms": 5001, "failures": 3, "detect_ms": 15003,
			"period_ms": 5000, "problem": "is longer than its period of ",
			"reason": "The kubelet waits for a check to end before it makes the next.",
			"trigger": "the container hangs",
			"consequence": "its checks come later than the period says, and so does what follows from them",
			"change": "Set timeoutSeconds of the probe below its periodSeconds.",
		},
		"grade": {"impact": 1, "because": "checks that are late still come"},
	}} with input as _input("readiness", probe, {})
	rule.findings == set() with input as _input("readiness", object.union(probe, {"timeout_ms": 5000}), {})
}
