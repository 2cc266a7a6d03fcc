package kubernetes

import (
	"path"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/loaders/document"
)

const (
	kustomizeVersion = "kustomize.config.k8s.io/v1beta1"
	kustomizeKind    = "Kustomization"
	kustomizeGroup   = "kustomize.config.k8s.io"
)

// IsKustomization reports whether kustomize takes a file of this name for a
// folder's entry point.
func IsKustomization(file string) bool {
	switch path.Base(file) {
	case "kustomization.yaml", "kustomization.yml", "Kustomization":
		return true
	}
	return false
}

// Complete adds what only all files of a run can tell: which folders
// kustomize builds, and which files are patches rather than objects. A patch
// judged on its own would be a Deployment without containers, so its
// documents are dropped and the file is reported. files holds every file that
// was read, also those without objects (a JSON patch is a plain list).
func Complete(docs []*document.Document, files map[string]bool) ([]*document.Document, []document.Unread) {
	k := kustomizations{patches: map[string]string{}, folders: map[string]string{}, resources: map[string]string{}}
	var all []*document.Document
	for _, doc := range docs {
		if isKustomize(doc) {
			k.read(doc)
			all = append(all, doc)
		}
	}
	open := openUnits(all, files)
	var unread []document.Unread
	for patch, owner := range k.patches {
		if files[patch] {
			unread = append(unread, document.Unread{
				File: patch, Cause: document.Unsupported,
				Reason: "a patch of " + owner + ": it is judged where the overlay is rendered, which is not supported yet",
			})
		}
	}
	kept := docs[:0]
	for _, doc := range docs {
		if k.patches[doc.File] != "" {
			continue
		}
		if k.partial(doc) {
			unread = append(unread, document.Unread{
				File: doc.File, Line: int(doc.Span.Line), Column: int(doc.Span.Column), Cause: document.Unsupported,
				Reason: doc.Identity() + " holds only a part of an object, as a patch does: it is judged where the whole is rendered",
			})
			continue
		}
		doc.Unit = k.unit(doc)
		doc.Open = open[doc.Unit]
		kept = append(kept, doc)
	}
	fillImages(kept)
	return kept, unread
}

// openUnits tells which kustomize folders take objects from elsewhere: a
// remote address, a chart, a path that was not given. Their partners may be
// there, and so may those of the bases that they include.
func openUnits(kustomizations []*document.Document, files map[string]bool) map[string]string {
	folders, known := map[string]*document.Document{}, map[string]bool{}
	for _, doc := range kustomizations {
		folders[path.Dir(doc.File)] = doc
	}
	for file := range files {
		for known[file] = true; file != "." && file != "/" && !strings.HasSuffix(file, ".."); {
			if file = path.Dir(file); known[file] {
				break
			}
			known[file] = true
		}
	}
	open := map[string]string{}
	for _, doc := range kustomizations {
		folder := path.Dir(doc.File)
		reason, included := "", []string{folder}
		for i := 0; i < len(included); i++ {
			inner := folders[included[i]]
			if reason == "" {
				reason = takesFrom(inner.Object, included[i], known)
			}
			for _, item := range resourcesOf(inner.Object) {
				if target := path.Join(included[i], item); folders[target] != nil && !slices.Contains(included, target) {
					included = append(included, target)
				}
			}
		}
		if reason == "" {
			continue
		}
		for _, other := range included {
			unit := "kustomize:" + other
			if old, ok := open[unit]; !ok || reason < old {
				open[unit] = reason
			}
		}
	}
	return open
}

func resourcesOf(object *document.Node) []string {
	var all []string
	for _, name := range [...]string{"resources", "bases", "components"} {
		for _, item := range object.Get(name).Items() {
			if text := item.Str(); text != "" {
				all = append(all, text)
			}
		}
	}
	return all
}

// takesFrom says what a kustomization takes that is not among the files.
func takesFrom(object *document.Node, folder string, known map[string]bool) string {
	for _, name := range [...]string{"helmCharts", "helmChartInflationGenerator", "generators"} {
		if object.Get(name).Len() > 0 {
			return "the kustomization in " + folder + " renders " + name
		}
	}
	for _, item := range resourcesOf(object) {
		if strings.Contains(item, "://") || !known[path.Join(folder, item)] {
			return "the kustomization in " + folder + " takes " + item + ", which was not given"
		}
	}
	return ""
}

// kustomizations is what the kustomization files of a run name: patch file to
// its kustomization, folder to unit, resource file to unit.
type kustomizations struct {
	patches, folders, resources map[string]string
}

func isKustomize(doc *document.Document) bool {
	return doc.Format == Format && (doc.Type == kustomizeKind || doc.Type == "Component") && apiGroup(doc.APIVersion) == kustomizeGroup
}

func (k *kustomizations) read(doc *document.Document) {
	folder := path.Dir(doc.File)
	unit := "kustomize:" + folder
	k.folders[folder] = unit
	for _, name := range [...]string{"resources", "bases"} {
		for _, item := range doc.Object.Get(name).Items() {
			if file := item.Str(); file != "" {
				k.resources[path.Join(folder, file)] = unit
			}
		}
	}
	for _, name := range [...]string{"patches", "patchesStrategicMerge", "patchesJson6902"} {
		for _, item := range doc.Object.Get(name).Items() {
			file := item.Str()
			if item.Kind == document.Map {
				file = item.Get("path").Str()
			}
			// An inline patch is text of several lines, not a path.
			if file != "" && !strings.Contains(file, "\n") {
				k.patches[path.Join(folder, file)] = doc.File
			}
		}
	}
}

// unit is the kustomize folder that a document is built in: its own, or that
// of a kustomization elsewhere that lists the file.
func (k *kustomizations) unit(doc *document.Document) string {
	if strings.HasPrefix(doc.Unit, "chart:") {
		return doc.Unit
	}
	if unit := k.folders[path.Dir(doc.File)]; unit != "" {
		return unit
	}
	if unit := k.resources[doc.File]; unit != "" {
		return unit
	}
	return doc.Unit
}

// partial reports whether a workload lacks what the API server insists on in
// a way that only patches do: no pod template, or, below a kustomization, one
// whose containers have no image while nothing selects the pods. Elsewhere a
// container without an image is an object that somebody has yet to finish, and
// what has no name patches nothing.
func (k *kustomizations) partial(doc *document.Document) bool {
	template, ok := templates[doc.Type]
	if doc.Format != Format || !ok || !ownGroup(doc) || doc.Type == "Rollout" || doc.Name == "" {
		return false
	}
	pod := doc.Object.Get(template...)
	if !pod.Known() {
		return true
	}
	if doc.Object.Get("spec").Has("selector") || !k.near(doc) {
		return false
	}
	for _, container := range pod.Get("spec", "containers").Items() {
		if container.Has("image") {
			return false
		}
	}
	return true
}

// near reports whether a kustomization lies in the document's folder or above.
func (k *kustomizations) near(doc *document.Document) bool {
	for folder := path.Dir(doc.File); ; folder = path.Dir(folder) {
		if k.folders[folder] != "" {
			return true
		}
		if folder == "." || folder == "/" {
			return false
		}
	}
}
