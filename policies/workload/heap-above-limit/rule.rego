# METADATA
# title: Heap does not fit the memory limit
# description: |
#   A runtime's heap is only a part of its memory: a JVM also needs room for
#   metaspace, thread stacks, code and direct buffers, Node for its own
#   buffers. A heap as large as the container's limit is killed by the kernel
#   before the collector sees a reason to work.
# related_resources:
#   - description: The java command, -Xmx and MaxRAMPercentage
#     ref: https://docs.oracle.com/en/java/javase/21/docs/specs/man/java.html
#   - description: Node.js, --max-old-space-size
#     ref: https://nodejs.org/api/cli.html#--max-old-space-sizesize-in-mib
#   - description: A guide to the Go garbage collector, memory limit
#     ref: https://go.dev/doc/gc-guide#Memory_limit
# custom:
#   category: resources
#   applies:
#     models: [workload.containers.heap]
#     formats: [kubernetes]
#   likelihood: 3
#   impact: 3
#   default: "on"
#   message: "{problem}: {setting}{of}{limit_bytes}"
#   detail: "{reason}"
#   failure_mode: "When {event}, then {consequence}."
#   blast_radius: All of {object}{copies}{reach}.
#   mitigation: "{change}"
#   exceptions: >-
#     A heap that is known never to grow that far; then lower the setting, since it promises what it cannot keep.
#   detection: 'kube_pod_container_status_last_terminated_reason{reason="OOMKilled"} == 1 with exit code 137'
#   experiment:
#     steady_state: the container has run for an hour without a restart
#     action: raise the load on {object} until the heap is full
#     abort_when: two replicas are killed
#     expect: the collector works harder, and no container is killed
#   params:
#     type: object
#     additionalProperties: false
#     properties:
#       jvm_percent:
#         description: How much of the memory limit a JVM's heap may take, in percent.
#         type: integer
#         minimum: 1
#         maximum: 100
#         default: 80
#       node_percent:
#         description: How much of the memory limit Node's old space may take, in percent.
#         type: integer
#         minimum: 1
#         maximum: 100
#         default: 85
#   fix: none
package faultline.workload["heap-above-limit"]

import data.faultline.lib.finding

findings contains f if {
	some i, container in input.workload.containers
	limit := container.resources.limits.memory_bytes
	some j, heap in container.heap
	heap.max_bytes >= limit
	problem := concat("", ["lets ", _name[heap.runtime], " take all of the memory limit"])
	f := finding.at(_paths(i, j), _args(container, heap, problem))
}

findings contains f if {
	some i, container in input.workload.containers
	limit := container.resources.limits.memory_bytes
	some j, heap in container.heap
	heap.max_bytes < limit
	share := input.params["heap-above-limit"][_share[heap.runtime]]
	heap.max_bytes * 100 > limit * share
	f := finding.graded(_paths(i, j), _args(container, heap, _tight(heap)), _grade)
}

findings contains f if {
	some i, container in input.workload.containers
	container.resources.limits.memory_bytes
	some j, heap in container.heap
	heap.max_percent > input.params["heap-above-limit"].jvm_percent
	f := finding.graded(_paths(i, j), _args(container, heap, _tight(heap)), _grade)
}

# A GOMEMLIMIT that does not parse ends the program at once, limit or not.
findings contains f if {
	some i, container in input.workload.containers
	some j, heap in container.heap
	heap.malformed
	f := finding.at(
		[["workload", "containers", i, "heap", j]],
		{
			"container": container.name, "setting": heap.setting, "of": "", "limit_bytes": "",
			"problem": "sets a heap limit that Go refuses at start",
			"reason": "Go's units are B, KiB, MiB, GiB and TiB.",
			"event": "the container starts",
			"consequence": "the Go runtime ends it at once (malformed GOMEMLIMIT), and it is restarted for ever",
			"change": "Write GOMEMLIMIT with Go's units: B, KiB, MiB, GiB or TiB (512MiB, not 512Mi).",
		},
	)
}

_paths(i, j) := [
	["workload", "containers", i, "heap", j],
	["workload", "containers", i, "resources", "limits", "memory_bytes"],
]

_grade := {"likelihood": 2, "impact": 2, "because": "the heap fits, what the runtime needs beside it may not"}

_args(container, heap, problem) := {
	"container": container.name, "problem": problem, "setting": heap.setting,
	"of": " in ", "limit_bytes": container.resources.limits.memory_bytes,
	"reason": "What the heap leaves of the limit is for everything else in the container.",
	"event": "the heap fills under load",
	"consequence": concat(", ", [
		"the kernel kills the container (exit code 137) without an error in its log",
		"on every replica at the same traffic",
	]),
	"change": _change[heap.runtime],
}

_tight(heap) := concat("", ["leaves ", _name[heap.runtime], " too little memory beside its heap"])

_name := {"jvm": "the JVM", "node": "Node", "go": "the Go runtime"}

_share := {"jvm": "jvm_percent", "node": "node_percent"}

_change := {
	"jvm": "Set -XX:MaxRAMPercentage=75 in place of -Xmx, or raise the memory limit to the heap divided by 0.75.",
	"node": "Set --max-old-space-size to three quarters of the memory limit (in MiB), or raise the limit.",
	"go": "Set GOMEMLIMIT to 90 % of the memory limit.",
}
