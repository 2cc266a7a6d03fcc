package system_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/engine/system"
	"github.com/faultline-dev/faultline/loaders/document"
	"github.com/faultline-dev/faultline/loaders/kubernetes"
	"github.com/faultline-dev/faultline/loaders/yaml"
)

// pods writes a Deployment; rest is its pods' spec below the container.
func pods(name, namespace, labels, rest string) string {
	return object("apps/v1", "Deployment", name, namespace, fmt.Sprintf(
		"spec:\n  selector: {matchLabels: {%[1]s}}\n  template:\n    metadata: {labels: {%[1]s}}\n    spec:\n      containers:\n        - name: app\n          image: app:1\n%[2]s", labels, rest))
}

func service(name, namespace, selector string) string {
	return object("v1", "Service", name, namespace, "spec:\n  selector: {"+selector+"}\n  ports: [{name: http, port: 80}]\n")
}

func ingress(name, namespace, backend string) string {
	return object("networking.k8s.io/v1", "Ingress", name, namespace,
		"spec:\n  defaultBackend: {service: {name: "+backend+", port: {name: http}}}\n")
}

func object(apiVersion, kind, name, namespace, rest string) string {
	if namespace != "" {
		namespace = ", namespace: " + namespace
	}
	return fmt.Sprintf("apiVersion: %s\nkind: %s\nmetadata: {name: %s%s}\n%s---\n", apiVersion, kind, name, namespace, rest)
}

func kustomization(rest string) string {
	return "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n" + rest
}

// documents reads files as a loader does, in the order of their names.
func documents(t testing.TB, files map[string]string) []*document.Document {
	t.Helper()
	read := map[string]bool{}
	var docs []*document.Document
	for _, name := range slices.Sorted(maps.Keys(files)) {
		roots, unread := yaml.Read(name, []byte(files[name]))
		found, more, _ := kubernetes.Load(name, roots)
		for _, u := range append(unread, more...) {
			t.Fatalf("%s:%d: %s", u.File, u.Line, u.Reason)
		}
		read[name] = true
		docs = append(docs, found...)
	}
	docs, _ = kubernetes.Complete(docs, read)
	return docs
}

// fact renders a part of a document's model: a list as the identities of its
// items, "..." where more may be missing; "-" is absent and "?" unknown.
func fact(docs []*document.Document, what string) string {
	at, path, _ := strings.Cut(what, ": ")
	file, identity, _ := strings.Cut(at, " ")
	for _, doc := range docs {
		if doc.File != file || doc.Identity() != identity {
			continue
		}
		node := doc.Model
		for _, key := range strings.Split(path, ".") {
			if i, err := strconv.Atoi(key); err == nil {
				node = node.At(i)
			} else {
				node = node.Get(key)
			}
		}
		return render(node)
	}
	return "no such document"
}

func render(n *document.Node) string {
	switch {
	case n == nil || n.Kind == document.Absent:
		return "-"
	case n.Kind == document.Unknown:
		return "?"
	case n.Kind == document.Map:
		return n.Get("identity").Str()
	case n.Kind != document.List:
		return n.Scalar()
	}
	var all []string
	for _, item := range n.Items() {
		all = append(all, render(item))
	}
	if n.Open() != "" {
		all = append(all, "...")
	}
	return strings.Join(all, ", ")
}

