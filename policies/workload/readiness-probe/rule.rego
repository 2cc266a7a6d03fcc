# METADATA
# title: Readiness probe missing
# description: |
#   A container that serves traffic and has no readiness probe counts as ready
#   the moment its process starts, and stays so while it hangs. A rollout
#   then replaces working pods by pods that do not listen yet.
# related_resources:
#   - description: Configure liveness, readiness and startup probes
#     ref: https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/
# custom:
#   category: probes
#   applies:
#     models: [workload.serving]
#     formats: [kubernetes]
#   likelihood: 3
#   impact: 2
#   default: "on"
#   message: serves traffic and has no readiness probe
#   detail: Only the container that owns the port is asked; the probe of another container proves nothing about it.
#   failure_mode: >-
#     When a new pod starts or "{container}" hangs, then it gets requests that it cannot answer, and a rollout goes on
#     as if all were well.
#   blast_radius: Every request to the pods that start or hang, of {object}{copies}{reach}.
#   mitigation: >-
#     Add a readinessProbe to "{container}" that asks the port it serves, for example httpGet on a path that checks the
#     process itself, with periodSeconds 5 and timeoutSeconds 2.
#   exceptions: >-
#     A pod that another controller takes in and out of service through readiness gates, together with a probe on
#     another container that covers this port.
#   detection: 'rate of 5xx answers and refused connections that rises for the length of each rollout'
#   experiment:
#     steady_state: no request to {object} fails
#     action: restart {object} under load (kubectl rollout restart)
#     abort_when: more than 1 % of the requests fail
#     expect: no request fails while pods are replaced
#   fix: none
package faultline.workload["readiness-probe"]

import data.faultline.lib.finding

findings contains f if {
	some i, container in input.workload.containers
	container.traffic.evidence == "service"
	not container.probes.readiness
	f := finding.at(
		[["workload", "containers", i, "probes", "readiness"], ["workload", "containers", i, "traffic"]],
		{"container": container.name},
	)
}

findings contains f if {
	some i, container in input.workload.containers
	container.traffic.evidence == "ports"
	not container.probes.readiness
	f := finding.graded(
		[["workload", "containers", i, "probes", "readiness"], ["workload", "containers", i, "traffic"]],
		{"container": container.name},
		{"confidence": "medium", "because": "its declared ports are the only sign that it serves traffic"},
	)
}
