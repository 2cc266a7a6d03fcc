package policy

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/faultline-dev/faultline/policies"
)

// Verdict is what a rule said: the paths that it rests on, its message's
// arguments, and how the grade differs from the rule's own.
type Verdict struct {
	Rule  *policies.Rule
	Paths [][]any
	Args  map[string]any
	Grade Grade
	// More, where it is not 0, says that this verdict stands for so many that
	// are too many to list.
	More int
}

// Grade holds what a rule raises or lowers; zero values mean the rule's own.
type Grade struct {
	Likelihood, Impact  int
	Confidence, Because string
}

// maxVerdicts bounds what one rule may say of one document: a document of a
// thousand containers is a mistake that a few hundred findings show too. The
// rest is counted as withheld.
const maxVerdicts = 200

// query is the compiled question to one group of rules: an array of their
// findings, in the order of rules.
type query struct {
	body     ast.Body
	compiler *ast.Compiler
	store    storage.Store
	txn      storage.Transaction
	answer   ast.Var
	rules    []*policies.Rule
}

// newQuery asks for the findings of rules; the compiler holds their modules.
func newQuery(ctx context.Context, compiler *ast.Compiler, rules []*policies.Rule) (*query, error) {
	refs := make([]*ast.Term, len(rules))
	for i, rule := range rules {
		ref := ast.Ref{ast.DefaultRootDocument}
		for _, part := range rule.Package() {
			ref = append(ref, ast.StringTerm(part))
		}
		refs[i] = ast.NewTerm(append(ref, ast.StringTerm("findings")))
	}
	body := ast.NewBody(ast.Equality.Expr(ast.VarTerm("x"), ast.ArrayTerm(refs...)))
	qc := compiler.QueryCompiler()
	compiled, err := qc.Compile(body)
	if err != nil {
		return nil, fmt.Errorf("the query over the rules does not compile: %w", err)
	}
	// The store is empty: the rules read the input alone. topdown wants one.
	store := inmem.New()
	txn, err := store.NewTransaction(ctx)
	if err != nil {
		return nil, err
	}
	return &query{body: compiled, compiler: compiler, store: store, txn: txn, answer: "x", rules: rules}, nil
}

// eval asks the query about one input.
func (q *query) eval(ctx context.Context, in *ast.Term, deadline time.Duration) ([]Verdict, error) {
	cancel := topdown.NewCancel()
	stop := time.AfterFunc(deadline, cancel.Cancel)
	defer stop.Stop()
	var verdicts []Verdict
	err := topdown.NewQuery(q.body).
		WithCompiler(q.compiler).
		WithStore(q.store).
		WithTransaction(q.txn).
		WithInput(in).
		WithCancel(cancel).
		Iter(ctx, func(result topdown.QueryResult) error {
			answers, ok := result[q.answer].Value.(*ast.Array)
			if !ok {
				return errors.New("the rules answered no array")
			}
			for i, rule := range q.rules {
				found, ok := answers.Elem(i).Value.(ast.Set)
				if !ok {
					return fmt.Errorf("rule %s: findings is no set", rule.ID)
				}
				if err := each(found, rule, &verdicts); err != nil {
					return fmt.Errorf("rule %s: %w", rule.ID, err)
				}
			}
			return nil
		})
	if topdown.IsCancel(err) {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, fmt.Errorf("the policies took longer than %s", deadline)
	}
	return verdicts, err
}

func each(found ast.Set, rule *policies.Rule, verdicts *[]Verdict) error {
	// A set's slice is sorted, so that the same ones are kept on every run.
	for i, t := range found.Slice() {
		v, err := verdict(t, rule)
		if err != nil {
			return err
		}
		if i == maxVerdicts {
			v.More = found.Len() - maxVerdicts
			*verdicts = append(*verdicts, v)
			break
		}
		*verdicts = append(*verdicts, v)
	}
	return nil
}

// The parts of a finding, as the rules make them.
var (
	pathsKey = ast.InternedTerm("paths")
	argsKey  = ast.InternedTerm("args")
	gradeKey = ast.InternedTerm("grade")
)

func verdict(t *ast.Term, rule *policies.Rule) (Verdict, error) {
	v := Verdict{Rule: rule}
	object, ok := t.Value.(ast.Object)
	if !ok {
		return v, errors.New("a finding is an object, made by finding.at")
	}
	if err := v.readPaths(object.Get(pathsKey)); err != nil {
		return v, err
	}
	if args := object.Get(argsKey); args != nil {
		value, err := ast.JSON(args.Value)
		if err != nil {
			return v, err
		}
		v.Args, _ = value.(map[string]any)
	}
	if grade := object.Get(gradeKey); grade != nil {
		v.readGrade(grade)
	}
	return v, nil
}

func (v *Verdict) readPaths(t *ast.Term) error {
	if t == nil {
		return errors.New("a finding names at least one path")
	}
	paths, ok := t.Value.(*ast.Array)
	if !ok || paths.Len() == 0 {
		return errors.New("a finding names at least one path")
	}
	v.Paths = make([][]any, paths.Len())
	for i := range v.Paths {
		path, ok := paths.Elem(i).Value.(*ast.Array)
		if !ok {
			return errors.New("a path is an array of keys and indexes")
		}
		v.Paths[i] = make([]any, path.Len())
		for j := range v.Paths[i] {
			switch step := path.Elem(j).Value.(type) {
			case ast.String:
				v.Paths[i][j] = string(step)
			case ast.Number:
				v.Paths[i][j] = whole(step)
			default:
				return errors.New("a path is made of keys and indexes")
			}
		}
	}
	return nil
}

func (v *Verdict) readGrade(t *ast.Term) {
	grade, ok := t.Value.(ast.Object)
	if !ok {
		return
	}
	grade.Foreach(func(key, value *ast.Term) {
		text, _ := value.Value.(ast.String)
		number, _ := value.Value.(ast.Number)
		switch name, _ := key.Value.(ast.String); name {
		case "likelihood":
			v.Grade.Likelihood = whole(number)
		case "impact":
			v.Grade.Impact = whole(number)
		case "confidence":
			v.Grade.Confidence = string(text)
		case "because":
			v.Grade.Because = string(text)
		}
	})
}

// whole is a number's value; 0 where it has a fraction.
func whole(n ast.Number) int {
	i, _ := n.Int()
	return i
}
