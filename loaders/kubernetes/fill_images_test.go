package kubernetes

import (
	"testing"

	"github.com/faultline-dev/faultline/loaders/document"
)

func TestFillImages(t *testing.T) {
	const pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: shop/cart}]}\n"
	for _, test := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"nothing fills it", map[string]string{"a.yaml": pod}, "untagged"},
		{"skaffold builds it", map[string]string{"k8s/a.yaml": pod,
			"skaffold.yaml": "apiVersion: skaffold/v4beta6\nkind: Config\nbuild: {artifacts: [{image: shop/cart}]}\n"}, "?"},
		{"skaffold builds it in a profile", map[string]string{"k8s/a.yaml": pod,
			"skaffold.yaml": "apiVersion: skaffold/v4beta6\nkind: Config\nprofiles: [{build: {artifacts: [{image: shop/cart}]}}]\n"}, "?"},
		{"skaffold builds another", map[string]string{"k8s/a.yaml": pod,
			"skaffold.yaml": "apiVersion: skaffold/v4beta6\nkind: Config\nbuild: {artifacts: [{image: cart}]}\n"}, "untagged"},
		{"its own kustomization", map[string]string{"a.yaml": pod,
			"kustomization.yaml": "resources: [a.yaml]\nimages: [{name: shop/cart, newTag: 1.4.2}]\n"}, "?"},
		{"an overlay, by digest", map[string]string{"base/a.yaml": pod, "base/kustomization.yaml": "resources: [a.yaml]\n",
			"prod/kustomization.yaml": "resources: [../base]\nimages: [{name: shop/cart, digest: 'sha256:0a'}]\n"}, "?"},
		{"an overlay's tag moves too", map[string]string{"base/a.yaml": pod, "base/kustomization.yaml": "resources: [a.yaml]\n",
			"prod/kustomization.yaml": "resources: [../base]\nimages: [{name: shop/cart, newTag: stable}]\n"}, "untagged"},
		{"an overlay of another folder", map[string]string{"base/a.yaml": pod,
			"prod/kustomization.yaml": "resources: [../other]\nimages: [{name: shop/cart, newTag: 1.4.2}]\n"}, "untagged"},
		{"kustomizations in a circle", map[string]string{"base/a.yaml": pod, "base/kustomization.yaml": "resources: [a.yaml, ../prod]\n",
			"prod/kustomization.yaml": "resources: [../base]\nimages: [{name: shop/cart, newTag: 1.4.2}]\n"}, "?"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var docs []*document.Document
			for file, text := range test.files {
				loaded, _, _ := load(file, text)
				docs = append(docs, loaded...)
			}
			docs, _ = Complete(docs, nil)
			for _, doc := range docs {
				if doc.Type != "Pod" {
					continue
				}
				if got := brief(doc.Model.Get("workload", "containers").At(0).Get("image", "floats")); got != test.want {
					t.Errorf("floats is %q, want %q", got, test.want)
				}
			}
		})
	}
}
