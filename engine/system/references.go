package system

import (
	"strings"

	"github.com/faultline-dev/faultline/loaders/document"
)

// joinReferences resolves the names that a pod needs before it can start:
// ConfigMaps and Secrets and their keys, claims, its ServiceAccount, and the
// Service of a StatefulSet.
func (s *system) joinReferences() {
	for _, w := range s.workloads {
		list := document.NewList(w.doc.Object)
		template := w.doc.Object
		if w.doc.Type != "Pod" {
			template = templateOf(w.doc)
		}
		spec := template.Get("spec")
		for _, key := range [...]string{"containers", "initContainers"} {
			for _, c := range items(spec.Get(key)) {
				s.containerReferences(w, list, c)
			}
		}
		for _, v := range items(spec.Get("volumes")) {
			if replaced(w.doc, v.Get("name").Str()) {
				continue
			}
			s.volumeReferences(w, list, v)
		}
		if len(list.Items) > 0 {
			w.model.Set("references", list)
		}
		s.joinServiceAccount(w)
		s.joinGoverningService(w)
	}
	s.joinClaims()
}

// replaced reports whether a claim template takes the place of a volume.
func replaced(doc *document.Document, name string) bool {
	for _, claim := range items(doc.Object.Get("spec", "volumeClaimTemplates")) {
		if claim.Get("metadata", "name").Str() == name {
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

func (s *system) containerReferences(w *workload, list, c *document.Node) {
	name := c.Get("name").Str()
	for _, e := range items(c.Get("env")) {
		for source, kind := range map[string]string{"configMapKeyRef": "ConfigMap", "secretKeyRef": "Secret"} {
			if ref := e.Get("valueFrom", source); ref.Known() {
				s.reference(w, list, ref, kind, ref.Get("name"), ref.Get("key"), name)
			}
		}
	}
	for _, e := range items(c.Get("envFrom")) {
		for source, kind := range map[string]string{"configMapRef": "ConfigMap", "secretRef": "Secret"} {
			if ref := e.Get(source); ref.Known() {
				s.reference(w, list, ref, kind, ref.Get("name"), nil, name)
			}
		}
	}
}

func (s *system) volumeReferences(w *workload, list, v *document.Node) {
	s.mapReference(w, list, v.Get("configMap"), "ConfigMap", "name")
	s.mapReference(w, list, v.Get("secret"), "Secret", "secretName")
	for _, source := range items(v.Get("projected", "sources")) {
		s.mapReference(w, list, source.Get("configMap"), "ConfigMap", "name")
		s.mapReference(w, list, source.Get("secret"), "Secret", "name")
	}
	if claim := v.Get("persistentVolumeClaim"); claim.Known() {
		s.reference(w, list, claim, "PersistentVolumeClaim", claim.Get("claimName"), nil, "")
	}
}

// mapReference resolves a volume's map, and each key that its items name.
func (s *system) mapReference(w *workload, list, ref *document.Node, kind, key string) {
	if !ref.Known() {
		return
	}
	s.reference(w, list, ref, kind, ref.Get(key), nil, "")
	for _, item := range items(ref.Get("items")) {
		s.reference(w, list, ref, kind, ref.Get(key), item.Get("key"), "")
	}
}

// reference notes a name that nothing in the run provides. What is optional,
// or filled in later, is left out.
func (s *system) reference(w *workload, list, ref *document.Node, kind string, name, key *document.Node, container string) {
	if ref.Get("optional").IsTrue() || name.Str() == "" || strings.ContainsAny(name.Str(), "$<{") || len(list.Items) >= maxNeighbours {
		return
	}
	hits := s.named(w.doc, kind, w.doc.Namespace, name.Str())
	place := name
	var exists, open bool
	if len(hits) > 0 {
		if key == nil || key.Str() == "" {
			return
		}
		place = key
		for _, hit := range hits {
			exists = exists || hasKey(hit, key.Str())
		}
	} else {
		exists, open = s.provided(w.doc, kind, name.Str())
	}
	if exists {
		return
	}
	n := document.NewMap(place).Set("kind", document.NewString(kind, place)).Set("name", document.NewString(name.Str(), place))
	if place == key {
		n.Set("key", document.NewString(key.Str(), place))
		n.Set("partner", neighbour(hits[0], nil))
	}
	if container != "" {
		n.Set("container", document.NewString(container, place))
	}
	switch {
	case open:
		n.Set("found", document.NewUnknown("Secrets, and what an operator or another tool makes, are often not in files", place))
	default:
		n.Set("found", found(w.doc, place, false))
	}
	list.Append(n)
}

// hasKey tells whether a ConfigMap or Secret holds a key.
func hasKey(doc *document.Document, key string) bool {
	for _, part := range [...]string{"data", "stringData", "binaryData"} {
		if doc.Object.Get(part).Get(key) != nil {
			return true
		}
	}
	return false
}

// provided tells whether something else makes the object: a kustomize
// generator, or one of the resources from which Secrets come. open means that
// absence proves nothing: Secrets are seldom committed, and a claim or a
// ConfigMap may be an operator's.
func (s *system) provided(doc *document.Document, kind, name string) (exists, open bool) {
	if s.generated.has(kind, name) {
		return true, false
	}
	if kind == "Secret" {
		for _, maker := range [...]string{"SealedSecret", "ExternalSecret", "Certificate", "VaultStaticSecret", "SopsSecret", "BitwardenSecret", "InfisicalSecret"} {
			for _, d := range s.byType[maker] {
				target := d.Object.Get("spec", "target", "name").Str()
				if secret := d.Object.Get("spec", "secretName").Str(); d.Name == name || target == name || secret == name {
					return true, false
				}
			}
		}
		return false, true
	}
	if kind == "ConfigMap" && (name == "kube-root-ca.crt" || name == "openshift-service-ca.crt" || name == "istio-ca-root-cert") {
		return true, false
	}
	if kind == "PersistentVolumeClaim" {
		for _, set := range s.byType["StatefulSet"] {
			for _, claim := range items(set.Object.Get("spec", "volumeClaimTemplates")) {
				if strings.HasPrefix(name, claim.Get("metadata", "name").Str()+"-"+set.Name+"-") {
					return true, false
				}
			}
		}
	}
	for _, op := range s.operators {
		if sameNamespace(op.Namespace, doc.Namespace) && strings.Contains(name, op.Name) {
			return true, false
		}
	}
	return false, false
}

func (s *system) joinServiceAccount(w *workload) {
	name := w.model.Get("service_account")
	if name == nil || name.Kind != document.String || name.Text == "" || name.Text == "default" {
		return
	}
	hits := s.named(w.doc, "ServiceAccount", w.doc.Namespace, name.Text)
	exists := len(hits) > 0 || s.madeByOperator(w.doc.Namespace, selector{labels: map[string]string{"": name.Text}})
	w.model.Set("service_account_found", found(w.doc, name.Source(), exists))
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
		governing.Set("partner", neighbour(hit, nil).Set("headless", headless).Set("selects", selects))
	}
	w.model.Set("governing_service", governing.Set("found", found(w.doc, place, exists)))
}

// generators are the ConfigMaps and Secrets that kustomizations make.
type generators map[nameKey]bool

func (g generators) has(kind, name string) bool { return g[nameKey{kind, name}] }

func readGenerators(kustomizations []*document.Document) generators {
	g := generators{}
	for _, doc := range kustomizations {
		for key, kind := range map[string]string{"configMapGenerator": "ConfigMap", "secretGenerator": "Secret"} {
			for _, entry := range items(doc.Object.Get(key)) {
				g[nameKey{kind, entry.Get("name").Str()}] = true
			}
		}
	}
	return g
}
