# METADATA
# title: Route leads nowhere
# description: |
#   A route of the Gateway API needs both ends: a Gateway that takes it in,
#   and a port of a Service that it sends to. Without a backend the share of
#   traffic that it would get is answered with 500; without a parent the
#   route is attached to nothing.
# related_resources:
#   - description: Gateway API, HTTPRoute
#     ref: https://gateway-api.sigs.k8s.io/api-types/httproute/
#   - description: Gateway API, how routes attach to Gateways
#     ref: https://gateway-api.sigs.k8s.io/concepts/api-overview/#attaching-routes-to-gateways
# custom:
#   category: network
#   applies:
#     models: [route]
#     types: [HTTPRoute, GRPCRoute, TCPRoute, TLSRoute, UDPRoute]
#     formats: [kubernetes]
#   likelihood: 3
#   impact: 3
#   default: "on"
#   message: "{verb} {target}, {problem}"
#   detail: "{evidence}"
#   failure_mode: "When {event}, then {consequence}."
#   blast_radius: Every request that {object} should take.
#   mitigation: "{change}"
#   exceptions: >-
#     A Service or Gateway that is made outside of these files: by an operator, another chart, or another repository.
#   detection: 'the route''s status: condition ResolvedRefs or Accepted is False'
#   experiment:
#     steady_state: the conditions Accepted and ResolvedRefs of {object} are True
#     action: apply the manifests to an empty namespace and read the route's status
#     abort_when: none needed, nothing else is changed
#     expect: both conditions are True
#   fix: none
package faultline.kubernetes["gateway-dangling"]

import data.faultline.lib.finding

findings contains f if {
	some i, backend in input.route.backends
	backend.service
	not backend.found
	backend.others
	f := finding.at(_service_paths(i), _missing(backend))
}

findings contains f if {
	some i, backend in input.route.backends
	backend.service
	not backend.found
	not backend.others
	f := finding.graded(
		_service_paths(i),
		_missing(backend),
		{"confidence": "medium", "because": "no Service of its namespace is in these files, they may all be elsewhere"},
	)
}

findings contains f if {
	some i, backend in input.route.backends
	backend.found
	backend.partner
	not backend.port_found
	f := finding.at(
		[
			["route", "backends", i, "port"],
			["route", "backends", i, "port_found"],
			["route", "backends", i, "partner", "identity"],
		],
		object.union(_backend, {
			"target": concat("", ["Service ", backend.service]),
			"problem": concat("", ["which has no port ", format_int(backend.port, 10)]),
			"evidence": concat("", ["Its ports are: ", concat(", ", backend.partner.ports), "."]),
			"change": "Name a port of the Service itself, not its targetPort.",
		}),
	)
}

findings contains f if {
	some i, parent in input.route.parents
	parent.name
	not parent.found
	f := finding.graded(
		[["route", "parents", i, "name"], ["route", "parents", i, "found"]],
		object.union(_parent, {
			"target": concat("", ["Gateway ", parent.name]),
			"problem": "which is not there",
			"evidence": "The files hold Gateways, but none of this name in the namespace that the route names.",
			"change": "Correct parentRefs, or add the Gateway; in another namespace it needs parentRefs[].namespace.",
		}),
		{"confidence": "medium", "because": "Gateways are often kept in the platform's repository"},
	)
}

findings contains f if {
	some i, parent in input.route.parents
	parent.found
	parent.section
	parent.partner
	not parent.section_found
	f := finding.at(
		[
			["route", "parents", i, "section"],
			["route", "parents", i, "section_found"],
			["route", "parents", i, "partner", "identity"],
		],
		object.union(_parent, {
			"target": concat("", ["Gateway ", parent.name]),
			"problem": concat("", ["which has no listener \"", parent.section, "\""]),
			"evidence": concat("", ["Its listeners are: ", concat(", ", parent.partner.sections), "."]),
			"change": "Set sectionName to the name of a listener, or leave it out to attach to all that fit.",
		}),
	)
}

_service_paths(i) := [["route", "backends", i, "service"], ["route", "backends", i, "found"]]

_missing(backend) := object.union(_backend, {
	"target": concat("", ["Service ", backend.service]),
	"problem": "which is not there",
	"evidence": "No Service of this name is in the files, in the namespace that the route names or without one.",
	"change": concat("", [
		"Add the Service ", backend.service, ", or correct backendRefs; a Service of another namespace needs ",
		"backendRefs[].namespace and a ReferenceGrant.",
	]),
})

_backend := {
	"verb": "sends requests to",
	"event": "a request matches this rule",
	"consequence": "it is answered with 500, for the share of this backend's weight",
}

_parent := {
	"verb": "attaches to",
	"event": "a request for its hosts arrives",
	"consequence": "no listener knows the route, and another route or a 404 answers",
}
