# METADATA
# title: External names multiply lookups
# description: |
#   With ndots 5, a name of fewer than five dots is first tried with each of
#   the cluster's search domains. An external host costs four lookups that
#   fail before the one that counts, for A and AAAA each.
# related_resources:
#   - description: DNS for Services and Pods
#     ref: https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/
#   - description: resolv.conf, ndots
#     ref: https://man7.org/linux/man-pages/man5/resolv.conf.5.html
# custom:
#   category: network
#   applies:
#     models: [workload]
#     formats: [kubernetes]
#   likelihood: 1
#   impact: 4
#   default: "off"
#   message: "looks external names up with ndots {ndots}: {hosts}"
#   detail: >-
#     These names of its environment have fewer than {ndots} dots, so the search domains (three of the cluster's, often
#     one of the node's) come first, for A and AAAA each.
#   failure_mode: >-
#     When traffic rises, then each call makes up to ten lookups, and the cluster's DNS is the first to give way, for
#     everything that runs there.
#   blast_radius: Every workload that uses the cluster's DNS; {object}{copies} adds to its load.
#   mitigation: >-
#     Set dnsConfig.options name ndots value "2" in the pod template, or write the host with a dot at its end.
#   exceptions: A few lookups an hour, or a node-local DNS cache that takes them.
#   detection: 'rate(coredns_dns_responses_total{rcode="NXDOMAIN"}[5m]) / rate(coredns_dns_responses_total[5m]) > 0.5'
#   experiment:
#     steady_state: the cluster's DNS answers within 10 ms
#     action: raise the load on {object} to twice its peak and count its lookups
#     abort_when: a lookup takes longer than 1 s
#     expect: two lookups a call, not ten
#   incidents:
#     - name: "Zalando: total DNS outage"
#       year: 2019
#       url: https://github.com/zalando-incubator/kubernetes-on-aws/blob/dev/docs/postmortems/jan-2019-dns-outage.md
#     - name: "Toyota Connected: a perfect DNS storm"
#       year: 2018
#       url: https://www.adammargherio.com/a-perfect-dns-storm/
#   fix: none
package faultline.kubernetes["dns-ndots"]

import data.faultline.lib.finding

findings contains f if {
	_searches
	_hosts != set()
	f := finding.at(
		[["workload", "dns", "ndots"], ["workload", "dns", "policy"], ["workload", "host_network"]],
		{"ndots": input.workload.dns.ndots, "hosts": sort(_hosts)},
	)
}

# Pods that use the cluster's search domains: on the host's network
# ClusterFirst means the node's DNS.
_searches if {
	input.workload.dns.policy == "ClusterFirst"
	not input.workload.host_network
}

_searches if input.workload.dns.policy == "ClusterFirstWithHostNet"

# External hosts of fewer dots than ndots. A name of one dot may be a Service
# and its namespace.
_hosts contains host if {
	some container in input.workload.containers
	some value in container.env
	regex.match(_external, value)
	rest := regex.split(`^[a-zA-Z][a-zA-Z0-9+.:-]*://`, value)
	authority := split(regex.split(`[/?]`, rest[count(rest) - 1])[0], "@")
	host := lower(split(authority[count(authority) - 1], ":")[0])
	strings.count(host, ".") < input.workload.dns.ndots
}

# A URL, or host:port, below a top-level domain that nobody names a namespace
# after.
_external := `(?i)^([a-z][a-z0-9+.:-]*://([^@/\s]*@)?)?([a-z0-9]([a-z0-9_-]*[a-z0-9])?\.){2,}(com|net|org|io|dev|cloud|app|ai|co|gov|edu|info|eu|us|uk|de|fr|nl|ch|jp|cn|in|br|au|ca)(:[0-9]+)?([/?]\S*)?$`
