package engine_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/faultline-dev/faultline/engine"
	"github.com/faultline-dev/faultline/engine/finding"
	"github.com/faultline-dev/faultline/loaders/document"
	"github.com/faultline-dev/faultline/loaders/kubernetes"
	"github.com/faultline-dev/faultline/loaders/yaml"
)

func documents(t *testing.T, text string) []*document.Document {
	t.Helper()
	roots, unread := yaml.Read("a.yaml", []byte(text))
	docs, more, _ := kubernetes.Load("a.yaml", roots)
	if len(unread)+len(more) > 0 {
		t.Fatal(unread, more)
	}
	return docs
}

func check(t *testing.T, o engine.Options, docs []*document.Document, reported map[string]bool) *finding.Report {
	t.Helper()
	e, err := engine.New(o)
	if err != nil {
		t.Fatal(err)
	}
	r, err := e.Check(context.Background(), docs, reported)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// pod is a Pod of n containers without limits.
func pod(n int) string {
	var b strings.Builder
	b.WriteString("apiVersion: v1\nkind: Pod\nmetadata: {name: many}\nspec:\n  containers:\n")
	for i := range n {
		fmt.Fprintf(&b, "    - {name: c%d, image: 'a:1.0.0'}\n", i)
	}
	return b.String()
}

// TestTooManyFindings keeps a bounded number and says what it left out.
func TestTooManyFindings(t *testing.T) {
	r := check(t, engine.Options{Only: []string{"memory-limit"}}, documents(t, pod(300)), nil)
	if len(r.Findings) != 200 || len(r.NotJudged) != 1 {
		t.Fatalf("%d findings, %d withheld", len(r.Findings), len(r.NotJudged))
	}
	if want := "100 more findings of this rule on this object are not listed"; r.NotJudged[0].Reason != want {
		t.Errorf("%q, want %q", r.NotJudged[0].Reason, want)
	}
}

// TestContextIsNotReported judges only what was chosen; the rest is there for
// joins.
func TestContextIsNotReported(t *testing.T) {
	docs := documents(t, pod(1))
	if r := check(t, engine.Options{}, docs, map[string]bool{"b.yaml": true}); len(r.Findings) != 0 || r.Objects != 0 {
		t.Errorf("%d findings on %d objects of a file that is context", len(r.Findings), r.Objects)
	}
}

// TestSelection: Only takes rules that are off too, Skip takes rules away.
func TestSelection(t *testing.T) {
	for _, c := range []struct {
		name    string
		options engine.Options
		want    bool
	}{
		{"off by default", engine.Options{}, false},
		{"asked for", engine.Options{Only: []string{"image-digest"}}, true},
		{"asked for and skipped", engine.Options{Only: []string{"image-digest"}, Skip: []string{"image-digest"}}, false},
	} {
		found := false
		for _, f := range check(t, c.options, documents(t, pod(1)), nil).Findings {
			found = found || f.Rule == "image-digest"
		}
		if found != c.want {
			t.Errorf("%s: image-digest spoke: %v", c.name, found)
		}
	}
}

// TestFingerprintsSurviveEdits: a fingerprint holds no line and no index.
func TestFingerprintsSurviveEdits(t *testing.T) {
	prints := func(text string) map[string]string {
		all := map[string]string{}
		for _, f := range check(t, engine.Options{Only: []string{"memory-limit"}}, documents(t, text), nil).Findings {
			all[f.Message] = f.Fingerprint
		}
		return all
	}
	before := prints(pod(2))
	moved := strings.Replace(pod(2), "    - {name: c0", "    # A comment.\n\n    - {name: new, image: 'a:1.0.0', resources: {limits: {memory: 1Gi}}}\n    - {name: c0", 1)
	after := prints(moved)
	if len(before) != 2 {
		t.Fatalf("%d findings", len(before))
	}
	for message, print := range before {
		if after[message] != print {
			t.Errorf("%s: %s became %s", message, print, after[message])
		}
	}
}

// TestDeadline: policies that take too long end the run with the document
// named, not in silence.
func TestDeadline(t *testing.T) {
	e, err := engine.New(engine.Options{DocumentTimeout: 1})
	if err != nil {
		t.Fatal(err)
	}
	_, err = e.Check(context.Background(), documents(t, pod(200)), nil)
	if err == nil || !strings.Contains(err.Error(), "Pod many") {
		t.Errorf("error %v", err)
	}
}
