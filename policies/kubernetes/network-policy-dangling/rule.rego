# METADATA
# title: NetworkPolicy selects nothing
# description: |
#   A NetworkPolicy finds pods by labels. A podSelector that finds none
#   protects or allows nothing: either an isolation that is not there, or a
#   peer that is still refused.
# related_resources:
#   - description: Network policies
#     ref: https://kubernetes.io/docs/concepts/services-networking/network-policies/
# custom:
#   category: network
#   applies:
#     models: [network_policy]
#     formats: [kubernetes]
#   likelihood: 1
#   impact: 2
#   default: "on"
#   message: "{problem}"
#   detail: No workload of its namespace has these labels in its pod template. Labels on the workload itself do not count.
#   failure_mode: "When {event}, then {consequence}."
#   blast_radius: The connections that {object} was written for.
#   mitigation: >-
#     Make podSelector equal to labels of a pod template (spec.template.metadata.labels), or delete the entry.
#   exceptions: >-
#     Pods that are made outside of these files: by an operator, another chart, or another repository.
#   detection: 'connections that time out between the pods, or the network plugin''s counters of dropped packets'
#   experiment:
#     steady_state: the pods that the policy names reach each other
#     action: list the pods with the selector (kubectl get pods -l ...)
#     abort_when: none needed, nothing is changed
#     expect: at least one pod
#   fix: none
package faultline.kubernetes["network-policy-dangling"]

import data.faultline.lib.finding

findings contains f if {
	some i, selector in input.network_policy.selectors
	not selector.found
	f := finding.at([["network_policy", "selectors", i], ["network_policy", "selectors", i, "found"]], _args[selector.role])
}

_args := {
	"pods": {
		"problem": "selects no pods",
		"event": "the pods that it was written for run",
		"consequence": "none of its rules holds for them",
	},
	"ingress": {
		"problem": "allows traffic from pods that are not there",
		"event": "the peer that was meant connects",
		"consequence": "its packets are dropped and it waits until its time-out",
	},
	"egress": {
		"problem": "allows traffic to pods that are not there",
		"event": "the pods connect to the peer that was meant",
		"consequence": "their packets are dropped and they wait until their time-out",
	},
}
