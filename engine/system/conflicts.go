package system

import (
	"strings"

	"github.com/faultline-dev/faultline/loaders/document"
)

// joinConflicts notes objects of one unit with one identity, and host ports
// that two workloads want.
func (s *system) joinConflicts() {
	first := make(map[string]*document.Document, len(s.docs))
	for _, doc := range s.docs {
		if doc.Format != "kubernetes" || doc.Name == "" || strings.HasSuffix(doc.Name, "*") || doc.Type == "Kustomization" {
			continue
		}
		group, _, ok := strings.Cut(doc.APIVersion, "/")
		if !ok {
			group = ""
		}
		key := strings.Join([]string{doc.Unit, group, doc.Type, doc.Namespace, doc.Name}, "\x00")
		other, ok := first[key]
		if !ok {
			first[key] = doc
			continue
		}
		name := doc.Object.Get("metadata", "name")
		doc.Model.Set("conflict", neighbour(other, other.Object.Get("metadata", "name")).
			Set("name", document.NewString(doc.Name, name)).
			Set("same_file", document.NewBool(other.File == doc.File, name)))
	}
	s.joinHostPorts()
}

// joinHostPorts notes on each port that takes one of its node who else in the
// unit wants the same. DaemonSets meet everything; others may be scheduled
// apart, which only halves the capacity.
func (s *system) joinHostPorts() {
	type key struct{ unit, port, protocol, ip string }
	first := map[key]*workload{}
	for _, w := range s.workloads {
		if w.model.Get("role").Str() == "job" {
			continue
		}
		for _, c := range items(w.model.Get("containers")) {
			for _, p := range items(c.Get("ports")) {
				port := p.Get("host_port")
				if w.model.Get("host_network").IsTrue() {
					port = p.Get("number")
				}
				if v, ok := port.Int(); !ok || v == 0 {
					continue
				}
				k := key{w.doc.Unit, port.Scalar(), p.Get("protocol").Str(), p.Get("host_ip").Scalar()}
				other, taken := first[k]
				if !taken {
					first[k] = w
				} else if other != w && other.doc.Identity() != w.doc.Identity() {
					p.Set("rival", neighbour(other.doc, nil))
				}
			}
		}
	}
}
