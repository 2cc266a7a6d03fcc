package system

import (
	"github.com/faultline-dev/faultline/loaders/document"
)

// joinQuotas adds up what the workloads of a quota's namespace take at their
// least and most replicas, and while one of them is rolled out.
func (s *system) joinQuotas() {
	for _, doc := range s.byType["ResourceQuota"] {
		q := doc.Model.Get("quota")
		if q == nil || q.Get("scoped").IsTrue() {
			continue
		}
		members := s.quotaMembers(doc)
		for _, limit := range q.Get("limits").Items() {
			addUse(limit, members)
		}
	}
}

// quotaMembers are the workloads of a quota's namespace; where neither writes
// one, those of its unit, which is deployed into one namespace. Equal
// identities are variants of one, of which the nearest counts.
func (s *system) quotaMembers(doc *document.Document) []*workload {
	var order []nameKey
	variants := map[nameKey][]*workload{}
	for _, w := range s.workloads {
		// A pod with an owner is its owner's; Jobs come and go.
		if w.doc.Namespace != doc.Namespace || doc.Namespace == "" && w.doc.Unit != doc.Unit || w.model.Get("role").Str() == "job" || w.model.Get("owned").IsTrue() {
			continue
		}
		key := nameKey{w.doc.Type, w.doc.Name}
		if variants[key] == nil {
			order = append(order, key)
		}
		variants[key] = append(variants[key], w)
	}
	var members []*workload
	for _, key := range order {
		members = append(members, nearest(doc, variants[key], func(w *workload) *document.Document { return w.doc })[0])
	}
	return members
}

func addUse(limit *document.Node, members []*workload) {
	name := limit.Get("name").Str()
	var least, most, extra int64
	var rolled *workload
	list := document.NewList(limit.Source())
	for _, w := range members {
		pod, ok := podUse(w, name)
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
		if needsSurge(w) && pod > extra {
			extra, rolled = pod, w
		}
		place := w.doc.Object
		add(list, neighbour(w.doc, nil).Set("pod", document.NewInt(pod, place)).
			Set("replicas_min", document.NewInt(replicas, place)).Set("replicas_max", document.NewInt(ceiling, place)))
	}
	if list.Len() == 0 {
		return
	}
	at := limit.Source()
	limit.Set("used_min", document.NewInt(least, at)).Set("used_max", document.NewInt(most, at)).Set("workloads", list)
	if rolled != nil {
		limit.Set("rollout", neighbour(rolled.doc, nil).
			Set("pod", document.NewInt(extra, at)).Set("used", document.NewInt(least+extra, at)))
	}
}

// needsSurge reports whether a rollout can only begin with an extra pod: none
// of the old ones may go first.
func needsSurge(w *workload) bool {
	missing, ok1 := w.model.Get("update", "unavailable_pods").Int()
	extra, ok2 := w.model.Get("update", "surge_pods").Int()
	strategy := w.model.Get("update", "strategy").Str()
	return ok1 && ok2 && missing == 0 && extra > 0 && (strategy == "RollingUpdate" || strategy == "Rolling")
}

// podUse is what one pod takes of a quota's resource: what the pod itself
// asks for, or else the sum over its containers, or the largest init
// container where that is more.
func podUse(w *workload, name string) (int64, bool) {
	if name == "pods" {
		return 1, true
	}
	part, key := "requests", name[len("requests_"):]
	if name[0] == 'l' {
		part, key = "limits", name[len("limits_"):]
	}
	if v, ok := w.model.Get("resources", part, key).Int(); ok {
		return v, true
	}
	var sum, largest int64
	for _, list := range containerLists {
		for _, c := range w.model.Get(list).Items() {
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