func TestJoins(t *testing.T) {
	const http = "          ports: [{name: http, containerPort: 8080}]\n"
	needs := func(name string) string {
		return "          envFrom: [{configMapRef: {name: " + name + "}}]\n"
	}
	settings := func(key string) string {
		return object("v1", "ConfigMap", "settings", "", "data: {"+key+": a}\n")
	}
	// A folder without any ConfigMap leaves them to somebody else.
	another := object("v1", "ConfigMap", "another", "", "")
	asks := func(key string) string {
		return "          env: [{name: A, valueFrom: {configMapKeyRef: {name: settings, key: " + key + "}}}]\n"
	}
	for _, c := range []struct {
		name  string
		files map[string]string
		want  map[string]string
	}{
		{
			"a namespace that is not written fits every other",
			map[string]string{"a.yaml": service("cart", "", "app: cart") + pods("cart", "shop", "app: cart", "")},
			map[string]string{"a.yaml Service cart: service.pods": "Deployment shop/cart"},
		}, {
			"another namespace does not",
			map[string]string{"a.yaml": service("cart", "admin", "app: cart") + pods("cart", "shop", "app: cart", "")},
			map[string]string{"a.yaml Service admin/cart: service.pods": ""},
		}, {
			"a partner in another folder of the run",
			map[string]string{"services/a.yaml": service("cart", "shop", "app: cart"), "apps/a.yaml": pods("cart", "shop", "app: cart", "")},
			map[string]string{"services/a.yaml Service shop/cart: service.pods": "Deployment shop/cart"},
		}, {
			"the nearest of two alternatives",
			map[string]string{
				"dev/svc/a.yaml": service("cart", "", "app: cart"), "dev/app/a.yaml": pods("dev", "", "app: cart", ""),
				"prod/svc/a.yaml": service("cart", "", "app: cart"), "prod/app/a.yaml": pods("prod", "", "app: cart", ""),
			},
			map[string]string{
				"dev/svc/a.yaml Service cart: service.pods":  "Deployment dev",
				"prod/svc/a.yaml Service cart: service.pods": "Deployment prod",
			},
		}, {
			"an overlay's base before its sister",
			map[string]string{
				"base/kustomization.yaml": kustomization("resources: [a.yaml]\n"), "base/a.yaml": pods("base", "", "app: cart", ""),
				"overlays/dev/kustomization.yaml": kustomization("resources: [a.yaml]\n"), "overlays/dev/a.yaml": pods("dev", "", "app: cart", ""),
				"overlays/prod/kustomization.yaml": kustomization("resources: [a.yaml, ../../base]\n"), "overlays/prod/a.yaml": service("cart", "", "app: cart"),
			},
			map[string]string{"overlays/prod/a.yaml Service cart: service.pods": "Deployment base"},
		}, {
			"labels that a kustomization adds to its base",
			map[string]string{
				"base/kustomization.yaml": kustomization("resources: [a.yaml]\n"), "base/a.yaml": pods("cart", "", "part: web", ""),
				"prod/kustomization.yaml": kustomization("resources: [a.yaml, ../base]\nlabels: [{pairs: {app: cart}, includeSelectors: true}]\n"),
				"prod/a.yaml":             service("cart", "", "app: cart, part: web"),
			},
			map[string]string{"prod/a.yaml Service cart: service.pods": "Deployment cart"},
		}, {
			"labels for metadata only do not reach the pods",
			map[string]string{
				"kustomization.yaml": kustomization("resources: [a.yaml]\nlabels: [{pairs: {app: cart}}]\n"),
				"a.yaml":             pods("cart", "", "part: web", "") + service("cart", "", "app: cart"),
			},
			map[string]string{"a.yaml Service cart: service.pods": ""},
		}, {
			"a kustomization that takes something from elsewhere is open",
			map[string]string{
				"kustomization.yaml": kustomization("resources: [a.yaml, https://example.com/more]\n"), "a.yaml": ingress("cart", "", "cart") + pods("cart", "", "app: cart", needs("settings")),
			},
			map[string]string{
				"a.yaml Ingress cart: route.backends.0.found":            "?",
				"a.yaml Deployment cart: workload.references.0.found":    "?",
				"a.yaml Deployment cart: workload.services":              "...",
				"a.yaml Deployment cart: workload.references.0.name":     "settings",
				"a.yaml Deployment cart: workload.references.1":          "-",
				"a.yaml Ingress cart: route.backends.0.port_found":       "-",
				"a.yaml Deployment cart: workload.selector.matches":      "true",
				"a.yaml Deployment cart: workload.selector.problem":      "-",
				"a.yaml Deployment cart: workload.overlaps":              "-",
				"a.yaml Deployment cart: workload.service_account":       "-",
				"a.yaml Deployment cart: workload.service_account_found": "-",
			},
		}, {
			"a base that was not given opens its overlay",
			map[string]string{"prod/kustomization.yaml": kustomization("resources: [a.yaml, ../base]\n"), "prod/a.yaml": ingress("cart", "", "cart")},
			map[string]string{"prod/a.yaml Ingress cart: route.backends.0.found": "?"},
		}, {
			"a base without its overlay is open, and closed with it",
			map[string]string{
				"one/base/kustomization.yaml": kustomization("resources: [a.yaml]\n"), "one/base/a.yaml": pods("one", "", "app: one", needs("settings")) + another,
				"two/base/kustomization.yaml": kustomization("resources: [a.yaml]\n"), "two/base/a.yaml": pods("two", "", "app: two", needs("settings")) + another,
				"two/prod/kustomization.yaml": kustomization("resources: [../base]\n"),
			},
			map[string]string{
				"one/base/a.yaml Deployment one: workload.references.0.found": "?",
				"two/base/a.yaml Deployment two: workload.references.0.found": "-",
			},
		}, {
			"the items of a List",
			map[string]string{"a.yaml": "apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Service\n    metadata: {name: cart}\n    spec: {selector: {app: cart}}\n---\n" + pods("cart", "", "app: cart", "")},
			map[string]string{"a.yaml Service cart: service.pods": "Deployment cart"},
		}, {
			"charts in one file are units of their own",
			map[string]string{"all.yaml": "# Source: one/templates/a.yaml\n" + pods("one", "", "app: web", "") + "# Source: two/templates/a.yaml\n" + pods("two", "", "app: web", "") + "# Source: two/templates/b.yaml\n" + service("two", "", "app: web")},
			map[string]string{"all.yaml Service two: service.pods": "Deployment two", "all.yaml Deployment two: workload.overlaps": "-"},
		}, {
			"labels that controllers add",
			map[string]string{"a.yaml": object("apps/v1", "StatefulSet", "db", "", "spec:\n  serviceName: db\n  selector: {matchLabels: {app: db}}\n  template:\n    metadata: {labels: {app: db}}\n    spec: {containers: [{name: db, image: db:1}]}\n") +
				service("db-0", "", "statefulset.kubernetes.io/pod-name: db-0") + service("dba-0", "", "statefulset.kubernetes.io/pod-name: dba-0")},
			map[string]string{"a.yaml Service db-0: service.pods": "StatefulSet db", "a.yaml Service dba-0: service.pods": ""},
		}, {
			"a named port belongs to a protocol",
			map[string]string{"a.yaml": pods("cart", "", "app: cart", http) +
				object("v1", "Service", "tcp", "", "spec: {selector: {app: cart}, ports: [{port: 80, targetPort: http}]}\n") +
				object("v1", "Service", "udp", "", "spec: {selector: {app: cart}, ports: [{port: 80, targetPort: http, protocol: UDP}]}\n")},
			map[string]string{
				"a.yaml Service tcp: service.ports.0.declared":           "true",
				"a.yaml Service udp: service.ports.0.declared":           "-",
				"a.yaml Service udp: service.ports.0.undeclared.choices": "http/TCP",
			},
		}, {
			"a key in the nearest of equals, or in any where they are equally near",
			map[string]string{
				"base/a.yaml": pods("cart", "", "app: cart", asks("level")),
				"dev/a.yaml":  settings("other"), "prod/a.yaml": settings("level"),
				"web/a.yaml": pods("web", "", "app: web", asks("level")) + settings("other"),
			},
			map[string]string{
				"base/a.yaml Deployment cart: workload.references":       "-",
				"web/a.yaml Deployment web: workload.references.0.key":   "level",
				"web/a.yaml Deployment web: workload.references.0.found": "-",
			},
		}, {
			"one entry for a missing map, however often it is named",
			map[string]string{"a.yaml": pods("cart", "", "app: cart", asks("level")+needs("settings"))},
			map[string]string{"a.yaml Deployment cart: workload.references.0.name": "settings", "a.yaml Deployment cart: workload.references.1": "-"},
		}, {
			"a generator makes it, or adds its keys",
			map[string]string{
				"kustomization.yaml": kustomization("resources: [a.yaml]\nconfigMapGenerator: [{name: settings, behavior: merge, literals: [level=a]}]\n"),
				"a.yaml":             pods("cart", "", "app: cart", asks("level")) + settings("other"),
			},
			map[string]string{"a.yaml Deployment cart: workload.references": "-"},
		}, {
			"Secrets are unknown, what an operator names is there",
			map[string]string{"a.yaml": pods("cart", "", "app: cart", "          envFrom: [{secretRef: {name: cart}}, {configMapRef: {name: main-kafka-config}}, {configMapRef: {name: mainly}}]\n") +
				object("kafka.strimzi.io/v1beta2", "Kafka", "main", "", "") + another},
			map[string]string{
				"a.yaml Deployment cart: workload.references.0.found": "?",
				"a.yaml Deployment cart: workload.references.1.name":  "mainly",
				"a.yaml Deployment cart: workload.references.1.found": "-",
				"a.yaml Deployment cart: workload.references.2":       "-",
			},
		}, {
			"a certificate is named like a Service and makes none",
			map[string]string{"a.yaml": ingress("cart", "", "cart") + object("cert-manager.io/v1", "Certificate", "cart", "", "")},
			map[string]string{"a.yaml Ingress cart: route.backends.0.found": "-"},
		}, {
			"an application that another namespace gets",
			map[string]string{"a.yaml": ingress("cart", "shop", "redis-master") +
				object("argoproj.io/v1alpha1", "Application", "redis", "argocd", "spec: {destination: {namespace: shop}}\n")},
			map[string]string{"a.yaml Ingress shop/cart: route.backends.0.found": "true"},
		}, {
			"variants of one application do not fight",
			map[string]string{
				"a.yaml": pods("cart-a", "", "app: cart", "") + service("cart", "", "app: cart"),
				"b.yaml": pods("cart-b", "", "app: cart", "") + service("cart", "", "app: cart"),
				"c.yaml": pods("cart-c", "", "app: cart", ""),
			},
			map[string]string{
				"a.yaml Deployment cart-a: workload.overlaps": "Deployment cart-c",
				"c.yaml Deployment cart-c: workload.overlaps": "Deployment cart-a, Deployment cart-b",
				"b.yaml Service cart: conflict":               "Service cart",
				"b.yaml Service cart: conflict.together":      "false",
				"b.yaml Service cart: conflict.equal":         "true",
				"a.yaml Service cart: service.twin":           "-",
				"a.yaml Service cart: conflict":               "-",
				"a.yaml Deployment cart-a: workload.services": "Service cart, Service cart",
			},
		}, {
			"what one kustomization lists is built together",
			map[string]string{
				"kustomization.yaml": kustomization("resources: [a.yaml, a-b.yaml]\n"), "a.yaml": settings("one"), "a-b.yaml": settings("two"),
			},
			map[string]string{"a.yaml ConfigMap settings: conflict.together": "true"},
		}, {
			"monitors look into their own namespace",
			map[string]string{"a.yaml": object("v1", "Service", "cart", "shop", "spec: {ports: [{name: http, port: 80}]}\n") +
				object("monitoring.coreos.com/v1", "ServiceMonitor", "own", "monitoring", "spec: {selector: {matchExpressions: [{key: a, operator: DoesNotExist}]}, endpoints: [{port: http}]}\n") +
				object("monitoring.coreos.com/v1", "ServiceMonitor", "named", "monitoring", "spec: {namespaceSelector: {matchNames: [shop]}, selector: {matchExpressions: [{key: a, operator: DoesNotExist}]}, endpoints: [{port: https}]}\n")},
			map[string]string{
				"a.yaml ServiceMonitor monitoring/own: monitor.found":                    "-",
				"a.yaml ServiceMonitor monitoring/named: monitor.found":                  "true",
				"a.yaml ServiceMonitor monitoring/named: monitor.endpoints.0.port_found": "-",
				"a.yaml ServiceMonitor monitoring/named: monitor.endpoints.0.choices":    "http",
			},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			docs := documents(t, c.files)
			system.Complete(docs)
			got := map[string]string{}
			for what := range c.want {
				got[what] = fact(docs, what)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// shop is a system with most of the joins there are, in several folders.
func shop(namespace string) map[string]string {
	files := map[string]string{
		"base/kustomization.yaml": kustomization("resources: [a.yaml, b.yaml]\ncommonLabels: {team: shop}\n"),
		"base/a.yaml": pods("cart", namespace, "app: cart", "          ports: [{name: http, containerPort: 8080, hostPort: 80}]\n") +
			service("cart", namespace, "app: cart, team: shop") + service("copy", namespace, "app: cart, team: shop") + ingress("cart", namespace, "cart"),
		"base/b.yaml":                 pods("web", namespace, "app: cart, part: web", "          ports: [{name: web, containerPort: 8080, hostPort: 80}]\n") + ingress("web", namespace, "nothing"),
		"overlays/kustomization.yaml": kustomization("resources: [../base, a.yaml]\n"),
		"overlays/a.yaml": object("policy/v1", "PodDisruptionBudget", "cart", namespace, "spec: {minAvailable: 1, selector: {matchLabels: {team: shop}}}\n") +
			object("networking.k8s.io/v1", "NetworkPolicy", "cart", namespace, "spec: {podSelector: {matchLabels: {app: cart}}, ingress: [{from: [{podSelector: {matchLabels: {app: nobody}}}]}]}\n"),
	}
	return files
}

// dump renders every model of a run.
func dump(docs []*document.Document) map[string]string {
	out := map[string]string{}
	var write func(b *strings.Builder, n *document.Node)
	write = func(b *strings.Builder, n *document.Node) {
		fmt.Fprintf(b, "%v %q", n.Kind, n.Text)
		for _, f := range n.Entries() {
			fmt.Fprintf(b, " %s{", f.Key)
			write(b, f.Value)
			b.WriteString("}")
		}
		for _, item := range n.Items() {
			b.WriteString(" [")
			write(b, item)
			b.WriteString("]")
		}
	}
	for _, doc := range docs {
		var b strings.Builder
		write(&b, doc.Model)
		out[doc.File+" "+doc.Identity()] = b.String()
	}
	return out
}

// TestOrder holds the joins to the places of documents: neither the order in
// which files were read nor that of a map decides anything.
func TestOrder(t *testing.T) {
	docs := documents(t, shop("shop"))
	system.Complete(docs)
	want := dump(docs)
	for seed := range uint64(20) {
		docs := documents(t, shop("shop"))
		r := rand.New(rand.NewPCG(seed, 0))
		r.Shuffle(len(docs), func(i, j int) { docs[i], docs[j] = docs[j], docs[i] })
		system.Complete(docs)
		if diff := cmp.Diff(want, dump(docs)); diff != "" {
			t.Fatalf("shuffled with seed %d (-want +got):\n%s", seed, diff)
		}
	}
}

// TestNamespaceInvariance compares a system without namespaces with the same
// in one.
func TestNamespaceInvariance(t *testing.T) {
	without, within := documents(t, shop("")), documents(t, shop("shop"))
	system.Complete(without)
	system.Complete(within)
	got := map[string]string{}
	for key, model := range dump(within) {
		got[strings.ReplaceAll(key, " shop/", " ")] = strings.ReplaceAll(strings.ReplaceAll(model, " shop/", " "), `namespace{string "shop"}`, `namespace{string ""}`)
	}
	if diff := cmp.Diff(dump(without), got); diff != "" {
		t.Errorf("(-without +within):\n%s", diff)
	}
}

// copies writes n copies of a system, as a mono-repository holds them. How
// they differ decides which index must help.
func copies(n int, layout string) map[string]string {
	files := map[string]string{}
	for i := range n {
		namespace, folder := fmt.Sprintf("team-%d", i), fmt.Sprintf("teams/%04d/", i)
		switch layout {
		case "namespaces of one folder":
			folder = "all/" + strconv.Itoa(i) + "-"
		case "folders without namespaces":
			namespace = ""
		case "apart":
			folder = "all/"
		}
		app := pods("cart", namespace, "app: cart", "          ports: [{name: http, containerPort: 8080}]\n          envFrom: [{configMapRef: {name: missing}}]\n")
		rest := service("cart", namespace, "app: cart") + service("none", namespace, "app: none") + ingress("cart", namespace, "cart") + ingress("lost", namespace, "lost") +
			object("monitoring.coreos.com/v1", "ServiceMonitor", "cart", namespace, "spec: {selector: {matchLabels: {app: none}}}\n") +
			object("kafka.strimzi.io/v1beta2", "Kafka", "main", namespace, "")
		if layout == "apart" {
			files[fmt.Sprintf("apps/%04d.yaml", i)], files[fmt.Sprintf("services/%04d.yaml", i)] = app, rest
			continue
		}
		files[folder+"a.yaml"] = app + rest
	}
	return files
}

// BenchmarkComplete shows that twice the copies take twice the time.
func BenchmarkComplete(b *testing.B) {
	for _, layout := range []string{"folders", "folders without namespaces", "namespaces of one folder", "apart"} {
		for _, n := range []int{1000, 2000} {
			b.Run(fmt.Sprintf("%s/%d", layout, n), func(b *testing.B) {
				files := copies(n, layout)
				for b.Loop() {
					b.StopTimer()
					docs := documents(b, files)
					b.StartTimer()
					system.Complete(docs)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/copy")
			})
		}
	}
}
