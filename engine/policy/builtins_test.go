package policy

import (
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
)

// refused lists the builtins that no policy may call, by reason. A name that
// ends in a dot stands for all that begin with it.
var refused = map[string][]string{
	"reaches out of the process": {"http.send", "net.lookup_ip_addr", "opa.runtime", "providers.aws.sign_req"},
	"depends on the clock":       {"time."},
	"is random":                  {"rand.intn", "uuid."},
	"cryptography has no place in judging configuration": {"crypto.", "io.jwt."},
	"parses or runs code from data":                      {"rego.", "graphql.", "strings.render_template", "trace"},
	"its cost is not bounded by the input": {
		"net.cidr_expand", "walk", "graph.", "regex.globs_match", "regex.template_match",
		"regex.replace", "numbers.range_step", "json.match_schema", "json.verify_schema",
	},
	"parses text that a loader should have parsed": {
		"json.unmarshal", "json.is_valid", "json.marshal", "json.marshal_with_options", "json.patch",
		"yaml.", "base64.", "base64url.", "hex.", "urlquery.", "uri.", "net.cidr_",
	},
	"is deprecated":        {"all", "any", "cast_", "re_match", "set_diff"},
	"no rule has asked it": {"glob.quote_meta", "strings.split_n"},
}

// TestBuiltinsAreClassified fails when OPA brings a builtin that nobody has
// allowed or refused.
func TestBuiltinsAreClassified(t *testing.T) {
	known := map[string]bool{}
	for _, b := range ast.CapabilitiesForThisVersion().Builtins {
		known[b.Name] = true
		reason := refusal(b.Name)
		isAllowed := slices.Contains(allowed, b.Name)
		switch {
		case isAllowed && reason != "":
			t.Errorf("%s is allowed and refused (%s)", b.Name, reason)
		case isAllowed && b.Nondeterministic:
			t.Errorf("%s is allowed, and OPA calls it nondeterministic", b.Name)
		case !isAllowed && reason == "":
			t.Errorf("%s is new: allow it in builtins.go or refuse it here", b.Name)
		}
	}
	for _, name := range allowed {
		if !known[name] && name != "and" && name != "or" {
			t.Errorf("%s is allowed, and OPA does not know it", name)
		}
	}
}

func refusal(name string) string {
	for reason, names := range refused {
		for _, n := range names {
			if n == name || strings.HasSuffix(n, ".") && strings.HasPrefix(name, n) || strings.HasSuffix(n, "_") && strings.HasPrefix(name, n) {
				return reason
			}
		}
	}
	return ""
}

// TestRefusedBuiltins shows that the compiler keeps to the list.
func TestRefusedBuiltins(t *testing.T) {
	for _, call := range []string{
		`http.send({"method": "get", "url": "http://localhost"})`, `time.now_ns()`, `rand.intn("a", 2)`, `opa.runtime()`,
		`net.lookup_ip_addr("localhost")`, `uuid.rfc4122("a")`,
	} {
		module, err := ast.ParseModuleWithOpts("x.rego", "package x\n\nf := "+call, ast.ParserOptions{})
		if err != nil {
			t.Fatal(err)
		}
		modules := func() map[string]*ast.Module { return map[string]*ast.Module{"x.rego": module.Copy()} }
		// With the stages of a run it fails for want of a meaning, with all
		// stages by name.
		run := ast.NewCompiler().WithCapabilities(capabilities()).WithSkipStages(checkOnly...)
		if run.Compile(modules()); !run.Failed() {
			t.Errorf("%s compiles in a run", call)
		}
		all := ast.NewCompiler().WithCapabilities(capabilities())
		all.Compile(modules())
		if name, _, _ := strings.Cut(call, "("); !all.Failed() || !strings.Contains(all.Errors.Error(), "undefined function "+name) {
			t.Errorf("%s is not refused by name: %v", call, all.Errors)
		}
	}
}
