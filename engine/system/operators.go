package system

import (
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/loaders/document"
)

// operators are the custom resources of a run, by namespace and name: their
// controllers make pods, Services, ConfigMaps and Secrets that no file shows.
type operators map[operatorKey]bool

// operatorKey is a name (or a type, in lower case) in a namespace; "*" stands
// for any namespace.
type operatorKey struct{ namespace, name string }

// inertGroups are API groups whose objects no controller turns into pods,
// Services or ConfigMaps: the built-in ones, and add-ons that route, scale,
// certify, scrape or forbid.
var inertGroups = []string{
	"", "apps", "batch", "autoscaling", "policy", "extensions", "networking.k8s.io", "rbac.authorization.k8s.io",
	"storage.k8s.io", "scheduling.k8s.io", "apiextensions.k8s.io", "admissionregistration.k8s.io",
	"apiregistration.k8s.io", "coordination.k8s.io", "discovery.k8s.io", "gateway.networking.k8s.io",
	"kustomize.config.k8s.io", "networking.istio.io", "security.istio.io", "telemetry.istio.io", "snapshot.storage.k8s.io",
	"node.k8s.io", "authentication.k8s.io", "authorization.k8s.io", "certificates.k8s.io", "resource.k8s.io",
	"apps.openshift.io", "route.openshift.io", "image.openshift.io", "build.openshift.io", "project.openshift.io",
	"security.openshift.io", "authorization.openshift.io", "user.openshift.io", "config.openshift.io",
	"cert-manager.io", "acme.cert-manager.io", "external-secrets.io", "bitnami.com", "keda.sh", "autoscaling.k8s.io",
	"traefik.io", "traefik.containo.us", "projectcontour.io", "configuration.konghq.com", "externaldns.k8s.io",
	"cilium.io", "crd.projectcalico.org", "projectcalico.org", "metallb.io", "karpenter.sh", "karpenter.k8s.aws",
	"kyverno.io", "templates.gatekeeper.sh", "constraints.gatekeeper.sh", "policy.linkerd.io", "linkerd.io",
	"cloud.google.com", "networking.gke.io", "elbv2.k8s.aws", "vpcresources.k8s.aws", "secrets-store.csi.x-k8s.io",
	"velero.io", "internal.config.kubernetes.io", "config.kubernetes.io",
}

// readOperators collects the custom resources. One that names another
// namespace for what it makes (an Argo CD Application, a Flux HelmRelease)
// counts there.
func readOperators(docs []*document.Document) operators {
	o := operators{}
	for _, doc := range docs {
		if doc.Format != "kubernetes" || doc.Name == "" || !makesObjects(doc) {
			continue
		}
		namespace := doc.Namespace
		for _, path := range [...][]string{{"spec", "destination", "namespace"}, {"spec", "targetNamespace"}, {"spec", "storageNamespace"}} {
			if other := doc.Object.Get(path...).Str(); other != "" {
				namespace = other
				break
			}
		}
		for _, name := range [...]string{doc.Name, strings.ToLower(doc.Type)} {
			o[operatorKey{namespace, name}] = true
			o[operatorKey{"*", name}] = true
		}
	}
	return o
}

func makesObjects(doc *document.Document) bool {
	group, _, ok := strings.Cut(doc.APIVersion, "/")
	if !ok {
		group = ""
	}
	if slices.Contains(inertGroups, group) {
		return false
	}
	switch doc.Type {
	case "ServiceMonitor", "PodMonitor", "Probe", "ScrapeConfig", "PrometheusRule", "AlertmanagerConfig", "Rollout",
		"AnalysisTemplate", "ClusterAnalysisTemplate", "AppProject", "GitRepository", "HelmRepository", "OCIRepository":
		return false
	}
	return true
}

// has reports whether a resource of the name (or type) is in a namespace.
func (o operators) has(namespace, name string) bool {
	if namespace == "" {
		return o[operatorKey{"*", name}]
	}
	return o[operatorKey{namespace, name}] || o[operatorKey{"", name}]
}

// mayMake reports whether an operator may have made what bears a name: it
// names the object after its resource, as a whole or between separators
// ("my-cluster-kafka-brokers" of the Kafka my-cluster).
func (o operators) mayMake(namespace, name string) bool {
	if len(o) == 0 || name == "" {
		return false
	}
	if o.has(namespace, strings.ToLower(name)) {
		return true
	}
	starts := []int{0}
	for i := range len(name) {
		if separator(name[i]) {
			starts = append(starts, i+1)
		}
	}
	// Names have at most a handful of parts; longer ones are cut.
	for _, start := range starts[:min(len(starts), 12)] {
		for end := start + 1; end <= len(name); end++ {
			if (end == len(name) || separator(name[end])) && o.has(namespace, name[start:end]) {
				return true
			}
		}
	}
	return false
}

func separator(c byte) bool { return c == '-' || c == '.' || c == '_' || c == '/' }

// madeByOperator reports whether a selector may be meant for pods or objects
// that an operator makes of a custom resource: one of its values holds the
// resource's name, as the common operators label them.
func (s *system) madeByOperator(namespace string, sel selector) bool {
	for _, value := range sel.labels {
		if s.operators.mayMake(namespace, value) {
			return true
		}
	}
	for _, r := range sel.requirements {
		if r.operator == "In" && slices.ContainsFunc(r.values, func(v string) bool { return s.operators.mayMake(namespace, v) }) {
			return true
		}
	}
	return false
}
