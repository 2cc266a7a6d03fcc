// Package policy selects the rules that a document needs, compiles them on
// first need, and evaluates them.
package policy

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/faultline-dev/faultline/loaders/document"
	"github.com/faultline-dev/faultline/policies"
)

// Evaluator judges documents by a set of rules. It is safe for concurrent
// use.
type Evaluator struct {
	rules    []*policies.Rule
	caps     func() *ast.Capabilities
	params   *ast.Term
	run      *ast.Term
	deadline time.Duration

	mu      sync.Mutex
	parts   []*part
	queries map[string][]*query
	clock   *clock
}

// part is one compiler: rules of one group, compiled together on first need.
// A compiler cannot be extended, so a rule that is needed later gets another
// part.
type part struct {
	rules    []*policies.Rule
	ready    chan struct{}
	compiler *ast.Compiler
	err      error
}

// New returns an evaluator of rules. run holds facts of the run that rules
// may read as input.run; deadline bounds the evaluation of one document.
func New(rules []*policies.Rule, run map[string]string, deadline time.Duration) (*Evaluator, error) {
	params := make([][2]*ast.Term, 0, 8)
	for _, rule := range rules {
		if rule.Defaults == "" {
			continue
		}
		var values any
		if err := json.Unmarshal([]byte(rule.Defaults), &values); err != nil {
			return nil, fmt.Errorf("the parameters of %s: %w", rule.ID, err)
		}
		value, err := ast.InterfaceToValue(values)
		if err != nil {
			return nil, fmt.Errorf("the parameters of %s: %w", rule.ID, err)
		}
		params = append(params, [2]*ast.Term{ast.StringTerm(rule.ID), ast.NewTerm(value)})
	}
	facts := make([][2]*ast.Term, 0, len(run))
	for key, value := range run {
		facts = append(facts, [2]*ast.Term{ast.StringTerm(key), ast.StringTerm(value)})
	}
	return &Evaluator{
		rules: rules, caps: sync.OnceValue(capabilities), deadline: deadline,
		params: ast.ObjectTerm(params...), run: ast.ObjectTerm(facts...), queries: map[string][]*query{},
	}, nil
}

// Expect starts to compile what documents of a type are likely to need.
// models are the models that the type has.
func (e *Evaluator) Expect(format, apiVersion, typ string, models ...string) {
	var needed []*policies.Rule
	for _, model := range models {
		for _, rule := range e.rules {
			if mayApply(rule, format, apiVersion, typ, model) {
				needed = append(needed, rule)
			}
		}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.provide(needed)
}

// provide makes sure that every rule is in a part; e.mu is held.
func (e *Evaluator) provide(needed []*policies.Rule) {
	missing := map[string][]*policies.Rule{}
	var order []string
	for _, rule := range needed {
		if e.partOf(rule) == nil {
			g := group(rule)
			if missing[g] == nil {
				order = append(order, g)
			}
			missing[g] = append(missing[g], rule)
		}
	}
	for _, g := range order {
		for _, rules := range deal(missing[g]) {
			p := &part{rules: rules, ready: make(chan struct{})}
			e.parts = append(e.parts, p)
			go func() {
				defer close(p.ready)
				p.compiler, p.err = compile(p.rules, e.caps())
			}()
		}
	}
}

// smallPart is how many rules are not worth a second compiler: each costs
// every document that needs it 8 microseconds.
const smallPart = 10

// deal splits a large group over the processors: compiling is most of a cold
// start, and one compiler keeps to one processor.
func deal(rules []*policies.Rule) [][]*policies.Rule {
	n := min(runtime.GOMAXPROCS(0), 4, 1+len(rules)/smallPart)
	hands := make([][]*policies.Rule, n)
	for i, rule := range rules {
		hands[i%n] = append(hands[i%n], rule)
	}
	return hands
}

func (e *Evaluator) partOf(rule *policies.Rule) *part {
	for _, p := range e.parts {
		for _, r := range p.rules {
			if r == rule {
				return p
			}
		}
	}
	return nil
}

// Judge returns what the rules say of a document, and whether any rule
// applies to it. Call it from as many goroutines as there are processors.
func (e *Evaluator) Judge(ctx context.Context, doc *document.Document) (verdicts []Verdict, judged bool, err error) {
	queries, err := e.queriesFor(ctx, doc)
	if err != nil || len(queries) == 0 {
		return nil, false, err
	}
	in := input(doc, e.params, e.run)
	for _, q := range queries {
		stop := e.clock.start(q.rules)
		found, err := q.eval(ctx, in, e.deadline)
		stop()
		if err != nil {
			return nil, false, err
		}
		verdicts = append(verdicts, found...)
	}
	return verdicts, true, nil
}

// queriesFor returns the prepared queries for the rules that apply, one a
// part. Documents that need the same rules share them.
func (e *Evaluator) queriesFor(ctx context.Context, doc *document.Document) ([]*query, error) {
	var needed []*policies.Rule
	var key strings.Builder
	for i, rule := range e.rules {
		if applies(rule, doc) {
			needed = append(needed, rule)
			key.WriteByte(byte(i))
			key.WriteByte(byte(i >> 8))
		}
	}
	if len(needed) == 0 {
		return nil, nil
	}
	e.mu.Lock()
	if found, ok := e.queries[key.String()]; ok {
		e.mu.Unlock()
		return found, nil
	}
	e.provide(needed)
	byPart := map[*part][]*policies.Rule{}
	var order []*part
	for _, rule := range needed {
		p := e.partOf(rule)
		if byPart[p] == nil {
			order = append(order, p)
		}
		byPart[p] = append(byPart[p], rule)
	}
	e.mu.Unlock()
	queries := make([]*query, 0, len(order))
	for _, p := range order {
		<-p.ready
		if p.err != nil {
			return nil, p.err
		}
		for _, rules := range e.clock.split(byPart[p]) {
			q, err := newQuery(ctx, p.compiler, rules)
			if err != nil {
				return nil, err
			}
			queries = append(queries, q)
		}
	}
	e.mu.Lock()
	e.queries[key.String()] = queries
	e.mu.Unlock()
	return queries, nil
}
