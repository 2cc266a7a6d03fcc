package policies_test

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/faultline-dev/faultline/engine"
	"github.com/faultline-dev/faultline/engine/finding"
	"github.com/faultline-dev/faultline/loaders/document"
	"github.com/faultline-dev/faultline/loaders/kubernetes"
	"github.com/faultline-dev/faultline/loaders/yaml"
	"github.com/faultline-dev/faultline/policies"
)

// TestUnknownNeverFires runs every rule over its testdata as it is, and then
// again and again with one value that is not known: a placeholder in its
// place. A rule may fall silent, but must not find anything more.
func TestUnknownNeverFires(t *testing.T) {
	eachRule(t, func(t *testing.T, e *engine.Engine, name string, texts map[string][]byte) {
		before := counts(check(t, e, load(t, texts, nil)))
		for _, target := range scalars(load(t, texts, nil)) {
			report := check(t, e, load(t, texts, func(n *document.Node) {
				n.Kind, n.Text = document.String, "${UNSET}"
			}, target))
			for object, n := range counts(report) {
				if n > before[object] {
					t.Errorf("%s: with line %d unknown: %v", name, target.line, identities(report))
				}
			}
		}
	})
}

// TestNullIsAbsent holds null and absent equal, as the API server does.
func TestNullIsAbsent(t *testing.T) {
	eachRule(t, func(t *testing.T, e *engine.Engine, name string, texts map[string][]byte) {
		for _, target := range scalars(load(t, texts, nil)) {
			null := identities(check(t, e, load(t, texts, func(n *document.Node) { n.Kind, n.Text = document.Null, "" }, target)))
			absent := identities(check(t, e, load(t, texts, nil, target.removed())))
			for id, f := range null {
				if _, ok := absent[id]; !ok {
					t.Errorf("%s: line %d as null, not as absent: %s", name, target.line, f)
				}
			}
			for id, f := range absent {
				if _, ok := null[id]; !ok {
					t.Errorf("%s: line %d as absent, not as null: %s", name, target.line, f)
				}
			}
		}
	})
}

// eachRule hands every rule's inputs to test, with an engine of that rule.
func eachRule(t *testing.T, test func(t *testing.T, e *engine.Engine, name string, texts map[string][]byte)) {
	for i := range policies.Rules() {
		rule := &policies.Rules()[i]
		t.Run(rule.ID, func(t *testing.T) {
			t.Parallel()
			e, err := engine.New(engine.Options{Only: []string{rule.ID}})
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range testdata(t, filepath.Join(rule.Family, rule.ID)) {
				test(t, e, name, read(t, name))
			}
		})
	}
}

// read returns the texts of a file, or of the files of a folder.
func read(t *testing.T, name string) map[string][]byte {
	t.Helper()
	texts := map[string][]byte{}
	err := filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		texts[path], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

// target is one scalar of an input.
type target struct {
	file         string
	line, column int32
	remove       bool
}

func (t target) removed() target {
	t.remove = true
	return t
}

// load reads texts into a closed world, after change was applied to the
// scalar at each target.
func load(t *testing.T, texts map[string][]byte, change func(*document.Node), targets ...target) []*document.Document {
	t.Helper()
	var docs []*document.Document
	for file, text := range texts {
		roots, _ := yaml.Read(file, text)
		for _, root := range roots {
			for _, target := range targets {
				apply(root.Root, target, change)
			}
		}
		found, _, _ := kubernetes.Load(file, roots)
		docs = append(docs, found...)
	}
	return docs
}

// apply changes or removes the scalar at a place.
func apply(n *document.Node, at target, change func(*document.Node)) {
	for i := 0; i < len(n.Fields); i++ {
		value := n.Fields[i].Value
		if hit(value, at) && at.remove {
			n.Fields = append(n.Fields[:i:i], n.Fields[i+1:]...)
			i--
			continue
		}
		if hit(value, at) {
			change(value)
			continue
		}
		apply(value, at, change)
	}
}

func hit(n *document.Node, at target) bool {
	return n.Span.File.String() == at.file && n.Span.Line == at.line && n.Span.Column == at.column && len(n.Fields) == 0
}

// scalars lists the values of maps that do not make up an object's identity.
func scalars(docs []*document.Document) []target {
	var all []target
	var walk func(n *document.Node, path string)
	walk = func(n *document.Node, path string) {
		for _, f := range n.Entries() {
			at := path + "." + f.Key
			switch at {
			case ".apiVersion", ".kind", ".metadata.name", ".metadata.namespace":
				continue
			}
			if f.Value.Kind != document.Map && f.Value.Kind != document.List {
				all = append(all, target{file: f.Value.Span.File.String(), line: f.Value.Span.Line, column: f.Value.Span.Column})
			}
			walk(f.Value, at)
		}
		for _, item := range n.Items() {
			walk(item, path+"[]")
		}
	}
	for _, doc := range docs {
		walk(doc.Object, "")
	}
	return all
}

func check(t *testing.T, e *engine.Engine, docs []*document.Document) *finding.Report {
	t.Helper()
	report, err := e.Check(context.Background(), docs, nil)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// identities keys findings by what they are about.
func identities(r *finding.Report) map[string]string {
	all := map[string]string{}
	for i := range r.Findings {
		f := &r.Findings[i]
		all[fmt.Sprint(f.Object, f.Path)] = fmt.Sprintf("%s:%d: %s: %s", f.File, f.Line, f.Rule, f.Message)
	}
	return all
}

// counts is how much a report says of each object.
func counts(r *finding.Report) map[finding.Object]int {
	all := map[finding.Object]int{}
	for i := range r.Findings {
		all[r.Findings[i].Object]++
	}
	return all
}
