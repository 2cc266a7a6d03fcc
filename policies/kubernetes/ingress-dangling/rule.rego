# METADATA
# title: Ingress leads nowhere
# description: |
#   An Ingress sends a host and path to a port of a Service. When the Service
#   or the port is not there, the controller answers 503 (or 404) for that
#   path, and often says so only in its own log.
# related_resources:
#   - description: Ingress
#     ref: https://kubernetes.io/docs/concepts/services-networking/ingress/
# custom:
#   category: network
#   applies:
#     models: [route]
#     types: [Ingress]
#     formats: [kubernetes]
#   likelihood: 3
#   impact: 3
#   default: "on"
#   message: "{problem}"
#   detail: "{evidence}"
#   failure_mode: >-
#     When a request for {where} arrives, then the controller has no endpoint for it and answers with an error.
#   blast_radius: Every request for {where}.
#   mitigation: "{change}"
#   exceptions: >-
#     A Service that is made outside of these files: by an operator, another chart, or another repository.
#   detection: 'responses with status 503 for this host in the controller''s metrics, or its log: "no endpoints", "does not exist"'
#   experiment:
#     steady_state: a request for {where} is answered
#     action: apply the manifests to an empty namespace and call {where}
#     abort_when: none needed, nothing else is changed
#     expect: the answer is the application's, not the controller's
#   incidents:
#     - name: "Skyscanner: one line of an ingress template and the errors it caused"
#       year: 2019
#       url: https://medium.com/@SkyscannerEng/misunderstanding-the-behaviour-of-one-templating-line-and-the-pain-it-caused-our-k8s-clusters-a420f30a99f1
#   fix: none
package faultline.kubernetes["ingress-dangling"]

import data.faultline.lib.finding

# networking.k8s.io/v1 has no serviceName: the backend is empty.
findings contains f if {
	input.route.kind == "Ingress"
	some i, backend in input.route.backends
	backend.malformed
	f := finding.at(
		[["route", "backends", i, "malformed"]],
		{
			"where": _where(backend),
			"problem": "names a backend by serviceName, which networking.k8s.io/v1 does not have",
			"evidence": concat("", [
				"serviceName and servicePort are fields of v1beta1: in v1 the backend of ", _where(backend),
				" is empty, and the API server refuses the object.",
			]),
			"change": "Write service.name and service.port.name or service.port.number in their place.",
		},
	)
}

findings contains f if {
	input.route.kind == "Ingress"
	some i, backend in input.route.backends
	not backend.malformed
	backend.service
	not backend.found
	backend.others
	f := finding.at(_service_paths(i), _missing(backend))
}

findings contains f if {
	input.route.kind == "Ingress"
	some i, backend in input.route.backends
	not backend.malformed
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
	input.route.kind == "Ingress"
	some i, backend in input.route.backends
	not backend.malformed
	backend.found
	backend.partner
	not backend.port_found
	some key in ["port", "port_name"]
	port := backend[key]
	f := finding.at(
		[
			["route", "backends", i, key],
			["route", "backends", i, "port_found"],
			["route", "backends", i, "partner", "identity"],
		],
		{
			"where": _where(backend),
			"problem": concat("", [
				"sends ", _where(backend), " to Service ", backend.service, ", which has no port ", _text(port),
			]),
			"evidence": concat("", ["Its ports are: ", _list(backend.partner.ports), "."]),
			"change": concat("", ["Name a port of the Service in place of ", _text(port), ": the Service's own, not its targetPort."]),
		},
	)
}

findings contains f if {
	input.route.kind == "Ingress"
	some i, backend in input.route.backends
	backend.resource.name
	not backend.resource.found
	f := finding.graded(
		[["route", "backends", i, "resource", "name"], ["route", "backends", i, "resource", "found"]],
		{
			"where": _where(backend),
			"problem": concat("", [
				"sends ", _where(backend), " to ", backend.resource.kind, " ", backend.resource.name, ", which is not there",
			]),
			"evidence": "No object of this kind and name is in the files.",
			"change": "Add the resource, or lead the path to one that is there.",
		},
		{"confidence": "medium", "because": "what a resource backend names is often made by another tool"},
	)
}

_service_paths(i) := [["route", "backends", i, "service"], ["route", "backends", i, "found"]]

_missing(backend) := {
	"where": _where(backend),
	"problem": concat("", ["sends ", _where(backend), " to Service ", backend.service, ", which is not there"]),
	"evidence": "No Service of this name is in the files, in its namespace or without one.",
	"change": concat("", ["Add the Service ", backend.service, " in the Ingress's namespace, or correct the name."]),
}

_where(backend) := concat("", [backend.host, backend.path]) if backend.host != "*"

_where(backend) := concat("", ["path ", backend.path]) if backend.host == "*"

_where(backend) := "any other path" if not backend.host

_text(port) := format_int(port, 10) if is_number(port)

_text(port) := port if is_string(port)

_list(ports) := concat(", ", ports) if ports != []

_list(ports) := "none" if ports == []
