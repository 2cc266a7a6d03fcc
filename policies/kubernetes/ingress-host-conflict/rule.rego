# METADATA
# title: Two Ingresses claim one host and path
# description: |
#   Controllers merge the rules of all Ingresses of their class. Of two that
#   claim one host and path the older wins, silently; when it is made anew,
#   the other one takes over.
# related_resources:
#   - description: Ingress, path types
#     ref: https://kubernetes.io/docs/concepts/services-networking/ingress/#path-types
#   - description: ingress-nginx, how it works
#     ref: https://kubernetes.github.io/ingress-nginx/how-it-works/
# custom:
#   category: network
#   applies:
#     models: [route.backends.rival]
#     types: [Ingress]
#     formats: [kubernetes]
#   likelihood: 2
#   impact: 3
#   default: "on"
#   message: claims {where}, as {rival} does
#   detail: Both have the same class, host, path and kind of path.
#   failure_mode: >-
#     When one of the two is deleted and made again, then the requests for {where} move to the other one's Service.
#   blast_radius: Every request for {where}.
#   mitigation: >-
#     Give each host and path to one Ingress; for a canary use the controller's own annotation, such as
#     nginx.ingress.kubernetes.io/canary.
#   exceptions: >-
#     Ingresses that different controllers read, or that are never in one cluster at the same time.
#   detection: 'the controller''s log: "host and path already defined", or requests that arrive at the wrong Service'
#   experiment:
#     steady_state: all requests for {where} arrive at the intended Service
#     action: delete and re-create {object} in a test cluster
#     abort_when: none needed in a test cluster
#     expect: the requests arrive at the same Service as before
#   fix: none
package faultline.kubernetes["ingress-host-conflict"]

import data.faultline.lib.finding

findings contains f if {
	some i, backend in input.route.backends
	backend.rival.same == false
	f := finding.at(_paths(i), _args(backend))
}

findings contains f if {
	some i, backend in input.route.backends
	backend.rival.same
	f := finding.graded(
		_paths(i),
		_args(backend),
		{"likelihood": 1, "impact": 2, "because": "both lead to the same Service: only their annotations differ in effect"},
	)
}

_paths(i) := [["route", "backends", i, "path"], ["route", "backends", i, "rival", "identity"]]

_args(backend) := {"where": _where(backend), "rival": backend.rival.identity}

_where(backend) := concat("", [backend.host, backend.path]) if backend.host != "*"

_where(backend) := concat("", [backend.path, " of every host"]) if backend.host == "*"
