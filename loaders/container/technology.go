package container

import (
	"strings"
	"sync"

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

// catalogue lists images by the last segment of their repository, or by the
// last two where the last says nothing. Only whole names count (redis-exporter
// is no Redis), less a version behind them (postgresql-13). What is only a
// product's tool, agent or operator has a name of its own and is not here.
var catalogue = []struct {
	technology
	images string
}{
	{technology{name: "postgres", datastore: true}, "postgres postgresql postgis pgvector timescaledb timescaledb-ha spilo " +
		"postgresql-repmgr crunchy-postgres crunchy-postgres-ha crunchy-postgres-gis crunchy-postgres-gis-ha"},
	{technology{name: "mysql", datastore: true}, "mysql mysql-server percona percona-server mysql/community-server mysql/enterprise-server"},
	{technology{name: "mariadb", datastore: true}, "mariadb"},
	// Galera's members vote.
	{technology{name: "mariadb", datastore: true, quorum: true}, "mariadb-galera"},
	{technology{name: "mysql", datastore: true, quorum: true}, "percona-xtradb-cluster"},
	{technology{name: "mongodb", datastore: true, quorum: true}, "mongo mongodb mongodb-community-server mongodb-enterprise-server " +
		"percona-server-mongodb mongodb-sharded"},
	{technology{name: "mssql", datastore: true}, "mssql-server mssql/server"},
	{technology{name: "oracle", datastore: true}, "oracle-free oracle-xe database/free database/express database/enterprise"},
	{technology{name: "db2", datastore: true}, "db2"},
	{technology{name: "cockroachdb", runtime: "go", datastore: true, quorum: true}, "cockroach"},
	{technology{name: "yugabytedb", datastore: true, quorum: true}, "yugabyte"},
	{technology{name: "tikv", datastore: true, quorum: true}, "tikv"},
	{technology{name: "foundationdb", datastore: true, quorum: true}, "foundationdb"},
	{technology{name: "rqlite", runtime: "go", datastore: true, quorum: true}, "rqlite"},
	{technology{name: "redis", datastore: true}, "redis redis-stack redis-stack-server"},
	{technology{name: "redis", datastore: true, quorum: true}, "redis-cluster"},
	{technology{name: "redis-sentinel", quorum: true}, "redis-sentinel valkey-sentinel"},
	{technology{name: "valkey", datastore: true}, "valkey"},
	{technology{name: "valkey", datastore: true, quorum: true}, "valkey-cluster"},
	{technology{name: "keydb", datastore: true}, "keydb"},
	{technology{name: "dragonfly", datastore: true}, "dragonfly"},
	{technology{name: "aerospike", datastore: true}, "aerospike-server aerospike-server-enterprise"},
	{technology{name: "memcached"}, "memcached"},
	{technology{name: "hazelcast", runtime: "jvm"}, "hazelcast"},
	{technology{name: "ignite", runtime: "jvm"}, "ignite"},
	{technology{name: "rabbitmq", runtime: "erlang", datastore: true, quorum: true}, "rabbitmq"},
	{technology{name: "kafka", runtime: "jvm", datastore: true, quorum: true}, "kafka cp-kafka cp-server cp-enterprise-kafka"},
	{technology{name: "kafka", datastore: true, quorum: true}, "kafka-native"},
	{technology{name: "kafka-connect", runtime: "jvm"}, "cp-kafka-connect cp-kafka-connect-base cp-server-connect debezium/connect"},
	{technology{name: "schema-registry", runtime: "jvm"}, "cp-schema-registry"},
	{technology{name: "kafka-rest", runtime: "jvm"}, "cp-kafka-rest"},
	{technology{name: "ksqldb", runtime: "jvm"}, "cp-ksqldb-server ksqldb-server"},
	{technology{name: "kafka-ui", runtime: "jvm"}, "kafka-ui akhq kafdrop cp-enterprise-control-center"},
	{technology{name: "redpanda", datastore: true, quorum: true}, "redpanda"},
	{technology{name: "pulsar", runtime: "jvm", datastore: true}, "pulsar pulsar-all"},
	{technology{name: "bookkeeper", runtime: "jvm", datastore: true}, "bookkeeper"},
	{technology{name: "zookeeper", runtime: "jvm", datastore: true, quorum: true}, "zookeeper cp-zookeeper"},
	{technology{name: "rocketmq", runtime: "jvm", datastore: true}, "rocketmq"},
	{technology{name: "activemq", runtime: "jvm", datastore: true}, "activemq activemq-classic activemq-artemis artemis"},
	// NATS itself keeps nothing and votes on nothing; JetStream does both, and
	// no name tells whether it is on.
	{technology{name: "nats", runtime: "go"}, "nats"},
	{technology{name: "nats-streaming", runtime: "go", datastore: true}, "nats-streaming"},
	{technology{name: "mosquitto"}, "eclipse-mosquitto"},
	{technology{name: "emqx", runtime: "erlang"}, "emqx"},
	{technology{name: "vernemq", runtime: "erlang"}, "vernemq"},
	{technology{name: "etcd", runtime: "go", datastore: true, quorum: true}, "etcd"},
	{technology{name: "consul", runtime: "go", datastore: true, quorum: true}, "consul"},
	{technology{name: "vault", runtime: "go", datastore: true}, "vault openbao"},
	{technology{name: "elasticsearch", runtime: "jvm", datastore: true, quorum: true}, "elasticsearch elasticsearch-oss"},
	{technology{name: "opensearch", runtime: "jvm", datastore: true, quorum: true}, "opensearch"},
	{technology{name: "solr", runtime: "jvm", datastore: true}, "solr"},
	{technology{name: "meilisearch", datastore: true}, "meilisearch"},
	{technology{name: "typesense", datastore: true}, "typesense"},
	{technology{name: "qdrant", datastore: true}, "qdrant"},
	{technology{name: "weaviate", runtime: "go", datastore: true}, "weaviate"},
	{technology{name: "milvus", runtime: "go", datastore: true}, "milvus"},
	{technology{name: "cassandra", runtime: "jvm", datastore: true}, "cassandra dse-server"},
	{technology{name: "scylla", datastore: true}, "scylla scylla-enterprise"},
	{technology{name: "clickhouse", datastore: true}, "clickhouse clickhouse-server"},
	{technology{name: "clickhouse-keeper", datastore: true, quorum: true}, "clickhouse-keeper"},
	{technology{name: "influxdb", datastore: true}, "influxdb"},
	{technology{name: "questdb", runtime: "jvm", datastore: true}, "questdb"},
	{technology{name: "victoriametrics", runtime: "go", datastore: true}, "victoria-metrics vmstorage"},
	{technology{name: "couchdb", runtime: "erlang", datastore: true}, "couchdb"},
	{technology{name: "couchbase", datastore: true}, "couchbase"},
	{technology{name: "arangodb", datastore: true}, "arangodb"},
	{technology{name: "rethinkdb", datastore: true}, "rethinkdb"},
	{technology{name: "crate", runtime: "jvm", datastore: true}, "crate"},
	{technology{name: "dgraph", runtime: "go", datastore: true, quorum: true}, "dgraph"},
	{technology{name: "neo4j", runtime: "jvm", datastore: true}, "neo4j"},
	{technology{name: "orientdb", runtime: "jvm", datastore: true}, "orientdb"},
	{technology{name: "minio", runtime: "go", datastore: true}, "minio"},
	{technology{name: "seaweedfs", runtime: "go", datastore: true}, "seaweedfs"},
	{technology{name: "openldap", datastore: true}, "openldap"},
	// Servers that load a model of gigabytes before they listen.
	{technology{name: "vllm", runtime: "python"}, "vllm-openai"},
	{technology{name: "tgi"}, "text-generation-inference"},
	{technology{name: "triton"}, "tritonserver"},
	{technology{name: "torchserve", runtime: "jvm"}, "torchserve"},

	{technology{name: "nginx"}, "nginx nginx-unprivileged openresty"},
	{technology{name: "httpd"}, "httpd"},
	{technology{name: "haproxy"}, "haproxy haproxy-alpine haproxy-debian haproxy-ubuntu"},
	{technology{name: "envoy"}, "envoy"},
	{technology{name: "traefik", runtime: "go"}, "traefik"},
	{technology{name: "caddy", runtime: "go"}, "caddy"},
	{technology{name: "varnish"}, "varnish"},
	{technology{name: "kong"}, "kong kong-gateway"},
	{technology{name: "pgbouncer"}, "pgbouncer"},
	{technology{name: "proxysql"}, "proxysql"},
	{technology{name: "prometheus", runtime: "go"}, "prometheus"},
	{technology{name: "alertmanager", runtime: "go"}, "alertmanager"},
	{technology{name: "grafana", runtime: "go"}, "grafana grafana-oss grafana-enterprise"},
	{technology{name: "loki", runtime: "go"}, "loki"},

	{technology{runtime: "jvm"}, "openjdk eclipse-temurin amazoncorretto ibm-semeru-runtimes sapmachine zulu-openjdk " +
		"zulu-openjdk-alpine liberica-openjdk-alpine liberica-openjdk-debian maven gradle"},
	{technology{name: "tomcat", runtime: "jvm"}, "tomcat tomee"},
	{technology{name: "jetty", runtime: "jvm"}, "jetty"},
	{technology{name: "wildfly", runtime: "jvm"}, "wildfly jboss-eap"},
	{technology{name: "liberty", runtime: "jvm"}, "open-liberty websphere-liberty"},
	{technology{name: "payara", runtime: "jvm"}, "payara/server-full payara/server-web payara/micro"},
	{technology{name: "keycloak", runtime: "jvm"}, "keycloak"},
	{technology{name: "jenkins", runtime: "jvm"}, "jenkins"},
	{technology{name: "sonarqube", runtime: "jvm"}, "sonarqube"},
	{technology{name: "nexus", runtime: "jvm"}, "nexus3"},
	{technology{name: "logstash", runtime: "jvm"}, "logstash logstash-oss"},
	{technology{name: "graylog", runtime: "jvm"}, "graylog"},
	{technology{name: "flink", runtime: "jvm"}, "flink"},
	{technology{name: "spark", runtime: "jvm"}, "spark"},
	{technology{name: "trino", runtime: "jvm"}, "trino"},
	{technology{name: "nifi", runtime: "jvm"}, "nifi"},
	{technology{name: "druid", runtime: "jvm"}, "druid"},

	// calico/node and others like it are no Node.js: the short name must be
	// the official image.
	{technology{runtime: "node"}, "library/node bitnami/node nodejs"},
	{technology{name: "kibana", runtime: "node"}, "kibana opensearch-dashboards"},
	{technology{name: "ghost", runtime: "node"}, "ghost"},
	{technology{name: "mongo-express", runtime: "node"}, "mongo-express"},
	{technology{name: "n8n", runtime: "node"}, "n8n"},
	{technology{name: "node-red", runtime: "node"}, "node-red"},
	{technology{runtime: "python"}, "python pypy"},
	{technology{name: "airflow", runtime: "python"}, "airflow"},
	{technology{name: "superset", runtime: "python"}, "superset"},
	{technology{runtime: "go"}, "golang"},
	{technology{runtime: "ruby"}, "ruby"},
	{technology{name: "redmine", runtime: "ruby"}, "redmine"},
	{technology{runtime: "php"}, "php"},
	{technology{name: "wordpress", runtime: "php"}, "wordpress"},
	{technology{name: "nextcloud", runtime: "php"}, "nextcloud"},
	{technology{name: "drupal", runtime: "php"}, "drupal"},
	{technology{runtime: "dotnet"}, "aspnet dotnet/runtime dotnet/sdk dotnet/runtime-deps"},
	{technology{runtime: "erlang"}, "erlang elixir"},
}

// technologies is the catalogue by image. It is built on first need.
var technologies = sync.OnceValue(func() map[string]technology {
	byImage := make(map[string]technology, 4*len(catalogue))
	for _, entry := range catalogue {
		for _, image := range strings.Fields(entry.images) {
			byImage[image] = entry.technology
		}
	}
	return byImage
})

// technologyOf looks an image's repository up.
func technologyOf(repository string) (technology, bool) {
	name := repository[strings.LastIndexByte(repository, '/')+1:]
	path := strings.TrimSuffix(repository, name)
	parent := path[strings.LastIndexByte(strings.TrimSuffix(path, "/"), '/')+1:]
	if path == "" || path == "docker.io/" {
		parent = "library/"
	}
	base := name
	if stem, version, ok := cutLast(name, '-'); ok && strings.Trim(version, "0123456789.") == "" {
		base = stem
	}
	for _, key := range [...]string{parent + name, name, base} {
		if known, ok := technologies()[key]; ok {
			return known, true
		}
	}
	return technology{}, false
}

func cutLast(text string, separator byte) (before, after string, ok bool) {
	i := strings.LastIndexByte(text, separator)
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+1:], true
}

