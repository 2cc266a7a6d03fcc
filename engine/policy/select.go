package policy

import (
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/loaders/document"
	"github.com/faultline-dev/faultline/policies"
)

// object is the model that every document has. A rule that names it chooses
// by apiVersion: then its api_versions say nothing about its other models.
const object = "object"

// applies reports whether a rule judges a document.
func applies(rule *policies.Rule, doc *document.Document) bool {
	a := &rule.Applies
	if !slices.Contains(a.Formats, doc.Format) ||
		len(a.Types) > 0 && !slices.Contains(a.Types, doc.Type) {
		return false
	}
	version := len(a.APIVersions) == 0 || slices.Contains(a.APIVersions, doc.APIVersion)
	if !version && !slices.Contains(a.Models, object) {
		return false
	}
	return slices.ContainsFunc(a.Models, func(path string) bool {
		return (version || path != object) && has(doc.Model, path)
	})
}

// has follows a dotted path; through a list, any item may have the rest. An
// unknown counts: what rests on it is counted as not judged.
func has(node *document.Node, path string) bool {
	key, rest, more := strings.Cut(path, ".")
	next := node.Get(key)
	if next == nil || next.Kind == document.Absent || next.Kind == document.Null {
		return false
	}
	switch {
	case next.Kind == document.List && !more:
		return next.Len() > 0
	case !more || next.Kind == document.Unknown:
		return true
	case next.Kind == document.List:
		return next.Any(func(item *document.Node) bool { return has(item, rest) })
	}
	return has(next, rest)
}

// group is what is compiled together: the rules of one model, since a
// document that needs one of them needs most.
func group(rule *policies.Rule) string {
	model, _, _ := strings.Cut(rule.Applies.Models[0], ".")
	return model
}

// mayApply reports whether a rule could judge a document of which only the
// type is known yet.
func mayApply(rule *policies.Rule, format, apiVersion, typ, model string) bool {
	a := &rule.Applies
	return group(rule) == model && slices.Contains(a.Formats, format) &&
		(len(a.Types) == 0 || slices.Contains(a.Types, typ)) &&
		(len(a.APIVersions) == 0 || slices.Contains(a.APIVersions, apiVersion))
}
