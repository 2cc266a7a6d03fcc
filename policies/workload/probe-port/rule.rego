# METADATA
# title: Probe asks a port that is not there
# description: |
#   A probe may name its port only by a name that the same container declares.
#   With any other name the kubelet has nothing to ask: a readiness or startup
#   probe never succeeds, and a liveness probe never checks. A number works
#   whether it is declared or not, but one beside other declared ports is
#   often left over.
# related_resources:
#   - description: Use a named port
#     ref: https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#use-a-named-port
#   - description: Probe, in the API reference of Pod
#     ref: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Probe
# custom:
#   category: probes
#   applies:
#     models: [workload.containers.probes.readiness, workload.containers.probes.liveness, workload.containers.probes.startup]
#     formats: [kubernetes]
#   likelihood: 3
#   impact: 3
#   default: "on"
#   message: "has a {probe} probe on port {port}, {problem}"
#   detail: "Ports that \"{container}\" declares: {declared}."
#   failure_mode: >-
#     When the pod starts{condition}, then its {probe} probe gets no answer on port {port}, and {consequence}.
#   blast_radius: All of {object}{copies}{reach}, with the next rollout.
#   mitigation: "{change}"
#   exceptions: >-
#     A number that the process listens on without declaring it: declare it, so that readers and this rule know.
#   detection: >-
#     events "Unhealthy" or "ProbeWarning" of the pod, and kube_deployment_status_condition{condition="Progressing",
#     status="false"} == 1
#   experiment:
#     steady_state: a new pod of {object} becomes Ready
#     action: restart one pod of {object}
#     abort_when: the pod is not Ready after its startup and readiness probes should have passed
#     expect: the pod becomes Ready
#   fix: none
package faultline.workload["probe-port"]

import data.faultline.lib.finding

# A name that the container does not declare. The kubelet throws away the
# result of a probe that it cannot send, and what stays is the initial one:
# failure for readiness, unknown for startup, success for liveness.
findings contains f if {
	some i, container in input.workload.containers
	some kind, probe in container.probes
	probe.port_declared == false
	probe.port_name
	probe.kind != "grpc"
	f := finding.graded(
		_paths(i, kind),
		{
			"container": container.name, "probe": kind, "port": probe.port_name, "declared": _declared[i],
			"problem": "a name that none of its ports has",
			"consequence": _unsent[kind],
			"change": concat("", ["Name one of the container's ports ", probe.port_name, ", or give the probe the port's number."]),
		},
		_unsent_grade[kind],
	)
}

findings contains f if {
	some i, container in input.workload.containers
	some kind, probe in container.probes
	probe.kind == "grpc"
	probe.port_name
	f := finding.at(
		_paths(i, kind),
		{
			"container": container.name, "probe": kind, "port": probe.port_name, "declared": _declared[i],
			"problem": "a name, and a gRPC probe takes numbers only",
			"consequence": "the API server refuses the object",
			"change": "Give the gRPC probe the port's number.",
		},
	)
}

findings contains f if {
	some i, container in input.workload.containers
	some kind, probe in container.probes
	probe.port_protocol
	probe.port_name
	f := finding.graded(
		_paths(i, kind),
		{
			"container": container.name, "probe": kind, "port": probe.port_name, "declared": _declared[i],
			"problem": concat("", ["which is declared for ", probe.port_protocol, ": probes speak TCP"]),
			"consequence": _failing[kind],
			"change": "Let the probe ask a TCP port, or use an exec probe.",
		},
		{"likelihood": 2, "because": "the process may listen on TCP under the same number"},
	)
}

# A number is only a hint, and none where the container declares nothing, or
# where the mesh has the port.
findings contains f if {
	some i, container in input.workload.containers
	container.ports != []
	some kind, probe in container.probes
	probe.port_declared == false
	not probe.port_name
	not probe.host
	not _meshed
	f := finding.graded(
		array.concat(_paths(i, kind), [["workload", "containers", i, "probes", kind, "host"]]),
		{
			"container": container.name, "probe": kind, "port": probe.port, "declared": _declared[i],
			"problem": _undeclared(probe.port),
			"consequence": _failing[kind], "condition": " and nothing listens there",
			"change": concat("", [
				"Let the probe ask a port that the container listens on, or declare ",
				format_int(probe.port, 10), " under ports.",
			]),
		},
		{
			"likelihood": 1, "impact": 2,
			"because": "a port that is not declared may still be open",
		},
	)
}

_undeclared(port) := "which another container of the pod declares" if port in _pod_ports

_undeclared(port) := "which it does not declare" if not port in _pod_ports

_paths(i, kind) := [
	["workload", "containers", i, "probes", kind, "port_declared"],
	["workload", "containers", i, "probes", kind, "port"],
	["workload", "containers", i, "ports"],
]

_unsent := {
	"readiness": "the pod never becomes Ready, so that the rollout stops",
	"startup": "the container never counts as started, so that the rollout stops",
	"liveness": "the kubelet drops the probe's result, so that a hang is never noticed",
}

_unsent_grade := {
	"readiness": {},
	"startup": {},
	"liveness": {"impact": 2, "because": "a liveness probe that cannot be sent restarts nothing"},
}

_failing := {
	"readiness": "the pod never becomes Ready, so that the rollout stops",
	"startup": "the container is killed before it counts as started, again and again",
	"liveness": "the container is killed again and again",
}

_declared[i] := concat(", ", [_port(port) | some port in container.ports]) if {
	some i, container in input.workload.containers
	container.ports != []
}

_declared[i] := "none" if {
	some i, container in input.workload.containers
	container.ports == []
}

_port(port) := concat(" ", [port.name, format_int(port.number, 10)])

_port(port) := format_int(port.number, 10) if not port.name

_pod_ports contains port.number if {
	some container in input.workload.containers
	some port in container.ports
}

# The proxy shares the pod's network and may have the port. So may a container
# whose name is filled in later: it may be a proxy.
_meshed if input.workload.injected_containers != []

_meshed if {
	some container in input.workload.containers
	not container.name
}
