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
	// serviceLabels finds Services by their own labels, as monitors do.
	serviceLabels labelIndex
	byName        map[scopedName][]*document.Document
	byType        map[string][]*document.Document
	operators     operators
	kustomize     kustomizations
	generated     generators
	variants      variants
	// gateways tells that the run holds some.
	gateways bool
	// secrets are the names of those that controllers make.
	secrets map[string]bool
	// mapFolders and mapUnits hold ConfigMaps, or make some.
	mapFolders map[string]bool
	mapUnits   map[scope]bool
	// secretUnits are the units, and their namespaces, that hold Secrets.
	secretUnits map[scope]map[string]bool
	// claimsLater tells that a claim of a StatefulSet is named later.
	claimsLater bool
}

// workload is a document that runs pods.
type workload struct {
	doc    *document.Document
	model  *document.Node
	labels map[string]string
	// added are labels that kustomizations put on the pods, one value for
	// each overlay.
	added []pair
}

type pair struct{ key, value string }

func (w *workload) isAdded(key, value string) bool { return slices.Contains(w.added, pair{key, value}) }

// nameKey finds documents by what people call them.
type nameKey struct{ typ, name string }

// scopedName is a name in a part of the run.
type scopedName struct {
	scope
	nameKey
}

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
	// The order of partners, and of two equal objects which is the first, must
	// not depend on the order in which files were read.
	docs = slices.Clone(docs)
	slices.SortStableFunc(docs, byPlace)
	s := &system{
		docs: docs, pods: newLabelIndex(), serviceLabels: newLabelIndex(),
		byName: make(map[scopedName][]*document.Document, 3*len(docs)),
		byType: map[string][]*document.Document{},
	}
	for _, doc := range docs {
		if doc.Format == "kubernetes" {
			s.byType[doc.Type] = append(s.byType[doc.Type], doc)
		}
	}
	s.kustomize = readKustomizations(s.byType["Kustomization"])
	s.operators = readOperators(docs)
	s.variants = readVariants(docs, s.kustomize.listed)
	for _, doc := range docs {
		if doc.Format != "kubernetes" {
			continue
		}
		for _, scope := range scopes(doc) {
			key := scopedName{scope, nameKey{doc.Type, doc.Name}}
			s.byName[key] = append(s.byName[key], doc)
		}
		if w := doc.Model.Get("workload"); w != nil {
			entry := &workload{doc: doc, model: w, labels: labelsOf(w.Get("labels")), added: s.kustomize.labels[doc.Unit]}
			s.workloads = append(s.workloads, entry)
			s.pods.add(entry)
		}
		if m := doc.Model.Get("service"); m != nil {
			s.services = append(s.services, &service{doc: doc, model: m})
			s.serviceLabels.add(&workload{
				doc: doc, model: m, labels: labelsOf(doc.Object.Get("metadata", "labels")), added: s.kustomize.labels[doc.Unit],
			})
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
	key := nameKey{typ, name}
	for _, scopes := range [...][]scope{{unitScope(from.Unit)}, s.kustomize.included[from.Unit], reach(namespace)} {
		var found []*document.Document
		for _, scope := range scopes {
			candidates := s.byName[scopedName{scope, key}]
			if scope.kind != 'u' {
				candidates, _ = window(candidates, from.File, func(d *document.Document) string { return d.File })
			}
			for _, doc := range candidates {
				if sameNamespace(namespace, doc.Namespace) {
					found = append(found, doc)
				}
			}
		}
		if len(found) > 0 {
			return nearest(from, found, func(d *document.Document) *document.Document { return d })
		}
	}
	return nil
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
	return partnersUnless(doc.Open, at)
}

func partnersUnless(open string, at *document.Node) *document.Node {
	list := document.NewList(at)
	if open != "" {
		list.MarkOpen(open)
	}
	return list
}

// add appends a neighbour, unless there are enough.
func add(list, item *document.Node) {
	if list.Len() < maxNeighbours {
		list.Append(item)
	}
}

// found tells whether a partner exists: true, absent where that is proved,
// unknown where the unit is open.
func found(doc *document.Document, at *document.Node, exists bool) *document.Node {
	return foundUnless(doc.Open, at, exists)
}

func foundUnless(open string, at *document.Node, exists bool) *document.Node {
	switch {
	case exists:
		return document.NewBool(true, at)
	case open != "":
		return document.NewUnknown(open, at)
	}
	return document.NewAbsent(at, "")
}

// sortByPlace orders partners as a reader meets them.
func sortByPlace(docs []*workload) {
	slices.SortStableFunc(docs, func(a, b *workload) int { return byPlace(a.doc, b.doc) })
}

func byPlace(a, b *document.Document) int {
	return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Span.Line, b.Span.Line), cmp.Compare(a.Span.Column, b.Span.Column))
}
