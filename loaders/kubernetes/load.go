// Package kubernetes turns Kubernetes objects into documents: from manifests,
// lists, rendered charts and kustomize folders.
package kubernetes

import (
	"bytes"
	"fmt"
	"path"
	"strings"

	"github.com/faultline-dev/faultline/loaders/document"
	"github.com/faultline-dev/faultline/loaders/yaml"
)

// Format is the documents' Format.
const Format = "kubernetes"

// Load reads the Kubernetes objects among a file's documents. recognised is
// false when the file holds none, and then nothing else is returned: files of
// other tools are full of maps with a kind or an apiVersion of their own.
func Load(file string, docs []yaml.Doc) (out []*document.Document, unread []document.Unread, recognised bool) {
	l := loader{file: file}
	l.chart = chartOf(docs)
	kustomization := IsKustomization(file)
	for _, doc := range docs {
		l.unit = unitOf(file, firstOf(chartName(doc.Text), l.chart))
		if kustomization && doc.Root.Kind == document.Map && !isForeign(doc.Root) {
			l.kustomization(doc.Root, doc.Span)
			continue
		}
		l.object(doc.Root, doc.Span)
	}
	if !l.recognised {
		return nil, nil, false
	}
	return l.out, append(l.unread, l.doubtful...), true
}

type loader struct {
	file, chart, unit string
	out               []*document.Document
	unread            []document.Unread
	// doubtful is what cannot be an object. It counts once the file is known
	// to hold others.
	doubtful   []document.Unread
	recognised bool
}

func (l *loader) object(root *document.Node, span document.Span) {
	if root.Kind == document.Null {
		return
	}
	if root.Kind != document.Map {
		l.doubt(root.Span, "found a %s where an object with apiVersion and kind is accepted", root.Kind)
		return
	}
	apiVersion, kind := root.Get("apiVersion"), root.Get("kind")
	switch {
	case isMissing(apiVersion) && isMissing(kind):
		l.doubt(root.Span, "found an object with neither apiVersion nor kind; both are needed to tell what it is")
	case isMissing(apiVersion):
		l.doubt(root.Span, "found an object with kind %q but no apiVersion; add one such as apps/v1", kind.Scalar())
	case isMissing(kind):
		l.doubt(root.Span, "found an object with apiVersion %q but no kind; add one such as Deployment", apiVersion.Scalar())
	case !l.isText(apiVersion, "apiVersion", "apps/v1") || !l.isText(kind, "kind", "Deployment"):
		l.recognised = true
	default:
		l.recognised = true
		l.typed(root, span, apiVersion.Text, kind.Text)
	}
}

func isMissing(n *document.Node) bool {
	return !n.Known() || n.Kind == document.String && n.Text == ""
}

// typed takes an object whose type is known; lists are taken apart.
func (l *loader) typed(root *document.Node, span document.Span, apiVersion, kind string) {
	items := root.Get("items")
	if kind == "List" || strings.HasSuffix(kind, "List") && items != nil {
		l.list(items, apiVersion, strings.TrimSuffix(kind, "List"))
		return
	}
	metadata := root.Get("metadata")
	name := metadata.Get("name").Scalar()
	if name == "" {
		if prefix := metadata.Get("generateName").Scalar(); prefix != "" {
			name = prefix + "*"
		}
	}
	l.add(&document.Document{
		APIVersion: apiVersion, Type: kind, Namespace: metadata.Get("namespace").Scalar(), Name: name,
		Span: span, Object: root,
	})
}

func (l *loader) add(doc *document.Document) {
	doc.Format = Format
	doc.File = l.file
	doc.Unit = l.unit
	doc.Model = document.NewMap(doc.Object)
	// Every document is an object: rules about API versions need no more.
	doc.Model.Set("object", document.NewMap(doc.Object).
		Set("api_version", document.NewString(doc.APIVersion, doc.Object.Get("apiVersion").Or(doc.Object))))
	model(doc)
	l.out = append(l.out, doc)
}

