package kubernetes

import (
	"slices"
	"strconv"

	"github.com/faultline-dev/faultline/loaders/document"
)

// readService reads a Service's ports. What its selector finds is completed
// by engine/system. A Knative Service runs pods instead.
func readService(doc *document.Document) {
	if apiGroup(doc.APIVersion) == "serving.knative.dev" {
		addWorkload(doc, doc.Object.Get("spec", "template"))
		return
	}
	spec := doc.Object.Get("spec")
	if spec == nil {
		return
	}
	s := document.NewMap(doc.Object)
	s.Set("type", textOr("ClusterIP", doc.Object, "spec", "type"))
	s.Set("headless", headless(doc.Object))
	s.Set("selecting", document.NewBool(selects(spec), spec.Get("selector").Or(spec)))
	s.Set("external_traffic_policy", textOr("Cluster", doc.Object, "spec", "externalTrafficPolicy"))
	list := document.NewList(spec.Get("ports").Or(spec))
	for _, p := range spec.Get("ports").Items() {
		if p.Kind == document.Map {
			list.Append(servicePort(p))
		}
	}
	doc.Model.Set("service", s.Set("ports", list))
}

// headless reports whether a Service has no address of its own.
func headless(object *document.Node) *document.Node {
	address := text(object, "spec", "clusterIP")
	switch address.Kind {
	case document.Unknown:
		return address
	case document.Absent:
		return document.NewBool(false, address.Source()).InPlaceOf(address)
	}
	return document.NewBool(address.Text == "None", address.Source())
}

// selects reports whether a Service has a selector; one of nulls is none.
func selects(spec *document.Node) bool {
	selector := spec.Get("selector")
	return slices.ContainsFunc(selector.Entries(), func(f document.Field) bool { return f.Value.Known() })
}

// servicePort reads a port. target is a number, or target_name a name; with
// neither the Service's own port counts.
func servicePort(p *document.Node) *document.Node {
	m := document.NewMap(p)
	m.Set("name", text(p, "name"))
	m.Set("number", number(p, "port"))
	m.Set("protocol", textOr("TCP", p, "protocol"))
	target := p.Get("targetPort")
	switch {
	case !target.Known() || target.Kind == document.Number && target.Text == "0" || target.Kind == document.String && target.Text == "":
		// The API server takes 0 and "" for the Service's own port.
		m.Set("target", numberAs(p, "targetPort", p.Get("port")))
	case target.Kind == document.Number || isNumber(target.Str()):
		n, _ := strconv.ParseInt(target.Text, 10, 64)
		m.Set("target", document.NewInt(n, target))
		if target.Kind == document.String {
			// A text is a name, and a name needs a letter.
			m.Set("target_quoted", document.NewBool(true, target))
		}
	default:
		m.Set("target_name", text(p, "targetPort"))
	}
	return markOdd(m)
}

func numberAs(p *document.Node, missing string, port *document.Node) *document.Node {
	if n, ok := port.Int(); ok {
		return document.NewInt(n, p).AsDefault(missing)
	}
	return document.NewUnknown("the port is no number", port.Or(p))
}

// readIngress reads rules as routes: host, path and the backend of each.
func readIngress(doc *document.Document) {
	spec := doc.Object.Get("spec")
	if spec == nil {
		return
	}
	r := document.NewMap(doc.Object).Set("kind", document.NewString("Ingress", doc.Object))
	class := text(spec, "ingressClassName")
	if annotation := doc.Object.Get("metadata", "annotations", "kubernetes.io/ingress.class"); class.Kind == document.Absent && annotation.Known() {
		class = document.NewString(annotation.Scalar(), annotation)
	}
	r.Set("class", class)
	list := document.NewList(spec.Get("rules").Or(spec))
	for _, rule := range spec.Get("rules").Items() {
		for _, path := range rule.Get("http", "paths").Items() {
			list.Append(ingressPath(rule, path, doc))
		}
	}
	for _, key := range [...]string{"defaultBackend", "backend"} {
		if backend := spec.Get(key); backend.Known() {
			list.Append(backendOf(document.NewMap(backend), backend, doc))
		}
	}
	doc.Model.Set("route", r.Set("backends", list))
}

