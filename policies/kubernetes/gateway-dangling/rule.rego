# METADATA
# title: Gateway route leads to a Service, port or Gateway that is not there
# description: |
#   A route of the Gateway API whose backend cannot be resolved answers with
#   an error for that share of the traffic; one whose parent is not there is
#   attached to nothing and carries none.
# related_resources:
#   - description: HTTPRoute, backendRefs
#     ref: https://gateway-api.sigs.k8s.io/api-types/httproute/#backendrefs-optional
#   - description: Attaching routes to Gateways
#     ref: https://gateway-api.sigs.k8s.io/api-types/httproute/#attaching-to-gateways
# custom:
#   category: network
#   applies:
#     models: [route]
#     types: [HTTPRoute, GRPCRoute, TCPRoute, TLSRoute, UDPRoute]
#   likelihood: 3
#   impact: 3
#   default: "on"
#   message: "{problem}"
#   detail: >-
#     A backend is a Service of the route's namespace unless it names another (which then needs a ReferenceGrant); a
#     parent's sectionName is the name of one of the Gateway's listeners.
#   failure_mode: "When {event}, then {effect}."
#   blast_radius: All traffic of this rule of {object}.
#   mitigation: "{change}"
#   exceptions: A Service or Gateway that another repository creates.
#   detection: 'the route''s condition ResolvedRefs or Accepted is False (kubectl get httproute -o yaml)'
#   experiment:
#     steady_state: the route's conditions Accepted and ResolvedRefs are True
#     action: look at the conditions after the deployment
#     abort_when: none needed, nothing is changed
#     expect: both are True
#   fix: none
package faultline.kubernetes["gateway-dangling"]

import data.faultline.lib.finding

findings contains f if {
	some i, backend in input.route.backends
	input.route.kind != "Ingress"
	backend.service
	not backend.found
	f := finding.at(
		[["route", "backends", i, "service"], ["route", "backends", i, "found"]],
		object.union(_no_backend, {
			"problem": concat("", ["sends traffic to Service ", backend.service, ", which is not there"]),
			"change": concat("", ["Create the Service ", backend.service, ", or name the one that is meant."]),
		}),
	)
}

findings contains f if {
	some i, backend in input.route.backends
	input.route.kind != "Ingress"
	backend.partner
	not backend.port_found
	f := finding.at(
		[
			["route", "backends", i, "port"],
			["route", "backends", i, "port_found"],
			["route", "backends", i, "partner"],
		],
		object.union(_no_backend, {
			"problem": concat("", [
				"sends traffic to port ", format_int(backend.port, 10), " of Service ", backend.service,
				", which has no such port",
			]),
			"change": concat("", ["Name a port that ", backend.partner.identity, " lists in spec.ports."]),
		}),
	)
}

findings contains f if {
	some i, parent in input.route.parents
	not parent.found
	f := finding.at(
		[["route", "parents", i, "name"], ["route", "parents", i, "found"]],
		object.union(_no_parent, {
			"problem": concat("", ["is attached to Gateway ", parent.name, ", which is not there"]),
			"change": "Name the Gateway that is meant, with its namespace where it is another.",
		}),
	)
}

findings contains f if {
	some i, parent in input.route.parents
	parent.found
	parent.section
	not parent.section_found
	f := finding.at(
		[["route", "parents", i, "section"], ["route", "parents", i, "section_found"]],
		object.union(_no_parent, {
			"problem": concat("", ["names listener ", parent.section, ", which Gateway ", parent.name, " does not have"]),
			"change": "Set sectionName to the name of one of the Gateway's listeners, or leave it out for all of them.",
		}),
	)
}

_no_backend := {
	"event": "a request matches the rule",
	"effect": "it is answered with status 500, because the backend cannot be resolved",
}

_no_parent := {
	"event": "a request comes for this route",
	"effect": "the gateway does not know it and answers 404, or another route takes it",
}
