package kubernetes

import (
	"strings"

	"github.com/faultline-dev/faultline/loaders/document"
)

// technology is what an image runs, as far as its name tells for certain.
type technology struct {
	name string
	// runtime is jvm, node, python, dotnet, erlang ..., or "" for native code.
	runtime string
	// datastore keeps state that must survive the container.
	datastore bool
	// quorum needs a majority of its members.
	quorum bool
}

// technologies is keyed by the image's last path segment. Only whole names
// count: redis-exporter is no Redis.
var technologies = map[string]technology{
	"postgres": {name: "postgres", datastore: true}, "postgresql": {name: "postgres", datastore: true},
	"postgis": {name: "postgres", datastore: true}, "timescaledb": {name: "postgres", datastore: true},
	"spilo": {name: "postgres", datastore: true},
	"mysql": {name: "mysql", datastore: true}, "mysql-server": {name: "mysql", datastore: true},
	"mariadb": {name: "mariadb", datastore: true}, "percona-server": {name: "mysql", datastore: true},
	"mongo": {name: "mongodb", datastore: true}, "mongodb": {name: "mongodb", datastore: true},
	"mongodb-community-server": {name: "mongodb", datastore: true},
	"redis":                    {name: "redis", datastore: true}, "redis-stack": {name: "redis", datastore: true},
	"redis-stack-server": {name: "redis", datastore: true}, "redis-cluster": {name: "redis", datastore: true},
	"valkey": {name: "valkey", datastore: true}, "keydb": {name: "keydb", datastore: true},
	"rabbitmq": {name: "rabbitmq", runtime: "erlang", datastore: true, quorum: true},
	"nats":     {name: "nats", quorum: true}, "nats-streaming": {name: "nats", datastore: true},
	"kafka":             {name: "kafka", runtime: "jvm", datastore: true, quorum: true},
	"cp-kafka":          {name: "kafka", runtime: "jvm", datastore: true, quorum: true},
	"redpanda":          {name: "redpanda", datastore: true, quorum: true},
	"zookeeper":         {name: "zookeeper", runtime: "jvm", datastore: true, quorum: true},
	"cp-zookeeper":      {name: "zookeeper", runtime: "jvm", datastore: true, quorum: true},
	"etcd":              {name: "etcd", datastore: true, quorum: true},
	"consul":            {name: "consul", datastore: true, quorum: true},
	"vault":             {name: "vault", datastore: true},
	"elasticsearch":     {name: "elasticsearch", runtime: "jvm", datastore: true, quorum: true},
	"elasticsearch-oss": {name: "elasticsearch", runtime: "jvm", datastore: true, quorum: true},
	"opensearch":        {name: "opensearch", runtime: "jvm", datastore: true, quorum: true},
	"solr":              {name: "solr", runtime: "jvm", datastore: true},
	"cassandra":         {name: "cassandra", runtime: "jvm", datastore: true},
	"scylla":            {name: "scylla", datastore: true},
	"cockroach":         {name: "cockroachdb", datastore: true, quorum: true},
	"clickhouse":        {name: "clickhouse", datastore: true},
	"clickhouse-server": {name: "clickhouse", datastore: true},
	"influxdb":          {name: "influxdb", datastore: true},
	"couchdb":           {name: "couchdb", runtime: "erlang", datastore: true},
	"neo4j":             {name: "neo4j", runtime: "jvm", datastore: true},
	"minio":             {name: "minio", datastore: true},
	"memcached":         {name: "memcached"},
	"activemq":          {name: "activemq", runtime: "jvm", datastore: true},
	"activemq-artemis":  {name: "activemq", runtime: "jvm", datastore: true},
	"mssql-server":      {name: "mssql", datastore: true},
	"server":            {},
	"nginx":             {name: "nginx"}, "nginx-unprivileged": {name: "nginx"},
	"httpd": {name: "httpd"}, "haproxy": {name: "haproxy"}, "envoy": {name: "envoy"}, "traefik": {name: "traefik"},
	"openjdk": {runtime: "jvm"}, "eclipse-temurin": {runtime: "jvm"}, "amazoncorretto": {runtime: "jvm"},
	"tomcat": {name: "tomcat", runtime: "jvm"}, "jetty": {name: "jetty", runtime: "jvm"},
	"wildfly": {name: "wildfly", runtime: "jvm"}, "keycloak": {name: "keycloak", runtime: "jvm"},
	"jenkins": {name: "jenkins", runtime: "jvm"}, "sonarqube": {name: "sonarqube", runtime: "jvm"},
	"logstash": {name: "logstash", runtime: "jvm"}, "nexus3": {name: "nexus", runtime: "jvm"},
	// Servers that load a model of gigabytes before they listen.
	"vllm-openai": {name: "vllm", runtime: "python"}, "text-generation-inference": {name: "tgi"},
	"tritonserver": {name: "triton"}, "torchserve": {name: "torchserve", runtime: "jvm"},
	"node": {runtime: "node"}, "kibana": {name: "kibana", runtime: "node"},
	"python": {runtime: "python"}, "golang": {runtime: "go"}, "ruby": {runtime: "ruby"}, "php": {runtime: "php"},
}

