package system

import (
	"path"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/loaders/document"
)

// kustomizations is what the kustomization files of a run say about joins.
type kustomizations struct {
	// included maps a kustomization's unit to the units it takes resources
	// from, however deep: an overlay's partners are in its base.
	included map[string][]scope
	// includes tells which units others take resources from.
	includes map[string]bool
	// labels maps a unit to the labels that it and the kustomizations above
	// it put on pods and selectors.
	labels map[string][]pair
	// listed are the files that a kustomization names as resources.
	listed map[string]bool
}

func readKustomizations(docs []*document.Document) kustomizations {
	k := kustomizations{included: map[string][]scope{}, includes: map[string]bool{}, labels: map[string][]pair{}, listed: map[string]bool{}}
	folders := make(map[string]*document.Document, len(docs))
	for _, doc := range docs {
		if strings.HasPrefix(doc.APIVersion, "kustomize.config.k8s.io/") {
			folders[path.Dir(doc.File)] = doc
		}
	}
	for _, doc := range docs {
		folder := path.Dir(doc.File)
		if folders[folder] != doc {
			continue
		}
		below := k.follow(folder, folders, map[string]bool{folder: true}, nil)
		added := addedLabels(doc.Object)
		k.add(folder, added)
		for _, other := range below {
			k.included[kustomizeUnit(folder)] = append(k.included[kustomizeUnit(folder)], unitScope(kustomizeUnit(other)))
			k.includes[kustomizeUnit(other)] = true
			k.add(other, added)
		}
	}
	return k
}

// fragment says why partners of a kustomize base may be elsewhere: it is made
// to be built upon, and no kustomization of the run does so.
func (k *kustomizations) fragment(doc *document.Document) string {
	folder, ok := strings.CutPrefix(doc.Unit, "kustomize:")
	if !ok || k.includes[doc.Unit] {
		return ""
	}
	for part := range strings.SplitSeq(folder, "/") {
		switch part {
		case "base", "bases", "component", "components":
			return "no kustomization of the files builds on this base"
		}
	}
	return ""
}

func kustomizeUnit(folder string) string { return "kustomize:" + folder }

func (k *kustomizations) add(folder string, labels []pair) {
	unit := kustomizeUnit(folder)
	for _, l := range labels {
		if !slices.Contains(k.labels[unit], l) {
			k.labels[unit] = append(k.labels[unit], l)
		}
	}
}

// follow lists the folders that a kustomization takes resources from.
func (k *kustomizations) follow(folder string, folders map[string]*document.Document, seen map[string]bool, below []string) []string {
	object := folders[folder].Object
	for _, name := range [...]string{"resources", "bases", "components"} {
		for _, item := range object.Get(name).Items() {
			target := path.Join(folder, item.Str())
			switch {
			case item.Str() == "" || seen[target]:
			case folders[target] != nil:
				seen[target] = true
				below = k.follow(target, folders, seen, append(below, target))
			default:
				k.listed[target] = true
			}
		}
	}
	return below
}

// addedLabels reads commonLabels, and labels that also go into templates.
func addedLabels(object *document.Node) []pair {
	var all []pair
	take := func(labels *document.Node) {
		if labels == nil || labels.Kind != document.Map {
			return
		}
		for _, f := range labels.Entries() {
			all = append(all, pair{f.Key, f.Value.Scalar()})
		}
	}
	take(object.Get("commonLabels"))
	for _, entry := range object.Get("labels").Items() {
		if entry.Get("includeSelectors").IsTrue() || entry.Get("includeTemplates").IsTrue() {
			take(entry.Get("pairs"))
		}
	}
	return all
}
