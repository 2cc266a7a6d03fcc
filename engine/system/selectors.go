package system

import (
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/loaders/document"
)

// joinSelectors evaluates the selectors of controllers: on their own
// templates, on each other's, and those that spread pods.
func (s *system) joinSelectors() {
	for _, w := range s.workloads {
		completeSpread(w)
		s.joinSelector(w)
	}
	s.joinTwinServices()
}

func (s *system) joinSelector(w *workload) {
	spec := w.doc.Object.Get("spec")
	sel, at := controllerSelector(w.doc, spec)
	if at == nil {
		// A kustomization that adds labels adds the selector too.
		if needsSelector(w.doc) && len(w.added) == 0 {
			w.model.Set("selector", document.NewMap(spec).
				Set("matches", document.NewAbsent(spec, "selector")).
				Set("problem", document.NewString("missing", spec)))
		}
		return
	}
	node := document.NewMap(at).Set("matches", certain(at, sel.matches(w)))
	w.model.Set("selector", node)
	switch {
	case sel.everything() && len(w.added) == 0 && needsSelector(w.doc):
		node.Set("matches", document.NewAbsent(at, "")).Set("problem", document.NewString("empty", at))
	case sel.matches(w) == no && !sel.none:
		node.Set("problem", document.NewString("differs", at)).Set("wanted", texts(sel.unmet(w), at))
	case sel.matches(w) == yes:
		s.overlaps(w, sel)
	}
}

// needsSelector reports whether the API server refuses a controller without a
// selector; the older versions took the template's labels.
func needsSelector(doc *document.Document) bool {
	switch doc.Type {
	case "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet":
		return doc.APIVersion == "apps/v1" || doc.APIVersion == "apps/v1beta2"
	}
	return false
}

// controllerSelector is the selector by which a controller finds its pods; at
// is nil where it has none, or where the API server sets it.
func controllerSelector(doc *document.Document, spec *document.Node) (selector, *document.Node) {
	at := spec.Get("selector")
	if !at.Known() {
		return selector{}, nil
	}
	switch doc.Type {
	case "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Rollout", "Job":
		if doc.Type == "Job" && !spec.Get("manualSelector").IsTrue() {
			return selector{}, nil
		}
		return readSelector(at), at
	case "ReplicationController", "DeploymentConfig":
		if sel := readMap(at); !sel.none {
			return sel, at
		}
	}
	return selector{}, nil
}

// overlaps finds other controllers in the unit and namespace whose pods this
// one's selector finds too. Ownership keeps their pods apart while both run,
// but whoever counts by the selector (autoscalers, budgets) counts both, and
// an orphan goes to either. A canary is meant to be counted in.
func (s *system) overlaps(w *workload, sel selector) {
	list := document.NewList(at(w.doc.Object, "spec", "selector"))
	if w.doc.Type == "Job" {
		return
	}
	for _, other := range s.selected(w.doc, w.doc.Namespace, sel).sure {
		if other == w || other.doc.Unit != w.doc.Unit || other.doc.Name == w.doc.Name && other.doc.Type == w.doc.Type {
			continue
		}
		switch other.doc.Type {
		case "Job", "CronJob", "Pod", "Service":
			continue
		}
		if canaryPair(w.doc.Name, other.doc.Name) || s.variants.of(w.doc, other.doc) {
			continue
		}
		add(list, neighbour(other.doc, at(other.doc.Object, templatePath(other.doc)...)).
			Set("same_file", document.NewBool(other.doc.File == w.doc.File, other.doc.Object)))
	}
	if list.Len() > 0 {
		w.model.Set("overlaps", list)
	}
}

// canaryPair recognises two names of one application's releases, by a part
// that only one of them has ("web", "web-canary"; "web-blue", "web-green").
func canaryPair(a, b string) bool {
	for _, name := range [...]string{a, b} {
		for _, part := range strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '.' || r == '_' }) {
			switch part {
			case "canary", "stable", "baseline", "blue", "green", "preview", "active", "primary", "experiment", "shadow", "root", "desired":
				return true
			}
		}
	}
	return false
}

