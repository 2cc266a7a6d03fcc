package system

import (
	"cmp"
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
	claims := map[string][]claim{}
	s.gateways = len(gateways(s.byType["Gateway"])) > 0
	for _, doc := range s.docs {
		route := doc.Model.Get("route")
		if route == nil {
			continue
		}
		for _, backend := range route.Get("backends").Items() {
			s.joinBackend(doc, backend, byDoc)
			if doc.Type == "Ingress" {
				s.claimHost(claims, doc, route, backend)
			}
		}
		s.joinParents(doc, route)
	}
}

func (s *system) joinBackend(doc *document.Document, backend *document.Node, services map[*document.Document]*service) {
	namespace := doc.Namespace
	if other := backend.Get("namespace"); other.Known() {
		namespace = other.Str()
	} else if isUnknown(other) {
		backend.Set("found", other)
		return
	}
	if resource := backend.Get("resource"); resource != nil {
		s.joinResource(doc, resource, namespace)
		return
	}
	name := backend.Get("service")
	if !name.Known() {
		return
	}
	if action := doc.Object.Get("metadata", "annotations", "alb.ingress.kubernetes.io/actions."+name.Str()); action != nil ||
		backend.Get("port_name").Str() == "use-annotation" {
		// An action of the load balancer under a Service's name.
		backend.Set("found", document.NewBool(true, name.Source())).Set("port_found", document.NewBool(true, name.Source()))
		return
	}
	hits := s.named(doc, "Service", namespace, name.Str())
	exists := len(hits) > 0 || s.operators.mayMake(namespace, name.Str())
	backend.Set("found", found(doc, name.Source(), exists))
	if !exists {
		backend.Set("others", document.NewBool(s.holdsServices(namespace), name.Source()))
	}
	var best *document.Node
	for _, hit := range hits {
		svc := services[hit]
		if svc == nil {
			// A Knative Service makes its own.
			best = better(best, document.NewBool(true, name.Source()))
			continue
		}
		backend.Set("partner", neighbour(hit, at(hit.Object, "spec", "ports")).Set("ports", texts(portChoices(svc), hit.Object)))
		best = better(best, backendPort(backend, svc, doc))
		for _, w := range svc.pods {
			add(w.model.Get("routes"), neighbour(doc, nil).Set("kind", document.NewString(doc.Type, doc.Object)))
		}
	}
	backend.Set("port_found", best)
}

// joinResource resolves a backend that is no Service: a storage bucket, say,
// whose controller knows how to serve it. A run without any of its kind
// leaves them to somebody else.
func (s *system) joinResource(doc *document.Document, resource *document.Node, namespace string) {
	kind, name := resource.Get("kind"), resource.Get("name")
	if !kind.Known() || !name.Known() {
		return
	}
	exists := len(s.named(doc, kind.Str(), namespace, name.Str())) > 0 || s.operators.mayMake(namespace, name.Str())
	open := doc.Open
	if len(s.byType[kind.Str()]) == 0 {
		open = cmp.Or(open, "the run holds no "+kind.Str())
	}
	resource.Set("found", foundUnless(open, name.Source(), exists))
}

// holdsServices reports whether the run holds Services that a namespace may
// mean. Without any, they may all be in another repository.
func (s *system) holdsServices(namespace string) bool {
	for _, scope := range reach(namespace) {
		if len(s.serviceLabels.all[scope]) > 0 {
			return true
		}
	}
	return false
}

// better keeps the kinder answer of two alternatives: true, unknown, absent.
func better(a, b *document.Node) *document.Node {
	if a == nil || b.IsTrue() || a.Kind == document.Absent {
		return b
	}
	return a
}

// portChoices are a Service's ports as a person would choose them.
func portChoices(svc *service) []string {
	var all []string
	for _, p := range svc.model.Get("ports").Items() {
		text := p.Get("number").Scalar()
		if name := p.Get("name").Str(); name != "" {
			text += " (" + name + ")"
		}
		all = append(all, text)
	}
	return all
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
	open := ""
	if kind := svc.model.Get("type"); isUnknown(kind) {
		open = kind.Text
	}
	for _, p := range svc.model.Get("ports").Items() {
		if number.Known() && p.Get("number").Scalar() == number.Text || name.Known() && p.Get("name").Str() == name.Str() {
			return document.NewBool(true, at)
		}
		for _, key := range [...]string{"number", "name"} {
			if isUnknown(p.Get(key)) {
				open = "a port of " + svc.doc.Identity() + " is unknown"
			}
		}
	}
	return foundUnless(open, at, false)
}

// claim is an Ingress that has a host and path.
type claim struct {
	doc     *document.Document
	backend *document.Node
}

// maxClaims bounds how many Ingresses with one host and path are compared.
const maxClaims = 10