// list takes the items of a List, a PodList and so on. The items of a typed
// list may leave out their type (kubectl get --raw prints them so).
func (l *loader) list(items *document.Node, apiVersion, itemKind string) {
	if items == nil || items.Kind == document.Null {
		return
	}
	if items.Kind != document.List {
		l.broken(items.Span, "items must be a list of objects, found a %s", items.Kind)
		return
	}
	for i, item := range items.Items() {
		switch {
		case item.Kind != document.Map:
			l.broken(item.Span, "items[%d] must be an object with apiVersion and kind, found a %s", i, item.Kind)
		case itemKind != "" && !item.Has("apiVersion") && !item.Has("kind"):
			l.typed(item, item.Span, apiVersion, itemKind)
		default:
			l.object(item, item.Span)
		}
	}
}

// kustomization takes a file that kustomize knows by its name: kind and
// apiVersion may be left out, and a Component differs only in where it is used.
func (l *loader) kustomization(root *document.Node, span document.Span) {
	apiVersion, kind := root.Get("apiVersion"), root.Get("kind")
	if apiVersion.Known() && !l.isText(apiVersion, "apiVersion", kustomizeVersion) ||
		kind.Known() && !l.isText(kind, "kind", kustomizeKind) {
		l.recognised = true
		return
	}
	l.recognised = true
	l.add(&document.Document{
		APIVersion: firstOf(apiVersion.Str(), kustomizeVersion), Type: kustomizeKind,
		Name: root.Get("metadata", "name").Scalar(), Namespace: root.Get("metadata", "namespace").Scalar(),
		Span: span, Object: root,
	})
}

// isForeign reports whether a file that has kustomize's name holds an object
// of somebody else, such as Flux's Kustomization.
func isForeign(root *document.Node) bool {
	apiVersion := root.Get("apiVersion").Str()
	return apiVersion != "" && apiGroup(apiVersion) != kustomizeGroup && root.Has("kind")
}

func (l *loader) isText(n *document.Node, field, example string) bool {
	if n.Kind == document.String {
		return true
	}
	found := "a " + n.Kind.String()
	if text := n.Scalar(); text != "" {
		found = "the " + n.Kind.String() + " " + text
	}
	l.broken(n.Span, "%s must be a string such as %s, found %s", field, example, found)
	return false
}

func (l *loader) broken(at document.Span, format string, args ...any) {
	l.unread = append(l.unread, l.entry(at, format, args))
}

func (l *loader) doubt(at document.Span, format string, args ...any) {
	l.doubtful = append(l.doubtful, l.entry(at, format, args))
}

func (l *loader) entry(at document.Span, format string, args []any) document.Unread {
	return document.Unread{
		File: l.file, Line: int(at.Line), Column: int(at.Column),
		Cause: document.Broken, Reason: fmt.Sprintf(format, args...),
	}
}

// unitOf names what a file's objects are deployed with, as far as the file
// itself tells; Complete adds what its folder tells.
func unitOf(file, chart string) string {
	folder := path.Dir(file)
	if chart != "" {
		return "chart:" + folder + ":" + chart
	}
	return "folder:" + folder
}

func chartOf(docs []yaml.Doc) string {
	for _, doc := range docs {
		if chart := chartName(doc.Text); chart != "" {
			return chart
		}
	}
	return ""
}

// chartName reads the comment that `helm template` writes above each object:
// "# Source: shop/charts/redis/templates/service.yaml" is part of chart shop.
func chartName(text []byte) string {
	for line := range bytes.Lines(text) {
		line = bytes.TrimSpace(line)
		if source, ok := bytes.CutPrefix(line, []byte("# Source: ")); ok {
			chart, rest, _ := strings.Cut(string(source), "/")
			if strings.Contains("/"+rest, "/templates/") || strings.Contains("/"+rest, "/crds/") {
				return chart
			}
		}
		if len(line) > 0 && line[0] != '#' && !bytes.HasPrefix(line, []byte("---")) {
			break
		}
	}
	return ""
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
