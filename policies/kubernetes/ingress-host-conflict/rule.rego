# METADATA
# title: Two Ingresses claim one host and path
# description: |
#   Where two Ingresses of one class have the same host and path, the
#   controller takes one of them, as a rule the older. Which that is changes
#   when one of them is created anew.
# related_resources:
#   - description: Ingress
#     ref: https://kubernetes.io/docs/concepts/services-networking/ingress/
# custom:
#   category: network
#   applies:
#     models: [route.backends.rival]
#     types: [Ingress]
#   likelihood: 2
#   impact: 3
#   default: "on"
#   message: claims {host}{path}, as {rival} does
#   detail: Both belong to the same class and the same unit of deployment, and neither is marked as a canary.
#   failure_mode: >-
#     When one of the two is deleted and created anew, then the other one takes {host}{path} at once, and users reach
#     another application.
#   blast_radius: Every request for {host}{path}.
#   mitigation: >-
#     Keep the path in one Ingress, or mark the second as a canary (nginx.ingress.kubernetes.io/canary) when traffic is
#     meant to be split.
#   exceptions: Controllers that merge Ingresses of one host on purpose, when both have the same backend.
#   detection: the controller's log says that a path is already defined in another Ingress
#   experiment:
#     steady_state: "{host}{path} is answered by the application that is meant"
#     action: delete and re-create one of the two Ingresses in a test cluster
#     abort_when: a user is affected
#     expect: the same application answers
#   fix: none
package faultline.kubernetes["ingress-host-conflict"]

import data.faultline.lib.finding

findings contains f if {
	some i, backend in input.route.backends
	backend.rival
	f := finding.at(
		[["route", "backends", i, "path"], ["route", "backends", i, "host"], ["route", "backends", i, "rival"]],
		{"host": backend.host, "path": backend.path, "rival": backend.rival.identity},
	)
}
