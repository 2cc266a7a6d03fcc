package system

import (
	"cmp"
	"path"
	"slices"
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
	s.secrets = s.madeSecrets()
	s.claimsLater = claimsLater(s.byType["StatefulSet"])
	for _, w := range s.workloads {
		refs := references{list: document.NewList(w.doc.Object), seen: map[reference]bool{}}
		template := w.doc.Object
		if w.doc.Type != "Pod" {
			template = templateOf(w.doc)
		}
		spec := template.Get("spec")
		for _, key := range [...]string{"containers", "initContainers"} {
			for _, c := range items(spec.Get(key)) {
				s.containerReferences(w, &refs, c)
			}
		}
		for _, v := range items(spec.Get("volumes")) {
			if !templated(w.doc, v.Get("name").Str()) {
				s.volumeReferences(w, &refs, v)
			}
		}
		if len(refs.list.Items) > 0 {
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
	for _, claim := range items(doc.Object.Get("spec", "volumeClaimTemplates")) {
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
	for _, e := range items(c.Get("env")) {
		for _, source := range sources {
			if ref := e.Get("valueFrom", source.key); ref.Known() {
				s.refer(w, refs, ref, source.kind, ref.Get("name"), ref.Get("key"), name)
			}
		}
	}
	for _, e := range items(c.Get("envFrom")) {
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
	for _, source := range items(v.Get("projected", "sources")) {
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
	for _, item := range items(ref.Get("items")) {
		s.refer(w, refs, ref, kind, ref.Get(key), item.Get("key"), "")
	}
}

// refer notes a name that nothing in the run provides. What is optional, or
// filled in later, is left out.
func (s *system) refer(w *workload, refs *references, ref *document.Node, kind string, name, key *document.Node, container string) {
	if optional := ref.Get("optional"); optional.IsTrue() || optional.Str() != "" || isUnknown(optional) || filledIn(name) ||
		len(refs.list.Items) >= maxNeighbours {
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

// hasKey tells whether a ConfigMap or Secret holds a key. unknown says why a
// key may come later: the object is an empty shell, or a controller fills it.
func hasKey(doc *document.Document, key string) (exists bool, unknown string) {
	shell := true
	for _, part := range [...]string{"data", "stringData", "binaryData"} {
		data := doc.Object.Get(part)
		if value := data.Get(key); value != nil && value.Kind != document.Null {
			return true, ""
		}
		if data.Known() && data.Kind != document.Map || data != nil && data.Kind == document.Unknown {
			return false, "the data of " + doc.Identity() + " cannot be read"
		}
		if data != nil {
			for _, f := range data.Fields {
				shell = shell && !f.Value.Known()
				if document.Placeholder(f.Key) != "" {
					return false, filledInLater
				}
			}
		}
	}
	if shell {
		return false, doc.Identity() + " is empty in the files: something else fills it"
	}
	if doc.Type == "Secret" && doc.Object.Get("type").Str() == "kubernetes.io/service-account-token" {
		return false, "the token controller fills " + doc.Identity()
	}
	metadata := doc.Object.Get("metadata")
	for _, part := range [...]string{"labels", "annotations"} {
		fields := metadata.Get(part)
		if fields == nil {
			continue
		}
		for _, f := range fields.Fields {
			if filledBy(f.Key) {
				return false, f.Key + " lets a controller fill " + doc.Identity()
			}
		}
	}
	return false, ""
}

// filledBy recognises labels and annotations by which a controller adds keys.
func filledBy(key string) bool {
	return strings.Contains(key, "inject-") && strings.Contains(key, "bundle") || strings.Contains(key, "replicat") ||
		strings.Contains(key, "reflector") || strings.HasPrefix(key, "secret-generator.") || strings.HasPrefix(key, "avp.kubernetes.io/") ||
		strings.HasPrefix(key, "vault.security.banzaicloud.io/")
}

// provided tells whether something else makes the object: a kustomize
// generator, a StatefulSet's claim template, or a custom resource. open says
// why absence proves nothing: Secrets are seldom committed.
func (s *system) provided(doc *document.Document, kind, name string) (exists bool, open string) {
	if s.generated.has(kind, name) {
		return true, ""
	}
	if s.generated[nameKey{kind, ""}] {
		return false, "a generator's name is filled in later"
	}
	switch kind {
	case "SecretProviderClass":
		if len(s.byType[kind]) == 0 {
			return false, "the run holds no SecretProviderClass"
		}
	case "Secret":
		if s.secrets[name] || s.operators.mayMake(doc.Namespace, name) {
			return true, ""
		}
		return false, "Secrets are often not in files: operators, vaults and commands make them"
	case "ConfigMap":
		if clusterMap(name) || s.operators.mayMake(doc.Namespace, name) {
			return true, ""
		}
		if !s.keepsMaps(doc) {
			return false, "no file beside " + doc.File + " holds a ConfigMap: they are made elsewhere"
		}
	case "PersistentVolumeClaim":
		if s.claimed(doc.Namespace, name) {
			return true, ""
		}
		if s.claimsLater {
			return false, "a StatefulSet's claims are named later"
		}
	}
	return s.operators.mayMake(doc.Namespace, name), ""
}

// secretMakers are the kinds from which a controller makes Secrets, and
// secretNames where they name them, if not after themselves.
var (
	secretMakers = [...]string{
		"SealedSecret", "ExternalSecret", "Certificate", "VaultStaticSecret", "VaultDynamicSecret", "SopsSecret",
		"BitwardenSecret", "InfisicalSecret", "OnePasswordItem", "KafkaUser", "SecretProviderClass",
	}
	secretNames = [...][]string{
		{"metadata", "name"}, {"spec", "target", "name"}, {"spec", "secretName"}, {"spec", "template", "metadata", "name"},
		{"spec", "destination", "name"}, {"spec", "secretTemplate", "name"},
	}
)

// madeSecrets are the names of the Secrets that are made of other resources:
// nobody knows which keys those have in the end.
func (s *system) madeSecrets() map[string]bool {
	names := map[string]bool{}
	note := func(name string) {
		// "*" stands for one that is filled in later.
		if document.Placeholder(name) != "" {
			name = "*"
		}
		names[name] = true
	}
	for _, maker := range secretMakers {
		for _, doc := range s.byType[maker] {
			for _, path := range secretNames {
				note(doc.Object.Get(path...).Str())
			}
			for _, object := range items(doc.Object.Get("spec", "secretObjects")) {
				note(object.Get("secretName").Str())
			}
		}
	}
	return names
}

// keepsMaps tells whether ConfigMaps are written where a workload is: in its
// folder, or in what its kustomization takes in. Where there are none, a
// command or another repository makes them all.
func (s *system) keepsMaps(doc *document.Document) bool {
	folder, included := path.Dir(doc.File), s.kustomize.included[doc.Unit]
	near := func(d *document.Document) bool {
		return path.Dir(d.File) == folder || slices.Contains(included, unitScope(d.Unit))
	}
	return slices.ContainsFunc(s.byType["ConfigMap"], near) ||
		slices.ContainsFunc(s.byType["Kustomization"], func(d *document.Document) bool {
			return near(d) && len(items(d.Object.Get("configMapGenerator"))) > 0
		})
}

// clusterMap recognises ConfigMaps that a cluster puts into every namespace.
func clusterMap(name string) bool {
	switch name {
	case "kube-root-ca.crt", "openshift-service-ca.crt", "istio-ca-root-cert", "linkerd-identity-trust-roots":
		return true
	}
	return false
}

// claimsLater reports whether the name of a StatefulSet with claims, or of
// one of them, is filled in later.
func claimsLater(sets []*document.Document) bool {
	return slices.ContainsFunc(sets, func(set *document.Document) bool {
		return len(items(set.Object.Get("spec", "volumeClaimTemplates"))) > 0 && document.Placeholder(set.Name) != "" ||
			slices.ContainsFunc(items(set.Object.Get("spec", "volumeClaimTemplates")), func(claim *document.Node) bool {
				return document.Placeholder(claim.Get("metadata", "name").Str()) != ""
			})
	})
}

// claimed reports whether a claim is of a StatefulSet's template: its name is
// TEMPLATE-SET-ORDINAL.
func (s *system) claimed(namespace, name string) bool {
	rest := strings.TrimRight(name, "0123456789")
	if rest == name || !strings.HasSuffix(rest, "-") {
		return false
	}
	rest = rest[:len(rest)-1]
	for i := range len(rest) {
		if rest[i] != '-' {
			continue
		}
		key := nameKey{"StatefulSet", rest[i+1:]}
		for _, scope := range reach(namespace) {
			for _, set := range s.byName[scopedName{scope, key}] {
				for _, claim := range items(set.Object.Get("spec", "volumeClaimTemplates")) {
					if claim.Get("metadata", "name").Str() == rest[:i] {
						return true
					}
				}
			}
		}
	}
	return false
}

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

// generators are the ConfigMaps and Secrets that kustomizations make.
type generators map[nameKey]bool

func (g generators) has(kind, name string) bool { return g[nameKey{kind, name}] }

func readGenerators(kustomizations []*document.Document) generators {
	g := generators{}
	for _, doc := range kustomizations {
		for _, generator := range [...][2]string{{"configMapGenerator", "ConfigMap"}, {"secretGenerator", "Secret"}} {
			key, kind := generator[0], generator[1]
			for _, entry := range items(doc.Object.Get(key)) {
				name := entry.Get("name").Str()
				// "" stands for one that nobody knows yet.
				if document.Placeholder(name) != "" {
					name = ""
				}
				g[nameKey{kind, name}] = true
			}
		}
	}
	return g
}
