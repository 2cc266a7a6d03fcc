package kubernetes

import (
	"strings"
	"testing"

	"github.com/faultline-dev/faultline/loaders/document"
)

// containerOf loads a Pod whose spec is written in flow style and returns its
// first container, or its first init container.
func containerOf(t *testing.T, spec string) *document.Node {
	t.Helper()
	docs, unread, _ := load("a.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {"+spec+"}\n")
	if len(docs) != 1 || len(unread) > 0 {
		t.Fatalf("%s: %d documents, unread %v", spec, len(docs), unread)
	}
	for _, list := range [...]string{"containers", "init_containers"} {
		if c := docs[0].Model.Get("workload", list).At(0); c != nil {
			return c
		}
	}
	t.Fatalf("%s: no container", spec)
	return nil
}

// brief writes a model value in one line: ? for unknown, nothing for absent, a
// star behind what is a default, and ... at the end of what is open.
func brief(n *document.Node) string {
	if n == nil || n.Kind == document.Absent {
		return ""
	}
	var parts []string
	text := ""
	switch n.Kind {
	case document.Unknown:
		text = "?"
	case document.Map:
		for _, f := range n.Entries() {
			if v := brief(f.Value); v != "" {
				parts = append(parts, f.Key+":"+v)
			}
		}
		if n.Open() != "" {
			parts = append(parts, "...")
		}
		text = "{" + strings.Join(parts, " ") + "}"
	case document.List:
		for _, item := range n.Items() {
			parts = append(parts, brief(item))
		}
		text = "[" + strings.Join(parts, " ") + "]"
	default:
		text = n.Text
	}
	if n.Default {
		text += "*"
	}
	return text
}

