package system

import (
	"cmp"
	"strings"

	"github.com/faultline-dev/faultline/loaders/document"
)

// joinReferences resolves the names that a pod needs before it can start:
// ConfigMaps and Secrets and their keys, claims, its ServiceAccount, and the
// Service of a StatefulSet.
// references collects what a workload needs and nothing provides.
type references struct {
	list *document.Node
	seen map[reference]bool
}

// reference is a name, or one key of it: each is noted once a container, a
// missing object once a workload.
type reference struct{ kind, name, key, container string }

func (s *system) joinReferences() {
	s.noteMaps()
	s.secrets = s.madeSecrets()
	s.secretUnits = map[scope]map[string]bool{}
	for _, doc := range s.byType["Secret"] {
		unit := unitScope(doc.Unit)
		if s.secretUnits[unit] == nil {
			s.secretUnits[unit] = map[string]bool{}
		}
		s.secretUnits[unit][doc.Namespace] = true
	}
	s.claimsLater = claimsLater(s.byType["StatefulSet"])
	for _, w := range s.workloads {
		refs := references{list: document.NewList(w.doc.Object), seen: map[reference]bool{}}
		template := w.doc.Object
		if w.doc.Type != "Pod" {
			template = templateOf(w.doc)
		}
		spec := template.Get("spec")
		for _, key := range [...]string{"containers", "initContainers"} {
			for _, c := range spec.Get(key).Items() {
				s.containerReferences(w, &refs, c)
			}
		}
		for _, v := range spec.Get("volumes").Items() {
			if !templated(w.doc, v.Get("name").Str()) {
				s.volumeReferences(w, &refs, v)
			}
		}
		if refs.list.Len() > 0 {
			w.model.Set("references", refs.list)
		}
		s.joinServiceAccount(w)
		s.joinGoverningService(w)
	}
	s.joinClaims()
}

// templated reports whether a StatefulSet's claim template takes the place of
// a volume: the controller overwrites a volume of the template's name.
func templated(doc *document.Document, volume string) bool {
	if doc.Type != "StatefulSet" {
		return false
	}
	for _, claim := range doc.Object.Get("spec", "volumeClaimTemplates").Items() {
		if name := claim.Get("metadata", "name").Str(); name == volume || document.Placeholder(name+volume) != "" {
			return true
		}
	}
	return false
}

func templateOf(doc *document.Document) *document.Node {
	if doc.Type == "CronJob" {
		return doc.Object.Get("spec", "jobTemplate", "spec", "template")
	}
	return doc.Object.Get("spec", "template")
}

// sources are the kinds of objects that variables come from. A list, not a
// map: its order is that of the findings.
var sources = [...]struct{ kind, key, all string }{
	{"ConfigMap", "configMapKeyRef", "configMapRef"},
	{"Secret", "secretKeyRef", "secretRef"},
}

func (s *system) containerReferences(w *workload, refs *references, c *document.Node) {
	name := c.Get("name").Str()
	for _, e := range c.Get("env").Items() {
		for _, source := range sources {
			if ref := e.Get("valueFrom", source.key); ref.Known() {
				s.refer(w, refs, ref, source.kind, ref.Get("name"), ref.Get("key"), name)
			}
		}
	}
	for _, e := range c.Get("envFrom").Items() {
		for _, source := range sources {
			if ref := e.Get(source.all); ref.Known() {
				s.refer(w, refs, ref, source.kind, ref.Get("name"), nil, name)
			}
		}
	}
}

func (s *system) volumeReferences(w *workload, refs *references, v *document.Node) {
	s.mapReference(w, refs, v.Get("configMap"), "ConfigMap", "name")
	s.mapReference(w, refs, v.Get("secret"), "Secret", "secretName")
	for _, source := range v.Get("projected", "sources").Items() {
		s.mapReference(w, refs, source.Get("configMap"), "ConfigMap", "name")
		s.mapReference(w, refs, source.Get("secret"), "Secret", "name")
	}
	if csi := v.Get("csi"); csi.Get("driver").Str() == "secrets-store.csi.k8s.io" {
		s.refer(w, refs, csi, "SecretProviderClass", csi.Get("volumeAttributes", "secretProviderClass"), nil, "")
	}
	if claim := v.Get("persistentVolumeClaim"); claim.Known() {
		s.refer(w, refs, claim, "PersistentVolumeClaim", claim.Get("claimName"), nil, "")
	}
}

