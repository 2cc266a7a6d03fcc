package policy

import (
	"bytes"
	"fmt"
	"runtime"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/faultline-dev/faultline/policies"
)

// checkOnly lists compiler stages that only check, or that only serve
// features the bundled rules do not use. A test compiles every bundled module
// with all stages and in strict mode, so the run may leave these out: that
// saves a third to a half of the compilation.
var checkOnly = []ast.StageID{
	ast.StageCheckTypes, ast.StageCheckUnusedImports, ast.StageCheckKeywordOverrides, ast.StageCheckDuplicateImports,
	ast.StageCheckVoidCalls, ast.StageParseMetadataBlocks, ast.StageSetAnnotationSet, ast.StageCheckRuleConflicts,
	ast.StageCheckUndefinedFuncs, ast.StageCheckSafetyRuleHeads, ast.StageCheckRecursion, ast.StageCheckUnsafeBuiltins,
	ast.StageCheckDeprecatedBuiltins, ast.StageBuildRequiredCapabilities, ast.StageRewriteTestRulesForTracing,
	ast.StageRewritePrintCalls, ast.StageRewriteRegoMetadataCalls, ast.StageRewriteTemplateStrings,
	// An index that pays for comprehensions asked thousands of times.
	ast.StageBuildComprehensionIndices,
}

// compile parses the rules' modules and the libraries that they import, in
// parallel, and compiles them together.
func compile(rules []*policies.Rule, caps *ast.Capabilities) (*ast.Compiler, error) {
	type source struct{ name, text string }
	var sources []source
	seen := map[string]bool{}
	var library func(names []string)
	library = func(names []string) {
		for _, name := range names {
			if seen[name] {
				continue
			}
			seen[name] = true
			file, text := policies.Library(name)
			sources = append(sources, source{file, text})
			library(policies.LibraryImports(name))
		}
	}
	for _, rule := range rules {
		name, text := rule.Module()
		sources = append(sources, source{name, text})
		library(rule.Imports)
	}
	parsed := make([]*ast.Module, len(sources))
	errs := make([]error, len(sources))
	parallel(len(sources), func(i int) {
		parsed[i], errs[i] = ast.ParseModuleWithOpts(sources[i].name, uncomment(sources[i].text), ast.ParserOptions{Capabilities: caps})
	})
	modules := make(map[string]*ast.Module, len(sources))
	for i, err := range errs {
		if err != nil {
			return nil, fmt.Errorf("the bundled policy %s does not parse: %w", sources[i].name, err)
		}
		expandFindings(parsed[i])
		modules[sources[i].name] = parsed[i]
	}
	compiler := ast.NewCompiler().WithCapabilities(caps).WithSkipStages(checkOnly...)
	compiler.Compile(modules)
	if compiler.Failed() {
		return nil, fmt.Errorf("the bundled policies do not compile: %w", compiler.Errors)
	}
	return compiler, nil
}

// expandFindings puts the objects that finding.at and finding.graded return in
// the place of their calls. A call costs as much as a small rule, and rules
// make one for every finding.
func expandFindings(module *ast.Module) {
	keys := map[string][]string{"at": {"paths", "args"}, "graded": {"paths", "args", "grade"}}
	ast.WalkTerms(module, func(t *ast.Term) bool {
		call, ok := t.Value.(ast.Call)
		if !ok {
			return false
		}
		ref, ok := call[0].Value.(ast.Ref)
		if !ok || len(ref) != 2 || !ref[0].Equal(ast.VarTerm("finding")) {
			return false
		}
		name, ok := ref[1].Value.(ast.String)
		if fields := keys[string(name)]; ok && len(fields) == len(call)-1 {
			pairs := make([][2]*ast.Term, len(fields))
			for i, field := range fields {
				pairs[i] = [2]*ast.Term{ast.InternedTerm(field), call[i+1]}
			}
			t.Value = ast.NewObject(pairs...)
		}
		return false
	})
}

// uncomment blanks the lines that are comments: parsing METADATA is a third
// of the parser's work, and the index has it already. Lines keep their
// numbers.
func uncomment(text string) string {
	out := make([]byte, 0, len(text))
	for line := range bytes.Lines([]byte(text)) {
		if trimmed := bytes.TrimLeft(line, " \t"); len(trimmed) > 0 && trimmed[0] == '#' {
			out = append(out, '\n')
			continue
		}
		out = append(out, line...)
	}
	return string(out)
}

// parallel runs work(0..n-1) on all processors.
func parallel(n int, work func(int)) {
	workers := min(runtime.GOMAXPROCS(0), n)
	next := make(chan int, n)
	for i := range n {
		next <- i
	}
	close(next)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for i := range next {
				work(i)
			}
		})
	}
	wg.Wait()
}
