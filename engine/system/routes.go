package system

import (
	"strings"

	"github.com/faultline-dev/faultline/loaders/document"
)

// joinRoutes resolves the backends of Ingresses and Gateway API routes, and
// tells Services and workloads who leads to them.
func (s *system) joinRoutes() {
	for _, w := range s.workloads {
		w.model.Set("routes", partners(w.doc, w.doc.Object))
	}
	byDoc := make(map[*document.Document]*service, len(s.services))
	for _, svc := range s.services {
		byDoc[svc.doc] = svc
	}
	claims := map[string]claim{}
	for _, doc := range s.docs {
		route := doc.Model.Get("route")
		if route == nil {
			continue
		}
		for _, backend := range items(route.Get("backends")) {
			s.joinBackend(doc, backend, byDoc)
			if doc.Type == "Ingress" {
				claimHost(claims, doc, route, backend)
			}
		}
		s.joinParents(doc, route)
	}
}

func (s *system) joinBackend(doc *document.Document, backend *document.Node, services map[*document.Document]*service) {
	name := backend.Get("service")
	if !name.Known() {
		return
	}
	namespace := doc.Namespace
	if other := backend.Get("namespace"); other.Known() {
		namespace = other.Str()
	}
	hits := s.named(doc, "Service", namespace, name.Str())
	exists := len(hits) > 0 || s.madeByOperator(namespace, selector{labels: map[string]string{"": name.Str()}})
	backend.Set("found", found(doc, name.Source(), exists))
	for _, hit := range hits {
		svc := services[hit]
		if svc == nil {
			// A Knative Service makes its own.
			backend.Set("port_found", document.NewBool(true, name.Source()))
			continue
		}
		backend.Set("partner", neighbour(hit, nil))
		backend.Set("port_found", backendPort(backend, svc, doc))
		for _, w := range svc.pods {
			add(w.model.Get("routes"), neighbour(doc, nil).Set("kind", document.NewString(doc.Type, doc.Object)))
		}
	}
}

// backendPort tells whether the Service has the backend's port. An
// ExternalName Service need not list ports.
func backendPort(backend *document.Node, svc *service, doc *document.Document) *document.Node {
	number, name := backend.Get("port"), backend.Get("port_name")
	at := backend.Source()
	if number.Known() {
		at = number.Source()
	} else if name.Known() {
		at = name.Source()
	}
	if !number.Known() && !name.Known() || svc.model.Get("type").Str() == "ExternalName" {
		return document.NewBool(true, at)
	}
	for _, p := range items(svc.model.Get("ports")) {
		if number.Known() && p.Get("number").Scalar() == number.Text || name.Known() && p.Get("name").Str() == name.Str() {
			return document.NewBool(true, at)
		}
		if !p.Get("number").Known() && p.Get("number") != nil && p.Get("number").Kind == document.Unknown {
			return document.NewUnknown("a port of "+svc.doc.Identity()+" is unknown", at)
		}
	}
	return document.NewAbsent(at, "")
}

// claim is an Ingress that has a host and path.
type claim struct {
	doc     *document.Document
	backend *document.Node
}

// claimHost notes conflicts: two Ingresses of one unit and class with one
// host and path. A canary shares them on purpose.
func claimHost(claims map[string]claim, doc *document.Document, route, backend *document.Node) {
	host, path := backend.Get("host"), backend.Get("path")
	annotations := doc.Object.Get("metadata", "annotations")
	if !host.Known() || !path.Known() || annotations.Get("nginx.ingress.kubernetes.io/canary").Scalar() == "true" {
		return
	}
	// ImplementationSpecific and Prefix mean the same path to the common
	// controllers; Exact is another claim.
	kind := backend.Get("path_type").Str()
	if kind != "Exact" {
		kind = "Prefix"
	}
	key := strings.Join([]string{doc.Unit, route.Get("class").Str(), host.Str(), path.Str(), kind}, "\x00")
	first, ok := claims[key]
	if !ok {
		claims[key] = claim{doc, backend}
		return
	}
	if first.doc == doc {
		return
	}
	if doc.Namespace == first.doc.Namespace && doc.Name == first.doc.Name {
		// One object written twice is a conflict of names, not of hosts.
		return
	}
	backend.Set("rival", neighbour(first.doc, first.backend.Source()))
	if first.backend.Get("rival") == nil {
		first.backend.Set("rival", neighbour(doc, backend.Source()))
	}
}

// joinParents resolves the Gateways of a route; they often live in a
// namespace of the platform's, so only a named namespace or none proves
// absence.
func (s *system) joinParents(doc *document.Document, route *document.Node) {
	for _, parent := range items(route.Get("parents")) {
		name := parent.Get("name")
		if !name.Known() {
			continue
		}
		namespace := doc.Namespace
		if other := parent.Get("namespace"); other.Known() {
			namespace = other.Str()
		}
		hits := s.named(doc, "Gateway", namespace, name.Str())
		// A run without any Gateway leaves them to the platform's repository.
		exists := len(hits) > 0 || len(s.byType["Gateway"]) == 0
		parent.Set("found", found(doc, name.Source(), exists))
		for _, gateway := range hits {
			parent.Set("section_found", section(parent, gateway))
		}
	}
}

func section(parent *document.Node, gateway *document.Document) *document.Node {
	wanted := parent.Get("section")
	if !wanted.Known() {
		return document.NewBool(true, parent.Source())
	}
	for _, listener := range items(gateway.Object.Get("spec", "listeners")) {
		if listener.Get("name").Str() == wanted.Str() {
			return document.NewBool(true, wanted.Source())
		}
	}
	return document.NewAbsent(wanted.Source(), "")
}
