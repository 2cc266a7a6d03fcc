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

// match says how a selector fits pods. What a template fills in later may fit
// anything.
type match int

const (
	no match = iota
	maybe
	yes
)

// matches evaluates a selector on a workload's pods: their template's labels,
// and those that controllers add.
func (sel selector) matches(w *workload) match {
	if sel.none {
		return no
	}
	result := yes
	for key, value := range sel.labels {
		have, ok := w.labels[key]
		switch {
		case ok && have == value:
		case document.Placeholder(value) != "" || ok && document.Placeholder(have) != "" || !ok && setAtRunTime(key):
			result = min(result, maybe)
		case ok || !addedByController(w.doc, key, value):
			return no
		}
	}
	for _, r := range sel.requirements {
		if result = min(result, r.holds(w)); result == no {
			return no
		}
	}
	return result
}

func (r requirement) holds(w *workload) match {
	have, ok := w.labels[r.key]
	if r.uncertain() || ok && document.Placeholder(have) != "" {
		return maybe
	}
	if !ok && addedByController(w.doc, r.key, "") {
		return sure(r.operator != "DoesNotExist")
	}
	switch r.operator {
	case "In":
		return sure(ok && slices.Contains(r.values, have))
	case "NotIn":
		return sure(!ok || !slices.Contains(r.values, have))
	case "Exists":
		return sure(ok)
	case "DoesNotExist":
		return sure(!ok)
	}
	return maybe
}

// uncertain reports whether a part of the requirement is filled in later.
func (r requirement) uncertain() bool {
	return slices.ContainsFunc(append([]string{r.key, r.operator}, r.values...), func(text string) bool {
		return document.Placeholder(text) != ""
	})
}

func (sel selector) uncertain() bool {
	for _, value := range sel.labels {
		if document.Placeholder(value) != "" {
			return true
		}
	}
	return slices.ContainsFunc(sel.requirements, requirement.uncertain)
}

func sure(holds bool) match {
	if holds {
		return yes
	}
	return no
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

// setAtRunTime recognises labels that a cluster manager in the pods sets on
// its leader and followers (Patroni, Spilo, Citus, Redis and Vault operators):
// their values move with every failover, so no template has them.
func setAtRunTime(key string) bool {
	name := key[strings.LastIndexByte(key, '/')+1:]
	switch name {
	case "role", "citus-type", "vault-active", "leader", "primary", "master", "is-leader":
		return true
	}
	return strings.HasSuffix(name, "-role") || strings.HasSuffix(name, "Role")
}

func labelsOf(n *document.Node) map[string]string {
	if n == nil || n.Kind != document.Map {
		return nil
	}
	labels := make(map[string]string, len(n.Fields))
	for _, f := range n.Fields {
		if f.Value.Known() {
			labels[f.Key] = f.Value.Scalar()
		}
	}
	return labels
}

// label is a key and value in one unit; the unit "" stands for the run.
type label struct{ unit, key, value string }

// labelIndex finds workloads by label, so that a selector looks at few.
type labelIndex struct {
	byLabel map[label][]*workload
	byUnit  map[string][]*workload
	// uncertain marks units in which a label is filled in later: there every
	// workload is a candidate.
	uncertain map[string]bool
}

func newLabelIndex() labelIndex {
	return labelIndex{byLabel: map[label][]*workload{}, byUnit: map[string][]*workload{}, uncertain: map[string]bool{}}
}

func (x *labelIndex) add(w *workload) {
	for _, unit := range [...]string{w.doc.Unit, ""} {
		x.byUnit[unit] = append(x.byUnit[unit], w)
		for key, value := range w.labels {
			if document.Placeholder(value) != "" {
				x.uncertain[unit] = true
			}
			l := label{unit, key, value}
			x.byLabel[l] = append(x.byLabel[l], w)
		}
	}
}

// maxCandidates bounds what a selector looks at outside its own unit. A run
// with more equal labels than this is a mono-repository of copies, in which
// the nearest folder decides anyway.
const maxCandidates = 2000

// selection is what a selector finds: the workloads that it surely matches,
// and those that it may match once a placeholder is filled in.
type selection struct {
	sure, possible []*workload
	// uncertain marks a selector with a placeholder: it may find anything.
	uncertain bool
}

// selected returns the workloads that a selector of a document finds: those
// in its unit, or else the nearest of the run.
func (s *system) selected(from *document.Document, namespace string, sel selector) selection {
	if sel.none {
		return selection{}
	}
	found := selection{uncertain: sel.uncertain()}
	for _, unit := range [...]string{from.Unit, ""} {
		candidates := s.pods.candidates(unit, sel)
		if unit == "" && len(candidates) > maxCandidates {
			// Nobody looked at the rest, so nothing is proved.
			candidates, found.uncertain = candidates[:maxCandidates], true
		}
		for _, w := range candidates {
			if !sameNamespace(namespace, w.doc.Namespace) {
				continue
			}
			switch sel.matches(w) {
			case yes:
				found.sure = append(found.sure, w)
			case maybe:
				found.possible = append(found.possible, w)
			}
		}
		if len(found.sure) > 0 || len(found.possible) > 0 {
			doc := func(w *workload) *document.Document { return w.doc }
			found.sure = nearest(from, found.sure, doc)
			sortByPlace(found.sure)
			return found
		}
	}
	return found
}

// filledInLater is why a list of partners is open when a label is, or when
// too many workloads share one to look at all.
const filledInLater = "a label is set later, or is on too many workloads"

// settle marks a list of partners as open when the selector may match more,
// and the lists of those workloads too.
func (f selection) settle(list *document.Node, back string) {
	if len(f.possible) == 0 && !f.uncertain {
		return
	}
	list.MarkOpen(filledInLater)
	for _, w := range f.possible {
		if partner := w.model.Get(back); partner != nil {
			partner.MarkOpen(filledInLater)
		}
	}
}

// candidates takes the rarest label of a selector. A label that no template
// has may be one that a controller adds.
func (x *labelIndex) candidates(unit string, sel selector) []*workload {
	best := x.byUnit[unit]
	if x.uncertain[unit] {
		return best
	}
	for key, value := range sel.labels {
		list := x.byLabel[label{unit, key, value}]
		if len(list) > 0 && len(list) < len(best) {
			best = list
		}
	}
	return best
}
