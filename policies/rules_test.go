package policies_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/engine"
	"github.com/faultline-dev/faultline/loaders"
	"github.com/faultline-dev/faultline/policies"
)

// TestRuleFolders refuses a rule that lacks a part.
func TestRuleFolders(t *testing.T) {
	for i := range policies.Rules() {
		rule := &policies.Rules()[i]
		dir := filepath.Join(rule.Family, rule.ID)
		t.Run(rule.ID, func(t *testing.T) {
			for _, part := range []string{"rule.rego", "rule_test.rego", "README.md", "testdata"} {
				if _, err := os.Stat(filepath.Join(dir, part)); err != nil {
					t.Errorf("%s is missing: every rule has one", filepath.Join(dir, part))
				}
			}
			bad, good := 0, 0
			for _, name := range testdata(t, dir) {
				if len(wants(t, name)) > 0 {
					bad++
				} else {
					good++
				}
			}
			if bad == 0 || good == 0 {
				t.Errorf("testdata holds %d files with a want and %d without: a rule needs both", bad, good)
			}
		})
	}
}

// TestWants runs each rule alone over its testdata: a finding on every line
// that ends in "# want: ID", and nowhere else.
func TestWants(t *testing.T) {
	for i := range policies.Rules() {
		rule := &policies.Rules()[i]
		t.Run(rule.ID, func(t *testing.T) {
			t.Parallel()
			e, err := engine.New(engine.Options{Only: []string{rule.ID}})
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range testdata(t, filepath.Join(rule.Family, rule.ID)) {
				want := wants(t, name)
				got := found(t, e, name)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s (-want +got):\n%s", name, diff)
				}
			}
		})
	}
}

// testdata lists a rule's inputs: files, and folders that are read together.
func testdata(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(dir, "testdata"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, filepath.Join(dir, "testdata", e.Name()))
	}
	return names
}

var wantComment = regexp.MustCompile(`# want: ([a-z, -]+)$`)

// wants reads the expectations of a file or folder as file:line: rule.
func wants(t *testing.T, name string) []string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(name, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for i, line := range bytes.Split(text, []byte("\n")) {
			m := wantComment.FindSubmatch(bytes.TrimRight(line, "\r"))
			if m == nil {
				continue
			}
			for _, id := range strings.Split(string(m[1]), ",") {
				all = append(all, fmt.Sprintf("%s:%d: %s", filepath.ToSlash(path), i+1, strings.TrimSpace(id)))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return all
}

// found runs an engine over a file in a closed world (as if its folder held
// nothing else), or over a folder.
func found(t *testing.T, e *engine.Engine, name string) []string {
	t.Helper()
	ctx := context.Background()
	loaded, err := loaders.Load(ctx, []string{name}, loaders.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range loaded.Unread {
		t.Errorf("%s:%d: unread: %s", u.File, u.Line, u.Reason)
	}
	for _, doc := range loaded.Documents {
		if !strings.Contains(filepath.Base(name), "open") {
			doc.Open = ""
		}
	}
	report, err := e.Check(ctx, loaded.Documents, nil)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, f := range report.Findings {
		all = append(all, fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.Rule))
	}
	slices.Sort(all)
	return all
}
