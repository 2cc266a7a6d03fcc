package loaders

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/faultline-dev/faultline/loaders/document"
)

// tree writes files into a new folder and makes it the working directory.
func tree(t *testing.T, files map[string]string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if target, ok := strings.CutPrefix(text, "-> "); ok {
			if err := os.Symlink(target, name); err != nil {
				t.Skip(err)
			}
			continue
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func service(name string) string {
	return "apiVersion: v1\nkind: Service\nmetadata:\n  name: " + name + "\n"
}

func mustLoad(t *testing.T, o Options, paths ...string) *Result {
	t.Helper()
	r, err := Load(context.Background(), paths, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// show writes a result as one line an entry.
func show(r *Result) string {
	var out strings.Builder
	for _, f := range r.Files {
		fmt.Fprintf(&out, "file %s %s %d\n", f.File, f.Format, f.Documents)
	}
	for _, d := range r.Documents {
		fmt.Fprintf(&out, "%s:%d %s", d.File, d.Span.Line, d.Identity())
		if d.Open != "" {
			fmt.Fprintf(&out, " (open: %s)", d.Open)
		}
		out.WriteString("\n")
	}
	for _, u := range r.Unread {
		fmt.Fprintf(&out, "unread %s:%d:%d %s %s\n", u.File, u.Line, u.Column, u.Cause, u.Reason)
	}
	extensions := make([]string, 0, len(r.Skipped))
	for ext, n := range r.Skipped {
		extensions = append(extensions, fmt.Sprintf("%s=%d", ext, n))
	}
	slices.Sort(extensions)
	if len(extensions) > 0 {
		out.WriteString("skipped " + strings.Join(extensions, " ") + "\n")
	}
	for _, name := range slices.Sorted(func(yield func(string) bool) {
		for name := range r.Reported {
			if !yield(name) {
				return
			}
		}
	}) {
		out.WriteString("reported " + name + "\n")
	}
	return strings.TrimSuffix(out.String(), "\n")
}

const lone = " (open: only this file was given; pass its folder or --context)"

func TestLoad(t *testing.T) {
	for _, c := range []struct {
		name    string
		files   map[string]string
		paths   []string
		context []string
		want    string
	}{
		{name: "folder", paths: []string{"."}, files: map[string]string{
			"b.yaml": service("b"), "a/x.yml": service("x") + "---\n" + service("z"), "a/c.json": `{"apiVersion": "v1", "kind": "Service"}`,
			"README.md": "", "LICENSE": "", ".kube/d.yaml": service("d"), "package.json": "{}", "values.yaml": "a: [", "empty.yaml": "# nothing\n",
		}, want: `file .kube/d.yaml kubernetes 1
file a/c.json kubernetes 1
file a/x.yml kubernetes 2
file b.yaml kubernetes 1
.kube/d.yaml:1 Service d
a/c.json:1 Service 
a/x.yml:1 Service x
a/x.yml:6 Service z
b.yaml:1 Service b
skipped (none)=1 .json=1 .md=1 .yaml=2`},
		{name: "lone file", paths: []string{"a.yaml"}, files: map[string]string{"a.yaml": service("a"), "b.yaml": service("b")},
			want: "file a.yaml kubernetes 1\na.yaml:1 Service a" + lone},
		{name: "any extension when named", paths: []string{"a.txt", "./a.txt"}, files: map[string]string{"a.txt": service("a")},
			want: "file a.txt kubernetes 1\na.txt:1 Service a" + lone},
		{name: "file and its folder", paths: []string{"a.yaml", "."}, files: map[string]string{"a.yaml": service("a")},
			want: "file a.yaml kubernetes 1\na.yaml:1 Service a"},
		{name: "file with context", paths: []string{"x/a.yaml"}, context: []string{"."}, files: map[string]string{"x/a.yaml": service("a"), "b.yaml": service("b")},
			want: "file b.yaml kubernetes 1\nfile x/a.yaml kubernetes 1\nb.yaml:1 Service b\nx/a.yaml:1 Service a\nreported x/a.yaml"},
		{name: "file outside its context", paths: []string{"x/a.yaml"}, context: []string{"y"}, files: map[string]string{"x/a.yaml": service("a"), "y/b.yaml": service("b")},
			want: "file x/a.yaml kubernetes 1\nfile y/b.yaml kubernetes 1\nx/a.yaml:1 Service a" + lone + "\ny/b.yaml:1 Service b\nreported x/a.yaml"},
		{name: "broken", paths: []string{"."}, files: map[string]string{"a/a.yaml": service("a") + "---\nkind: a: b\n", "a/b.yaml": service("b"), "c.yaml": service("c"), "conf.yaml": "a: b: c\n",
			"d/b.yaml": "kind: Service\nspec: [\n", "d/d.yaml": service("d")},
			want: `file a/a.yaml kubernetes 1
file a/b.yaml kubernetes 1
file c.yaml kubernetes 1
file d/d.yaml kubernetes 1
a/a.yaml:1 Service a (open: a/a.yaml was not read completely)
a/b.yaml:1 Service b (open: a/a.yaml was not read completely)
c.yaml:1 Service c
d/d.yaml:1 Service d
unread a/a.yaml:6:8 broken found ": " inside a value; put the value in quotes, or give the key a line of its own
skipped .yaml=2`},
		{name: "broken and named", paths: []string{"conf.yaml", "empty.yaml", "null.yaml"}, files: map[string]string{"conf.yaml": "a: b: c\n", "empty.yaml": "", "null.yaml": "---\n# x\n"},
			want: `file empty.yaml kubernetes 0
file null.yaml kubernetes 0
unread conf.yaml:1:5 broken found ": " inside a value; put the value in quotes, or give the key a line of its own`},
		{name: "chart", paths: []string{"."}, files: map[string]string{
			"c/Chart.yaml": "apiVersion: v2\nname: c\nkind: x\n", "c/values.yaml": "kind: a\napiVersion: b\n", "c/values-prod.yaml": "", "c/templates/a.yaml": "{{ include \"x\" . }}\n",
			"c/templates/sub/b.yaml": service("b"), "c/templates/_h.tpl": "{{ x }}", "c/templates/NOTES.txt": "{{ x }}", "c/crds/d.yaml": service("d"),
			"c/charts/s/Chart.yaml": "name: s\n", "c/charts/s/templates/e.yml": service("{{ .Release.Name }}"), "templates/f.yaml": service("f"),
		}, want: `file c/crds/d.yaml kubernetes 1
file c/templates/sub/b.yaml kubernetes 1
file templates/f.yaml kubernetes 1
c/crds/d.yaml:1 Service d
c/templates/sub/b.yaml:1 Service b
templates/f.yaml:1 Service f
unread c/charts/s/templates/e.yml:0:0 template a template of the chart in c/charts/s, which must be rendered first: pass the output of helm template
unread c/templates/a.yaml:0:0 template a template of the chart in c, which must be rendered first: pass the output of helm template
skipped .tpl=1 .txt=1 .yaml=4`},
		{name: "chart template named", paths: []string{"c/templates/a.yaml"}, files: map[string]string{"c/Chart.yaml": "", "c/templates/a.yaml": "a: {{ x }}\n"},
			want: "unread c/templates/a.yaml:0:0 template a template of the chart in c, which must be rendered first: pass the output of helm template"},
		{name: "unit with a template", paths: []string{"."}, files: map[string]string{"a.yaml": service("a"), "b.yaml": service("{{ x }}"), "c/c.yaml": service("c")},
			want: `file a.yaml kubernetes 1
file c/c.yaml kubernetes 1
a.yaml:1 Service a (open: b.yaml was not read)
c/c.yaml:1 Service c
unread b.yaml:4:9 template holds template actions, which must be rendered first: pass the rendered manifests`},
		{name: "patches", paths: []string{"."}, files: map[string]string{"kustomization.yaml": "resources: [a.yaml]\npatches: [{path: p.yaml}, {path: j.json}]\n", "a.yaml": service("a"), "p.yaml": service("a"), "j.json": "[]"},
			want: `file a.yaml kubernetes 1
file kustomization.yaml kubernetes 1
a.yaml:1 Service a
kustomization.yaml:1 Kustomization 
unread j.json:0:0 unsupported a patch of kustomization.yaml: it is judged where the overlay is rendered, which is not supported yet
unread p.yaml:0:0 unsupported a patch of kustomization.yaml: it is judged where the overlay is rendered, which is not supported yet`},
		{name: "ignored", paths: []string{"."}, files: map[string]string{".gitignore": "build/\n*.gen.yaml\n", "a.yaml": service("a"), "build/b.yaml": service("b"), "c.gen.yaml": service("c"),
			"d/.gitignore": "!c.gen.yaml\n", "d/c.gen.yaml": service("d"), "node_modules/e.yaml": service("e"), "vendor/f.yaml": service("f"), ".terraform/g.yaml": service("g"), ".git/h.yaml": service("h")},
			want: "file a.yaml kubernetes 1\nfile d/c.gen.yaml kubernetes 1\na.yaml:1 Service a\nd/c.gen.yaml:1 Service d\nskipped (none)=2"},
		{name: "ignored above", paths: []string{"x/y", "x/y/b.yaml"}, files: map[string]string{".git/HEAD": "", ".gitignore": "x/y/a.yaml\nb.yaml\n", "x/y/a.yaml": service("a"), "x/y/b.yaml": service("b"), "x/y/c.yaml": service("c")},
			want: "file x/y/b.yaml kubernetes 1\nfile x/y/c.yaml kubernetes 1\nx/y/b.yaml:1 Service b" + lone + "\nx/y/c.yaml:1 Service c"},
		{name: "links", paths: []string{"in"}, files: map[string]string{
			"out.yaml": service("out"), "in/a.yaml": service("a"), "in/b.yaml": "-> a.yaml", "in/c.yaml": "-> ../out.yaml", "in/d.yaml": "-> missing.yaml",
			"in/e.yaml": "-> e.yaml", "in/up": "-> ..", "in/self": "-> .", "in/.gitignore": "hidden\n", "in/hidden/f.yaml": service("f"), "in/g.yaml": "-> hidden/f.yaml",
			"in/sub": "-> hidden", "in/tool": "-> /bin/sh",
		}, want: `file in/a.yaml kubernetes 1
file in/sub/f.yaml kubernetes 1
in/a.yaml:1 Service a (open: in/c.yaml was not read)
in/sub/f.yaml:1 Service f
unread in/c.yaml:0:0 limit is a symbolic link that leaves in, and such links are not followed; pass its target too
unread in/d.yaml:0:0 broken is a symbolic link to something that does not exist; remove it or restore its target
unread in/e.yaml:0:0 broken is a symbolic link that leads back to itself; remove it or point it at a file
unread in/up:0:0 limit is a symbolic link that leaves in, and such links are not followed; pass its target too
skipped (none)=2`},
	} {
		t.Run(c.name, func(t *testing.T) {
			tree(t, c.files)
			got := show(mustLoad(t, Options{Context: c.context}, c.paths...))
			if got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestMissingPath(t *testing.T) {
	tree(t, map[string]string{"a.yaml": service("a")})
	for _, o := range []struct{ paths, context []string }{{paths: []string{"a.yaml", "no/such"}}, {context: []string{"no/such"}}} {
		_, err := Load(context.Background(), o.paths, Options{Context: o.context})
		var missing *PathError
		if !errors.As(err, &missing) || missing.Path != "no/such" {
			t.Errorf("got %v", err)
		}
	}
}

func TestStdin(t *testing.T) {
	tree(t, nil)
	r := mustLoad(t, Options{Stdin: strings.NewReader(service("a"))}, "-", "-")
	if got, want := show(r), "file stdin kubernetes 1\nstdin:1 Service a"+lone; got != want {
		t.Errorf("got\n%s", got)
	}
	r = mustLoad(t, Options{Stdin: strings.NewReader("a: b: c"), StdinFilename: "x/y.yaml"}, "-")
	if got := show(r); !strings.HasPrefix(got, "unread x/y.yaml:1:5 broken") {
		t.Errorf("got\n%s", got)
	}
}

func TestUnreadable(t *testing.T) {
	if os.Getuid() == 0 || runtime.GOOS == "windows" {
		t.Skip("every file can be read by this user")
	}
	tree(t, map[string]string{"a.yaml": service("a"), "b.yaml": service("b"), "d/c.yaml": service("c")})
	if err := errors.Join(os.Chmod("a.yaml", 0), os.Chmod("d", 0)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod("d", 0o755) })
	want := "file b.yaml kubernetes 1\nb.yaml:1 Service b (open: a.yaml was not read)\n" +
		"unread a.yaml:0:0 broken cannot be read: permission denied\nunread d:0:0 broken cannot be read: permission denied"
	if got := show(mustLoad(t, Options{}, ".")); got != want {
		t.Errorf("got\n%s", got)
	}
}

func TestAbsolutePath(t *testing.T) {
	tree(t, map[string]string{"x/a.yaml": service("a")})
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	r := mustLoad(t, Options{}, filepath.Join(dir, "x"), "x/a.yaml")
	if got, want := show(r), "file x/a.yaml kubernetes 1\nx/a.yaml:1 Service a"; got != want {
		t.Errorf("got\n%s", got)
	}
}

func TestTooLarge(t *testing.T) {
	tree(t, map[string]string{"a.yaml": service("a")})
	if err := os.Truncate("a.yaml", maxFileBytes+1); err != nil {
		t.Fatal(err)
	}
	want := "unread a.yaml:0:0 limit holds more than 64 MiB; split it into smaller files"
	if got := show(mustLoad(t, Options{}, ".")); got != want {
		t.Errorf("got\n%s", got)
	}
}

// TestOrder reads many files by many workers and expects the same each time.
func TestOrder(t *testing.T) {
	files := map[string]string{}
	for i := range 200 {
		files[fmt.Sprintf("d%d/f%d.yaml", i%7, i)] = service(fmt.Sprint(i)) + "---\n" + service("x") + "---\na: {\n"
	}
	tree(t, files)
	var first *Result
	for _, workers := range []int{1, 8, 3} {
		r := mustLoad(t, Options{Workers: workers}, ".")
		if first == nil {
			first = r
		}
		if !reflect.DeepEqual(first, r) {
			t.Fatalf("%d workers: another result", workers)
		}
	}
	if len(first.Documents) != 400 || len(first.Unread) != 200 {
		t.Errorf("%d documents, %d unread", len(first.Documents), len(first.Unread))
	}
}

func TestWatches(t *testing.T) {
	tree(t, map[string]string{"a.yaml": service("a") + "---\n" + service("b"), "b.json": `{"apiVersion": "apps/v1", "kind": "Deployment"}`, "c.yaml": "x: 1\n"})
	var mu sync.Mutex
	var types []string
	var steps [][2]int
	mustLoad(t, Options{
		OnType: func(format, apiVersion, typ string) {
			mu.Lock()
			defer mu.Unlock()
			types = append(types, format+" "+apiVersion+" "+typ)
		},
		Progress: func(done, total int) { steps = append(steps, [2]int{done, total}) },
	}, ".")
	slices.Sort(types)
	if want := []string{"kubernetes apps/v1 Deployment", "kubernetes v1 Service"}; !slices.Equal(types, want) {
		t.Errorf("types %v", types)
	}
	if want := [][2]int{{1, 3}, {2, 3}, {3, 3}}; !slices.Equal(steps, want) {
		t.Errorf("steps %v", steps)
	}
}

func TestCancelled(t *testing.T) {
	tree(t, map[string]string{"a.yaml": service("a")})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Load(ctx, []string{"."}, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestUnits(t *testing.T) {
	docs := []*document.Document{{File: "a/b.yaml", Unit: "chart:a:shop"}, {File: "c/d.yaml", Unit: "folder:c"}, {File: "e.yaml", Unit: "kustomize:."}}
	markOpen(docs, nil, []document.Unread{{File: "a/x.yaml", Cause: document.Broken}, {File: "y.yaml", Cause: document.Limit}, {File: "c/p.yaml", Cause: document.Unsupported}}, nil, nil)
	got := []string{docs[0].Open, docs[1].Open, docs[2].Open}
	if want := []string{"a/x.yaml was not read", "", "y.yaml was not read"}; !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}
