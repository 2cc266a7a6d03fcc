package kubernetes

import (
	"strconv"
	"strings"

	"github.com/faultline-dev/faultline/loaders/document"
)

// readBudget reads a PodDisruptionBudget. min_available and max_unavailable
// are pods or percents as written; what they allow is computed by
// engine/system from the pods that it covers.
func readBudget(doc *document.Document) {
	b := document.NewMap(doc.Object)
	b.Set("min_available", intOrPercentAbsent(doc.Object, "spec", "minAvailable"))
	b.Set("max_unavailable", intOrPercentAbsent(doc.Object, "spec", "maxUnavailable"))
	b.Set("unhealthy_eviction", textOr("IfHealthyBudget", doc.Object, "spec", "unhealthyPodEvictionPolicy"))
	doc.Model.Set("budget", b)
}

func intOrPercentAbsent(parent *document.Node, path ...string) *document.Node {
	return read(parent, func(n *document.Node) *document.Node {
		value := n.Scalar()
		if _, err := strconv.Atoi(strings.TrimSuffix(value, "%")); err != nil {
			return document.NewUnknown("a number or a percentage is expected, found "+strconv.Quote(value), n)
		}
		return document.NewString(value, n)
	}, path...)
}

// readHorizontalPodAutoscaler reads autoscaling/v1 and v2: minReplicas is 1
// where it is not written, and without metrics the target is 80 % of the CPU
// request.
func readHorizontalPodAutoscaler(doc *document.Document) {
	a := document.NewMap(doc.Object).Set("kind", document.NewString(doc.Type, doc.Object))
	a.Set("min", numberOr(1, doc.Object, "spec", "minReplicas"))
	a.Set("max", number(doc.Object, "spec", "maxReplicas"))
	a.Set("target", scaleTarget(doc.Object.Get("spec", "scaleTargetRef"), doc.Object, "spec.scaleTargetRef"))
	a.Set("metrics", metrics(doc.Object))
	doc.Model.Set("autoscaler", a)
}

func scaleTarget(ref, parent *document.Node, missing string) *document.Node {
	if ref == nil {
		return document.NewAbsent(parent, missing)
	}
	return document.NewMap(ref).
		Set("kind", textOr("Deployment", ref, "kind")).
		Set("name", text(ref, "name")).
		Set("api_version", text(ref, "apiVersion"))
}

func metrics(object *document.Node) *document.Node {
	spec := object.Get("spec")
	source := spec.Get("metrics")
	list := document.NewList(source.Or(spec.Or(object)))
	for _, m := range source.Items() {
		list.Append(metric(m))
	}
	if list.Len() == 0 {
		// v1's targetCPUUtilizationPercentage, or the default of both.
		target := numberOr(80, object, "spec", "targetCPUUtilizationPercentage")
		list.Append(document.NewMap(target.Source()).
			Set("kind", document.NewString("Resource", target.Source())).
			Set("resource", document.NewString("cpu", target.Source())).
			Set("utilization_percent", target))
	}
	return list
}

// metric reads v2 (target.averageUtilization) and v2beta1
// (targetAverageUtilization).
func metric(m *document.Node) *document.Node {
	kind := m.Get("type").Str()
	out := document.NewMap(m).Set("kind", text(m, "type"))
	body := m.Get(map[string]string{"Resource": "resource", "ContainerResource": "containerResource"}[kind])
	if body == nil {
		return out
	}
	out.Set("resource", text(body, "name"))
	out.Set("container", text(body, "container"))
	percent := number(body, "target", "averageUtilization")
	if old := number(body, "targetAverageUtilization"); percent.Kind == document.Absent && old.Kind != document.Absent {
		percent = old
	}
	return out.Set("utilization_percent", percent)
}

// readScaledObject reads KEDA's: minReplicaCount 0, maxReplicaCount 100; the
// HPA that it creates never goes below 1.
func readScaledObject(doc *document.Document) {
	a := document.NewMap(doc.Object).Set("kind", document.NewString(doc.Type, doc.Object))
	a.Set("min", numberOr(0, doc.Object, "spec", "minReplicaCount"))
	a.Set("max", numberOr(100, doc.Object, "spec", "maxReplicaCount"))
	a.Set("target", scaleTarget(doc.Object.Get("spec", "scaleTargetRef"), doc.Object, "spec.scaleTargetRef"))
	triggers := document.NewList(doc.Object.Get("spec", "triggers").Or(doc.Object))
	for _, t := range doc.Object.Get("spec", "triggers").Items() {
		triggers.Append(trigger(t))
	}
	doc.Model.Set("autoscaler", a.Set("metrics", triggers))
}

