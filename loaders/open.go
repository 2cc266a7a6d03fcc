package loaders

import (
	"cmp"
	"path"
	"strings"

	"github.com/faultline-dev/faultline/loaders/document"
)

const loneReason = "only this file was given; pass its folder or --context"

// unitsOf remembers which units a file's documents belong to. It runs before
// patches are dropped.
func unitsOf(docs []*document.Document) map[string][]string {
	units := map[string][]string{}
	for _, doc := range docs {
		known := units[doc.File]
		if len(known) == 0 || known[len(known)-1] != doc.Unit {
			units[doc.File] = append(known, doc.Unit)
		}
	}
	return units
}

// markOpen tells documents whose partners may exist unseen: those of a file
// that came without its folder, and those of a unit of which a part could not
// be read. A patch adds no objects, so that it opens nothing.
func markOpen(docs []*document.Document, units map[string][]string, unread []document.Unread, lone, patches map[string]bool) {
	byUnit, byFolder := map[string]string{}, map[string]string{}
	for _, u := range unread {
		if patches[u.File] || u.Cause == document.Unsupported {
			continue
		}
		reason := u.File + " was not read"
		if len(units[u.File]) > 0 {
			reason = u.File + " was not read completely"
		}
		note(byFolder, path.Dir(u.File), reason)
		for _, unit := range units[u.File] {
			note(byUnit, unit, reason)
		}
	}
	for _, doc := range docs {
		if lone[doc.File] {
			doc.Open = loneReason
			continue
		}
		doc.Open = cmp.Or(byUnit[doc.Unit], byFolder[unitFolder(doc.Unit)], doc.Open)
	}
}

// note keeps the first reason by name, whatever the order of the files.
func note(reasons map[string]string, key, reason string) {
	if old, ok := reasons[key]; !ok || reason < old {
		reasons[key] = reason
	}
}

// unitFolder is the folder in "folder:a/b", "kustomize:a/b", "chart:a/b:shop".
func unitFolder(unit string) string {
	kind, folder, _ := strings.Cut(unit, ":")
	if kind == "chart" {
		folder = folder[:max(strings.LastIndexByte(folder, ':'), 0)]
	}
	return folder
}
