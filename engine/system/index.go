package system

import (
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/loaders/document"
)

// scope is a part of the run: a unit, a namespace, or all of it.
type scope struct {
	kind byte
	name string
}

func unitScope(unit string) scope { return scope{'u', unit} }

// reach lists the scopes in which a namespace's partners may be: itself and
// what names none. What names no namespace may mean any.
func reach(namespace string) []scope {
	if namespace == "" {
		return []scope{{'r', ""}}
	}
	return []scope{{'n', namespace}, {'n', ""}}
}

// scopes are those that a document belongs to.
func scopes(doc *document.Document) [3]scope {
	return [...]scope{unitScope(doc.Unit), {'n', doc.Namespace}, {'r', ""}}
}

// label is a key and value in one scope.
type label struct {
	scope
	key, value string
}

// labelIndex finds workloads (or Services) by label, so that a selector looks
// at few.
type labelIndex struct {
	byLabel map[label][]*workload
	// uncertain are those with a label that is filled in later: they are
	// candidates for every selector. certain are the others.
	all, certain, uncertain map[scope][]*workload
}

func newLabelIndex() labelIndex {
	return labelIndex{
		byLabel: map[label][]*workload{},
		all:     map[scope][]*workload{}, certain: map[scope][]*workload{}, uncertain: map[scope][]*workload{},
	}
}

func (x *labelIndex) add(w *workload) {
	uncertain := false
	for _, value := range w.labels {
		uncertain = uncertain || document.Placeholder(value) != ""
	}
	for _, scope := range scopes(w.doc) {
		x.all[scope] = append(x.all[scope], w)
		if uncertain {
			x.uncertain[scope] = append(x.uncertain[scope], w)
			continue
		}
		x.certain[scope] = append(x.certain[scope], w)
		for key, value := range w.labels {
			l := label{scope, key, value}
			x.byLabel[l] = append(x.byLabel[l], w)
		}
		for _, added := range w.added {
			if w.labels[added.key] != added.value {
				l := label{scope, added.key, added.value}
				x.byLabel[l] = append(x.byLabel[l], w)
			}
		}
	}
}

// maxCandidates bounds what a selector or a name looks at outside its own
// unit: the nearest in the order of files. A run with more equals than this
// is a mono-repository of copies, in which a near folder decides.
const maxCandidates = 500

// window keeps the candidates around a file; they are in the order of files.
func window[T any](all []T, file string, fileOf func(T) string) (near []T, cut bool) {
	if len(all) <= maxCandidates {
		return all, false
	}
	i, _ := slices.BinarySearchFunc(all, file, func(c T, file string) int { return strings.Compare(fileOf(c), file) })
	start := min(max(i-maxCandidates/2, 0), len(all)-maxCandidates)
	return all[start : start+maxCandidates], true
}

// candidates are the workloads without placeholders that may fit: those with
// the rarest of the selector's labels that only templates set.
func (x *labelIndex) candidates(scope scope, sel selector) []*workload {
	var best []*workload
	found, bestKey := false, ""
	for key, value := range sel.labels {
		if document.Placeholder(value) != "" || setAtRunTime(key, value) || setByController(key) {
			continue
		}
		list := x.byLabel[label{scope, key, value}]
		// Equal lengths are decided by the key: a map has no order.
		if !found || len(list) < len(best) || len(list) == len(best) && key < bestKey {
			best, bestKey, found = list, key, true
		}
	}
	if !found {
		return x.certain[scope]
	}
	return best
}
