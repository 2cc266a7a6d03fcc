package policies_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/format"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/tester"
)

// modules parses every module and test below policies/.
func modules(t *testing.T) map[string]*ast.Module {
	t.Helper()
	parsed := map[string]*ast.Module{}
	for _, pattern := range []string{"*/*/*.rego"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			module, err := ast.ParseModuleWithOpts(name, string(text), ast.ParserOptions{ProcessAnnotation: true})
			if err != nil {
				t.Errorf("%s", err)
				continue
			}
			parsed[name] = module
		}
	}
	return parsed
}

// TestRego runs the Rego tests of rules and libraries, compiled with every
// stage and in strict mode.
func TestRego(t *testing.T) {
	parsed := modules(t)
	compiler := ast.NewCompiler().WithStrict(true)
	compiler.Compile(parsed)
	for _, err := range compiler.Errors {
		t.Errorf("%s", err)
	}
	if t.Failed() {
		return
	}
	ctx, store := context.Background(), inmem.New()
	txn, err := store.NewTransaction(ctx)
	if err != nil {
		t.Fatal(err)
	}
	results, err := tester.NewRunner().SetCompiler(ast.NewCompiler().WithStrict(true)).SetStore(store).SetModules(modules(t)).
		RunTests(ctx, txn)
	if err != nil {
		t.Fatal(err)
	}
	tested := map[string]bool{}
	for result := range results {
		tested[result.Package] = true
		if !result.Pass() {
			t.Errorf("%s: %s.%s: %v", result.Location, result.Package, result.Name, result.Error)
		}
	}
	for name := range parsed {
		if strings.HasSuffix(name, "_test.rego") {
			continue
		}
		if _, ok := parsed[strings.TrimSuffix(name, ".rego")+"_test.rego"]; !ok {
			t.Errorf("%s has no test beside it", name)
		}
	}
	if len(tested) == 0 {
		t.Error("no Rego test ran")
	}
}

// TestFormat holds every module to opa fmt.
func TestFormat(t *testing.T) {
	for name := range modules(t) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		formatted, err := format.Source(name, text)
		if err != nil {
			t.Errorf("%s", err)
			continue
		}
		if string(formatted) != string(text) {
			t.Errorf("%s is not formatted: run make fmt", name)
		}
	}
}