func TestResources(t *testing.T) {
	for _, test := range []struct{ name, spec, want string }{
		{"none", "containers: [{name: a}]", "{requests:{} limits:{}}"},
		{"null", "containers: [{name: a, resources: {requests: null, limits: {cpu: null}}}]", "{requests:{} limits:{}}"},
		{"written", "containers: [{name: a, resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {memory: 1Gi, ephemeral-storage: 2G}}}]",
			"{requests:{cpu_millicores:100 memory_bytes:67108864 ephemeral_bytes:2000000000*} limits:{memory_bytes:1073741824 ephemeral_bytes:2000000000}}"},
		{"a limit is the request", "containers: [{name: a, resources: {limits: {cpu: 1.5}}}]",
			"{requests:{cpu_millicores:1500*} limits:{cpu_millicores:1500}}"},
		{"zero is written", "containers: [{name: a, resources: {requests: {cpu: 0}, limits: {cpu: 1}}}]",
			"{requests:{cpu_millicores:0} limits:{cpu_millicores:1000}}"},
		{"the pod bounds what the container leaves out", "resources: {requests: {memory: 1Gi}, limits: {memory: 2Gi, cpu: 2}}, containers: [{name: a}]",
			"{requests:{cpu_millicores:2000* memory_bytes:1073741824*} limits:{cpu_millicores:2000* memory_bytes:2147483648*}}"},
		{"its own limit before the pod's request", "resources: {requests: {memory: 1Gi}}, containers: [{name: a, resources: {limits: {memory: 64Mi}}}]",
			"{requests:{memory_bytes:67108864*} limits:{memory_bytes:67108864}}"},
		{"placeholder", "containers: [{name: a, resources: {limits: {memory: '${MEMORY}'}}}]",
			"{requests:{memory_bytes:?*} limits:{memory_bytes:?}}"},
		{"no quantity", "containers: [{name: a, resources: {requests: {memory: 1 GB, cpu: -1}}}]",
			"{requests:{cpu_millicores:? memory_bytes:?} limits:{}}"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := brief(containerOf(t, test.spec).Get("resources")); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestImage(t *testing.T) {
	for _, test := range []struct{ spec, want string }{
		{"image: nginx", "{reference:nginx repository:nginx name:nginx floats:untagged}"},
		{"image: 'nginx:1', imagePullPolicy: Always", "{reference:nginx:1 repository:nginx name:nginx tag:1 floats:major pull_policy:Always}"},
		{"image: 'r:5000/app:latest@sha256:0a'", "{reference:r:5000/app:latest@sha256:0a repository:r:5000/app name:app tag:latest digest:sha256:0a}"},
		{"image: '${REGISTRY}/app'", "{reference:? repository:? name:app floats:untagged}"},
		{"image: '${IMAGE}'", "{reference:? repository:? name:? tag:? digest:? floats:?}"},
		{"image: 'app:$(TAG)'", "{reference:? repository:? name:app tag:? digest:? floats:?}"},
		{"image: ''", "{reference:? repository:? name:? tag:? digest:? floats:?}"},
		{"image: 5", "{reference:? repository:? name:? tag:? digest:? floats:?}"},
		{"command: [a]", "{}"},
	} {
		if got := brief(containerOf(t, "containers: [{name: a, "+test.spec+"}]").Get("image")); got != test.want {
			t.Errorf("%s\ngot  %s\nwant %s", test.spec, got, test.want)
		}
	}
}

func TestEnv(t *testing.T) {
	for _, test := range []struct{ name, spec, env, duplicates string }{
		{"none", "", "{}", "[]"},
		{"once", "env: [{name: A, value: '1'}, {name: a}]", "{A:1}", "[]"},
		{"other value", "env: [{name: A, value: '1'}, {name: A, value: '2'}]", "{A:2}", "[{name:A same:false first:{}}]"},
		{"same value", "env: [{name: A, value: '1'}, {name: A, value: '1'}]", "{A:1}", "[{name:A same:true first:{}}]"},
		{"same source", "env: [{name: A, valueFrom: {secretKeyRef: {name: s, key: k}}}, {name: A, valueFrom: {secretKeyRef: {key: k, name: s}}}]",
			"{A:?}", "[{name:A same:true first:{}}]"},
		{"other source", "env: [{name: A, valueFrom: {secretKeyRef: {name: s, key: k}}}, {name: A, value: k}]", "{A:k}", "[{name:A same:false first:{}}]"},
		{"back to the first", "env: [{name: A, value: '1'}, {name: A, value: '2'}, {name: A, value: '1'}]", "{A:1}",
			"[{name:A same:false first:{}} {name:A same:false first:{}}]"},
		{"what is no variable", "env: [5, {value: '1'}, {name: A, value: '1'}], envFrom: [{configMapRef: {name: c}}]", "{A:1 ...}", "[]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := containerOf(t, "containers: [{name: a, "+test.spec+"}]")
			if got := brief(c.Get("env")); got != test.env {
				t.Errorf("env is %s, want %s", got, test.env)
			}
			if got := brief(c.Get("env_duplicates")); got != test.duplicates {
				t.Errorf("env_duplicates are %s, want %s", got, test.duplicates)
			}
		})
	}
}

func TestTechnology(t *testing.T) {
	for _, test := range []struct {
		spec, technology, runtime string
		datastore, quorum         bool
	}{
		{"image: postgres:16", "postgres", "", true, false},
		{"image: docker.io/bitnami/postgresql:16.4.0", "postgres", "", true, false},
		{"image: registry.redhat.io/rhel9/postgresql-15", "postgres", "", true, false},
		{"image: ghcr.io/zalando/spilo-16:3.3-p1", "postgres", "", true, false},
		{"image: ghcr.io/cloudnative-pg/postgresql:17.2", "postgres", "", true, false},
		{"image: '${MIRROR}/mysql:8.4'", "mysql", "", true, false},
		{"image: mcr.microsoft.com/mssql/server:2022-latest", "mssql", "", true, false},
		{"image: confluentinc/cp-kafka:7.8.0", "kafka", "jvm", true, true},
		{"image: quay.io/strimzi/kafka:0.45.0-kafka-3.9.0", "kafka", "jvm", true, true},
		{"image: docker.elastic.co/elasticsearch/elasticsearch:8.17.0", "elasticsearch", "jvm", true, true},
		{"image: quay.io/coreos/etcd:v3.5.17", "etcd", "go", true, true},
		{"image: memcached:1.6", "memcached", "", false, false},
		{"image: nats:2.10", "nats", "go", false, false},
		{"image: node:22", "", "node", false, false},
		{"image: docker.io/library/node:22", "", "node", false, false},
		{"image: mcr.microsoft.com/dotnet/aspnet:8.0", "", "dotnet", false, false},
		{"image: eclipse-temurin:21-jre", "", "jvm", false, false},
		// Names that only look like one.
		{"image: calico/node:v3.29", "", "", false, false},
		{"image: oliver006/redis_exporter:v1.67", "", "", false, false},
		{"image: quay.io/prometheuscommunity/postgres-exporter:v0.16.0", "", "", false, false},
		{"image: rediscommander/redis-commander:latest", "", "", false, false},
		{"image: quay.io/strimzi/operator:0.45.0", "", "", false, false},
		{"image: example.com/server:1", "", "", false, false},
		// A client in the server's image keeps nothing.
		{"image: 'postgres:16', command: [pg_dump, -h, db]", "postgres", "", false, false},
		{"image: 'postgres:16', command: [sh, -c, pg_isready -h db]", "postgres", "", false, false},
		{"image: 'etcd:3.5', command: [/usr/local/bin/etcd, --name=a]", "etcd", "go", true, true},
		// The command, or else a variable, tells the runtime of what has no name.
		{"image: 'shop/a:1', command: [/usr/bin/java, -jar, a.jar]", "", "jvm", false, false},
		{"image: 'shop/a:1', command: [sh, -c, exec gunicorn app]", "", "python", false, false},
		{"image: 'shop/a:1', env: [{name: GOGC, value: '50'}, {name: NODE_ENV, value: x}]", "", "go", false, false},
		{"image: 'nginx:1.27', env: [{name: NODE_ENV, value: production}]", "nginx", "", false, false},
		{"image: 'shop/a:1'", "", "", false, false},
		{"command: [a]", "", "", false, false},
	} {
		c := containerOf(t, "containers: [{name: a, "+test.spec+"}]")
		if got := [...]string{c.Get("technology").Str(), c.Get("runtime").Str()}; got != [...]string{test.technology, test.runtime} {
			t.Errorf("%s: technology and runtime are %q, want %q and %q", test.spec, got, test.technology, test.runtime)
		}
		if got := [...]bool{c.Get("datastore").IsTrue(), c.Get("quorum").IsTrue()}; got != [...]bool{test.datastore, test.quorum} {
			t.Errorf("%s: datastore and quorum are %t, want %t and %t", test.spec, got, test.datastore, test.quorum)
		}
	}
}

func TestWhatEndsIsNoDatastore(t *testing.T) {
	for spec, want := range map[string]bool{
		"initContainers: [{name: a, image: postgres}]":                        false,
		"initContainers: [{name: a, image: postgres, restartPolicy: Always}]": true,
		"restartPolicy: Never, containers: [{name: a, image: postgres}]":      false,
		"containers: [{name: a, image: postgres}]":                            true,
	} {
		if got := containerOf(t, spec).Get("datastore").IsTrue(); got != want {
			t.Errorf("%s: datastore is %t, want %t", spec, got, want)
		}
	}
}

func TestHeap(t *testing.T) {
	for _, test := range []struct{ name, spec, want string }{
		{"none", "env: [{name: JAVA_TOOL_OPTIONS, value: -XX:+UseG1GC}]", ""},
		{"the last flag counts", "env: [{name: JAVA_TOOL_OPTIONS, value: -Xmx4g -Xms1g -Xmx768m}]", "[{runtime:jvm setting:-Xmx768m max_bytes:805306368}]"},
		{"the command line overrides JAVA_TOOL_OPTIONS", "command: [java, -Xmx1g, -jar, a.jar], env: [{name: JAVA_TOOL_OPTIONS, value: -Xmx4g}]",
			"[{runtime:jvm setting:-Xmx1g max_bytes:1073741824}]"},
		{"_JAVA_OPTIONS overrides the command line", "command: [java, -Xmx4g, -jar, a.jar], env: [{name: _JAVA_OPTIONS, value: -Xmx1g}]",
			"[{runtime:jvm setting:-Xmx1g max_bytes:1073741824}]"},
		{"a size overrides a share", "env: [{name: JAVA_TOOL_OPTIONS, value: -Xmx1g}, {name: JAVA_OPTS, value: '-XX:MaxRAMPercentage=75.5'}]",
			"[{runtime:jvm setting:-Xmx1g max_bytes:1073741824}]"},
		{"share", "env: [{name: JAVA_OPTS, value: '-XX:MaxRAMPercentage=75.5'}]", "[{runtime:jvm setting:-XX:MaxRAMPercentage=75.5 max_percent:75}]"},
		{"java reads no JAVA_OPTS", "command: [java, -jar, a.jar], env: [{name: JAVA_OPTS, value: -Xmx4g}]", ""},
		{"java in a shell neither", "command: [sh, -c, 'exec java -jar a.jar'], env: [{name: JAVA_OPTS, value: -Xmx4g}]", ""},
		{"unless the script hands them on", "command: [sh, -c, 'exec java $JAVA_OPTS -jar a.jar'], env: [{name: JAVA_OPTS, value: -Xmx1k}]",
			"[{runtime:jvm setting:-Xmx1k max_bytes:1024}]"},
		{"script in args", "command: [sh, -c], args: ['exec java -Xmx1m -jar a.jar']",
			"[{runtime:jvm setting:-Xmx1m max_bytes:1048576}]"},
		{"node", "env: [{name: NODE_OPTIONS, value: --enable-source-maps --max-old-space-size=512}]",
			"[{runtime:node setting:--max-old-space-size=512 max_bytes:536870912}]"},
		{"node, apart", "command: [node, --max_old_space_size, '256', a.js], env: [{name: NODE_OPTIONS, value: --max-old-space-size=512}]",
			"[{runtime:node setting:--max-old-space-size=256 max_bytes:268435456}]"},
		{"Go", "env: [{name: GOMEMLIMIT, value: 460MiB}]", "[{runtime:go setting:GOMEMLIMIT=460MiB max_bytes:482344960}]"},
		{"Go, off", "env: [{name: GOMEMLIMIT, value: 'off'}]", ""},
		{"Go, from the limit", "env: [{name: GOMEMLIMIT, valueFrom: {resourceFieldRef: {resource: limits.memory}}}]", ""},
		{"Go, filled in later", "env: [{name: GOMEMLIMIT, value: '${LIMIT}MiB'}]", ""},
		{"Go, Kubernetes' unit", "env: [{name: GOMEMLIMIT, value: 460Mi}]", "[{runtime:go setting:GOMEMLIMIT=460Mi malformed:true}]"},
		{"nonsense", "env: [{name: JAVA_TOOL_OPTIONS, value: -Xmx -Xmx1x -Xmx-1m -Xmx99999999999t -XX:MaxRAMPercentage=NaN}, {name: NODE_OPTIONS, value: --max-old-space-size=-1 --max-old-space-size}]", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := brief(containerOf(t, "containers: [{name: a, "+test.spec+"}]").Get("heap")); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestPorts(t *testing.T) {
	for _, test := range []struct{ name, ports, want string }{
		{"plain", "{containerPort: 80}", "[{number:80 protocol:TCP*}]"},
		{"two protocols", "{containerPort: 53, protocol: UDP}, {containerPort: 53}", "[{number:53 protocol:UDP} {number:53 protocol:TCP*}]"},
		{"one socket", "{containerPort: 53, protocol: TCP}, {containerPort: 53}, {containerPort: 53}",
			"[{number:53 protocol:TCP} {number:53 protocol:TCP* repeats:{} odd:true} {number:53 protocol:TCP* repeats:{} odd:true}]"},
		{"two addresses", "{containerPort: 53, hostIP: 10.0.0.1}, {containerPort: 53, hostIP: 10.0.0.2}",
			"[{number:53 protocol:TCP* host_ip:10.0.0.1} {number:53 protocol:TCP* host_ip:10.0.0.2}]"},
		{"an unknown part", "{containerPort: 53}, {containerPort: 53, protocol: '${PROTOCOL}'}, {containerPort: '${PORT}'}, {containerPort: '${PORT}'}",
			"[{number:53 protocol:TCP*} {number:53 protocol:?} {number:? protocol:TCP*} {number:? protocol:TCP*}]"},
		{"one name", "{name: a, containerPort: 1}, {name: '', containerPort: 2}, {name: '', containerPort: 3}, {name: a, containerPort: 4}",
			"[{name:a number:1 protocol:TCP*} {number:2 protocol:TCP*} {number:3 protocol:TCP*} {name:a number:4 protocol:TCP* name_repeats:{} odd:true}]"},
		{"no ports", "5, {}", "[? {protocol:TCP*}]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := brief(containerOf(t, "containers: [{name: a, ports: ["+test.ports+"]}]").Get("ports")); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}
