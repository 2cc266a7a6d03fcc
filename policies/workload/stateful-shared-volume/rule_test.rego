package faultline.workload["stateful-shared-volume_test"]

import data.faultline.workload["stateful-shared-volume"] as rule

_store := {"name": "db", "technology": "postgres", "datastore": true, "mounts": [{"volume": "data", "path": "/data"}]}

_claim := {"name": "data", "kind": "claim", "reference": "orders", "access_modes": ["ReadWriteOnce"]}

_input(replicas, container, volume) := {"workload": {
	"replicas": {"max": replicas},
	"containers": [object.union(_store, container)],
	"volumes": [object.union(_claim, volume), {"name": "own", "kind": "claim_template"}],
}}

test_replicas_of_a_datastore if {
	rule.findings == {{
		"paths": [
			["workload", "containers", 0, "mounts", 0], ["workload", "volumes", 0, "reference"],
			["workload", "replicas", "max"], ["workload", "containers", 0, "datastore"],
			["workload", "containers", 0, "mounts", 0, "read_only"],
			["workload", "containers", 0, "mounts", 0, "sub_path_expr"], ["workload", "volumes", 0, "read_only"],
			["workload", "volumes", 0, "name"], ["workload", "volumes", 1, "name"],
		],
		"args": {
			"container": "db",
			"problem": "gives 2 replicas of postgres one data directory, on orders",
			"why": "All replicas mount orders at /data.",
			"event": "a second replica starts on the same files",
			"outcome": "it refuses to start or writes over what the first one writes, and the data is damaged",
			"volume": "orders",
			"change": "Use a StatefulSet with volumeClaimTemplates and the store's own replication, or one replica with strategy Recreate.",
		},
		"grade": {"likelihood": 3, "impact": 4, "because": "every replica opens the same data directory"},
	}} with input as _input(2, {}, {})
}

test_any_access_mode if {
	every volume in [{"access_modes": ["ReadWriteMany"]}, {"kind": "nfs"}] {
		fs := rule.findings with input as _input(2, {}, volume)
		count(fs) == 1
	}
}

test_apart if {
	every case in [
		_input(1, {}, {}),
		_input(2, {"datastore": false}, {}),
		_input(2, {"mounts": [{"volume": "data", "path": "/data", "read_only": true}]}, {}),
		_input(2, {"mounts": [{"volume": "data", "path": "/data", "sub_path_expr": "$(POD_NAME)"}]}, {}),
		_input(2, {}, {"read_only": true}),
		_input(2, {}, {"kind": "host_path"}),
		_input(2, {"mounts": [{"volume": "own", "path": "/data"}, {"volume": "data", "path": "/backup"}]}, {}),
	] {
		rule.findings == set() with input as case
	}
}

test_two_workloads if {
	rule.findings == {{
		"paths": [
			["workload", "volumes", 0, "reference"],
			["workload", "volumes", 0, "partner"],
			["workload", "volumes", 0, "writers", 0],
			["workload", "volumes", 0, "writers", 1],
		],
		"args": {
			"problem": "writes to the ReadWriteOnce claim orders, as Deployment shop/web and 1 more does",
			"why": "Writers of the claim besides this one: Deployment shop/web, Deployment shop/mail.",
			"event": "the pods of both run",
			"outcome": "on different nodes one waits for the volume for ever (Multi-Attach error), and on one node both write to the same files",
			"volume": "orders",
			"change": "Give each workload a claim of its own, put both programs into one pod, or use a ReadWriteMany claim where they are made to share files; mount it readOnly where one only reads.",
		},
	}} with input as _input(1, {"datastore": false}, {"writers": [
		{"identity": "Deployment shop/web"},
		{"identity": "Deployment shop/mail"},
	]})
}

test_the_data_of_a_store_is_worse if {
	some f in rule.findings with input as _input(1, {}, {"writers": [{"identity": "Deployment shop/web"}]})
	f.grade == {"impact": 4, "because": "it holds the data of postgres"}
}

test_made_to_be_shared if {
	writers := [{"identity": "Deployment shop/web"}]
	every modes in [["ReadWriteMany"], ["ReadWriteOnce", "ReadWriteMany"], []] {
		rule.findings == set() with input as _input(1, {}, {"access_modes": modes, "writers": writers})
	}
}
