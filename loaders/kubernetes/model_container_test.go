package kubernetes

import (
	"strconv"
	"strings"
	"testing"

	"github.com/faultline-dev/faultline/loaders/document"
	"github.com/faultline-dev/faultline/loaders/yaml"
)

// facts are paths below workload.containers[0] and what the model says there:
// a scalar, "absent" or "unknown".
type facts map[string]string

// TestContainer reads one container of a StatefulSet whose only claim is
// named data.
func TestContainer(t *testing.T) {
	for _, tt := range []struct {
		name, container string
		want            facts
	}{
		{"probe's defaults", `
livenessProbe: {httpGet: {port: 80}}`, facts{
			"probes.liveness.period_ms": "10000", "probes.liveness.timeout_ms": "1000", "probes.liveness.failures": "3",
			"probes.liveness.detect_ms": "21000", "probes.liveness.budget_ms": "21000", "probes.liveness.path": "/",
			"probes.readiness": "absent",
		}},
		{"one failure is its timeout", `
livenessProbe: {httpGet: {port: 80}, failureThreshold: 1, initialDelaySeconds: 30}`, facts{
			"probes.liveness.detect_ms": "1000", "probes.liveness.budget_ms": "31000",
		}},
		{"checks wait for each other", `
livenessProbe: {httpGet: {port: 80}, periodSeconds: 5, timeoutSeconds: 10}`, facts{
			"probes.liveness.detect_ms": "30000",
		}},
		{"a placeholder in place of a probe", `
livenessProbe: ${PROBE}
readinessProbe: {httpGet: {port: 80}, periodSeconds: "${PERIOD}"}`, facts{
			"probes.liveness": "unknown", "probes.readiness.detect_ms": "unknown",
		}},
		{"declared ports", `
ports: [{name: http, containerPort: 8080}]
livenessProbe: {httpGet: {port: http}}
readinessProbe: {tcpSocket: {port: 8080}}
startupProbe: {tcpSocket: {port: web}}`, facts{
			"probes.liveness.port": "8080", "probes.liveness.port_declared": "true", "probes.liveness.port_name": "http",
			"probes.readiness.port_declared": "true", "probes.readiness.port_name": "absent",
			"probes.startup.port": "web", "probes.startup.port_declared": "false",
		}},
		{"a port for both protocols", `
ports: [{name: dns, containerPort: 53, protocol: UDP}, {name: dns-tcp, containerPort: 53, protocol: TCP}]
livenessProbe: {tcpSocket: {port: dns}}
readinessProbe: {tcpSocket: {port: 53}}`, facts{
			"probes.liveness.port_declared": "true", "probes.liveness.port_protocol": "UDP",
			"probes.readiness.port_declared": "true", "probes.readiness.port_protocol": "absent",
		}},
		{"a port whose name comes later", `
ports: [{name: "${NAME}", containerPort: 8080}]
livenessProbe: {tcpSocket: {port: http}}
readinessProbe: {tcpSocket: {port: 8080}}`, facts{
			"probes.liveness.port_declared": "unknown", "probes.readiness.port_declared": "true",
		}},
		{"a probe that passes", `
livenessProbe: {exec: {command: [sh, -c, "check || true"]}}
readinessProbe: {exec: {command: [curl, localhost]}}`, facts{
			"probes.liveness.always_passes": `it ends in "|| true"`, "probes.liveness.ignores_status": "false",
			"probes.readiness.ignores_status": "true",
		}},
		{"dash", `
image: library/python:3.13-slim
command: [sh, -c, python app.py]`, facts{
			"shell.swallows": "this image's sh is dash, which stays in front of its last command",
		}},
		{"not dash", `
image: python:3.13-alpine
command: [sh, -c, python app.py]`, facts{"shell.name": "sh", "shell.swallows": "absent"}},
		{"another one's image", `
image: registry.example.com/team/python:3.13
command: [sh, -c, python app.py]`, facts{"shell.swallows": "absent"}},
		{"a digest alone", `
image: python@sha256:0000000000000000000000000000000000000000000000000000000000000000
command: [sh, -c, python app.py]`, facts{"shell.swallows": "absent"}},
		{"a script in args", `
command: [bash, -c]
args: ["server | tee log"]`, facts{"shell.swallows": "the server is part of a pipeline, and the shell waits for it"}},
		{"hooks", `
lifecycle: {preStop: {exec: {command: [sh, -c, "nginx -s quit; sleep 5"]}}}
env: [{name: SERVER_SHUTDOWN, value: graceful}]`, facts{
			"pre_stop.kind": "exec", "pre_stop.sleep_ms": "5000", "pre_stop.acts": "true", "graceful_stop": "SERVER_SHUTDOWN",
		}},
		{"no hooks", `
args: [--port=80]`, facts{"pre_stop": "absent", "graceful_stop": "absent"}},
		{"an option that drains", `
args: [--port=80, --drain-time-s=30]`, facts{"graceful_stop": "--drain-time-s"}},
		{"a claim", `
volumeMounts: [{name: data, mountPath: /data}]`, facts{"persistent": "true"}},
		{"a claim that is read", `
volumeMounts: [{name: data, mountPath: /data, readOnly: true}]`, facts{"persistent": "false"}},
		{"no claim", `
volumeMounts: [{name: tmp, mountPath: /tmp}]`, facts{"persistent": "false"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			container := loadContainer(t, tt.container)
			for path, want := range tt.want {
				if got := fact(container.Get(strings.Split(path, ".")...)); got != want {
					t.Errorf("%s is %s, want %s", path, strconv.Quote(got), strconv.Quote(want))
				}
			}
		})
	}
}

func fact(n *document.Node) string {
	switch {
	case n == nil || n.Kind == document.Absent:
		return "absent"
	case n.Kind == document.Unknown:
		return "unknown"
	}
	return n.Scalar()
}

func loadContainer(t *testing.T, container string) *document.Node {
	t.Helper()
	text := `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: app}
spec:
  template:
    spec:
      containers:
      - name: app` + strings.ReplaceAll(container, "\n", "\n        ") + `
      volumes: [{name: tmp, emptyDir: {}}]
  volumeClaimTemplates: [{metadata: {name: data}}]
`
	parsed, broken := yaml.Read("app.yaml", []byte(text))
	docs, unread, _ := Load("app.yaml", parsed)
	if len(broken)+len(unread) > 0 || len(docs) != 1 {
		t.Fatalf("unread: %v %v", broken, unread)
	}
	c := docs[0].Model.Get("workload", "containers").At(0)
	if c == nil {
		t.Fatal("there is no container in the model")
	}
	return c
}