func ingressPath(rule, path *document.Node, doc *document.Document) *document.Node {
	m := document.NewMap(path)
	m.Set("host", textOr("*", rule, "host"))
	m.Set("path", textOr("/", path, "path"))
	m.Set("path_type", textOr("ImplementationSpecific", path, "pathType"))
	backend := path.Get("backend")
	if backend == nil {
		return m
	}
	return backendOf(m, backend, doc)
}

// backendOf reads networking.k8s.io/v1 (service.name, service.port) and the
// older shape (serviceName, servicePort), which v1 refuses. A resource backend
// has no service.
func backendOf(m, backend *document.Node, doc *document.Document) *document.Node {
	if service := backend.Get("service"); service.Known() {
		m.Set("service", text(service, "name"))
		if port := service.Get("port", "number"); port.Known() {
			m.Set("port", number(service, "port", "number"))
		} else {
			m.Set("port_name", text(service, "port", "name"))
		}
		return m
	}
	if resource := backend.Get("resource"); resource.Known() {
		return m.Set("resource", document.NewMap(resource).Set("kind", text(resource, "kind")).Set("name", text(resource, "name")))
	}
	if name := backend.Get("serviceName"); name.Known() {
		m.Set("service", text(backend, "serviceName"))
		if doc.APIVersion == "networking.k8s.io/v1" {
			m.Set("malformed", document.NewString("serviceName", name))
		}
		if port := backend.Get("servicePort"); port != nil && port.Kind == document.String && !isNumber(port.Text) {
			m.Set("port_name", text(backend, "servicePort"))
		} else if port.Known() {
			n, _ := strconv.ParseInt(port.Text, 10, 64)
			m.Set("port", document.NewInt(n, port))
		}
	}
	return m
}

// readGatewayRoute reads the backendRefs of Gateway API routes. A reference
// to another kind than Service is not ours to resolve.
func readGatewayRoute(doc *document.Document) {
	if apiGroup(doc.APIVersion) != "gateway.networking.k8s.io" {
		return
	}
	spec := doc.Object.Get("spec")
	r := document.NewMap(doc.Object).Set("kind", document.NewString(doc.Type, doc.Object))
	list := document.NewList(spec.Get("rules").Or(doc.Object))
	for _, rule := range spec.Get("rules").Items() {
		for _, ref := range rule.Get("backendRefs").Items() {
			if kind := ref.Get("kind").Str(); kind != "" && kind != "Service" || ref.Get("group").Str() != "" {
				continue
			}
			list.Append(document.NewMap(ref).
				Set("service", text(ref, "name")).
				Set("namespace", text(ref, "namespace")).
				Set("port", number(ref, "port")))
		}
	}
	parents := document.NewList(spec.Get("parentRefs").Or(doc.Object))
	for _, ref := range spec.Get("parentRefs").Items() {
		if kind := ref.Get("kind").Str(); kind != "" && kind != "Gateway" {
			continue
		}
		parents.Append(document.NewMap(ref).
			Set("name", text(ref, "name")).
			Set("namespace", text(ref, "namespace")).
			Set("section", text(ref, "sectionName")))
	}
	doc.Model.Set("route", r.Set("backends", list).Set("parents", parents))
}

// readNetworkPolicy lists the selectors of a policy; what they find is
// completed by engine/system.
func readNetworkPolicy(doc *document.Document) {
	spec := doc.Object.Get("spec")
	p := document.NewMap(doc.Object)
	list := document.NewList(spec.Or(doc.Object))
	if selector := spec.Get("podSelector"); selector != nil {
		list.Append(document.NewMap(selector).Set("role", document.NewString("pods", selector)))
	}
	for _, direction := range [...][2]string{{"ingress", "from"}, {"egress", "to"}} {
		for _, rule := range spec.Get(direction[0]).Items() {
			for _, peer := range rule.Get(direction[1]).Items() {
				selector := peer.Get("podSelector")
				if selector == nil {
					continue
				}
				list.Append(document.NewMap(selector).
					Set("role", document.NewString(direction[0], selector)).
					Set("elsewhere", document.NewBool(peer.Get("namespaceSelector") != nil, selector)))
			}
		}
	}
	doc.Model.Set("network_policy", p.Set("selectors", list))
}
