package system

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/loaders/document"
)

// joinObservers resolves the selectors of NetworkPolicies and of Prometheus'
// monitors.
func (s *system) joinObservers() {
	for _, doc := range s.byType["NetworkPolicy"] {
		for _, node := range doc.Model.Get("network_policy", "selectors").Items() {
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
			open := doc.Open
			if node.Get("role").Str() != "pods" {
				open = cmp.Or(open, s.kustomize.fragment(doc))
			}
			node.Set("found", foundUnless(open, node.Source(), exists))
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
	// The field is no pointer: without it every Service is meant.
	sel := selector{}
	if n := doc.Object.Get("spec", "selector"); n.Known() {
		sel = readSelector(n)
	}
	index := &s.serviceLabels
	if doc.Type == "PodMonitor" {
		index = &s.pods
	}
	namespaces, unseen := monitored(doc, index)
	open := doc.Open
	if unseen {
		open = "it looks into namespaces that the run does not hold"
	}
	var hits []*workload
	for _, namespace := range namespaces {
		found := s.find(index, doc, namespace, sel)
		hits = append(hits, found.sure...)
		if len(found.possible) > 0 || found.uncertain {
			open = filledInLater
		}
	}
	exists := len(hits) > 0 || sel.everything() || slices.ContainsFunc(namespaces, func(n string) bool { return s.madeByOperator(n, sel) })
	m.Set("found", foundUnless(open, place, exists))
	if len(hits) == 0 {
		return
	}
	ports, unknown := map[string]bool{}, ""
	for _, hit := range hits {
		if reason := portNames(hit.model, ports); reason != "" {
			unknown = reason
		}
	}
	partners := partnersUnless(open, place)
	for _, hit := range hits {
		add(partners, neighbour(hit.doc, nil))
	}
	m.Set("partners", partners)
	for _, e := range m.Get("endpoints").Items() {
		port := e.Get("port")
		if !port.Known() {
			continue
		}
		at := port.Source()
		e.Set("port_found", foundUnless(cmp.Or(open, unknown), at, ports[port.Str()]))
		if !ports[port.Str()] {
			e.Set("choices", texts(slices.Sorted(maps.Keys(ports)), at))
		}
	}
}

// monitored lists the namespaces that a monitor looks into: its own where no
// namespaceSelector says otherwise. unseen tells that the run may not hold
// what lives there: none of it is in the files, or the cluster makes it.
func monitored(doc *document.Document, index *labelIndex) (namespaces []string, unseen bool) {
	ns := doc.Object.Get("spec", "namespaceSelector")
	if everywhere := ns.Get("any"); everywhere.IsTrue() || everywhere.Str() != "" {
		return []string{""}, true
	}
	for _, n := range ns.Get("matchNames").Items() {
		name := n.Str()
		namespaces = append(namespaces, name)
		if name == doc.Namespace {
			continue
		}
		if document.Placeholder(name) != "" || name == "default" || strings.HasPrefix(name, "kube-") || strings.HasPrefix(name, "openshift-") ||
			len(index.all[scope{'n', name}]) == 0 {
			unseen = true
		}
	}
	if len(namespaces) == 0 {
		return []string{doc.Namespace}, false
	}
	return namespaces, unseen
}

// portNames collects the names of a Service's ports or a pod's; it says why
// others may exist.
func portNames(model *document.Node, names map[string]bool) (unknown string) {
	take := func(ports *document.Node) {
		for _, p := range ports.Items() {
			name := p.Get("name")
			if p.Kind == document.Unknown || name != nil && name.Kind == document.Unknown {
				unknown = filledInLater
			}
			if name.Str() != "" {
				names[name.Str()] = true
			}
		}
	}
	take(model.Get("ports"))
	for _, list := range containerLists {
		for _, c := range model.Get(list).Items() {
			take(c.Get("ports"))
		}
	}
	return unknown
}

// texts is a list of strings.
func texts(values []string, at *document.Node) *document.Node {
	list := document.NewList(at)
	for _, v := range values {
		list.Append(document.NewString(v, at))
	}
	return list
}
