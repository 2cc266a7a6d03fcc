package document_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/loaders/document"
	"github.com/faultline-dev/faultline/loaders/yaml"
)

const source = `metadata:
  name: cart
spec:
  containers:
    - name: web
      image: a:1
      resources:
        limits: {cpu: 1}
    - name: sidecar
      ports: [{containerPort: 80}]
`

// build makes a small model by hand, as a loader would.
func build(t *testing.T) *document.Document {
	t.Helper()
	docs, unread := yaml.Read("a.yaml", []byte(source))
	if len(unread) > 0 {
		t.Fatal(unread)
	}
	root := docs[0].Root
	web, sidecar := root.Get("spec", "containers").At(0), root.Get("spec", "containers").At(1)
	limits := web.Get("resources", "limits")
	other := &document.Node{Kind: document.Map, Span: document.Span{File: document.NameFile("b.yaml"), Line: 7, Column: 1, EndLine: 9, EndColumn: 1}}
	containers := document.NewList(root.Get("spec", "containers")).
		Append(document.NewMap(web).
			Set("name", document.NewString("web", web.Get("name"))).
			Set("memory", document.NewAbsent(limits, "memory")).
			Set("cpu", document.NewInt(1000, limits.Get("cpu"))).
			Set("probe", document.NewAbsent(web, "readinessProbe")).
			Set("grace", document.NewInt(30, root.Get("spec")).AsDefault("graceSeconds")).
			Set("env", document.NewMap(web).MarkOpen("envFrom"))).
		Append(document.NewMap(sidecar).
			Set("name", document.NewUnknown("filled in later", sidecar.Get("name"))))
	workload := document.NewMap(root).Set("containers", containers).
		Set("services", document.NewList(root).Append(document.NewMap(other)))
	return &document.Document{Format: "kubernetes", Object: root, Model: document.NewMap(root).Set("workload", workload)}
}

func TestResolve(t *testing.T) {
	doc := build(t)
	type landing struct {
		Path, Key     string
		Line, Column  int32
		End           int32
		Unknown       string
		Foreign, None bool
	}
	for _, c := range []struct {
		name string
		path []any
		want landing
	}{
		{
			"a value", []any{"workload", "containers", 0, "cpu"},
			landing{Path: "spec.containers[0].resources.limits.cpu", Key: "spec.containers[name=web].resources.limits.cpu", Line: 8, Column: 23, End: 24},
		},
		{
			"absent in a map: the map's key", []any{"workload", "containers", 0, "memory"},
			landing{Path: "spec.containers[0].resources.limits.memory", Key: "spec.containers[name=web].resources.limits.memory", Line: 8, Column: 9, End: 15, None: true},
		},
		{
			"absent in a list's item: its first entry", []any{"workload", "containers", 0, "probe"},
			landing{Path: "spec.containers[0].readinessProbe", Key: "spec.containers[name=web].readinessProbe", Line: 5, Column: 7, End: 16, None: true},
		},
		{
			"a default: its map's key", []any{"workload", "containers", 0, "grace"},
			landing{Path: "spec.graceSeconds", Key: "spec.graceSeconds", Line: 3, Column: 1, End: 5},
		},
		{
			"a name that the model does not list", []any{"workload", "containers", 0, "colour"},
			landing{Path: "spec.containers[0].colour", Key: "spec.containers[name=web].colour", Line: 5, Column: 7, End: 16},
		},
		{
			"an open map", []any{"workload", "containers", 0, "env"},
			landing{Path: "spec.containers[0]", Key: "spec.containers[name=web]", Line: 5, Column: 7, End: 16, Unknown: "envFrom"},
		},
		{
			"absent in an open map", []any{"workload", "containers", 0, "env", "HOME"},
			landing{Path: "spec.containers[0].HOME", Key: "spec.containers[name=web].HOME", Line: 5, Column: 7, End: 16, Unknown: "envFrom"},
		},
		{
			"an unknown", []any{"workload", "containers", 1, "name"},
			landing{Path: "spec.containers[1].name", Key: "spec.containers[name=sidecar].name", Line: 9, Column: 13, End: 20, Unknown: "filled in later"},
		},
		{
			"below an unknown", []any{"workload", "containers", 1, "name", "first"},
			landing{Path: "spec.containers[1].name.first", Key: "spec.containers[name=sidecar].name.first", Line: 9, Column: 7, End: 11, Unknown: "filled in later"},
		},
		{
			"the object: its name", nil,
			landing{Path: "metadata.name", Key: "metadata.name", Line: 2, Column: 9, End: 13},
		},
		{
			"a partner in another file", []any{"workload", "services", 0},
			landing{Line: 7, Column: 1, End: 1, Foreign: true},
		},
	} {
		got := doc.Resolve(c.path)
		if diff := cmp.Diff(c.want, landing{
			Path: got.Path, Key: got.Key, Line: got.Span.Line, Column: got.Span.Column, End: got.Span.EndColumn,
			Unknown: got.Unknown, Foreign: got.Foreign, None: got.Nothing(),
		}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestInherit(t *testing.T) {
	node := &document.Node{Kind: document.Map}
	into := document.NewMap(node).Set("cpu", document.NewInt(1, node)).Set("memory", document.NewAbsent(node, "memory"))
	into.Inherit(document.NewMap(node).Set("cpu", document.NewInt(2, node)).Set("memory", document.NewInt(3, node)))
	if cpu := into.Get("cpu"); cpu.Text != "1" || cpu.Default {
		t.Errorf("cpu is %s: what is written must stay", cpu.Text)
	}
	if memory := into.Get("memory"); memory.Text != "3" || !memory.Default {
		t.Errorf("memory is %s, default %v: what is absent must be inherited as a default", memory.Text, memory.Default)
	}
}
