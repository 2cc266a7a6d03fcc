package system

import (
	"strings"

	"github.com/faultline-dev/faultline/loaders/document"
)

// joinConflicts notes objects of one unit with one identity, and host ports
// that two workloads want.
func (s *system) joinConflicts() {
	first := make(map[identity]*document.Document, len(s.docs))
	for _, doc := range s.docs {
		if !unique(doc) {
			continue
		}
		id := identityOf(doc)
		if other, ok := first[id]; ok {
			s.noteConflict(doc, other)
			continue
		}
		first[id] = doc
	}
	s.joinHostPorts()
}

// unique reports whether the cluster holds one object of a document's name.
// Hooks are made and deleted at moments of their own, and files of tools have
// no objects behind them.
func unique(doc *document.Document) bool {
	if doc.Format != "kubernetes" || doc.Name == "" || strings.HasSuffix(doc.Name, "*") || document.Placeholder(doc.Name) != "" ||
		document.Placeholder(doc.Namespace) != "" {
		return false
	}
	annotations := doc.Object.Get("metadata", "annotations")
	if annotations.Get("helm.sh/hook") != nil || annotations.Get("argocd.argoproj.io/hook") != nil ||
		annotations.Get("config.kubernetes.io/local-config") != nil {
		return false
	}
	switch group := identityOf(doc).group; {
	case doc.Type == "Kustomization", doc.Type == "Config" && group == "", doc.Type == "Table", doc.Type == "AdmissionReview", doc.Type == "Event":
		return false
	case strings.HasSuffix(group, "config.k8s.io") || strings.HasSuffix(group, "config.kubernetes.io"):
		return false
	}
	return true
}

// noteConflict compares an object with the first of its identity.
func (s *system) noteConflict(doc, first *document.Document) {
	together := first.File == doc.File || s.variants.listed[first.File] && s.variants.listed[doc.File]
	if !together && s.variants.apart(first, doc) {
		return
	}
	same := equal(first.Object, doc.Object)
	if same && doc.Type == "Namespace" {
		return
	}
	name := doc.Object.Get("metadata", "name")
	doc.Model.Set("conflict", neighbour(first, first.Object.Get("metadata", "name")).
		Set("name", document.NewString(doc.Name, name)).
		Set("same_file", document.NewBool(first.File == doc.File, name)).
		Set("together", document.NewBool(together, name)).
		Set("equal", document.NewBool(same, name)))
}

// equal reports whether two objects mean the same: the order of a map's
// fields and the places do not count.
func equal(a, b *document.Node) bool {
	if a.Kind != b.Kind || a.Text != b.Text || len(a.Fields) != len(b.Fields) {
		return false
	}
	for i := range a.Entries() {
		other := b.Get(a.Fields[i].Key)
		if a.Kind == document.List {
			other = b.At(i)
		}
		if other == nil || !equal(a.Fields[i].Value, other) {
			return false
		}
	}
	return true
}

// joinHostPorts notes on each port that takes one of its node who else in the
// unit wants the same. DaemonSets meet everything; others may be scheduled
// apart, which only halves the capacity.
func (s *system) joinHostPorts() {
	type key struct{ unit, port, protocol string }
	type holder struct {
		w           *workload
		ip          string
		model, port *document.Node
	}
	taken := map[key][]holder{}
	for _, w := range s.workloads {
		if w.model.Get("role").Str() == "job" || switchedOff(w) {
			continue
		}
		for _, c := range w.model.Get("containers").Items() {
			for _, p := range c.Get("ports").Items() {
				port := hostPort(w, p)
				if port == nil {
					continue
				}
				p.Set("taken", port)
				k := key{w.doc.Unit, port.Text, p.Get("protocol").Str()}
				ip := hostIP(p)
				for _, other := range taken[k] {
					if other.w.doc.Identity() != w.doc.Identity() && (ip == "" || other.ip == "" || ip == other.ip) &&
						mayMeet(w, other.w) && !s.variants.of(w.doc, other.w.doc) {
						p.Set("rival", holderOf(other.w, other.port))
						if other.model.Get("rival") == nil {
							other.model.Set("rival", holderOf(w, port))
						}
						break
					}
				}
				if len(taken[k]) < maxClaims {
					taken[k] = append(taken[k], holder{w, ip, p, port})
				}
			}
		}
	}
}

// holderOf is a workload as its rival for a port sees it.
func holderOf(w *workload, port *document.Node) *document.Node {
	return neighbour(w.doc, port.Source()).Set("kind", document.NewString(w.doc.Type, port))
}

// hostPort is the port of the node that a container's port takes: its
// hostPort, or with the host's network every port it declares.
func hostPort(w *workload, p *document.Node) *document.Node {
	port := p.Get("host_port")
	if w.model.Get("host_network").IsTrue() && port != nil && port.Kind == document.Absent {
		port = p.Get("number")
	}
	if v, ok := port.Int(); !ok || v == 0 || isUnknown(p.Get("host_ip")) || isUnknown(p.Get("protocol")) {
		return nil
	}
	return port
}

// hostIP is the address that a port is bound to, "" for every one.
func hostIP(p *document.Node) string {
	switch ip := p.Get("host_ip").Scalar(); ip {
	case "0.0.0.0", "::":
		return ""
	default:
		return ip
	}
}

// switchedOff reports a workload that is, or may be, kept at no replicas.
func switchedOff(w *workload) bool {
	v, ok := w.model.Get("replicas", "max").Int()
	return ok && v == 0 || isUnknown(w.model.Get("replicas", "max"))
}

// mayMeet reports whether pods of two workloads may be on one node: two node
// selectors that differ, or affinities of their own, keep them apart.
func mayMeet(a, b *workload) bool {
	x, y := podSpec(a.doc), podSpec(b.doc)
	p, q := x.Get("nodeSelector"), y.Get("nodeSelector")
	if p.Known() && q.Known() {
		for _, f := range p.Entries() {
			if other := q.Get(f.Key); other.Known() && f.Value.Known() && other.Scalar() != f.Value.Scalar() {
				return false
			}
		}
	}
	required := []string{"affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution"}
	p, q = x.Get(required...), y.Get(required...)
	return !p.Known() && !q.Known() || p.Known() && q.Known() && equal(p, q)
}

func podSpec(doc *document.Document) *document.Node {
	if doc.Type == "Pod" {
		return doc.Object.Get("spec")
	}
	return templateOf(doc).Get("spec")
}
