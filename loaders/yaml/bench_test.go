package yaml

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	library "sigs.k8s.io/kustomize/kyaml/yaml"
)

// deployment is an object of the usual size, 640 bytes.
const deployment = `---
# Source: shop/templates/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: orders-%d
  namespace: shop
  labels: {app: orders, tier: "backend"}
spec:
  replicas: 3
  selector:
    matchLabels:
      app: orders
  template:
    metadata:
      labels:
        app: orders
    spec:
      containers:
        - name: orders
          image: registry.example.com/shop/orders:1.4.2
          args: ["--port", "8080"]
          resources:
            requests:
              cpu: 100m
              memory: 128Mi
          readinessProbe:
            httpGet:
              path: /ready
              port: 8080
            periodSeconds: 5
`

func manifests(n int) []byte {
	var b bytes.Buffer
	for i := range n {
		fmt.Fprintf(&b, deployment, i)
	}
	return b.Bytes()
}

func jsonList(n int) []byte {
	item := `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"orders","labels":{"app":"orders"}},"spec":{"containers":[{"name":"orders","image":"orders:1.4.2","ports":[{"containerPort":8080}],"command":["sh","-c","echo \"a\""]}]}}`
	return []byte(`{"apiVersion":"v1","kind":"List","items":[` + strings.TrimSuffix(strings.Repeat(item+",", n), ",") + `]}`)
}

func BenchmarkReadYAML(b *testing.B) {
	data := manifests(1000)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if docs, unread := Read("f.yaml", data); len(docs) != 1000 || len(unread) != 0 {
			b.Fatal(len(docs), unread)
		}
	}
}

// BenchmarkLibrary is the floor: the parser alone, over the same documents.
func BenchmarkLibrary(b *testing.B) {
	data := manifests(1000)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		for p := range split(data) {
			var doc library.Node
			if err := library.Unmarshal(p.text, &doc); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkReadJSON(b *testing.B) {
	data := jsonList(10_000)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if docs, unread := Read("f.json", data); len(docs) != 1 || len(unread) != 0 {
			b.Fatal(len(docs), unread)
		}
	}
}