// runtimeMarks are variables that only make sense for one runtime.
var runtimeMarks = map[string]string{
	"JAVA_TOOL_OPTIONS": "jvm", "JDK_JAVA_OPTIONS": "jvm", "_JAVA_OPTIONS": "jvm", "JAVA_OPTS": "jvm",
	"JVM_OPTS": "jvm", "CATALINA_OPTS": "jvm", "KAFKA_HEAP_OPTS": "jvm", "ES_JAVA_OPTS": "jvm",
	"SPRING_PROFILES_ACTIVE": "jvm", "NODE_OPTIONS": "node", "NODE_ENV": "node",
	"GOMEMLIMIT": "go", "GOGC": "go", "GOMAXPROCS": "go",
	"PYTHONUNBUFFERED": "python", "ASPNETCORE_ENVIRONMENT": "dotnet", "ASPNETCORE_URLS": "dotnet",
}

// AddTechnology sets technology, runtime, datastore and quorum.
func AddTechnology(m, c *document.Node) {
	source := c.Get("image").Or(c)
	repository := repositoryOf(m)
	known, ok := technologyOf(repository)
	if !ok {
		known.runtime = runtimeOf(m, c)
	}
	if known.name != "" {
		m.Set("technology", document.NewString(known.name, source))
	}
	if known.runtime != "" {
		m.Set("runtime", document.NewString(known.runtime, source))
	}
	if repository == "" && c.Get("image").Known() {
		unknown := document.NewUnknown("the image is filled in later", source)
		m.Set("datastore", unknown).Set("quorum", unknown)
		return
	}
	keeps := !isClient(c)
	m.Set("datastore", document.NewBool(known.datastore && keeps, source))
	m.Set("quorum", document.NewBool(known.quorum && keeps, source))
}

