package kubernetes

import (
	"path"
	"strings"

	"github.com/faultline-dev/faultline/loaders/container"
	"github.com/faultline-dev/faultline/loaders/document"
)

// fillImages marks the images whose tag another tool of the repository writes
// before anything is applied: skaffold puts in what it built, a kustomization
// what its images say. A manifest need not name a version there.
func fillImages(docs []*document.Document) {
	built, builder := map[string]bool{}, ""
	var kustomizations []*document.Document
	for _, doc := range docs {
		switch {
		case doc.Format == Format && doc.Type == "Config" && strings.HasPrefix(doc.APIVersion, "skaffold/"):
			builder = doc.File
			for _, artifact := range artifacts(doc.Object) {
				built[artifact] = true
			}
		case isKustomize(doc) && doc.Object.Get("images").Len() > 0:
			kustomizations = append(kustomizations, doc)
		}
	}
	if len(built) > 0 {
		fill(docs, func(doc *document.Document, repository string) string {
			if built[repository] {
				return "skaffold writes the tag (" + builder + ")"
			}
			return ""
		})
	}
	if len(kustomizations) == 0 {
		return
	}
	reach := newReach(docs)
	for _, k := range kustomizations {
		pinned := pinnedImages(k.Object)
		reached := reach.from(path.Dir(k.File))
		fill(docs, func(doc *document.Document, repository string) string {
			if pinned[repository] && (reached[doc.File] || reached[path.Dir(doc.File)]) {
				return "kustomize writes the tag (" + k.File + ")"
			}
			return ""
		})
	}
}

// fill makes the tag unknown for each image that reason has a reason for.
func fill(docs []*document.Document, reason func(doc *document.Document, repository string) string) {
	for _, doc := range docs {
		w := doc.Model.Get("workload")
		for _, key := range [...]string{"containers", "init_containers"} {
			for _, c := range w.Get(key).Items() {
				image := c.Get("image")
				if why := reason(doc, image.Get("repository").Str()); why != "" {
					unknown := document.NewUnknown(why, image)
					image.Set("tag", unknown).Set("digest", unknown).Set("floats", unknown)
				}
			}
		}
	}
}

// artifacts lists the images that a skaffold.yaml builds.
func artifacts(config *document.Node) []string {
	var images []string
	take := func(part *document.Node) {
		for _, artifact := range part.Get("build", "artifacts").Items() {
			if image := artifact.Get("image").Str(); image != "" {
				images = append(images, image)
			}
		}
	}
	for _, profile := range config.Get("profiles").Items() {
		take(profile)
	}
	take(config)
	return images
}

// pinnedImages lists the images that a kustomization gives a version or a
// digest. One that it gives another moving tag is judged as it stands.
func pinnedImages(kustomization *document.Node) map[string]bool {
	pinned := map[string]bool{}
	for _, image := range kustomization.Get("images").Items() {
		name, tag := image.Get("name").Str(), image.Get("newTag").Scalar()
		if image.Get("digest").Scalar() != "" || tag != "" && container.Floating(name, tag) == "" {
			pinned[name] = true
		}
	}
	return pinned
}

// reach follows kustomizations: folder to the files and folders it builds.
type reach map[string][]string

func newReach(docs []*document.Document) reach {
	r := reach{}
	for _, doc := range docs {
		if !isKustomize(doc) {
			continue
		}
		folder := path.Dir(doc.File)
		for _, key := range [...]string{"resources", "bases", "components"} {
			for _, item := range doc.Object.Get(key).Items() {
				if item.Str() != "" {
					r[folder] = append(r[folder], path.Join(folder, item.Str()))
				}
			}
		}
	}
	return r
}

func (r reach) from(folder string) map[string]bool {
	reached := map[string]bool{}
	next := r[folder]
	for len(next) > 0 {
		at := next[0]
		next = next[1:]
		if !reached[at] {
			reached[at] = true
			next = append(next[:len(next):len(next)], r[at]...)
		}
	}
	return reached
}
