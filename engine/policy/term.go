package policy

import (
	"encoding/json"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/faultline-dev/faultline/loaders/document"
)

// term converts a node for Rego. What is absent, null or unknown has no term
// and is left out of maps, so that a rule cannot mistake an unknown for a
// value; in lists it becomes null, so that indexes stay true. withNull keeps
// the nulls of raw objects.
func term(n *document.Node) *ast.Term {
	switch n.Kind {
	case document.Bool:
		return ast.InternedTerm(n.Text == "true")
	case document.Number:
		return ast.NumberTerm(json.Number(n.Text))
	case document.String:
		return ast.StringTerm(n.Text)
	case document.List:
		items := make([]*ast.Term, n.Len())
		for i, item := range n.Items() {
			if items[i] = term(item); items[i] == nil {
				items[i] = ast.NullTerm()
			}
		}
		return ast.ArrayTerm(items...)
	case document.Map:
		pairs := make([][2]*ast.Term, 0, len(n.Fields))
		for i := range n.Fields {
			if value := term(n.Fields[i].Value); value != nil {
				pairs = append(pairs, [2]*ast.Term{ast.InternedTerm(n.Fields[i].Key), value})
			}
		}
		return ast.ObjectTerm(pairs...)
	}
	return nil
}

// input is what the policies see of a document: its identity and its models.
func input(doc *document.Document, params *ast.Term, run *ast.Term) *ast.Term {
	pairs := make([][2]*ast.Term, 0, len(doc.Model.Fields)+6)
	for _, p := range [...][2]string{
		{"format", doc.Format}, {"type", doc.Type}, {"api_version", doc.APIVersion},
		{"namespace", doc.Namespace}, {"name", doc.Name},
	} {
		pairs = append(pairs, [2]*ast.Term{ast.InternedTerm(p[0]), ast.StringTerm(p[1])})
	}
	for i := range doc.Model.Fields {
		if value := term(doc.Model.Fields[i].Value); value != nil {
			pairs = append(pairs, [2]*ast.Term{ast.InternedTerm(doc.Model.Fields[i].Key), value})
		}
	}
	pairs = append(pairs, [2]*ast.Term{ast.InternedTerm("params"), params}, [2]*ast.Term{ast.InternedTerm("run"), run})
	return ast.ObjectTerm(pairs...)
}
