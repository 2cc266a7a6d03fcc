package policy

import (
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/faultline-dev/faultline/policies"
)

// BenchmarkCompile parses and compiles the rules about workloads: the largest
// group, and most of a cold start.
func BenchmarkCompile(b *testing.B) {
	var rules []*policies.Rule
	for i := range policies.Rules() {
		if r := &policies.Rules()[i]; !r.Off && group(r) == "workload" {
			rules = append(rules, r)
		}
	}
	caps := capabilities()
	b.Run("parse", func(b *testing.B) {
		for b.Loop() {
			for _, r := range rules {
				name, text := r.Module()
				if _, err := ast.ParseModuleWithOpts(name, uncomment(text), ast.ParserOptions{Capabilities: caps}); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
	b.Run("all", func(b *testing.B) {
		b.ReportMetric(float64(len(rules)), "rules")
		for b.Loop() {
			if _, err := compile(rules, caps); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("capabilities", func(b *testing.B) {
		for b.Loop() {
			capabilities()
		}
	})
}
