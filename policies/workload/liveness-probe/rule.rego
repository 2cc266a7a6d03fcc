# METADATA
# title: Liveness probe missing
# description: |
#   The kubelet restarts a process that exits, not one that hangs. Without a
#   liveness probe a deadlocked container stays as it is until a person
#   deletes the pod. A bad liveness probe is worse than none, so this is a
#   hint: many servers exit on what they cannot survive, and need none.
# related_resources:
#   - description: Liveness, readiness and startup probes
#     ref: https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
# custom:
#   category: probes
#   applies:
#     models: [workload]
#     formats: [kubernetes]
#   likelihood: 1
#   impact: 2
#   default: "on"
#   message: has no liveness probe
#   detail: A probe of another container does not restart this one.
#   failure_mode: >-
#     When "{container}" hangs without exiting, then nothing restarts it until a person does.
#   blast_radius: The work of the pods that hang, of {object}{copies}{reach}.
#   mitigation: >-
#     Add a livenessProbe to "{container}" that asks the process alone, never what it depends on, with periodSeconds 10,
#     timeoutSeconds 5 and failureThreshold 6.
#   exceptions: >-
#     A process that exits when it cannot go on, or that has a watchdog of its own; a probe that would only repeat the
#     readiness check is better left out.
#   detection: 'a pod that stays NotReady, or whose work stands still, while its restarts do not rise'
#   experiment:
#     steady_state: all pods of {object} are Ready
#     action: stop the main process of one pod (kill -STOP in the container)
#     abort_when: a second pod stops answering
#     expect: the container is restarted within two minutes
#   fix: none
package faultline.workload["liveness-probe"]

import data.faultline.lib.finding

findings contains f if {
	input.workload.runtime == "kubernetes"
	input.workload.role != "job"
	some i, container in input.workload.containers
	not container.probes.liveness
	f := finding.at(
		[["workload", "containers", i, "probes", "liveness"], ["workload", "restart", "policy"]],
		{"container": container.name},
	)
}
