package engine_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/faultline-dev/faultline/"

// arrows says what each part of the program may import of the others; the
// longest prefix decides. Data flows one way: loaders make documents, the
// engine judges them by policies, reporters see the report, and only cmd
// knows them all.
var arrows = map[string][]string{
	"cmd":               {"cmd", "engine", "loaders", "policies"},
	"engine":            {"engine", "loaders/document", "policies"},
	"engine/finding":    {"loaders/document"},
	"engine/report":     {"engine/finding", "engine/report", "loaders/document"},
	"engine/system":     {"loaders/document"},
	"loaders":           {"loaders"},
	"loaders/document":  {},
	"policies":          {},
	"policies/generate": {"engine/finding", "policies"},
	"fixtures":          {"fixtures"},
}

// TestImportArrows parses every file of the module but the tests, which may
// build whole runs.
func TestImportArrows(t *testing.T) {
	seen := map[string]bool{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && d.Name() != ".." || d.Name() == "testdata") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		dir := strings.TrimPrefix(filepath.ToSlash(filepath.Dir(path)), "../")
		part, allowed := partOf(dir)
		if part == "" {
			t.Errorf("%s: no arrow is drawn for this folder", path)
			return nil
		}
		seen[part] = true
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			name, _ := strconv.Unquote(spec.Path.Value)
			target, ours := strings.CutPrefix(name, module)
			if ours && !mayImport(allowed, target) {
				t.Errorf("%s imports %s; %s may import %v", path, target, part, allowed)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for part := range arrows {
		if !seen[part] {
			t.Errorf("%s holds no Go file any more: remove its arrow", part)
		}
	}
}

func partOf(dir string) (part string, allowed []string) {
	for p, a := range arrows {
		if (dir == p || strings.HasPrefix(dir, p+"/")) && len(p) > len(part) {
			part, allowed = p, a
		}
	}
	return part, allowed
}

func mayImport(allowed []string, target string) bool {
	for _, a := range allowed {
		if target == a || strings.HasPrefix(target, a+"/") {
			return true
		}
	}
	return false
}
