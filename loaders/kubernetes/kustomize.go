package kubernetes

import (
	"path"
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
	for _, doc := range docs {
		if isKustomize(doc) {
			k.read(doc)
		}
	}
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
		kept = append(kept, doc)
	}
	fillImages(kept)
	return kept, unread
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
		for _, item := range list(doc.Object.Get(name)) {
			if file := item.Str(); file != "" {
				k.resources[path.Join(folder, file)] = unit
			}
		}
	}
	for _, name := range [...]string{"patches", "patchesStrategicMerge", "patchesJson6902"} {
		for _, item := range list(doc.Object.Get(name)) {
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

func list(n *document.Node) []*document.Node {
	if n == nil {
		return nil
	}
	return n.Items
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
	for _, container := range list(pod.Get("spec", "containers")) {
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
