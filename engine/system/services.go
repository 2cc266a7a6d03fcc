package system

import (
	"cmp"
	"slices"

	"github.com/faultline-dev/faultline/loaders/document"
)

// service is a document that sends traffic to pods.
type service struct {
	doc   *document.Document
	model *document.Node
	pods  []*workload
}

// joinServices finds each Service's pods, tells each port whether they have
// it, and tells containers which of them get traffic.
func (s *system) joinServices() {
	for _, w := range s.workloads {
		w.model.Set("services", partners(w.doc, w.doc.Object))
	}
	for _, svc := range s.services {
		s.joinService(svc)
	}
	for _, w := range s.workloads {
		markServing(w)
	}
}

func (s *system) joinService(svc *service) {
	sel := readMap(svc.doc.Object.Get("spec", "selector"))
	hits := s.selected(svc.doc, svc.doc.Namespace, sel)
	svc.pods = hits.sure
	pods := partners(svc.doc, at(svc.doc.Object, "spec", "selector"))
	for _, w := range svc.pods {
		add(pods, neighbour(w.doc, nil).Set("kind", document.NewString(w.doc.Type, w.doc.Object)).
			Set("replicas_min", w.model.Get("replicas", "min")).
			Set("spread", w.model.Get("spread")))
		if w.model.Get("role").Str() != "job" {
			add(w.model.Get("services"), neighbour(svc.doc, nil).
				Set("name", document.NewString(svc.doc.Name, svc.doc.Object)).
				Set("type", svc.model.Get("type")).
				Set("headless", svc.model.Get("headless")))
		}
	}
	hits.settle(pods, "services")
	svc.model.Set("pods", pods)
	// Nobody can say that a selector finds nothing when an operator makes pods
	// of a resource by its name.
	svc.model.Set("by_operator", document.NewBool(len(svc.pods) == 0 && s.madeByOperator(svc.doc.Namespace, sel), svc.doc.Object))
	for _, p := range svc.model.Get("ports").Items() {
		joinPort(svc, p)
	}
}

// joinPort resolves a port's target in the pods. A name must be declared by
// one of them; a number works whether it is declared or not.
func joinPort(svc *service, p *document.Node) {
	if len(svc.pods) == 0 {
		return
	}
	open := cmp.Or(svc.doc.Open, svc.model.Get("pods").Open())
	declared := false
	for _, w := range svc.pods {
		owner, unknown := portOwner(w.model, p)
		declared = declared || owner != nil
		if unknown {
			open = filledInLater
		}
		if owner != nil && w.model.Get("role").Str() != "job" {
			markTraffic(owner, svc, p)
		}
	}
	if meshPort(p.Get("target_name").Str()) {
		open = "the mesh's sidecar declares it"
	}
	at := p.Source()
	p.Set("declared", foundUnless(open, at, declared))
	if !declared {
		p.Set("undeclared", document.NewMap(at).Set("choices", texts(choices(svc.pods, p), at)))
	}
}

