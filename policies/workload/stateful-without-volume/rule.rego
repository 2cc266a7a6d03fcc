# METADATA
# title: Datastore without a volume
# description: |
#   What a database writes into its container or an emptyDir goes with the
#   pod. A drain, an eviction or a rollout is enough, and all of them are
#   routine.
# related_resources:
#   - description: Volumes, emptyDir
#     ref: https://kubernetes.io/docs/concepts/storage/volumes/#emptydir
#   - description: Persistent volumes
#     ref: https://kubernetes.io/docs/concepts/storage/persistent-volumes/
# custom:
#   category: storage
#   applies:
#     models: [workload.containers.technology]
#     types: [Deployment, StatefulSet, ReplicaSet, ReplicationController, DeploymentConfig, Rollout, Pod]
#     formats: [kubernetes]
#   likelihood: 1
#   impact: 4
#   default: "on"
#   message: keeps the data of {technology} in the pod, and loses it with the pod
#   detail: "{why}"
#   failure_mode: >-
#     When the pod of "{container}" is deleted (a node drain, an eviction, a rollout, a crash of the node), then its
#     data is gone and it starts empty.
#   blast_radius: All data of {object}{reach}.
#   mitigation: >-
#     Mount a claim at the data directory of "{container}": in a StatefulSet with volumeClaimTemplates, one a pod; with
#     one replica and strategy Recreate, a PersistentVolumeClaim. Back it up.
#   exceptions: >-
#     A cache, test data, or a store whose content another system makes anew; say so in the suppression.
#   detection: 'a row or key that was written before the last restart of the pod is not there'
#   experiment:
#     steady_state: a marker row or key can be read
#     action: delete the pod of {object}
#     abort_when: the data is not a test's
#     expect: the marker is there when the pod is Ready again
#   incidents:
#     - name: "Gravitational: PostgreSQL on Kubernetes and lost data"
#       year: 2018
#       url: https://gravitational.com/blog/running-postgresql-on-kubernetes/
#   fix: none
package faultline.workload["stateful-without-volume"]

import data.faultline.lib.finding

findings contains f if {
	input.workload.role in {"service", "worker"}
	some i, container in input.workload.containers
	container.datastore
	not _kept[i]
	not _elsewhere[i]
	f := _finding(i, {"container": container.name, "technology": container.technology, "why": _why(container)})
}

_paths(i) := [
	["workload", "containers", i, "mounts"], ["workload", "containers", i, "datastore"],
	["workload", "containers", i, "args"], ["workload", "volumes"],
]

_finding(i, args) := finding.graded(
	_paths(i), args,
	{"likelihood": 3, "because": "its name or namespace says that it is production's"},
) if {
	_production
}

_finding(i, args) := finding.graded(
	_paths(i), args,
	{"impact": 2, "because": "its name or namespace says that it is for development or tests"},
) if {
	not _production
	_development
}

_finding(i, args) := finding.graded(_paths(i), args, {"impact": 3, "because": "its content may only be a cache"}) if {
	not _production
	not _development
	args.technology in _caches
}

_finding(i, args) := finding.at(_paths(i), args) if {
	not _production
	not _development
	not args.technology in _caches
}

# The containers with a mount of what outlives the pod, or of a volume that is
# not in sight.
_kept contains i if {
	some i, container in input.workload.containers
	some mount in container.mounts
	not _ends(mount)
}

_ends(mount) if mount.volume in _fleeting

_fleeting contains volume.name if {
	some volume in input.workload.volumes
	volume.kind in {"empty_dir", "config_map", "secret", "projected", "downward"}
}

_why(container) := concat("", [
	"The volumes of ", container.name, " (", concat(", ", sort({mount.volume | some mount in container.mounts})),
	") end with the pod: emptyDir, ConfigMap and the like.",
]) if {
	container.mounts != []
}

_why(container) := concat("", ["No volume is mounted into ", container.name, "."]) if container.mounts == []

_caches := {"redis", "valkey", "keydb"}

# The containers that run something else of the image (a client, a proxy), or
# that are told to keep nothing.
_elsewhere contains i if {
	some i, container in input.workload.containers
	first := split(container.command[0], "/")
	first[count(first) - 1] in _tools
}

_elsewhere contains i if {
	some i, container in input.workload.containers
	container.technology == "vault"
	regex.match(`(^|\s)(-dev|agent)(\s|$)`, _words[i])
}

_elsewhere contains i if {
	some i, container in input.workload.containers
	container.technology == "consul"
	regex.match(`(^|\s)(agent|connect)(\s|$)`, _words[i])
	not regex.match(`(^|\s)-(server|bootstrap\S*)(\s|$)`, _words[i])
}

_elsewhere contains i if {
	some i, container in input.workload.containers
	container.technology in _caches
	regex.match(`--save("|'|\s)*(\s-|$)|--appendonly[\s=]+no|--maxmemory-policy[\s=]+allkeys-`, _words[i])
}

_elsewhere contains i if {
	some i, container in input.workload.containers
	container.technology in _caches
	regex.match(`(?i)(^|[-_. ])cache([-_. ]|$)`, concat(" ", [input.name, container.name]))
}

_words[i] := concat(" ", array.concat(object.get(container, "command", []), object.get(container, "args", []))) if {
	some i, container in input.workload.containers
	container.datastore
}

_tools := {
	"sleep", "tail", "psql", "pg_dump", "pg_dumpall", "pg_isready", "pgbench", "mysql", "mysqladmin", "mysqldump",
	"redis-cli", "redis-sentinel", "redis-benchmark", "mongo", "mongosh", "mongos", "mongodump", "etcdctl", "mc",
	"clickhouse-client", "influx", "cypher-shell", "nats", "rabbitmqadmin",
}

_production if regex.match(`(?i)(^|[-_. ])(prod|production|live)([-_. ]|$)`, _identity)

_development if {
	regex.match(`(?i)(^|[-_. ])(dev|develop|development|test|tests|testing|ci|e2e|qa|staging|sandbox|demo|sample|samples|example|examples|local)([-_. ]|$)`, _identity)
}

_identity := concat(" ", [input.namespace, input.name])
