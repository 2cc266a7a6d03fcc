# METADATA
# title: Ingress leads to a Service or port that is not there
# description: |
#   The ingress controller resolves each backend by the Service's name and
#   port. Where it finds neither it answers for the application itself, with
#   an error.
# related_resources:
#   - description: Ingress
#     ref: https://kubernetes.io/docs/concepts/services-networking/ingress/
# custom:
#   category: network
#   applies:
#     models: [route]
#     types: [Ingress]
#   likelihood: 3
#   impact: 3
#   default: "on"
#   message: leads {where} to {what}
#   detail: The backend must name a Service of the Ingress's own namespace, and one of its ports by number or name.
#   failure_mode: >-
#     When somebody requests {where}, then the ingress controller has no backend and answers with status 503 (404 or
#     502 from some controllers).
#   blast_radius: Every request for {where}.
#   mitigation: "{change}"
#   exceptions: A Service that another chart or repository creates in the same namespace.
#   detection: 'rate(nginx_ingress_controller_requests{status="503"}[5m]) > 0 for the host, or the controller''s own counter'
#   experiment:
#     steady_state: a request for {where} is answered by the application
#     action: request it once after the deployment
#     abort_when: none needed, nothing is changed
#     expect: no answer comes from the ingress controller itself
#   fix: none
package faultline.kubernetes["ingress-dangling"]

import data.faultline.lib.finding

findings contains f if {
	input.route.kind == "Ingress"
	some i, backend in input.route.backends
	backend.service
	not backend.found
	f := finding.at(
		[["route", "backends", i, "service"], ["route", "backends", i, "found"]],
		{
			"where": _where(backend),
			"what": concat("", ["Service ", backend.service, ", which is not there"]),
			"change": concat("", [
				"Create the Service ", backend.service, " in the namespace of the Ingress, or name the one that is meant.",
			]),
		},
	)
}

findings contains f if {
	input.route.kind == "Ingress"
	some i, backend in input.route.backends
	backend.found
	backend.partner
	not backend.port_found
	port := _port(backend)
	f := finding.at(
		[
			["route", "backends", i, port.key],
			["route", "backends", i, "port_found"],
			["route", "backends", i, "partner"],
		],
		{
			"where": _where(backend),
			"what": concat("", [port.text, " of Service ", backend.service, ", which has no such port"]),
			"change": concat("", [
				"Name a port that ", backend.partner.identity, " lists in spec.ports: its port, not its targetPort.",
			]),
		},
	)
}

_where(backend) := concat("", [backend.host, backend.path]) if backend.host

_where(backend) := "what no rule matches" if not backend.host

_port(backend) := {"key": "port", "text": concat(" ", ["port", format_int(backend.port, 10)])} if backend.port

_port(backend) := {"key": "port_name", "text": concat(" ", ["port", backend.port_name])} if backend.port_name
