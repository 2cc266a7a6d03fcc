package system

import (
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/loaders/document"
)

// selector is a LabelSelector, or the plain map of a Service.
type selector struct {
	labels       map[string]string
	requirements []requirement
	// none matches nothing: a null selector. everything is an empty one.
	none bool
}

type requirement struct {
	key, operator string
	values        []string
}

// readSelector reads matchLabels and matchExpressions. A missing selector
// matches nothing, an empty one everything.
func readSelector(n *document.Node) selector {
	if n == nil || n.Kind != document.Map {
		return selector{none: true}
	}
	sel := selector{labels: labelsOf(n.Get("matchLabels"))}
	expressions := n.Get("matchExpressions")
	if expressions == nil {
		return sel
	}
	for _, e := range expressions.Items {
		r := requirement{key: e.Get("key").Str(), operator: e.Get("operator").Str()}
		if values := e.Get("values"); values != nil {
			for _, v := range values.Items {
				r.values = append(r.values, v.Scalar())
			}
		}
		sel.requirements = append(sel.requirements, r)
	}
	return sel
}

// readMap reads the plain map of a Service or ReplicationController. An empty
// map selects nothing there.
func readMap(n *document.Node) selector {
	labels := labelsOf(n)
	return selector{labels: labels, none: len(labels) == 0}
}

func (sel selector) everything() bool {
	return !sel.none && len(sel.labels) == 0 && len(sel.requirements) == 0
}

// unresolved reports whether a value is a placeholder that another tool fills
// in: what the selector finds is not known.
func (sel selector) unresolved() bool {
	for _, value := range sel.labels {
		if strings.Contains(value, "${") || strings.Contains(value, "$(") {
			return true
		}
	}
	return false
}

// matches evaluates a selector on a workload's pods: their template's labels,
// and those that controllers add.
func (sel selector) matches(w *workload) bool {
	if sel.none {
		return false
	}
	for key, value := range sel.labels {
		if have, ok := w.labels[key]; ok && have == value {
			continue
		}
		if _, ok := w.labels[key]; ok || !addedByController(w.doc, key, value) {
			return false
		}
	}
	for _, r := range sel.requirements {
		if !r.holds(w) {
			return false
		}
	}
	return true
}

func (r requirement) holds(w *workload) bool {
	have, ok := w.labels[r.key]
	if !ok && addedByController(w.doc, r.key, "") {
		return r.operator != "DoesNotExist"
	}
	switch r.operator {
	case "In":
		return ok && slices.Contains(r.values, have)
	case "NotIn":
		return !ok || !slices.Contains(r.values, have)
	case "Exists":
		return ok
	case "DoesNotExist":
		return !ok
	}
	return false
}

// addedByController lists the labels that pods get without being written.
// Their values are not known, but for a StatefulSet's pod name.
func addedByController(doc *document.Document, key, value string) bool {
	switch key {
	case "statefulset.kubernetes.io/pod-name":
		return doc.Type == "StatefulSet" && (value == "" || len(value) > len(doc.Name) && value[:len(doc.Name)] == doc.Name)
	case "apps.kubernetes.io/pod-index":
		return doc.Type == "StatefulSet"
	case "controller-revision-hash":
		return doc.Type == "StatefulSet" || doc.Type == "DaemonSet"
	case "pod-template-hash":
		return doc.Type == "Deployment"
	case "rollouts-pod-template-hash":
		return doc.Type == "Rollout"
	case "deploymentconfig", "deployment":
		return doc.Type == "DeploymentConfig"
	case "job-name", "batch.kubernetes.io/job-name":
		return doc.Type == "Job" && (value == "" || value == doc.Name)
	case "controller-uid", "batch.kubernetes.io/controller-uid":
		return doc.Type == "Job" || doc.Type == "CronJob"
	case "serving.knative.dev/service", "serving.knative.dev/revision":
		return doc.Type == "Service"
	}
	return false
}

func labelsOf(n *document.Node) map[string]string {
	if n == nil || n.Kind != document.Map {
		return nil
	}
	labels := make(map[string]string, len(n.Fields))
	for _, f := range n.Fields {
		labels[f.Key] = f.Value.Scalar()
	}
	return labels
}

// label is a key and value in one unit; the unit "" stands for the run.
type label struct{ unit, key, value string }

// labelIndex finds workloads by label, so that a selector looks at few.
type labelIndex struct {
	byLabel map[label][]*workload
	byUnit  map[string][]*workload
}

func newLabelIndex() labelIndex {
	return labelIndex{byLabel: map[label][]*workload{}, byUnit: map[string][]*workload{}}
}

func (x *labelIndex) add(w *workload) {
	for _, unit := range [...]string{w.doc.Unit, ""} {
		x.byUnit[unit] = append(x.byUnit[unit], w)
		for key, value := range w.labels {
			l := label{unit, key, value}
			x.byLabel[l] = append(x.byLabel[l], w)
		}
	}
}

// maxCandidates bounds what a selector looks at outside its own unit. A run
// with more equal labels than this is a mono-repository of copies, in which
// the nearest folder decides anyway.
const maxCandidates = 2000

// selected returns the workloads that a selector of a document finds: those
// in its unit, or else the nearest of the run.
func (s *system) selected(from *document.Document, namespace string, sel selector) []*workload {
	if sel.none {
		return nil
	}
	for _, unit := range [...]string{from.Unit, ""} {
		candidates := s.pods.candidates(unit, sel)
		if unit == "" && len(candidates) > maxCandidates {
			candidates = candidates[:maxCandidates]
		}
		var hits []*workload
		for _, w := range candidates {
			if sameNamespace(namespace, w.doc.Namespace) && sel.matches(w) {
				hits = append(hits, w)
			}
		}
		if len(hits) > 0 {
			hits = nearest(from, hits, func(w *workload) *document.Document { return w.doc })
			sortByPlace(hits)
			return hits
		}
	}
	return nil
}

// candidates takes the rarest label of a selector. A label that no template
// has may be one that a controller adds.
func (x *labelIndex) candidates(unit string, sel selector) []*workload {
	best := x.byUnit[unit]
	for key, value := range sel.labels {
		list := x.byLabel[label{unit, key, value}]
		if len(list) > 0 && len(list) < len(best) {
			best = list
		}
	}
	return best
}
