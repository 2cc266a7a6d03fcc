package faultline.kubernetes["service-monitor-dangling_test"]

import data.faultline.kubernetes["service-monitor-dangling"] as rule

test_no_service if {
	rule.findings == {
		{
			"paths": [["monitor", "found"]],
			"args": {
				"change": "Make spec.selector equal to labels of the Service itself (metadata.labels, not its selector), and name its namespace in spec.namespaceSelector.",
				"evidence": "No Service has these labels in its own metadata, in the namespaces that the monitor looks into.",
				"problem": "selects no Service",
			},
		},
	} with input as {"monitor": {"kind": "ServiceMonitor", "endpoints": []}}
}

test_no_pods if {
	rule.findings == {
		{
			"paths": [["monitor", "found"]],
			"args": {
				"change": "Make spec.selector equal to labels of the pod template, and name its namespace in spec.namespaceSelector.",
				"evidence": "No workload has these labels in its pod template, in the namespaces that the monitor looks into.",
				"problem": "selects no pods",
			},
		},
	} with input as {"monitor": {"kind": "PodMonitor", "endpoints": []}}
}

test_port_of_services if {
	rule.findings == {
		{
			"paths": [
				["monitor", "endpoints", 0, "port"],
				["monitor", "endpoints", 0, "port_found"],
				["monitor", "partners", 0],
			],
			"args": {
				"change": "Set port to one of these names, or name a port metrics where it is declared.",
				"evidence": "Their port names are: http. A port's number does not count.",
				"problem": "scrapes port \"metrics\", which none of the Services that it selects has",
			},
		},
	} with input as {
		"monitor": {
			"kind": "ServiceMonitor",
			"endpoints": [{"port": "metrics", "choices": ["http"]}, {"port": "http", "port_found": true}],
			"found": true,
		},
	}
}

test_port_of_pods if {
	rule.findings == {
		{
			"paths": [
				["monitor", "endpoints", 0, "port"],
				["monitor", "endpoints", 0, "port_found"],
				["monitor", "partners", 0],
			],
			"args": {
				"change": "Set port to one of these names, or name a port metrics where it is declared.",
				"evidence": "Their port names are: none. A port's number does not count.",
				"problem": "scrapes port \"metrics\", which none of the pods that it selects declares",
			},
		},
	} with input as {
		"monitor": {"kind": "PodMonitor", "endpoints": [{"port": "metrics", "choices": []}], "found": true},
	}
}

test_all_there if {
	rule.findings == set() with input as {
		"monitor": {
			"kind": "ServiceMonitor",
			"endpoints": [{"port": "http", "port_found": true}, {}],
			"found": true,
		},
	}
}

# An empty selector may find Services that are not in the files.
test_selects_everything if {
	rule.findings == set() with input as {"monitor": {"kind": "ServiceMonitor", "endpoints": [{"port": "http"}], "found": true}}
}
