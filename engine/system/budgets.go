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
	var budgets []*document.Document
	covering := map[*workload][]*document.Document{}
	covered := map[*document.Document][]*workload{}
	for _, doc := range s.byType["PodDisruptionBudget"] {
		b := doc.Model.Get("budget")
		if b == nil {
			continue
		}
		budgets = append(budgets, doc)
		covered[doc] = s.joinBudget(doc, b)
		for _, w := range covered[doc] {
			covering[w] = append(covering[w], doc)
		}
	}
	for _, doc := range budgets {
		joinRivals(doc, covered[doc], covering)
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
	for _, w := range distinct(doc, covered) {
		add(list, s.covered(w))
	}
	for _, w := range covered {
		add(w.model.Get("budgets"), neighbour(doc, place))
	}
	hits.settle(list, "budgets")
	b.Set("workloads", list)
	b.Set("by_operator", document.NewBool(len(covered) == 0 && (sel.everything() || s.madeByOperator(doc.Namespace, sel)), place))
	b.Set("everything", document.NewBool(sel.everything(), place))
	if len(covered) > 0 {
		s.countBudget(doc, b, hits)
	}
	return covered
}

// distinct keeps one workload of each identity, the one in the document's own
// file where there is one: the others are alternatives.
func distinct(doc *document.Document, all []*workload) []*workload {
	var kept []*workload
	index := map[string]int{}
	for _, w := range all {
		i, ok := index[w.doc.Identity()]
		if !ok {
			index[w.doc.Identity()] = len(kept)
			kept = append(kept, w)
			continue
		}
		if kept[i].doc.File != doc.File && w.doc.File == doc.File {
			kept[i] = w
		}
	}
	return kept
}

// covered is a workload as a budget sees it. Pods of a Job or a DaemonSet
// have an owner without a scale, which a percentage and maxUnavailable need.
func (s *system) covered(w *workload) *document.Node {
	n := neighbour(w.doc, at(w.doc.Object, "spec", "replicas"))
	n.Set("kind", document.NewString(w.doc.Type, w.doc.Object))
	n.Set("scalable", document.NewBool(w.doc.Type != "Job" && w.doc.Type != "CronJob" && w.doc.Type != "DaemonSet", w.doc.Object))
	replicas := w.model.Get("replicas")
	n.Set("replicas_min", replicas.Get("min")).Set("autoscaled", replicas.Get("autoscaled"))
	if by := replicas.Get("by"); by != nil {
		n.Set("by", by).Set("autoscaler", document.NewMap(by.Source()).Set("identity", by).Set("min", replicas.Get("min")))
	}
	return n
}

// countBudget sets expected, the pods that the budget covers at the least
// replicas, needed, how many of them it wants healthy, and allowed, how many
// may be evicted. The disruption controller counts all covered workloads
// together.
func (s *system) countBudget(doc *document.Document, b *document.Node, hits selection) {
	expected, place, reason := expectedPods(doc, b, hits.sure)
	if len(hits.possible) > 0 || hits.uncertain {
		reason = filledInLater
	}
	var needed int64
	if reason == "" {
		if place == nil {
			return
		}
		var ok bool
		needed, place, ok = neededPods(b, expected)
		if !ok {
			reason = "minAvailable or maxUnavailable is no number of pods"
		}
	}
	if reason != "" {
		unknown := document.NewUnknown(reason, b.Source())
		b.Set("expected", unknown).Set("needed", unknown).Set("allowed", unknown)
		return
	}
	b.Set("expected", document.NewInt(expected, place))
	b.Set("needed", document.NewInt(needed, place))
	b.Set("allowed", document.NewInt(max(expected-needed, 0), place))
}

// expectedPods adds up the least replicas of what a budget covers. place is nil where nothing is counted; reason says what is
// not known. A Job's pods come and go. Bare pods count only for a whole
// minAvailable (disruption.go, getExpectedPodCount).
func expectedPods(doc *document.Document, b *document.Node, covered []*workload) (expected int64, place *document.Node, reason string) {
	whole := b.Get("min_available").Known() && !strings.HasSuffix(b.Get("min_available").Str(), "%")
	for _, w := range distinct(doc, covered) {
		replicas := w.model.Get("replicas")
		switch {
		case w.doc.Type == "Job" || w.doc.Type == "CronJob":
		case w.doc.Type == "Pod":
			if whole {
				expected++
				place = b
			}
		case replicas == nil && !whole && w.doc.Type == "DaemonSet":
			// The budget cannot be computed at all; scalable says so.
		case replicas == nil:
			return 0, nil, w.doc.Identity() + " has as many pods as there are nodes or requests"
		case !replicas.Get("autoscaled").IsTrue() && w.model.Get("autoscalers").Open() != "":
			// The autoscaler may be elsewhere.
			return 0, nil, w.model.Get("autoscalers").Open()
		default:
			least, ok := replicas.Get("min").Int()
			if !ok {
				return 0, nil, "the replicas of " + w.doc.Identity() + " are unknown"
			}
			expected += least
			place = b
		}
	}
	return expected, place, ""
}

// neededPods is how many of n pods a budget wants healthy: both percentages
// round up, and with neither field no pod may go. place is the field's.
func neededPods(b *document.Node, n int64) (needed int64, place *document.Node, ok bool) {
	least, most := b.Get("min_available"), b.Get("max_unavailable")
	switch {
	case least.Known():
		v, ok := podsOfBudget(least.Str(), n)
		return v, least.Source(), ok
	case most.Known():
		v, ok := podsOfBudget(most.Str(), n)
		return max(n-v, 0), most.Source(), ok
	case least.Kind == document.Absent && most.Kind == document.Absent:
		return n, b.Source(), true
	}
	return 0, nil, false
}

// podsOfBudget refuses what the API server refuses: more than 100 %.
func podsOfBudget(text string, n int64) (int64, bool) {
	v, ok := pods(text, n)
	share, percent := strings.CutSuffix(text, "%")
	if p, err := strconv.ParseInt(share, 10, 32); percent && (err != nil || p > 100) {
		return 0, false
	}
	return v, ok
}

// pods resolves "2" or "25%" of n, rounding up.
func pods(text string, n int64) (int64, bool) {
	if share, ok := strings.CutSuffix(text, "%"); ok {
		p, err := strconv.ParseInt(share, 10, 32)
		return (n*p + 99) / 100, err == nil && p >= 0
	}
	v, err := strconv.ParseInt(text, 10, 32)
	return v, err == nil && v >= 0
}

// joinRivals finds other budgets of the unit on the same pods: the eviction
// API refuses a pod with two. Budgets of equal identity are alternatives.
func joinRivals(doc *document.Document, covered []*workload, covering map[*workload][]*document.Document) {
	rivals := document.NewList(at(doc.Object, "spec", "selector"))
	seen := map[string]bool{doc.Identity(): true}
	for _, w := range covered {
		for _, other := range covering[w] {
			if seen[other.Identity()] || other.Unit != doc.Unit || !sameNamespace(doc.Namespace, other.Namespace) {
				continue
			}
			seen[other.Identity()] = true
			add(rivals, neighbour(other, at(other.Object, "spec", "selector")).
				Set("workload", document.NewString(w.doc.Identity(), w.doc.Object)))
		}
	}
	if rivals.Len() > 0 {
		doc.Model.Get("budget").Set("rivals", rivals)
	}
}
