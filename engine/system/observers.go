package system

import (
	"github.com/faultline-dev/faultline/loaders/document"
)

// joinObservers resolves the selectors of NetworkPolicies and of Prometheus'
// monitors.
func (s *system) joinObservers() {
	for _, doc := range s.byType["NetworkPolicy"] {
		for _, node := range items(doc.Model.Get("network_policy", "selectors")) {
			sel := readSelector(node.Source())
			namespace := doc.Namespace
			if node.Get("elsewhere").IsTrue() {
				namespace = ""
			}
			hits := s.selected(doc, namespace, sel)
			if len(hits.sure) == 0 && (len(hits.possible) > 0 || hits.uncertain) {
				node.Set("found", document.NewUnknown(filledInLater, node.Source()))
				continue
			}
			exists := sel.everything() || len(hits.sure) > 0 || s.madeByOperator(namespace, sel)
			// Pods of another namespace belong to somebody else's repository.
			if !exists && node.Get("elsewhere").IsTrue() {
				node.Set("found", document.NewUnknown("the peers are in namespaces that the run may not hold", node.Source()))
				continue
			}
			node.Set("found", found(doc, node.Source(), exists))
		}
	}
	for _, kind := range [...]string{"ServiceMonitor", "PodMonitor"} {
		for _, doc := range s.byType[kind] {
			if m := doc.Model.Get("monitor"); m != nil {
				s.joinMonitor(doc, m)
			}
		}
	}
}

// joinMonitor finds a ServiceMonitor's Services by their own labels, or a
// PodMonitor's pods, and tells each endpoint whether its port is there.
func (s *system) joinMonitor(doc *document.Document, m *document.Node) {
	place := at(doc.Object, "spec", "selector")
	sel := readSelector(doc.Object.Get("spec", "selector"))
	var ports []string
	hits := 0
	if doc.Type == "PodMonitor" {
		for _, w := range s.selected(doc, "", sel).sure {
			if s.monitored(doc, w.doc.Namespace) {
				hits++
				ports = append(ports, podPorts(w)...)
			}
		}
	} else {
		for _, svc := range s.services {
			labels := &workload{doc: svc.doc, labels: labelsOf(svc.doc.Object.Get("metadata", "labels"))}
			if s.monitored(doc, svc.doc.Namespace) && sel.matches(labels) != no {
				hits++
				for _, p := range items(svc.model.Get("ports")) {
					ports = append(ports, p.Get("name").Str())
				}
			}
		}
	}
	exists := hits > 0 || sel.everything() || s.madeByOperator("", sel)
	m.Set("found", found(doc, place, exists))
	if hits == 0 {
		return
	}
	for _, e := range items(m.Get("endpoints")) {
		port := e.Get("port")
		if !port.Known() {
			continue
		}
		known := false
		for _, name := range ports {
			known = known || name == port.Str()
		}
		e.Set("port_found", found(doc, port.Source(), known))
	}
}

// monitored tells whether a monitor looks into a namespace: its own where no
// namespaceSelector says otherwise.
func (s *system) monitored(doc *document.Document, namespace string) bool {
	ns := doc.Object.Get("spec", "namespaceSelector")
	if ns.Get("any").IsTrue() {
		return true
	}
	names := items(ns.Get("matchNames"))
	if len(names) == 0 {
		return sameNamespace(doc.Namespace, namespace)
	}
	for _, n := range names {
		if sameNamespace(n.Str(), namespace) {
			return true
		}
	}
	return false
}

func podPorts(w *workload) []string {
	var names []string
	for _, list := range containerLists {
		for _, c := range items(w.model.Get(list)) {
			for _, p := range items(c.Get("ports")) {
				names = append(names, p.Get("name").Str())
			}
		}
	}
	return names
}
