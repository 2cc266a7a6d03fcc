package engine

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/engine/finding"
	"github.com/faultline-dev/faultline/engine/policy"
	"github.com/faultline-dev/faultline/loaders/document"
)

// maxRelated bounds the related places of one finding.
const maxRelated = 10

// describer words the findings of one document.
type describer struct {
	doc    *document.Document
	object finding.Object
	// name is the object's, copies and reach are what templates may use.
	name, copies, reach string
}

func newDescriber(doc *document.Document) *describer {
	object := finding.Object{Format: doc.Format, Type: doc.Type, Namespace: doc.Namespace, Name: doc.Name}
	workload := doc.Model.Get("workload")
	return &describer{doc: doc, object: object, name: object.String(), copies: copies(workload), reach: reach(workload)}
}

// describe turns a verdict into a finding, or says why it is withheld: a path
// that it rests on is unknown.
func (d *describer) describe(v *policy.Verdict) (finding.Finding, *finding.NotJudged) {
	doc, object := d.doc, d.object
	landings := make([]document.Landing, len(v.Paths))
	for i, path := range v.Paths {
		landings[i] = doc.Resolve(path)
		if reason := landings[i].Unknown; reason != "" {
			return finding.Finding{}, &finding.NotJudged{
				Rule: v.Rule.ID, Object: object, Path: landings[i].Path,
				Place: finding.PlaceOf(landings[i].Span), Reason: reason,
			}
		}
	}
	if v.More > 0 {
		return finding.Finding{}, &finding.NotJudged{
			Rule: v.Rule.ID, Object: object, Path: landings[0].Path, Place: finding.PlaceOf(landings[0].Span),
			Reason: fmt.Sprintf("%d more findings of this rule on this object are not listed", v.More),
		}
	}
	own := home(doc, landings)
	args := d.arguments(v.Args)
	likelihood := cmp.Or(v.Grade.Likelihood, v.Rule.Likelihood)
	impact := cmp.Or(v.Grade.Impact, v.Rule.Impact)
	confidence := cmp.Or(v.Grade.Confidence, "high")
	subject := d.name
	texts := v.Rule.In(doc.Format)
	if container, ok := args["container"].(string); ok && container != "" && doc.Format != "compose" {
		subject += fmt.Sprintf(", container %q", container)
	}
	return finding.Finding{
		Rule:       v.Rule.ID,
		Severity:   finding.Grade(likelihood, impact, confidence),
		Likelihood: likelihood, Impact: impact, Confidence: confidence, Because: v.Grade.Because,
		Message:     subject + " " + finding.Expand(texts.Message, args),
		Detail:      finding.Expand(texts.Detail, args),
		FailureMode: finding.Expand(texts.FailureMode, args),
		BlastRadius: finding.Expand(texts.BlastRadius, args),
		Mitigation:  finding.Expand(texts.Mitigation, args),
		Object:      object,
		Path:        own.Path,
		Place:       finding.PlaceOf(own.Span),
		Related:     related(doc, own, v.Paths, landings),
		Fingerprint: fingerprint(v.Rule.ID, object, own.Key),
		Docs:        v.Rule.Docs(),
	}, nil
}

// home is where a finding lands: its first place in the document itself. A
// verdict may rest on partners alone; then it lands on the object's name.
func home(doc *document.Document, landings []document.Landing) document.Landing {
	for i := range landings {
		if !landings[i].Foreign {
			return landings[i]
		}
	}
	return doc.Resolve(nil)
}

// fingerprint identifies a finding across edits: it holds no line number.
func fingerprint(rule string, o finding.Object, key string) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{rule, o.Format, o.Type, o.Namespace, o.Name, o.Instance, key}, "\x00")))
	return hex.EncodeToString(sum[:16])
}

// related lists the other places that a verdict rests on, once each. A path
// into a neighbour is named after it. That there is no partner is no place.
func related(doc *document.Document, own document.Landing, paths [][]any, landings []document.Landing) []finding.Related {
	var out []finding.Related
	seen := map[finding.Place]bool{finding.PlaceOf(own.Span): true}
	more := 0
	for i := range landings {
		place := finding.PlaceOf(landings[i].Span)
		if seen[place] || place.Line == 0 || landings[i].Nothing() {
			continue
		}
		seen[place] = true
		if len(out) == maxRelated {
			more++
			continue
		}
		out = append(out, finding.Related{Place: place, Message: neighbour(doc, paths[i], landings[i].Path)})
	}
	if more > 0 {
		out[maxRelated-1].Message += fmt.Sprintf(", and %d more", more)
	}
	return out
}

// neighbour is the identity of the last neighbour that a path leads through,
// or of the one that gave the value, or the path itself.
func neighbour(doc *document.Document, path []any, source string) string {
	name := source
	node := doc.Model
	for _, step := range path {
		if node = node.Step(step); node == nil {
			break
		}
		if identity := cmp.Or(node.Get("identity").Str(), node.Get("by").Str()); identity != "" {
			name = identity
		}
	}
	return name
}

func sortFindings(all []finding.Finding) {
	slices.SortFunc(all, func(a, b finding.Finding) int {
		return cmp.Or(
			strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			cmp.Compare(b.Severity, a.Severity), strings.Compare(a.Rule, b.Rule),
			strings.Compare(a.Path, b.Path), strings.Compare(a.Message, b.Message),
		)
	})
}

func sortNotJudged(all []finding.NotJudged) {
	slices.SortFunc(all, func(a, b finding.NotJudged) int {
		return cmp.Or(
			strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			strings.Compare(a.Rule, b.Rule), strings.Compare(a.Path, b.Path),
		)
	})
}
