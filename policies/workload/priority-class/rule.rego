# METADATA
# title: Priority class missing
# description: |
#   Pods without a priority class have priority 0, batch pods and services
#   alike. When the cluster is full the scheduler cannot tell which of them to
#   keep, and the kubelet evicts by usage alone.
# related_resources:
#   - description: Pod priority and preemption
#     ref: https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/
# custom:
#   category: capacity
#   applies:
#     models: [workload]
#     formats: [kubernetes]
#   likelihood: 1
#   impact: 2
#   default: "off"
#   message: has no priority class
#   detail: Without priorityClassName its pods get the cluster's default class, or else priority 0.
#   failure_mode: >-
#     When the cluster is full, then pods of {object} stay Pending behind batch pods that keep their nodes.
#   blast_radius: All of {object}{copies}{reach}.
#   mitigation: >-
#     Set priorityClassName to a class for services, for example one with value 100000, and give batch workloads a
#     class below it with preemptionPolicy Never.
#   exceptions: A cluster with a class that is the global default, and clusters that always have free nodes.
#   detection: 'kube_pod_status_unschedulable == 1 for pods of the workload while batch pods run'
#   experiment:
#     steady_state: all pods of {object} run
#     action: fill the cluster with pods of low priority and restart {object}
#     abort_when: fewer than half of its replicas are ready
#     expect: its pods are scheduled, and others make room
#   incidents:
#     - name: "Grafana Labs: a production outage by pod priorities"
#       year: 2019
#       url: https://grafana.com/blog/2019/07/24/how-a-production-outage-was-caused-using-kubernetes-pod-priorities/
#   fix: none
package faultline.workload["priority-class"]

import data.faultline.lib.finding

findings contains f if {
	input.workload.role != "job"
	not input.workload.priority
	f := finding.at([["workload", "priority"]], {})
}
