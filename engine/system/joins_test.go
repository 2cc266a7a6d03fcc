package system_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/faultline-dev/faultline/engine/system"
	"github.com/faultline-dev/faultline/loaders"
	"github.com/faultline-dev/faultline/loaders/document"
)

// complete loads manifests by file name as one folder and joins them.
func complete(t *testing.T, files map[string]string) map[string]*document.Document {
	t.Helper()
	dir := t.TempDir()
	t.Chdir(dir)
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	loaded, err := loaders.Load(context.Background(), []string{"."}, loaders.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range loaded.Unread {
		t.Fatalf("%s:%d: %s", u.File, u.Line, u.Reason)
	}
	system.Complete(loaded.Documents)
	out := map[string]*document.Document{}
	for _, doc := range loaded.Documents {
		if out[doc.Identity()] == nil {
			out[doc.Identity()] = doc
		}
	}
	return out
}

// deployment writes one with a container that asks for a CPU.
func deployment(name string, replicas, extra string) string {
	return strings.NewReplacer("NAME", name, "REPLICAS", replicas, "EXTRA", extra).Replace(`apiVersion: apps/v1
kind: Deployment
metadata: {name: NAME, namespace: shop}
spec:
  replicas: REPLICAS
  selector: {matchLabels: {app: NAME}}
  template:
    metadata: {labels: {app: NAME}}
    spec:
EXTRA
      containers:
        - {name: app, image: app:1, resources: {requests: {cpu: "1"}}, volumeMounts: [{name: data, mountPath: /data}]}
---
`)
}
