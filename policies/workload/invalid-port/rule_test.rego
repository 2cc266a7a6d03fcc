package faultline.workload["invalid-port_test"]

import data.faultline.workload["invalid-port"] as rule

_workload(port) := {"workload": {
	"containers": [{"name": "app", "ports": [object.union({"number": 8080, "protocol": "TCP"}, port)]}],
	"init_containers": [],
}}

_service(port) := {"service": {"ports": [object.union({"number": 80, "protocol": "TCP"}, port)]}}

_path(key) := ["workload", "containers", 0, "ports", 0, key]

test_number if {
	rule.findings == {{
		"paths": [_path("number")],
		"args": {
			"container": "app",
			"problem": "has containerPort 65536, which is no port",
			"reason": "Ports are 1 to 65535.",
			"effect": "the API server refuses it, and the release stops there",
			"change": "Set containerPort to the port that the process listens on, 1 to 65535.",
		},
	}} with input as _workload({"number": 65536})
}

test_range if {
	every number in [-1, 0, 65536, 1000000000000] {
		count(rule.findings) == 1 with input as _workload({"number": number})
	}
	every number in [1, 65535] {
		rule.findings == set() with input as _workload({"number": number})
	}
}

test_host_port if {
	{f.paths[0] | some f in rule.findings} == {_path("host_port")} with input as _workload({"host_port": 70000})
	rule.findings == set() with input as _workload({"host_port": 0})
}

test_name if {
	rule.findings == {{
		"paths": [_path("name")],
		"args": {
			"container": "app",
			"problem": "names a port \"HTTP\", which is no valid name",
			"reason": concat("", [
				"Allowed are at most 15 characters (it has 4), of a-z, 0-9 and single hyphens inside, ",
				"with at least one letter.",
			]),
			"effect": "the API server refuses it, and the release stops there",
			"change": "Choose a name such as http, grpc or metrics, here and wherever the port is named.",
		},
	}} with input as _workload({"name": "HTTP"})
}

test_names if {
	every name in ["sixteen-letters-", "sixteen-letterss", "http_alt", "-http", "http-", "http--alt", "8080", "http.1", "ht tp"] {
		count(rule.findings) == 1 with input as _workload({"name": name})
	}
	every name in ["", "h", "8080-http", "fifteen-letters", "9p"] {
		rule.findings == set() with input as _workload({"name": name})
	}
}

test_name_twice if {
	{[f.paths, f.args.problem] | some f in rule.findings} == {[
		[_path("name"), _path("name_repeats")],
		"gives the name \"http\" to two ports",
	]} with input as _workload({"name": "http", "name_repeats": {}})
}

test_port_twice if {
	rule.findings == {{
		"paths": [_path("number"), _path("repeats")],
		"args": {
			"container": "app",
			"problem": "declares port 8080/TCP twice",
			"reason": "Lists of ports are merged by number and protocol: one of the two entries is lost, with its name.",
			"effect": "the API server warns, and a later change may lose one of the two names, which Services and probes ask for",
			"change": "Delete one of the two entries and use the other's name everywhere.",
		},
		"grade": {"likelihood": 2, "because": "the API server accepts it with a warning"},
	}} with input as _workload({"repeats": {}})
}

test_service if {
	{f.paths[0] | some f in rule.findings} == {
		["service", "ports", 0, "number"],
		["service", "ports", 0, "target"],
	} with input as _service({"number": 0, "target": 70000})
	{f.args.problem | some f in rule.findings} == {"targets a port named \"Http\", which is no valid name"} with input as _service({"target_name": "Http"})
	rule.findings == set() with input as _service({"target": 8080, "name": "a-name-of-a-service-port-may-be-longer"})
}

test_quoted if {
	rule.findings == {{
		"paths": [["service", "ports", 0, "target"]],
		"args": {
			"problem": "has targetPort \"8080\" in quotes, which makes it a name",
			"reason": "A targetPort that is a text is the name of a port, and a name has at least one letter.",
			"effect": "the API server refuses it, and the release stops there",
			"change": "Write targetPort: 8080 without quotes.",
		},
	}} with input as _service({"target": 8080, "target_quoted": true})
}