// trigger reads a KEDA trigger; cpu and memory are resource metrics, whose
// metricType is Utilization where it is not written.
func trigger(t *document.Node) *document.Node {
	kind := t.Get("type").Str()
	out := document.NewMap(t)
	if kind != "cpu" && kind != "memory" {
		return out.Set("kind", document.NewString("External", t))
	}
	out.Set("kind", document.NewString("Resource", t)).Set("resource", document.NewString(kind, t))
	if metricType := t.Get("metricType").Str(); metricType == "" || metricType == "Utilization" {
		if n, ok := quantity(t.Get("metadata", "value").Scalar(), 1); ok {
			out.Set("utilization_percent", document.NewInt(n, t.Get("metadata", "value")))
		}
	}
	return out
}

// readMonitor marks a ServiceMonitor or PodMonitor with its endpoints.
func readMonitor(doc *document.Document) {
	m := document.NewMap(doc.Object).Set("kind", document.NewString(doc.Type, doc.Object))
	key := map[string]string{"ServiceMonitor": "endpoints", "PodMonitor": "podMetricsEndpoints"}[doc.Type]
	list := document.NewList(doc.Object.Get("spec", key).Or(doc.Object))
	for _, e := range doc.Object.Get("spec", key).Items() {
		list.Append(document.NewMap(e).Set("port", text(e, "port")))
	}
	doc.Model.Set("monitor", m.Set("endpoints", list))
}

// quotaScales are the compute resources of a ResourceQuota, and the factor to
// base units. cpu and memory without a prefix mean requests.
var quotaScales = map[string]struct {
	name  string
	scale int64
}{
	"cpu": {"requests_cpu_millicores", 1000}, "requests.cpu": {"requests_cpu_millicores", 1000},
	"memory": {"requests_memory_bytes", 1}, "requests.memory": {"requests_memory_bytes", 1},
	"limits.cpu": {"limits_cpu_millicores", 1000}, "limits.memory": {"limits_memory_bytes", 1},
	"pods": {"pods", 1},
}

func readQuota(doc *document.Document) {
	hard := doc.Object.Get("spec", "hard")
	q := document.NewMap(doc.Object)
	list := document.NewList(hard.Or(doc.Object))
	if hard != nil {
		for _, field := range hard.Entries() {
			known, ok := quotaScales[field.Key]
			if !ok {
				continue
			}
			list.Append(document.NewMap(field.Value).
				Set("resource", document.NewString(field.Key, field.Value)).
				Set("name", document.NewString(known.name, field.Value)).
				Set("hard", amount(known.scale, hard, field.Key)))
		}
	}
	scoped := doc.Object.Get("spec", "scopes").Known() || doc.Object.Get("spec", "scopeSelector").Known()
	doc.Model.Set("quota", q.Set("limits", list).Set("scoped", document.NewBool(scoped, doc.Object)))
}

// readLimitRange reads the defaults that a LimitRange gives to containers.
func readLimitRange(doc *document.Document) {
	m := document.NewMap(doc.Object)
	for _, limit := range doc.Object.Get("spec", "limits").Items() {
		if kind := text(limit, "type"); kind.Kind == document.Unknown {
			m.Set("default", unknownAmounts(kind)).Set("default_request", unknownAmounts(kind))
			continue
		} else if kind.Str() != "Container" {
			continue
		}
		m.Set("default", amounts(limit, "default"))
		m.Set("default_request", amounts(limit, "defaultRequest"))
	}
	doc.Model.Set("limit_range", m)
}

// unknownAmounts is a map of resources of which nothing is known.
func unknownAmounts(why *document.Node) *document.Node {
	m := document.NewMap(why.Source())
	for _, r := range computeResources {
		m.Set(r.model, why)
	}
	return m
}

func readClaim(doc *document.Document) {
	doc.Model.Set("claim", document.NewMap(doc.Object).
		Set("access_modes", strs(doc.Object.Get("spec").Or(doc.Object), "accessModes")).
		Set("storage_class", text(doc.Object, "spec", "storageClassName")))
}
