# METADATA
# title: Service selects nothing
# description: |
#   A Service finds its pods by labels. When no pod template has them, the
#   Service has no endpoints, and everything that calls it fails at once.
# related_resources:
#   - description: Service
#     ref: https://kubernetes.io/docs/concepts/services-networking/service/
# custom:
#   category: network
#   applies:
#     models: [service]
#     formats: [kubernetes]
#   likelihood: 3
#   impact: 3
#   default: "on"
#   message: selects no pods
#   detail: >-
#     No workload of its namespace has these labels in its pod template. Labels on the workload itself do not count.
#   failure_mode: >-
#     When a client calls the Service, then the connection is refused or times out, because it has no endpoints.
#   blast_radius: Every caller of {object}.
#   mitigation: >-
#     Make spec.selector equal to labels of the pod template (spec.template.metadata.labels) that it should reach, or
#     delete the Service.
#   exceptions: >-
#     Pods that are made outside of these files: by an operator, another chart, or another repository.
#   detection: kube_endpoint_address_available == 0 for the Service
#   experiment:
#     steady_state: the EndpointSlices of {object} hold addresses
#     action: look up the EndpointSlices after the deployment (kubectl get endpointslices)
#     abort_when: none needed, nothing is changed
#     expect: at least one ready address
#   incidents:
#     - name: "Monzo: services without endpoints"
#       year: 2017
#       url: https://community.monzo.com/t/resolved-current-account-payments-may-fail-major-outage-27-10-2017/26296/95
#   fix: none
package faultline.kubernetes["service-dangling"]

import data.faultline.lib.finding

findings contains f if {
	input.service.selecting
	input.service.pods == []
	input.service.type != "ExternalName"
	not input.service.by_operator
	f := finding.at([["service", "pods"]], {})
}
