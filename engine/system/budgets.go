package system

import (
	"strconv"
	"strings"

	"github.com/faultline-dev/faultline/loaders/document"
)

// joinBudgets ties PodDisruptionBudgets to the workloads that they cover, and
// computes how many pods each lets be evicted when all are healthy.
func (s *system) joinBudgets() {
	for _, w := range s.workloads {
		w.model.Set("budgets", partners(w.doc, w.doc.Object))
	}
	covered := map[*document.Document][]*workload{}
	for _, doc := range s.byType["PodDisruptionBudget"] {
		if b := doc.Model.Get("budget"); b != nil {
			covered[doc] = s.joinBudget(doc, b)
		}
	}
	// Map order does not matter: each budget changes only itself.
	for doc, workloads := range covered {
		joinRivals(doc, workloads)
	}
}

func (s *system) joinBudget(doc *document.Document, b *document.Node) []*workload {
	place := at(doc.Object, "spec", "selector")
	sel := readSelector(doc.Object.Get("spec", "selector"))
	if sel.everything() && strings.HasSuffix(doc.APIVersion, "v1beta1") {
		// policy/v1beta1 reads an empty selector as none.
		sel.none = true
	}
	hits := s.selected(doc, doc.Namespace, sel)
	covered := hits.sure
	list := partners(doc, place)
	for _, w := range covered {
		add(list, s.covered(w, doc, b))
		add(w.model.Get("budgets"), neighbour(doc, place))
	}
	hits.settle(list, "budgets")
	b.Set("workloads", list)
	b.Set("by_operator", document.NewBool(len(covered) == 0 && (sel.everything() || s.madeByOperator(doc.Namespace, sel)), place))
	b.Set("everything", document.NewBool(sel.everything(), place))
	return covered
}

// covered is a workload as a budget sees it. allowed is how many of its pods
// may be evicted at the least replicas; a Job's, a DaemonSet's or a bare
// Pod's owner has no scale, which a percentage and maxUnavailable need.
func (s *system) covered(w *workload, doc *document.Document, b *document.Node) *document.Node {
	n := neighbour(w.doc, at(w.doc.Object, "spec", "replicas"))
	n.Set("kind", document.NewString(w.doc.Type, w.doc.Object))
	n.Set("scalable", document.NewBool(s.scalable(w.doc.Type) || w.doc.Type == "Rollout", w.doc.Object))
	least := w.model.Get("replicas", "min")
	if least == nil {
		return n
	}
	n.Set("replicas_min", least).Set("autoscaled", w.model.Get("replicas", "autoscaled")).Set("by", w.model.Get("replicas", "by"))
	// A lone file may have its autoscaler elsewhere.
	if doc.Open != "" && !w.model.Get("replicas", "autoscaled").IsTrue() {
		n.Set("allowed", document.NewUnknown(doc.Open, b.Source()))
		return n
	}
	replicas, ok := least.Int()
	if !ok {
		n.Set("allowed", document.NewUnknown("the replicas are unknown", least.Source()))
		return n
	}
	if allowed, place, ok := disruptions(b, replicas); ok {
		n.Set("allowed", document.NewInt(allowed, place))
	}
	return n
}

// disruptions computes what the disruption controller allows of n healthy
// pods: both percentages round up (disruption.go, getExpectedPodCount), and
// with neither field nothing is allowed.
func disruptions(b *document.Node, n int64) (allowed int64, place *document.Node, ok bool) {
	least, most := b.Get("min_available"), b.Get("max_unavailable")
	switch {
	case least.Known():
		v, ok := pods(least.Str(), n)
		return max(n-v, 0), least.Source(), ok
	case most.Known():
		v, ok := pods(most.Str(), n)
		return min(v, n), most.Source(), ok
	case least.Kind == document.Absent && most.Kind == document.Absent:
		return 0, b.Source(), true
	}
	return 0, nil, false
}

// pods resolves "2" or "25%" of n, rounding up.
func pods(text string, n int64) (int64, bool) {
	if share, ok := strings.CutSuffix(text, "%"); ok {
		p, err := strconv.ParseInt(share, 10, 32)
		return (n*p + 99) / 100, err == nil && p >= 0 && p <= 100
	}
	v, err := strconv.ParseInt(text, 10, 32)
	return v, err == nil
}

// joinRivals finds other budgets on the same pods: the eviction API refuses a
// pod with two.
func joinRivals(doc *document.Document, covered []*workload) {
	b := doc.Model.Get("budget")
	rivals := document.NewList(at(doc.Object, "spec", "selector"))
	seen := map[string]bool{doc.Identity(): true}
	for _, w := range covered {
		for _, other := range items(w.model.Get("budgets")) {
			if id := other.Get("identity").Str(); !seen[id] {
				seen[id] = true
				add(rivals, document.NewMap(other.Source()).Set("identity", other.Get("identity")).
					Set("workload", document.NewString(w.doc.Identity(), w.doc.Object)))
			}
		}
	}
	if len(rivals.Items) > 0 {
		b.Set("rivals", rivals)
	}
}
