# METADATA
# title: Port is not valid
# description: |
#   A port is a number from 1 to 65535. Its name in a container, and a name
#   that a Service targets, has at most 15 characters: lower-case letters,
#   digits and hyphens, at least one letter, no hyphen at an end or beside
#   another. The API server refuses what is not so. The same port twice in one
#   container is accepted, and lost when the object is merged.
# related_resources:
#   - description: Services, defining a Service
#     ref: https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service
#   - description: RFC 6335, service name syntax
#     ref: https://www.rfc-editor.org/rfc/rfc6335#section-5.1
# custom:
#   category: network
#   applies:
#     models: [workload.containers.ports.odd, workload.init_containers.ports.odd, service.ports.odd]
#     formats: [kubernetes]
#   likelihood: 3
#   impact: 1
#   default: "on"
#   message: "{problem}"
#   detail: "{reason}"
#   failure_mode: When {object} is applied, then {effect}.
#   blast_radius: "The whole release, and with it {object}{copies}{reach}."
#   mitigation: "{change}"
#   exceptions: None; the API server refuses the object, or a merge drops the port.
#   detection: kubectl apply --dry-run=server prints the error, or the warning about a duplicate port
#   experiment:
#     steady_state: '{object} is as the cluster runs it'
#     action: kubectl apply --dry-run=server -f the manifest of {object}
#     abort_when: never; a dry run changes nothing
#     expect: the API server accepts it without a warning
#   fix: none
package faultline.workload["invalid-port"]

import data.faultline.lib.finding

findings contains f if {
	some list in _lists
	some i, container in input.workload[list]
	some j, port in container.ports
	some key, field in {"number": "containerPort", "host_port": "hostPort"}
	_out_of_range(key, port[key])
	f := finding.at(
		[["workload", list, i, "ports", j, key]],
		object.union({"container": container.name}, _range(field, port[key])),
	)
}

findings contains f if {
	some list in _lists
	some i, container in input.workload[list]
	some j, port in container.ports
	_bad_name(port.name)
	f := finding.at(
		[["workload", list, i, "ports", j, "name"]],
		object.union({"container": container.name}, _name("names a port", port.name)),
	)
}

# Named ports must be unique in a container: a probe or a Service would not
# know which is meant.
findings contains f if {
	some list in _lists
	some i, container in input.workload[list]
	some j, port in container.ports
	port.name_repeats
	f := finding.at(
		[["workload", list, i, "ports", j, "name"], ["workload", list, i, "ports", j, "name_repeats"]],
		{
			"container": container.name,
			"problem": concat("", ["gives the name \"", port.name, "\" to two ports"]),
			"reason": "Names of ports are unique in a container.",
			"effect": "the API server refuses it, and the release stops there",
			"change": "Give each port of the container a name of its own.",
		},
	)
}

findings contains f if {
	some list in _lists
	some i, container in input.workload[list]
	some j, port in container.ports
	port.repeats
	f := finding.graded(
		[["workload", list, i, "ports", j, "number"], ["workload", list, i, "ports", j, "repeats"]],
		{
			"container": container.name,
			"problem": concat("", ["declares port ", format_int(port.number, 10), "/", port.protocol, " twice"]),
			"reason": "Lists of ports are merged by number and protocol: one of the two entries is lost, with its name.",
			"effect": "the API server warns, and a later change may lose one of the two names, which Services and probes ask for",
			"change": "Delete one of the two entries and use the other's name everywhere.",
		},
		{"likelihood": 2, "because": "the API server accepts it with a warning"},
	)
}

findings contains f if {
	some i, port in input.service.ports
	some key, field in {"number": "port", "target": "targetPort"}
	_out_of_range(key, port[key])
	f := finding.at([["service", "ports", i, key]], _range(field, port[key]))
}

findings contains f if {
	some i, port in input.service.ports
	_bad_name(port.target_name)
	f := finding.at([["service", "ports", i, "target_name"]], _name("targets a port named", port.target_name))
}

# Quotes make a name of a number, and a name needs a letter.
findings contains f if {
	some i, port in input.service.ports
	port.target_quoted
	f := finding.at([["service", "ports", i, "target"]], {
		"problem": concat("", ["has targetPort \"", format_int(port.target, 10), "\" in quotes, which makes it a name"]),
		"reason": "A targetPort that is a text is the name of a port, and a name has at least one letter.",
		"effect": "the API server refuses it, and the release stops there",
		"change": concat("", ["Write targetPort: ", format_int(port.target, 10), " without quotes."]),
	})
}

_lists := ["containers", "init_containers"]

_out_of_range(_, value) if value > 65535

_out_of_range(_, value) if value < 0

# hostPort 0 is none.
_out_of_range(key, 0) if key != "host_port"

_bad_name(name) if {
	name != ""
	not _valid(name)
}

_valid(name) if {
	count(name) <= 15
	regex.match(`^([a-z0-9]+-)*[a-z0-9]+$`, name)
	regex.match(`[a-z]`, name)
}

_range(field, value) := {
	"problem": concat("", ["has ", field, " ", format_int(value, 10), ", which is no port"]),
	"reason": "Ports are 1 to 65535.",
	"effect": "the API server refuses it, and the release stops there",
	"change": concat("", ["Set ", field, " to the port that the process listens on, 1 to 65535."]),
}

_name(what, name) := {
	"problem": concat("", [what, " \"", substring(name, 0, 40), "\", which is no valid name"]),
	"reason": concat("", [
		"Allowed are at most 15 characters (it has ", format_int(count(name), 10),
		"), of a-z, 0-9 and single hyphens inside, with at least one letter.",
	]),
	"effect": "the API server refuses it, and the release stops there",
	"change": "Choose a name such as http, grpc or metrics, here and wherever the port is named.",
}
