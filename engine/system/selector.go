package system

import (
	"maps"
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
	for _, e := range expressions.Items() {
		r := requirement{key: e.Get("key").Str(), operator: e.Get("operator").Str()}
		if values := e.Get("values"); values != nil {
			for _, v := range values.Items() {
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
		case ok && have == value || w.isAdded(key, value):
		case document.Placeholder(value) != "" || ok && document.Placeholder(have) != "" || !ok && setAtRunTime(key, value):
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

// unmet lists in words what a selector asks for and a template lacks.
func (sel selector) unmet(w *workload) []string {
	var all []string
	for _, key := range slices.Sorted(maps.Keys(sel.labels)) {
		if one := (selector{labels: map[string]string{key: sel.labels[key]}}); one.matches(w) == no {
			all = append(all, key+"="+sel.labels[key])
		}
	}
	for _, r := range sel.requirements {
		if r.holds(w) != no {
			continue
		}
		text := r.key + " " + r.operator
		if len(r.values) > 0 {
			text += " (" + strings.Join(r.values, ", ") + ")"
		}
		all = append(all, text)
	}
	return all
}

func (r requirement) holds(w *workload) match {
	have, ok := w.labels[r.key]
	if !ok {
		// Which overlay's value a kustomization adds is not known here.
		for _, added := range w.added {
			if added.key == r.key {
				return maybe
			}
		}
	}
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

// setByController reports whether controllers add a label to pods.
func setByController(key string) bool {
	switch key {
	case "statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index", "controller-revision-hash",
		"pod-template-hash", "rollouts-pod-template-hash", "deploymentconfig", "deployment", "job-name",
		"batch.kubernetes.io/job-name", "controller-uid", "batch.kubernetes.io/controller-uid",
		"serving.knative.dev/service", "serving.knative.dev/revision", "serving.knative.dev/configuration",
		"pod-template-generation", "openshift.io/deployment-config.name":
		return true
	}
	return false
}

// addedByController lists the labels that pods get without being written.
// Their values are not known, but for a StatefulSet's pod name.
func addedByController(doc *document.Document, key, value string) bool {
	switch key {
	case "statefulset.kubernetes.io/pod-name":
		return doc.Type == "StatefulSet" && (value == "" || strings.HasPrefix(value, doc.Name+"-"))
	case "apps.kubernetes.io/pod-index":
		return doc.Type == "StatefulSet"
	case "controller-revision-hash":
		return doc.Type == "StatefulSet" || doc.Type == "DaemonSet"
	case "pod-template-hash":
		return doc.Type == "Deployment" || doc.Type == "ReplicaSet"
	case "pod-template-generation":
		return doc.Type == "DaemonSet"
	case "rollouts-pod-template-hash":
		return doc.Type == "Rollout"
	case "deploymentconfig", "openshift.io/deployment-config.name":
		return doc.Type == "DeploymentConfig" && (value == "" || value == doc.Name)
	case "deployment":
		return doc.Type == "DeploymentConfig"
	case "job-name", "batch.kubernetes.io/job-name":
		return doc.Type == "Job" && (value == "" || value == doc.Name)
	case "controller-uid", "batch.kubernetes.io/controller-uid":
		return doc.Type == "Job" || doc.Type == "CronJob"
	case "serving.knative.dev/service", "serving.knative.dev/configuration":
		return doc.Type == "Service" && (value == "" || value == doc.Name)
	case "serving.knative.dev/revision":
		return doc.Type == "Service"
	}
	return false
}

// setAtRunTime recognises labels that a cluster manager in the pods sets on
// its leader and followers (Patroni, Spilo, Citus, Redis and Vault operators):
// their values move with every failover, so no template has them. A role that
// is no such state ("db-client") is a label like any other.
func setAtRunTime(key, value string) bool {
	switch name := strings.ToLower(key[strings.LastIndexByte(key, '/')+1:]); {
	case name == "citus-type", name == "vault-active", name == "is-leader":
		return true
	case name == "leader", name == "primary", name == "master", strings.HasSuffix(name, "role"):
	default:
		return false
	}
	switch strings.ToLower(value) {
	case "", "true", "false", "leader", "follower", "primary", "secondary", "replica", "master", "slave", "standby",
		"standby_leader", "sync_standby", "active", "passive", "coordinator", "candidate", "learner":
		return true
	}
	return false
}

func labelsOf(n *document.Node) map[string]string {
	if n == nil || n.Kind != document.Map {
		return nil
	}
	labels := make(map[string]string, len(n.Entries()))
	for _, f := range n.Entries() {
		if f.Value.Known() {
			labels[f.Key] = f.Value.Scalar()
		}
	}
	return labels
}

// selection is what a selector finds: the workloads that it surely matches,
// and those that it may match once a placeholder is filled in.
type selection struct {
	sure, possible []*workload
	// uncertain marks a selector with a placeholder: it may find anything.
	uncertain bool
}

// selected returns the workloads that a selector of a document finds: those
// in its unit, or those in what its kustomization includes, or else the
// nearest of the run.
func (s *system) selected(from *document.Document, namespace string, sel selector) selection {
	return s.find(&s.pods, from, namespace, sel)
}

func (s *system) find(index *labelIndex, from *document.Document, namespace string, sel selector) selection {
	if sel.none {
		return selection{}
	}
	found := selection{uncertain: sel.uncertain()}
	for _, scopes := range [...][]scope{{unitScope(from.Unit)}, s.kustomize.included[from.Unit], reach(namespace)} {
		for _, scope := range scopes {
			candidates, cut := index.candidates(scope, sel), false
			if scope.kind != 'u' {
				candidates, cut = window(candidates, from.File, func(w *workload) string { return w.doc.File })
			}
			// Nobody looked at the rest, so nothing is proved.
			found.uncertain = found.uncertain || cut
			found.take(candidates, namespace, sel)
			found.take(index.uncertain[scope], namespace, sel)
		}
		if len(found.sure) > 0 || len(found.possible) > 0 {
			found.sure = nearest(from, found.sure, func(w *workload) *document.Document { return w.doc })
			sortByPlace(found.sure)
			return found
		}
	}
	return found
}

// take sorts candidates by how the selector fits them.
func (f *selection) take(candidates []*workload, namespace string, sel selector) {
	for _, w := range candidates {
		if !sameNamespace(namespace, w.doc.Namespace) {
			continue
		}
		switch sel.matches(w) {
		case yes:
			f.sure = append(f.sure, w)
		case maybe:
			f.possible = append(f.possible, w)
		}
	}
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
