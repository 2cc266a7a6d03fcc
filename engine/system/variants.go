package system

import (
	"path"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/loaders/document"
)

// variants tells which files of one folder are alternatives: bundles of an
// application of which one is applied (with persistence or without, for one
// cluster or for two). They show by objects of equal identity.
type variants struct {
	// shared maps a file to the numbers of the identities that it shares with
	// another file of its unit, in rising order.
	shared map[string][]int
	listed map[string]bool
	// sharing counts the files of a unit that share an identity with another.
	sharing map[string]int
}

// identity is what must be unique in a unit.
type identity struct{ unit, group, typ, namespace, name string }

func identityOf(doc *document.Document) identity {
	group, _, ok := strings.Cut(doc.APIVersion, "/")
	if !ok {
		group = ""
	}
	return identity{doc.Unit, group, doc.Type, doc.Namespace, doc.Name}
}

func readVariants(docs []*document.Document, listed map[string]bool) variants {
	v := variants{shared: map[string][]int{}, listed: listed, sharing: map[string]int{}}
	first := make(map[identity]string, len(docs))
	numbers := map[identity]int{}
	type entry struct {
		file   string
		number int
	}
	noted := map[entry]bool{}
	note := func(unit, file string, number int) {
		if e := (entry{file, number}); !noted[e] {
			noted[e] = true
			if len(v.shared[file]) == 0 {
				v.sharing[unit]++
			}
			v.shared[file] = append(v.shared[file], number)
		}
	}
	for _, doc := range docs {
		// A file that brings its own Namespace is complete, no alternative.
		if doc.Format != "kubernetes" || doc.Name == "" || doc.Type == "Namespace" || doc.Type == "Kustomization" {
			continue
		}
		id := identityOf(doc)
		file, ok := first[id]
		if !ok {
			first[id] = doc.File
			continue
		}
		if file == doc.File {
			continue
		}
		number, ok := numbers[id]
		if !ok {
			number = len(numbers)
			numbers[id] = number
		}
		note(doc.Unit, file, number)
		note(doc.Unit, doc.File, number)
	}
	for _, list := range v.shared {
		slices.Sort(list)
	}
	return v
}

// common counts the identities that two files share; those that one
// kustomization builds together are no alternatives.
func (v variants) common(a, b string) int {
	if a == b || v.listed[a] && v.listed[b] {
		return 0
	}
	x, y := v.shared[a], v.shared[b]
	n := 0
	for len(x) > 0 && len(y) > 0 {
		switch {
		case x[0] < y[0]:
			x = x[1:]
		case x[0] > y[0]:
			y = y[1:]
		default:
			n++
			x, y = x[1:], y[1:]
		}
	}
	return n
}

// of reports whether two documents are in files of which one is applied.
func (v variants) of(a, b *document.Document) bool { return v.common(a.File, b.File) > 0 }

// maxSharing is how many files of a unit may share identities before it is a
// collection of alternatives.
const maxSharing = 2

// apart reports whether two files with an object in common are never applied
// together: they share several, or are among many that share, or one is named
// as a variant of the other ("web.yaml", "web-tls.yaml").
func (v variants) apart(a, b *document.Document) bool {
	if v.listed[a.File] && v.listed[b.File] {
		return false
	}
	return v.common(a.File, b.File) > 1 || v.sharing[a.Unit] > maxSharing ||
		extends(stem(a.File), stem(b.File)) || extends(stem(b.File), stem(a.File))
}

// extends reports whether a name is another with something added.
func extends(long, short string) bool {
	rest, ok := strings.CutPrefix(long, short)
	return ok && (rest == "" || separator(rest[0]))
}

// stem is a file's name without folder and extension.
func stem(file string) string {
	name := path.Base(file)
	return strings.TrimSuffix(name, path.Ext(name))
}