// repositoryOf is the image's repository; where its registry is filled in
// later, the name alone.
func repositoryOf(m *document.Node) string {
	if repository := m.Get("image", "repository").Str(); repository != "" {
		return repository
	}
	if name := m.Get("image", "name").Str(); name != "" {
		return "?/" + name
	}
	return ""
}

// clients are programs that images of datastores hold beside the server.
var clients = set("psql", "pg_dump", "pg_dumpall", "pg_restore", "pg_isready", "pg_basebackup", "mysql", "mysqldump",
	"mysqladmin", "mariadb", "mariadb-dump", "mariadb-admin", "mongo", "mongosh", "mongodump", "mongorestore",
	"redis-cli", "valkey-cli", "cqlsh", "nodetool", "clickhouse-client", "influx", "etcdctl", "rabbitmqctl",
	"rabbitmqadmin", "kafka-topics.sh", "kafka-topics", "kafka-console-consumer.sh", "sleep", "tail")

// isClient reports whether a container runs something else than its image's
// server.
func isClient(c *document.Node) bool {
	words := Words(c.Get("command"))
	if len(words) == 0 {
		return false
	}
	return clients[program(append(words, Words(c.Get("args"))...))]
}

// EndsByItself takes back what an image's name promises: a container that
// runs to an end (a dump, a migration, a wait for the server) keeps nothing.
func EndsByItself(m *document.Node) *document.Node {
	for _, key := range [...]string{"datastore", "quorum"} {
		m.Set(key, document.NewBool(false, m.Get(key)))
	}
	return m
}

// program is the base name of what words run, also through a shell.
func program(words []string) string {
	if len(words) == 0 {
		return ""
	}
	first := words[0]
	if _, text, ok := script(words); ok {
		if fields := strings.Fields(strings.TrimPrefix(strings.TrimSpace(text), "exec ")); len(fields) > 0 {
			first = fields[0]
		}
	}
	return first[strings.LastIndexByte(first, '/')+1:]
}

func runtimeOf(m, c *document.Node) string {
	switch program(append(Words(c.Get("command")), Words(c.Get("args"))...)) {
	case "java":
		return "jvm"
	case "node", "npm", "yarn", "npx", "pnpm":
		return "node"
	case "python", "python3", "gunicorn", "uvicorn", "celery", "flask":
		return "python"
	case "dotnet":
		return "dotnet"
	case "ruby", "bundle", "rails", "puma", "sidekiq":
		return "ruby"
	}
	// The order of the source decides, so that two marks give one answer.
	for _, field := range m.Get("env").Entries() {
		if runtime := runtimeMarks[field.Key]; runtime != "" {
			return runtime
		}
	}
	return ""
}
