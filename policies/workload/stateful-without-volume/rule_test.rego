package faultline.workload["stateful-without-volume_test"]

import data.faultline.workload["stateful-without-volume"] as rule

_container := {"name": "db", "technology": "postgres", "datastore": true, "mounts": []}

_input(container, changes) := object.union(
	{
		"name": "orders", "namespace": "shop",
		"workload": {"role": "service", "containers": [object.union(_container, container)], "volumes": [
			{"name": "scratch", "kind": "empty_dir"}, {"name": "config", "kind": "config_map"}, {"name": "data", "kind": "claim"},
			{"name": "disk", "kind": "other"}, {"name": "host", "kind": "host_path"},
		]},
	},
	changes,
)

_paths := [
	["workload", "containers", 0, "mounts"], ["workload", "containers", 0, "datastore"],
	["workload", "containers", 0, "args"], ["workload", "volumes"],
]

test_no_mounts if {
	rule.findings == {{
		"paths": _paths,
		"args": {"container": "db", "technology": "postgres", "why": "No volume is mounted into db."},
	}} with input as _input({}, {})
}

test_volumes_that_end_with_the_pod if {
	rule.findings == {{"paths": _paths, "args": {
		"container": "db",
		"technology": "postgres",
		"why": "The volumes of db (config, scratch) end with the pod: emptyDir, ConfigMap and the like.",
	}}} with input as _input({"mounts": [{"volume": "scratch", "path": "/var/lib"}, {"volume": "config", "path": "/etc"}]}, {})
}

test_volumes_that_stay if {
	every name in ["data", "disk", "host", "not-in-sight"] {
		rule.findings == set() with input as _input({"mounts": [{"volume": "config"}, {"volume": name}]}, {})
	}
}

test_grades if {
	some production in rule.findings with input as _input({}, {"namespace": "shop-prod"})
	production.grade == {"likelihood": 3, "because": "its name or namespace says that it is production's"}
	some test in rule.findings with input as _input({}, {"name": "orders-test"})
	test.grade == {"impact": 2, "because": "its name or namespace says that it is for development or tests"}
	some both in rule.findings with input as _input({}, {"name": "demo", "namespace": "live"})
	both.grade == production.grade
	some redis in rule.findings with input as _input({"technology": "redis"}, {})
	redis.grade == {"impact": 3, "because": "its content may only be a cache"}
}

test_a_cache if {
	every args in [
		["--save", "", "--appendonly", "yes"], ["--save", "\"\""], ["--save", ""], ["--appendonly", "no"],
		["redis-server --save '' --maxmemory 100mb"], ["--maxmemory-policy", "allkeys-lru"],
	] {
		rule.findings == set() with input as _input({"technology": "redis", "args": args}, {})
	}
	rule.findings == set() with input as _input({"technology": "redis"}, {"name": "page-cache"})
}

test_not_a_cache if {
	every args in [["--save", "60", "1"], ["--appendonly", "yes"], ["--requirepass", "x"]] {
		fs := rule.findings with input as _input({"technology": "redis", "args": args}, {})
		count(fs) == 1
	}
}

test_something_else_of_the_image if {
	every container in [
		{"command": ["/usr/bin/psql", "-c", "select 1"]},
		{"technology": "vault", "args": ["server", "-dev"]},
		{"technology": "consul", "command": ["consul", "agent", "-retry-join=consul"]},
	] {
		rule.findings == set() with input as _input(container, {})
	}
	fs := rule.findings with input as _input({"technology": "consul", "args": ["agent", "-server", "-bootstrap-expect=3"]}, {})
	count(fs) == 1
}

test_jobs_and_other_containers if {
	rule.findings == set() with input as _input({}, {"workload": {"role": "job"}})
	rule.findings == set() with input as _input({}, {"workload": {"role": "daemon"}})
	rule.findings == set() with input as _input({"datastore": false}, {})
}
