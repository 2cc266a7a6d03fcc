# METADATA
# title: No graceful shutdown behind a Service
# description: |
#   When a pod is deleted, its process is told to stop at the same moment in
#   which proxies and load balancers begin to learn that it goes. For some
#   seconds they still send it requests. A preStop hook that waits keeps the
#   server answering until they have stopped.
# related_resources:
#   - description: Pod lifecycle, termination of pods
#     ref: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
#   - description: Container lifecycle hooks
#     ref: https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/
# custom:
#   category: lifecycle
#   applies:
#     models: [workload.update]
#     formats: [kubernetes]
#   likelihood: 2
#   impact: 2
#   default: "on"
#   message: has no preStop hook, and stops while requests still arrive
#   detail: >-
#     Nor does a variable or an option say how it drains. The container that answers the Service counts; a hook of
#     another does not delay it.
#   failure_mode: >-
#     When a rollout, a drain or the autoscaler deletes a pod, then requests that come within the next seconds are
#     refused, because "{container}" stops before the proxies have taken it out.
#   blast_radius: "Requests to each pod that is replaced, of {object}{copies}{reach}."
#   mitigation: >-
#     Add lifecycle.preStop.sleep.seconds 5 to "{container}" (before Kubernetes 1.30, exec: [sleep, "5"]) and set
#     terminationGracePeriodSeconds to {grace_seconds}.
#   exceptions: >-
#     A server that goes on accepting connections for some seconds after SIGTERM, or clients that repeat every request
#     on another pod.
#   detection: 'refused connections and 502 or 503 of the proxies for some seconds in each rollout'
#   experiment:
#     steady_state: no request to {object} fails
#     action: restart {object} under load (kubectl rollout restart)
#     abort_when: more than 1 % of the requests fail
#     expect: no request fails while pods are replaced
#   incidents:
#     - name: "Ravelin: endpoint removal races with SIGTERM"
#       year: 2019
#       url: https://philpearl.github.io/post/k8s_ingress/
#   fix: none
package faultline.workload["graceful-shutdown"]

import data.faultline.lib.finding

# One finding a workload, on the first of its containers that it is true of.
findings contains f if {
	input.workload.serving.evidence == "service"
	input.workload.update.strategy in {"RollingUpdate", "Rolling", "Canary", "BlueGreen"}
	not _all_at_once
	i := min(_exposed)
	f := finding.at(
		[
			["workload", "containers", i, "pre_stop"],
			["workload", "containers", i, "traffic"],
			["workload", "containers", i, "graceful_stop"],
			["workload", "containers", i, "datastore"],
			["workload", "update", "strategy"],
		],
		{
			"container": input.workload.containers[i].name,
			"grace_seconds": (object.get(input.workload, "stop_grace_ms", 30000) / 1000) + 5,
		},
	)
}

# Clients of a datastore hold their connections: a delay helps none of them.
_exposed contains i if {
	some i, container in input.workload.containers
	container.traffic.evidence == "service"
	not container.datastore
	not container.pre_stop
	not container.graceful_stop
}

# Where no pod is left, requests fail whether this one waits or not.
_all_at_once if input.workload.update.unavailable_pods >= input.workload.replicas.min
