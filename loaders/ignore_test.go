package loaders

import (
	"path/filepath"
	"testing"
)

// TestIgnore holds the examples of gitignore(5), and what git check-ignore
// says to the others. A path that ends in / is a folder.
func TestIgnore(t *testing.T) {
	for _, c := range []struct {
		rules string
		path  string
		want  bool
	}{
		{"a.yaml", "a.yaml", true},
		{"a.yaml", "x/y/a.yaml", true},
		{"a.yaml", "a.yaml.bak", false},
		{"/a.yaml", "a.yaml", true},
		{"/a.yaml", "x/a.yaml", false},
		{"x/a.yaml", "x/a.yaml", true},
		{"x/a.yaml", "y/x/a.yaml", false},
		{"build/", "build/", true},
		{"build/", "x/build/", true},
		{"build/", "build", false},
		{"/build/", "x/build/", false},
		{"x/build/", "x/build/", true},
		{"*.yaml", "x/a.yaml", true},
		{"*", "a", true},
		{"*/a.yaml", "x/a.yaml", true},
		{"*/a.yaml", "x/y/a.yaml", false},
		{"**/a.yaml", "a.yaml", true},
		{"**/a.yaml", "x/y/a.yaml", true},
		{"**/x/a.yaml", "y/x/a.yaml", true},
		{"x/**", "x/y/a.yaml", true},
		{"x/**", "x/", false},
		{"x/**/a.yaml", "x/a.yaml", true},
		{"x/**/a.yaml", "x/y/z/a.yaml", true},
		{"x/**/a.yaml", "y/a.yaml", false},
		{"x/**/y/**/a.yaml", "x/1/y/2/y/a.yaml", true},
		{"x/**/y/**/b.yaml", "x/1/y/2/y/a.yaml", false},
		{"a?c.yaml", "abc.yaml", true},
		{"a?c.yaml", "a/c.yaml", false},
		{"[ab].yaml", "b.yaml", true},
		{"[!ab].yaml", "b.yaml", false},
		{"[!ab].yaml", "c.yaml", true},
		{"*.yaml\n!a.yaml", "a.yaml", false},
		{"*.yaml\n!a.yaml", "b.yaml", true},
		{"!a.yaml\n*.yaml", "a.yaml", true},
		{"# a.yaml\n\n", "# a.yaml", false},
		{`\#a.yaml`, "#a.yaml", true},
		{`\!a.yaml`, "!a.yaml", true},
		{"a.yaml   ", "a.yaml", true},
		{"a\\ ", "a ", true},
		{"a.yaml\r\n", "a.yaml", true},
		{"\uFEFFa.yaml", "a.yaml", true},
		{"/", "a", false},
		{"foo/*", "foo/test.json", true},
		{"foo/*", "foo/bar/hello.c", false},
		{"[", "[", false},
	} {
		root := t.TempDir()
		path := filepath.Join(root, filepath.FromSlash(c.path))
		isDir := c.path[len(c.path)-1] == '/'
		rules := &ignoreRules{dir: filepath.ToSlash(root), patterns: parseIgnore(c.rules)}
		if got := rules.matches(path, isDir); got != c.want {
			t.Errorf("%q on %s: %v, want %v", c.rules, c.path, got, c.want)
		}
	}
}

func TestIgnoreNested(t *testing.T) {
	root := t.TempDir()
	outer := &ignoreRules{dir: filepath.ToSlash(root), patterns: parseIgnore("*.yaml\n!keep.yaml\n")}
	inner := &ignoreRules{above: outer, dir: filepath.ToSlash(root) + "/x", patterns: parseIgnore("!a.yaml\nkeep.yaml\n/b.yml\n")}
	for path, want := range map[string]bool{
		"x/a.yaml": false, "x/keep.yaml": true, "x/c.yaml": true, "x/b.yml": true, "x/y/b.yml": false, "a.yaml": true, "keep.yaml": false, "xa.yml": false,
	} {
		if got := inner.matches(filepath.Join(root, path), false); got != want {
			t.Errorf("%s: %v, want %v", path, got, want)
		}
	}
	var none *ignoreRules
	if none.matches("a.yaml", false) {
		t.Error("no rules ignore nothing")
	}
}
