# METADATA
# title: Service targets a port that its pods do not have
# description: |
#   A targetPort that is a name is looked up in each pod. Pods that declare
#   no port of that name and protocol get no endpoint for it, so that the
#   Service answers nobody on this port while its pods are healthy. A number
#   needs no declaration.
# related_resources:
#   - description: Service, port definitions
#     ref: https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports
#   - description: Debug Services
#     ref: https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/
# custom:
#   category: network
#   applies:
#     models: [service.ports.undeclared]
#     types: [Service]
#     formats: [kubernetes]
#   likelihood: 3
#   impact: 3
#   default: "on"
#   message: sends port {port} to the port name "{target}", which none of its pods declares
#   detail: "The pods that it selects declare {choices}."
#   failure_mode: >-
#     When a client calls port {port} of the Service, then the connection is refused or times out, because no pod
#     answers there.
#   blast_radius: Every caller of port {port} of {object}.
#   mitigation: "{change}"
#   exceptions: >-
#     A port that a sidecar declares which is injected into the pods when they are made.
#   detection: kube_endpoint_address_available == 0 for the Service, or EndpointSlices without the port
#   experiment:
#     steady_state: the EndpointSlices of {object} list each of its ports
#     action: look up the EndpointSlices after the deployment (kubectl get endpointslices -o yaml)
#     abort_when: none needed, nothing is changed
#     expect: each port has a number and at least one ready address
#   fix: none
package faultline.kubernetes["service-port"]

import data.faultline.lib.finding

findings contains f if {
	input.service.selecting
	some i, port in input.service.ports
	port.target_name
	not port.declared
	not input.service.headless
	input.service.type != "ExternalName"
	input.service.pods != []
	f := finding.at(array.concat(_paths(i), [["service", "headless"]]), _named(port))
}

# Clients of a headless Service look up the pods and know the port.
findings contains f if {
	input.service.selecting
	input.service.headless
	some i, port in input.service.ports
	port.target_name
	not port.declared
	input.service.pods != []
	f := finding.graded(
		_paths(i),
		_named(port),
		{"likelihood": 2, "impact": 1, "because": "a headless Service still gives the pods' addresses, only not this port"},
	)
}

_paths(i) := [
	["service", "ports", i, "target_name"],
	["service", "ports", i, "declared"],
	["service", "pods", 0],
]

_named(port) := {
	"port": port.number,
	"target": port.target_name,
	"choices": _choices(port),
	"change": concat("", [
		"Declare a containerPort named ", port.target_name,
		" with the same protocol in the container that listens, or name one of its ports in targetPort.",
	]),
}

_choices(port) := concat(", ", port.undeclared.choices) if port.undeclared.choices != []

_choices(port) := "no ports" if port.undeclared.choices == []
