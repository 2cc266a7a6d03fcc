# METADATA
# title: Probe that cannot fail
# description: |
#   A probe's command counts by its exit status. One that ends in "|| true",
#   or a curl without --fail, exits with 0 whatever the server does: the pod
#   looks healthy while it fails every request, which is worse than no probe,
#   because people trust it.
# related_resources:
#   - description: Configure liveness, readiness and startup probes
#     ref: https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#define-a-liveness-command
#   - description: curl, --fail
#     ref: https://curl.se/docs/manpage.html#-f
# custom:
#   category: probes
#   applies:
#     models:
#       - workload.containers.probes.readiness.always_passes
#       - workload.containers.probes.liveness.always_passes
#       - workload.containers.probes.startup.always_passes
#     formats: [kubernetes]
#   likelihood: 2
#   impact: 2
#   default: "on"
#   message: "has a {probe} probe that {problem}"
#   detail: "What counts is the exit status of the command: {reason}."
#   failure_mode: >-
#     When "{container}" fails, then its {probe} probe goes on saying that all is well, and {consequence}.
#   blast_radius: "{object}{copies}{reach}."
#   mitigation: "{change}"
#   exceptions: >-
#     A placeholder while a real check is being written; then leave the probe out, so that its absence is seen.
#   detection: 'errors of the server while kube_pod_status_ready{condition="true"} == 1 and no restart is counted'
#   experiment:
#     steady_state: all pods of {object} are Ready
#     action: make one pod answer 500 to every request, or stop its server
#     abort_when: a second pod fails
#     expect: the pod becomes NotReady or is restarted
#   fix: none
package faultline.workload["probe-always-passes"]

import data.faultline.lib.finding

findings contains f if {
	some i, container in input.workload.containers
	some kind, probe in container.probes
	probe.always_passes
	not probe.ignores_status
	f := finding.graded(
		_paths(i, kind),
		{
			"container": container.name, "probe": kind, "reason": probe.always_passes, "consequence": _consequence[kind],
			"problem": concat("", ["cannot fail: ", probe.always_passes]),
			"change": "Let the command exit with another status than 0 where the check fails, or use httpGet, tcpSocket or grpc.",
		},
		_grade(kind, object.get(container, ["traffic", "evidence"], "none")),
	)
}

# It still fails where nothing listens, and the liveness probe is there for
# little more.
findings contains f if {
	some i, container in input.workload.containers
	some kind, probe in container.probes
	probe.ignores_status
	f := finding.graded(
		_paths(i, kind),
		{
			"container": container.name, "probe": kind, "reason": probe.always_passes, "consequence": _consequence[kind],
			"problem": "passes on every HTTP status: its curl has no --fail",
			"change": "Add --fail to the probe's curl, or use httpGet, which takes 200 to 399 only and needs no process.",
		},
		_status_grade[kind],
	)
}

_paths(i, kind) := [["workload", "containers", i, "probes", kind, "always_passes"]]

_consequence := {
	"readiness": "it keeps its share of the traffic",
	"liveness": "nothing restarts it",
	"startup": "the other probes begin before it has started",
}

_grade(kind, evidence) := {"likelihood": 3, "because": "it decides whether the container gets traffic"} if {
	kind == "readiness"
	evidence == "service"
} else := {"likelihood": 1, "because": "without a working probe a container that exits is restarted all the same"} if {
	kind != "readiness"
} else := {}

_status_grade := {
	"readiness": {},
	"liveness": {"likelihood": 1, "because": "it still fails where nothing listens"},
	"startup": {"likelihood": 1, "because": "it still fails where nothing listens"},
}