// claimHost notes conflicts: two Ingresses of one unit and class with one
// host and path. A canary shares them on purpose, and a class that makes a
// load balancer for each Ingress shares nothing.
func (s *system) claimHost(claims map[string][]claim, doc *document.Document, route, backend *document.Node) {
	host, path := backend.Get("host"), backend.Get("path")
	annotations := doc.Object.Get("metadata", "annotations")
	if !host.Known() || !path.Known() || isCanary(annotations) {
		return
	}
	class := route.Get("class")
	if isUnknown(class) || isUnknown(backend.Get("path_type")) {
		return
	}
	group := ""
	switch class.Str() {
	case "alb":
		group = annotations.Get("alb.ingress.kubernetes.io/group.name").Scalar()
		if group == "" {
			return
		}
	case "gce", "gce-internal":
		return
	}
	// ImplementationSpecific and Prefix mean the same path to the common
	// controllers; Exact is another claim.
	kind, text := backend.Get("path_type").Str(), path.Str()
	if kind != "Exact" {
		kind = "Prefix"
		if text != "/" {
			text = strings.TrimSuffix(text, "/")
		}
	}
	key := strings.Join([]string{doc.Unit, class.Str(), group, strings.ToLower(host.Str()), text, kind}, "\x00")
	for _, other := range claims[key] {
		// One Ingress may repeat itself, and one object written twice is a
		// conflict of names, not of hosts.
		if other.doc == doc || doc.Namespace == other.doc.Namespace && doc.Name == other.doc.Name || s.variants.of(doc, other.doc) {
			continue
		}
		setRival(backend, other)
		if other.backend.Get("rival") == nil {
			setRival(other.backend, claim{doc, backend})
		}
		break
	}
	if len(claims[key]) < maxClaims {
		claims[key] = append(claims[key], claim{doc, backend})
	}
}

func isCanary(annotations *document.Node) bool {
	for _, key := range [...]string{"nginx.ingress.kubernetes.io/canary", "mse.ingress.kubernetes.io/canary", "higress.io/canary"} {
		if value := annotations.Get(key).Scalar(); value == "true" || document.Placeholder(value) != "" {
			return true
		}
	}
	// Header and method conditions split one path.
	return annotations.Get("traefik.ingress.kubernetes.io/router.priority") != nil ||
		annotations.Get("haproxy.org/route-acl") != nil || annotations.Get("konghq.com/headers.x-split") != nil
}

// setRival notes who else claims a backend's host and path; same where both
// lead to one port of one Service.
func setRival(backend *document.Node, other claim) {
	same := backend.Get("service").Known()
	for _, key := range [...]string{"service", "port", "port_name"} {
		same = same && backend.Get(key).Scalar() == other.backend.Get(key).Scalar()
	}
	at := other.backend.Get("path").Source()
	backend.Set("rival", neighbour(other.doc, at).
		Set("namespace", document.NewString(other.doc.Namespace, at)).
		Set("same", document.NewBool(same, at)))
}

// joinParents resolves the Gateways of a route. A run without any Gateway
// leaves them to the platform's repository.
func (s *system) joinParents(doc *document.Document, route *document.Node) {
	for _, parent := range route.Get("parents").Items() {
		name, other := parent.Get("name"), parent.Get("namespace")
		if !name.Known() {
			continue
		}
		if isUnknown(other) {
			parent.Set("found", other)
			continue
		}
		namespace := doc.Namespace
		if other.Known() {
			namespace = other.Str()
		}
		open := doc.Open
		if !s.gateways {
			open = cmp.Or(open, "the run holds no Gateway")
		}
		hits := gateways(s.named(doc, "Gateway", namespace, name.Str()))
		exists := len(hits) > 0 || s.operators.mayMake(namespace, name.Str())
		parent.Set("found", foundUnless(open, name.Source(), exists))
		var best *document.Node
		for _, gateway := range hits {
			parent.Set("partner", neighbour(gateway, at(gateway.Object, "spec", "listeners")).Set("sections", texts(listeners(gateway), gateway.Object)))
			best = better(best, section(parent, gateway))
		}
		parent.Set("section_found", best)
	}
}

// gateways leaves out what other APIs call a Gateway.
func gateways(docs []*document.Document) []*document.Document {
	var kept []*document.Document
	for _, doc := range docs {
		if strings.HasPrefix(doc.APIVersion, "gateway.networking.k8s.io/") {
			kept = append(kept, doc)
		}
	}
	return kept
}

func listeners(gateway *document.Document) []string {
	var names []string
	for _, listener := range gateway.Object.Get("spec", "listeners").Items() {
		names = append(names, listener.Get("name").Scalar())
	}
	return names
}

// section tells whether a Gateway has the listener that a route asks for.
func section(parent *document.Node, gateway *document.Document) *document.Node {
	wanted := parent.Get("section")
	if !wanted.Known() {
		return document.NewBool(true, parent.Source())
	}
	open := ""
	for _, name := range listeners(gateway) {
		if name == wanted.Str() {
			return document.NewBool(true, wanted.Source())
		}
		if document.Placeholder(name) != "" {
			open = filledInLater
		}
	}
	return foundUnless(open, wanted.Source(), false)
}