// runtimeMarks are variables that only make sense for one runtime.
var runtimeMarks = map[string]string{
	"JAVA_TOOL_OPTIONS": "jvm", "JDK_JAVA_OPTIONS": "jvm", "_JAVA_OPTIONS": "jvm", "JAVA_OPTS": "jvm",
	"JVM_OPTS": "jvm", "CATALINA_OPTS": "jvm", "KAFKA_HEAP_OPTS": "jvm", "ES_JAVA_OPTS": "jvm",
	"SPRING_PROFILES_ACTIVE": "jvm", "NODE_OPTIONS": "node", "NODE_ENV": "node",
	"GOMEMLIMIT": "go", "GOGC": "go", "GOMAXPROCS": "go",
	"PYTHONUNBUFFERED": "python", "WEB_CONCURRENCY": "", "ASPNETCORE_ENVIRONMENT": "dotnet", "ASPNETCORE_URLS": "dotnet",
}

// addTechnology sets technology, runtime, datastore and quorum.
func addTechnology(m, c *document.Node) {
	source := orNearest(c.Get("image"), c)
	known := technologies[m.Get("image", "name").Str()]
	if known.runtime == "" {
		known.runtime = runtimeOf(m, c)
	}
	if known.name != "" {
		m.Set("technology", document.NewString(known.name, source))
	}
	if known.runtime != "" {
		m.Set("runtime", document.NewString(known.runtime, source))
	}
	m.Set("datastore", document.NewBool(known.datastore, source))
	m.Set("quorum", document.NewBool(known.quorum, source))
}

func runtimeOf(m, c *document.Node) string {
	words := append(scalars(c.Get("command")), scalars(c.Get("args"))...)
	if len(words) > 0 {
		first := words[0][strings.LastIndexByte(words[0], '/')+1:]
		if _, text, ok := script(words); ok {
			if fields := strings.Fields(strings.TrimPrefix(text, "exec ")); len(fields) > 0 {
				first = fields[0]
			}
		}
		switch first {
		case "java":
			return "jvm"
		case "node", "npm", "yarn", "npx":
			return "node"
		case "python", "python3", "gunicorn", "uvicorn", "celery", "flask":
			return "python"
		case "dotnet":
			return "dotnet"
		case "ruby", "bundle", "rails", "puma", "sidekiq":
			return "ruby"
		}
	}
	// The order of the source decides, so that two marks give one answer.
	for _, field := range m.Get("env").Fields {
		if runtime := runtimeMarks[field.Key]; runtime != "" {
			return runtime
		}
	}
	return ""
}