// mapReference resolves a volume's map, and each key that its items name.
func (s *system) mapReference(w *workload, refs *references, ref *document.Node, kind, key string) {
	if !ref.Known() {
		return
	}
	s.refer(w, refs, ref, kind, ref.Get(key), nil, "")
	for _, item := range ref.Get("items").Items() {
		s.refer(w, refs, ref, kind, ref.Get(key), item.Get("key"), "")
	}
}

// refer notes a name that nothing in the run provides. What is optional, or
// filled in later, is left out.
func (s *system) refer(w *workload, refs *references, ref *document.Node, kind string, name, key *document.Node, container string) {
	if optional := ref.Get("optional"); optional.IsTrue() || optional.Str() != "" || isUnknown(optional) || filledIn(name) ||
		refs.list.Len() >= maxNeighbours {
		return
	}
	hits := s.named(w.doc, kind, w.doc.Namespace, name.Str())
	place, noted, open := name, reference{kind: kind, name: name.Str()}, ""
	if len(hits) > 0 {
		if filledIn(key) || s.generated.has(kind, name.Str()) || kind == "Secret" && (s.secrets[name.Str()] || s.secrets["*"]) {
			return
		}
		place, noted.key, noted.container = key, key.Str(), container
		for _, hit := range hits {
			exists, unknown := hasKey(hit, key.Str())
			if exists {
				return
			}
			open = cmp.Or(open, unknown)
		}
	} else {
		var exists bool
		if exists, open = s.provided(w.doc, kind, name.Str()); exists {
			return
		}
		open = cmp.Or(open, s.kustomize.fragment(w.doc))
	}
	if refs.seen[noted] {
		return
	}
	refs.seen[noted] = true
	n := document.NewMap(place).Set("kind", document.NewString(kind, place)).Set("name", document.NewString(name.Str(), place))
	if noted.key != "" {
		n.Set("key", document.NewString(key.Str(), place))
		// The place of an object is its name: it has no key to show.
		n.Set("partner", neighbour(hits[0], at(hits[0].Object, "metadata", "name")))
	}
	if container != "" {
		n.Set("container", document.NewString(container, place))
	}
	refs.list.Append(n.Set("found", foundUnless(cmp.Or(w.doc.Open, open), place, false)))
}

// filledIn tells that a name or key is not there, or not yet.
func filledIn(n *document.Node) bool { return n.Str() == "" || strings.ContainsAny(n.Str(), "$<{") }

func (s *system) joinServiceAccount(w *workload) {
	name := w.model.Get("service_account")
	if name == nil || name.Kind != document.String || name.Text == "" || name.Text == "default" {
		return
	}
	hits := s.named(w.doc, "ServiceAccount", w.doc.Namespace, name.Text)
	exists := len(hits) > 0 || s.operators.mayMake(w.doc.Namespace, name.Text)
	w.model.Set("service_account_found", foundUnless(cmp.Or(w.doc.Open, s.kustomize.fragment(w.doc)), name.Source(), exists))
}

// joinGoverningService resolves a StatefulSet's serviceName: the Service that
// gives each pod its DNS name must be there, headless, and select the pods.
func (s *system) joinGoverningService(w *workload) {
	name := w.model.Get("service_name")
	if name == nil || name.Kind != document.String || name.Text == "" {
		return
	}
	place := name.Source()
	governing := document.NewMap(place)
	var exists, good bool
	for _, hit := range s.named(w.doc, "Service", w.doc.Namespace, name.Text) {
		// A Knative Service is no Service.
		headless := hit.Model.Get("service", "headless")
		if headless == nil || good {
			continue
		}
		exists = true
		matches, place := readMap(hit.Object.Get("spec", "selector")).matches(w), at(hit.Object, "spec", "selector")
		good = headless.IsTrue() && matches == yes
		selects := document.NewBool(matches == yes, place)
		if matches == maybe {
			selects = document.NewUnknown("a label is filled in later", place)
		}
		governing.Set("partner", neighbour(hit, nil).Set("headless", headless).
			Set("selecting", hit.Model.Get("service", "selecting")).Set("selects", selects))
	}
	w.model.Set("governing_service", governing.Set("found", found(w.doc, place, exists)))
}