// choices lists the ports that pods declare, in words.
func choices(pods []*workload, port *document.Node) []string {
	var all []string
	for _, w := range pods {
		for _, list := range servingLists {
			for _, c := range w.model.Get(list).Items() {
				for _, p := range c.Get("ports").Items() {
					all = append(all, choice(p, port))
				}
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// servingLists are the containers that may serve.
var servingLists = [...]string{"containers", "injected_containers"}

// meshPort recognises port names of sidecars that are injected at run time.
func meshPort(name string) bool {
	switch name {
	case "http-envoy-prom", "linkerd-admin", "linkerd-proxy", "envoy-metrics":
		return true
	}
	return false
}

// portOwner is the container that has a Service's target port, by name and
// protocol (FindPort in the EndpointSlice controller) or by number. unknown
// tells of ports that cannot be read.
func portOwner(w, port *document.Node) (owner *document.Node, unknown bool) {
	name, number := port.Get("target_name"), port.Get("target")
	for _, list := range servingLists {
		for _, c := range w.Get(list).Items() {
			for _, p := range c.Get("ports").Items() {
				declared := p.Get("name")
				if p.Kind == document.Unknown || isUnknown(declared) || isUnknown(p.Get("number")) || isUnknown(p.Get("protocol")) {
					unknown = true
				}
				if owner != nil {
					continue
				}
				if name.Known() {
					if declared.Known() && declared.Str() == name.Str() && p.Get("protocol").Str() == port.Get("protocol").Str() {
						owner = c
					}
				} else if number.Known() && p.Get("number").Scalar() == number.Text {
					owner = c
				}
			}
		}
	}
	for _, c := range w.Get("init_containers").Items() {
		// It may turn out to be a sidecar.
		unknown = unknown || document.Placeholder(c.Source().Get("restartPolicy").Str()) != ""
	}
	return owner, unknown || isUnknown(port.Get("protocol"))
}

func isUnknown(n *document.Node) bool { return n != nil && n.Kind == document.Unknown }

// choice names a declared port as a person would choose it: by name where the
// Service wants one, and with the protocol where that differs.
func choice(p, wanted *document.Node) string {
	text := p.Get("number").Scalar()
	if name := p.Get("name").Str(); name != "" {
		text = name
		if !wanted.Get("target_name").Known() {
			text = p.Get("number").Scalar() + " (" + name + ")"
		}
	}
	if protocol := p.Get("protocol").Str(); protocol != wanted.Get("protocol").Str() {
		text += "/" + protocol
	}
	return text
}

// markTraffic notes on a container that a Service sends it traffic.
func markTraffic(c *document.Node, svc *service, port *document.Node) {
	if c.Get("traffic") != nil {
		return
	}
	c.Set("traffic", document.NewMap(port.Source()).
		Set("identity", document.NewString(svc.doc.Identity(), svc.doc.Object)).
		Set("port", port.Get("number")).
		Set("evidence", document.NewString("service", port.Source())))
}

// markServing makes a worker that gets traffic a service, and finds the
// container that gets it where no port tells: a Service's target may be a
// number that nobody declares. Declared ports alone are weaker evidence, and
// none for the agents of a DaemonSet, which are called on their own node.
func markServing(w *workload) {
	if w.model.Get("role").Str() == "job" {
		return
	}
	evidence := ""
	if w.model.Get("services").Len() > 0 {
		evidence = "service"
		ensureTraffic(w)
	} else if w.model.Get("role").Str() != "daemon" && markDeclared(w) {
		evidence = "ports"
	}
	if evidence == "" {
		return
	}
	w.model.Set("serving", document.NewMap(w.doc.Object).Set("evidence", document.NewString(evidence, w.doc.Object)))
	if w.model.Get("role").Str() == "worker" {
		w.model.Set("role", document.NewString("service", w.doc.Object))
	}
}

// ensureTraffic falls back to the containers with ports, or else the first.
func ensureTraffic(w *workload) {
	containers := w.model.Get("containers")
	answers := func(c *document.Node) bool { return c.Get("traffic") != nil }
	if containers.Any(answers) || w.model.Get("injected_containers").Any(answers) {
		return
	}
	svc := w.model.Get("services").At(0)
	note := func(c *document.Node) {
		c.Set("traffic", document.NewMap(svc.Source()).
			Set("identity", svc.Get("identity")).Set("evidence", document.NewString("service", svc.Source())))
	}
	marked := false
	for _, c := range containers.Items() {
		if c.Get("ports").Len() > 0 {
			note(c)
			marked = true
		}
	}
	if first := containers.At(0); !marked && first != nil && first.Kind == document.Map {
		note(first)
	}
}

// markDeclared treats declared ports as a sign of traffic, but for those that
// only serve metrics or health.
func markDeclared(w *workload) bool {
	marked := false
	for _, c := range w.model.Get("containers").Items() {
		for _, p := range c.Get("ports").Items() {
			if name := p.Get("name"); observability(name.Str()) || name.Kind == document.Unknown {
				continue
			}
			c.Set("traffic", document.NewMap(p.Source()).Set("port", p.Get("number")).
				Set("evidence", document.NewString("ports", p.Source())))
			marked = true
			break
		}
	}
	return marked
}

// observability recognises ports that only machines of the platform call.
func observability(name string) bool {
	switch name {
	case "metrics", "http-metrics", "https-metrics", "prometheus", "prom", "telemetry", "health", "healthz", "probe", "probes", "livez", "readyz", "debug", "pprof", "jmx", "admin-metrics", "webhook-metrics":
		return true
	}
	return false
}

func at(object *document.Node, path ...string) *document.Node {
	node := object
	for _, key := range path {
		next := node.Get(key)
		if next == nil {
			return node
		}
		node = next
	}
	return node
}
