package system

import (
	"github.com/faultline-dev/faultline/loaders/document"
)

// joinQuotas adds up what the workloads of a quota's namespace take at their
// least and most replicas. Only a namespace that is written counts: without
// one, nobody knows what else lives beside the quota.
func (s *system) joinQuotas() {
	for _, doc := range s.byType["ResourceQuota"] {
		q := doc.Model.Get("quota")
		if q == nil || doc.Namespace == "" || q.Get("scoped").IsTrue() {
			continue
		}
		for _, limit := range items(q.Get("limits")) {
			s.addUse(doc, limit)
		}
	}
}

func (s *system) addUse(doc *document.Document, limit *document.Node) {
	name := limit.Get("name").Str()
	var least, most int64
	members := document.NewList(limit.Source())
	for _, w := range s.workloads {
		if w.doc.Namespace != doc.Namespace || w.model.Get("role").Str() == "job" {
			continue
		}
		pod, ok := podUse(w.model, name)
		replicas, ok1 := w.model.Get("replicas", "min").Int()
		ceiling, ok2 := w.model.Get("replicas", "max").Int()
		if w.doc.Type == "Pod" {
			replicas, ceiling, ok1, ok2 = 1, 1, true, true
		}
		// What is not known adds nothing: the sum is a lower bound.
		if !ok || !ok1 || !ok2 || pod == 0 {
			continue
		}
		least, most = least+pod*replicas, most+pod*ceiling
		add(members, neighbour(w.doc, nil))
	}
	if len(members.Items) > 0 {
		limit.Set("used_min", document.NewInt(least, limit.Source())).Set("used_max", document.NewInt(most, limit.Source())).
			Set("workloads", members)
	}
}

// podUse is what one pod takes of a quota's resource: the sum over its
// containers, or the largest init container where that is more.
func podUse(w *document.Node, name string) (int64, bool) {
	if name == "pods" {
		return 1, true
	}
	part, key := "requests", name[len("requests_"):]
	if name[0] == 'l' {
		part, key = "limits", name[len("limits_"):]
	}
	var sum, largest int64
	for _, list := range containerLists {
		for _, c := range items(w.Get(list)) {
			v, ok := c.Get("resources", part, key).Int()
			switch {
			case !ok:
			case list == "init_containers":
				largest = max(largest, v)
			default:
				sum += v
			}
		}
	}
	return max(sum, largest), true
}
