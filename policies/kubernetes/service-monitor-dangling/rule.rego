# METADATA
# title: Monitor finds nothing to scrape
# description: |
#   A ServiceMonitor selects Services by the Services' own labels, in its own
#   namespace unless it says otherwise, and names a port of theirs; a
#   PodMonitor does the same with pods. Where nothing fits, there are no
#   targets, no metrics, and no alert fires ever.
# related_resources:
#   - description: Prometheus Operator, troubleshooting ServiceMonitors
#     ref: https://prometheus-operator.dev/docs/platform/troubleshooting/
#   - description: Prometheus Operator, API reference
#     ref: https://prometheus-operator.dev/docs/api-reference/api/
# custom:
#   category: observability
#   applies:
#     models: [monitor]
#     formats: [kubernetes]
#   likelihood: 3
#   impact: 2
#   default: "on"
#   message: "{problem}"
#   detail: "{evidence}"
#   failure_mode: >-
#     When what it should watch fails, then no metric shows it and no alert that rests on these metrics fires.
#   blast_radius: Every alert, dashboard and autoscaler that reads the metrics of {object}.
#   mitigation: "{change}"
#   exceptions: >-
#     Services or pods that are made outside of these files: by an operator, another chart, or another repository.
#   detection: 'absent(up{job="..."}) for the job, or no entry for the monitor on Prometheus'' page of targets'
#   experiment:
#     steady_state: the monitor has at least one target that is up
#     action: look up the targets after the deployment (the page /targets of Prometheus)
#     abort_when: none needed, nothing is changed
#     expect: at least one target, and it is up
#   fix: none
package faultline.kubernetes["service-monitor-dangling"]

import data.faultline.lib.finding

findings contains f if {
	not input.monitor.found
	f := finding.at(
		[["monitor", "found"]],
		{
			"problem": _none[input.monitor.kind],
			"evidence": _where[input.monitor.kind],
			"change": _change[input.monitor.kind],
		},
	)
}

findings contains f if {
	input.monitor.found
	some i, endpoint in input.monitor.endpoints
	endpoint.port
	endpoint.choices
	not endpoint.port_found
	f := finding.at(
		[["monitor", "endpoints", i, "port"], ["monitor", "endpoints", i, "port_found"], ["monitor", "partners", 0]],
		{
			"problem": concat("", ["scrapes port \"", endpoint.port, "\", which ", _owner[input.monitor.kind]]),
			"evidence": concat("", ["Their port names are: ", _list(endpoint.choices), ". A port's number does not count."]),
			"change": concat("", ["Set port to one of these names, or name a port ", endpoint.port, " where it is declared."]),
		},
	)
}

_none := {"ServiceMonitor": "selects no Service", "PodMonitor": "selects no pods"}

_owner := {
	"ServiceMonitor": "none of the Services that it selects has",
	"PodMonitor": "none of the pods that it selects declares",
}

_where := {
	"ServiceMonitor": "No Service has these labels in its own metadata, in the namespaces that the monitor looks into.",
	"PodMonitor": "No workload has these labels in its pod template, in the namespaces that the monitor looks into.",
}

_change := {
	"ServiceMonitor": concat("", [
		"Make spec.selector equal to labels of the Service itself (metadata.labels, not its selector), ",
		"and name its namespace in spec.namespaceSelector.",
	]),
	"PodMonitor": concat("", [
		"Make spec.selector equal to labels of the pod template, and name its namespace in spec.namespaceSelector.",
	]),
}

_list(names) := concat(", ", names) if names != []

_list(names) := "none" if names == []
