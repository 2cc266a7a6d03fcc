package system

import (
	"path"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/loaders/document"
)

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
			for _, f := range data.Entries() {
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
		for _, f := range fields.Entries() {
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
// why absence proves nothing: Secrets are seldom committed, unless others are.
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
		if s.secrets["*"] || !s.holdsSecrets(doc) {
			return false, "Secrets are often not in files: operators, vaults and commands make them"
		}
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
			for _, object := range doc.Object.Get("spec", "secretObjects").Items() {
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
	return s.mapFolders[path.Dir(doc.File)] ||
		slices.ContainsFunc(s.kustomize.included[doc.Unit], func(unit scope) bool { return s.mapUnits[unit] })
}

// noteMaps finds the folders and units that hold ConfigMaps or make some.
func (s *system) noteMaps() {
	s.mapFolders, s.mapUnits = map[string]bool{}, map[scope]bool{}
	for _, doc := range s.byType["ConfigMap"] {
		s.mapFolders[path.Dir(doc.File)], s.mapUnits[unitScope(doc.Unit)] = true, true
	}
	for _, doc := range s.byType["Kustomization"] {
		if doc.Object.Get("configMapGenerator").Len() > 0 {
			s.mapFolders[path.Dir(doc.File)], s.mapUnits[unitScope(doc.Unit)] = true, true
		}
	}
}

// holdsSecrets reports whether the unit of a document holds Secrets that its
// namespace may mean.
func (s *system) holdsSecrets(doc *document.Document) bool {
	namespaces := s.secretUnits[unitScope(doc.Unit)]
	return namespaces[doc.Namespace] || namespaces[""] || doc.Namespace == "" && len(namespaces) > 0
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
		return set.Object.Get("spec", "volumeClaimTemplates").Len() > 0 && document.Placeholder(set.Name) != "" ||
			set.Object.Get("spec", "volumeClaimTemplates").Any(func(claim *document.Node) bool {
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
				for _, claim := range set.Object.Get("spec", "volumeClaimTemplates").Items() {
					if claim.Get("metadata", "name").Str() == rest[:i] {
						return true
					}
				}
			}
		}
	}
	return false
}

// generators are the ConfigMaps and Secrets that kustomizations make.
type generators map[nameKey]bool

func (g generators) has(kind, name string) bool { return g[nameKey{kind, name}] }

func readGenerators(kustomizations []*document.Document) generators {
	g := generators{}
	for _, doc := range kustomizations {
		for _, generator := range [...][2]string{{"configMapGenerator", "ConfigMap"}, {"secretGenerator", "Secret"}} {
			key, kind := generator[0], generator[1]
			for _, entry := range doc.Object.Get(key).Items() {
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
