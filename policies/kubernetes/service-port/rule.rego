# METADATA
# title: Service targets a port that its pods do not have
# description: |
#   A named targetPort is looked up in the ports of each selected pod. A pod
#   without a port of that name gets no endpoint, so the Service's port leads
#   nowhere, while the pods are healthy.
# related_resources:
#   - description: Service, port definitions
#     ref: https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports
# custom:
#   category: network
#   applies:
#     models: [service.ports.target_name]
#     types: [Service]
#   likelihood: 3
#   impact: 3
#   default: "on"
#   message: sends port {port} to a port named "{target}", which none of its pods has
#   detail: >-
#     A named targetPort must be the name of a container port of the pods. A number would need no declaration.
#   failure_mode: >-
#     When a client calls port {port}, then the connection is refused, because no pod has a port of that name and the
#     Service has no endpoint for it.
#   blast_radius: Every caller of port {port} of {object}.
#   mitigation: >-
#     Name a container port "{target}" in the pods, or set targetPort to the number that they listen on.
#   exceptions: Pods outside of these files that the selector finds as well and that have the port.
#   detection: kube_endpoint_address_available of the Service is 0 while its pods are Ready
#   experiment:
#     steady_state: the EndpointSlices of {object} list port {port}
#     action: look up the EndpointSlices after the deployment (kubectl get endpointslices -o yaml)
#     abort_when: none needed, nothing is changed
#     expect: at least one address with the port
#   fix: none
package faultline.kubernetes["service-port"]

import data.faultline.lib.finding

findings contains f if {
	input.service.selecting
	input.service.pods != []
	some i, port in input.service.ports
	port.target_name
	not port.declared
	f := finding.at(
		[
			["service", "ports", i, "target_name"],
			["service", "ports", i, "declared"],
			["service", "pods", 0],
		],
		{"port": port.number, "target": port.target_name},
	)
}
