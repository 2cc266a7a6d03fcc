// Package system joins the documents of a run: it completes each with what
// others say about it (a workload's autoscaler, Services and budgets, a
// Service's pods), so that rules need no joins and cost stays linear. A
// partner appears as a neighbour: a small map with its identity and the facts
// that rules ask for, each with its own place.
package system

import (
	"cmp"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/loaders/document"
)

// maxNeighbours bounds every list of neighbours.
const maxNeighbours = 50

// system holds the indexes of one run.
type system struct {
	docs      []*document.Document
	workloads []*workload
	pods      labelIndex
	services  []*service
	byName    map[nameKey][]*document.Document
	byType    map[string][]*document.Document
	// operators are custom resources: their controllers make pods, Services
	// and Secrets that no file shows.
	operators []*document.Document
	generated generators
}

// workload is a document that runs pods.
type workload struct {
	doc    *document.Document
	model  *document.Node
	labels map[string]string
}

// nameKey finds documents by what people call them.
type nameKey struct{ typ, name string }

// Complete joins documents in place. It never fails: what cannot be resolved
// stays absent where the unit is closed, and unknown where it is open.
func Complete(docs []*document.Document) {
	s := newSystem(docs)
	s.completeResources()
	s.joinAutoscalers()
	s.joinServices()
	s.joinRoutes()
	s.joinSelectors()
	s.joinBudgets()
	s.joinReferences()
	s.joinObservers()
	s.joinConflicts()
	s.completeRollouts()
	s.joinQuotas()
}

func newSystem(docs []*document.Document) *system {
	s := &system{
		docs: docs, pods: newLabelIndex(),
		byName: make(map[nameKey][]*document.Document, len(docs)),
		byType: map[string][]*document.Document{},
	}
	for _, doc := range docs {
		if doc.Format != "kubernetes" {
			continue
		}
		s.byName[nameKey{doc.Type, doc.Name}] = append(s.byName[nameKey{doc.Type, doc.Name}], doc)
		s.byType[doc.Type] = append(s.byType[doc.Type], doc)
		if w := doc.Model.Get("workload"); w != nil {
			entry := &workload{doc: doc, model: w, labels: labelsOf(w.Get("labels"))}
			s.workloads = append(s.workloads, entry)
			s.pods.add(entry)
		}
		if m := doc.Model.Get("service"); m != nil {
			s.services = append(s.services, &service{doc: doc, model: m})
		}
		if isOperatorResource(doc) {
			s.operators = append(s.operators, doc)
		}
	}
	s.generated = readGenerators(s.byType["Kustomization"])
	return s
}

// sameNamespace reports whether two documents may live together: a namespace
// that is not written is compatible with every other.
func sameNamespace(a, b string) bool { return a == "" || b == "" || a == b }

// named returns the documents of a type and name that a document may mean,
// the nearest only.
func (s *system) named(from *document.Document, typ, namespace, name string) []*document.Document {
	var found []*document.Document
	for _, doc := range s.byName[nameKey{typ, name}] {
		if sameNamespace(namespace, doc.Namespace) {
			found = append(found, doc)
		}
	}
	return nearest(from, found, func(d *document.Document) *document.Document { return d })
}

// nearest keeps the candidates closest to a document: those of its own unit,
// else those whose folders share the most with its own. Equal identities in
// different folders are alternatives (environments, variants).
func nearest[T any](from *document.Document, candidates []T, doc func(T) *document.Document) []T {
	if len(candidates) < 2 {
		return candidates
	}
	best := -1
	var kept []T
	for _, c := range candidates {
		switch d := distance(from, doc(c)); {
		case best < 0 || d < best:
			best, kept = d, append(kept[:0:0], c)
		case d == best:
			kept = append(kept, c)
		}
	}
	return kept
}

// distance is 0 in one unit, and otherwise falls with the folders shared.
func distance(a, b *document.Document) int {
	if a.Unit == b.Unit {
		return 0
	}
	x, y := strings.Split(a.File, "/"), strings.Split(b.File, "/")
	shared := 0
	for shared < min(len(x), len(y))-1 && x[shared] == y[shared] {
		shared++
	}
	return 1 + len(x) + len(y) - 2*shared
}

// neighbour starts the node that stands for a partner.
func neighbour(doc *document.Document, at *document.Node) *document.Node {
	if at == nil {
		at = doc.Object
	}
	return document.NewMap(at).Set("identity", document.NewString(doc.Identity(), at))
}

// partners starts a list of neighbours. In an open unit it is open: that it
// is empty proves nothing.
func partners(doc *document.Document, at *document.Node) *document.Node {
	list := document.NewList(at)
	if doc.Open != "" {
		list.MarkOpen(doc.Open)
	}
	return list
}

// add appends a neighbour, unless there are enough.
func add(list, item *document.Node) {
	if len(list.Items) < maxNeighbours {
		list.Append(item)
	}
}

// found tells whether a partner exists: true, absent where that is proved,
// unknown where the unit is open.
func found(doc *document.Document, at *document.Node, exists bool) *document.Node {
	switch {
	case exists:
		return document.NewBool(true, at)
	case doc.Open != "":
		return document.NewUnknown(doc.Open, at)
	}
	return document.NewAbsent(at, "")
}

// builtinGroups are the API groups whose objects no operator turns into pods.
var builtinGroups = []string{
	"", "apps", "batch", "autoscaling", "policy", "extensions", "networking.k8s.io", "rbac.authorization.k8s.io",
	"storage.k8s.io", "scheduling.k8s.io", "apiextensions.k8s.io", "admissionregistration.k8s.io",
	"apiregistration.k8s.io", "coordination.k8s.io", "discovery.k8s.io", "gateway.networking.k8s.io",
	"kustomize.config.k8s.io", "networking.istio.io", "security.istio.io", "snapshot.storage.k8s.io",
	"node.k8s.io", "authentication.k8s.io", "authorization.k8s.io", "certificates.k8s.io",
}

func isOperatorResource(doc *document.Document) bool {
	group, _, ok := strings.Cut(doc.APIVersion, "/")
	if !ok {
		group = ""
	}
	if slices.Contains(builtinGroups, group) || doc.Name == "" {
		return false
	}
	switch doc.Type {
	case "ServiceMonitor", "PodMonitor", "PrometheusRule", "ScaledObject", "TriggerAuthentication", "Kustomization", "Rollout":
		return false
	}
	return true
}

// madeByOperator reports whether a selector may be meant for pods or objects
// that an operator makes of a custom resource: one of its values holds the
// resource's name, as the common operators label them.
func (s *system) madeByOperator(namespace string, sel selector) bool {
	for _, op := range s.operators {
		if !sameNamespace(namespace, op.Namespace) {
			continue
		}
		for _, value := range sel.labels {
			if value == op.Name || strings.Contains(value, op.Name) || strings.EqualFold(value, op.Type) {
				return true
			}
		}
	}
	return false
}

// sortByPlace orders partners as a reader meets them.
func sortByPlace(docs []*workload) {
	slices.SortFunc(docs, func(a, b *workload) int {
		return cmp.Or(strings.Compare(a.doc.File, b.doc.File), cmp.Compare(a.doc.Span.Line, b.doc.Span.Line))
	})
}