func templatePath(doc *document.Document) []string {
	if doc.Type == "Pod" {
		return []string{"metadata", "labels"}
	}
	return []string{"spec", "template", "metadata", "labels"}
}

// completeSpread tells whether each constraint counts the workload's own
// pods: one that does not has no effect.
func completeSpread(w *workload) {
	for _, c := range w.model.Get("spread", "constraints").Items() {
		source := c.Source()
		if inner := source.Get("podAffinityTerm"); inner != nil {
			source = inner
		}
		sel := readSelector(source.Get("labelSelector"))
		if m := sel.matches(w); m == maybe {
			c.Set("matches_self", document.NewUnknown(filledInLater, source))
		} else {
			c.Set("matches_self", document.NewBool(m == yes && inNamespace(source, w.doc.Namespace), source))
		}
	}
}

// inNamespace tells whether a pod affinity term looks at a namespace: its own
// where it names none. A namespaceSelector may find any.
func inNamespace(term *document.Node, namespace string) bool {
	names := term.Get("namespaces")
	if names.Len() == 0 || namespace == "" || term.Get("namespaceSelector").Known() {
		return true
	}
	return names.Any(func(n *document.Node) bool { return n.Scalar() == namespace })
}

// joinTwinServices finds Services of one unit and namespace with the same
// selector and a common port: requests to either reach the same pods, so a
// copy of a Service probably kept the selector by mistake. A headless Service
// beside one with an address is the pattern for StatefulSets, and pairs for
// canary releases differ later.
func (s *system) joinTwinServices() {
	first := map[string]*service{}
	switched := s.switchedServices()
	for _, svc := range s.services {
		fields := svc.doc.Object.Get("spec", "selector")
		if fields == nil || len(fields.Entries()) == 0 || switched[svc.doc.Name] || readMap(fields).uncertain() {
			continue
		}
		key := svc.doc.Unit + "\x00" + svc.doc.Namespace + "\x00" + selectorKey(fields)
		other, ok := first[key]
		if !ok {
			first[key] = svc
			continue
		}
		if other.doc.Name != svc.doc.Name && twins(other, svc) && !canaryPair(other.doc.Name, svc.doc.Name) && !s.variants.of(svc.doc, other.doc) {
			svc.model.Set("twin", neighbour(other.doc, at(other.doc.Object, "spec", "selector")).
				Set("same_file", document.NewBool(other.doc.File == svc.doc.File, other.doc.Object)))
		}
	}
}

// switchedServices are the Services whose selectors Argo Rollouts changes.
func (s *system) switchedServices() map[string]bool {
	names := map[string]bool{}
	for _, doc := range s.byType["Rollout"] {
		strategy := doc.Object.Get("spec", "strategy")
		for _, path := range [...][]string{
			{"canary", "canaryService"}, {"canary", "stableService"}, {"blueGreen", "activeService"}, {"blueGreen", "previewService"},
		} {
			names[strategy.Get(path...).Str()] = true
		}
	}
	return names
}

func selectorKey(n *document.Node) string {
	parts := make([]string, len(n.Entries()))
	for i, f := range n.Entries() {
		parts[i] = f.Key + "=" + f.Value.Scalar()
	}
	slices.Sort(parts)
	return strings.Join(parts, ",")
}

func twins(a, b *service) bool {
	for _, svc := range [...]*service{a, b} {
		if document.Placeholder(svc.doc.Object.Get("spec", "clusterIP").Str()) != "" || isUnknown(svc.model.Get("type")) {
			return false
		}
	}
	if a.model.Get("headless").IsTrue() != b.model.Get("headless").IsTrue() || a.model.Get("type").Str() != b.model.Get("type").Str() {
		return false
	}
	for _, p := range a.model.Get("ports").Items() {
		for _, q := range b.model.Get("ports").Items() {
			if p.Get("number").Scalar() == q.Get("number").Scalar() && p.Get("number").Known() {
				return true
			}
		}
	}
	return false
}

// certain is true, absent or unknown, as a selector matches.
func certain(at *document.Node, m match) *document.Node {
	switch m {
	case yes:
		return document.NewBool(true, at)
	case maybe:
		return document.NewUnknown(filledInLater, at)
	}
	return document.NewAbsent(at, "")
}
