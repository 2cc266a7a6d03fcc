package system

import (
	"github.com/faultline-dev/faultline/loaders/document"
)

// joinAutoscalers ties HorizontalPodAutoscalers and ScaledObjects to what
// they scale, and gives workloads their real replicas.
func (s *system) joinAutoscalers() {
	for _, w := range s.workloads {
		w.model.Set("autoscalers", partners(w.doc, w.doc.Object))
	}
	for _, kind := range [...]string{"HorizontalPodAutoscaler", "ScaledObject"} {
		for _, doc := range s.byType[kind] {
			if a := doc.Model.Get("autoscaler"); a != nil {
				s.joinAutoscaler(doc, a)
			}
		}
	}
}

func (s *system) joinAutoscaler(doc *document.Document, a *document.Node) {
	target := a.Get("target")
	if target == nil || target.Kind != document.Map {
		return
	}
	kind, name := target.Get("kind"), target.Get("name")
	if !kind.Known() || !name.Known() {
		s.mayScaleAnything(doc)
		return
	}
	hits := s.named(doc, kind.Str(), doc.Namespace, name.Str())
	// A kind that we do not know as a workload may have a scale subresource
	// and be made by an operator.
	exists := len(hits) > 0 || !s.scalable(kind.Str()) ||
		s.madeByOperator(doc.Namespace, selector{labels: map[string]string{"": name.Str()}})
	target.Set("found", found(doc, target, exists))
	for _, hit := range hits {
		w := hit.Model.Get("workload")
		if w == nil {
			continue
		}
		a.Set("workload", scaled(hit, w))
		by := neighbour(doc, nil).Set("kind", document.NewString(doc.Type, doc.Object)).
			Set("min", a.Get("min")).Set("max", a.Get("max"))
		add(w.Get("autoscalers"), by)
		setReplicas(w, doc, a)
	}
}

// mayScaleAnything opens the workloads of an autoscaler's unit whose target is
// filled in later: none of them is known to have no autoscaler.
func (s *system) mayScaleAnything(doc *document.Document) {
	for _, w := range s.pods.all[unitScope(doc.Unit)] {
		if sameNamespace(doc.Namespace, w.doc.Namespace) {
			w.model.Get("autoscalers").MarkOpen("the target of " + doc.Identity() + " is filled in later")
		}
	}
}

func (s *system) scalable(kind string) bool {
	switch kind {
	case "Deployment", "StatefulSet", "ReplicaSet", "ReplicationController", "DeploymentConfig", "Rollout":
		return true
	}
	return false
}

// scaled is the workload as its autoscaler sees it.
func scaled(doc *document.Document, w *document.Node) *document.Node {
	n := neighbour(doc, nil)
	if written := w.Get("replicas", "written"); written.Known() {
		n.Set("replicas", written)
	}
	list := document.NewList(doc.Object)
	for _, c := range w.Get("containers").Items() {
		if c.Kind == document.Map {
			list.Append(scaledContainer(c))
			if name := c.Get("name"); name.Kind == document.Unknown {
				list.MarkOpen(name.Text)
			}
		}
	}
	// A mesh's container counts for utilization like any other, unless the
	// injector still fills it in.
	for _, c := range w.Get("injected_containers").Items() {
		if image := c.Get("image", "reference").Str(); image != "" && image != "auto" && !c.Get("init").IsTrue() {
			list.Append(scaledContainer(c))
		}
	}
	return n.Set("containers", list).Set("serving", w.Get("serving"))
}

func scaledContainer(c *document.Node) *document.Node {
	return document.NewMap(c.Source()).Set("name", c.Get("name")).
		Set("requests", c.Get("resources", "requests")).
		Set("limits", c.Get("resources", "limits"))
}

// setReplicas gives a workload its autoscaler's bounds. KEDA's HPA never goes
// below 1 while it is active; a minimum of 0 means that the workload may be
// switched off, which is no statement about redundancy. Of several
// autoscalers, which are alternatives or a conflict of their own, the higher
// minimum counts.
func setReplicas(w *document.Node, doc *document.Document, a *document.Node) {
	r := w.Get("replicas")
	if r == nil {
		return
	}
	least, most := a.Get("min"), a.Get("max")
	if v, ok := least.Int(); ok && v < 1 {
		one := *least
		one.Text = "1"
		least = &one
	}
	if r.Get("autoscaled").IsTrue() {
		before, ok1 := r.Get("min").Int()
		now, ok2 := least.Int()
		if ok1 && ok2 && before >= now {
			return
		}
	}
	r.Set("min", least).Set("max", most)
	r.Set("autoscaled", document.NewBool(true, a.Source()))
	r.Set("by", document.NewString(doc.Identity(), doc.Object))
}
