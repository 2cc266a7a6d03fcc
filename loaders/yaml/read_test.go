package yaml

import (
	"fmt"
	"strings"
	"testing"

	"github.com/faultline-dev/faultline/loaders/document"
)

// dump writes a tree as one line a node: path, key's place, kind, text, span.
func dump(n *document.Node, path string, out *strings.Builder) {
	s := n.Span
	fmt.Fprintf(out, "%s %s", path, n.Kind)
	if n.Kind != document.Map && n.Kind != document.List {
		fmt.Fprintf(out, " %q", n.Text)
	}
	fmt.Fprintf(out, " %d:%d-%d:%d\n", s.Line, s.Column, s.EndLine, s.EndColumn)
	for _, f := range n.Entries() {
		dump(f.Value, fmt.Sprintf("%s.%s@%d:%d", path, f.Key, f.KeyLine, f.KeyColumn), out)
	}
	for i, item := range n.Items() {
		dump(item, fmt.Sprintf("%s[%d]", path, i), out)
	}
}

func dumpAll(docs []Doc, unread []document.Unread) string {
	var out strings.Builder
	for i, doc := range docs {
		if i > 0 {
			fmt.Fprintf(&out, "--- line %d\n", doc.Line)
		}
		dump(doc.Root, "", &out)
	}
	for _, u := range unread {
		fmt.Fprintf(&out, "%s:%d:%d: %s: %s\n", u.File, u.Line, u.Column, u.Cause, u.Reason)
	}
	return out.String()
}

func TestReadSpans(t *testing.T) {
	for name, c := range readCases {
		t.Run(name, func(t *testing.T) {
			docs, unread := Read("f.yaml", []byte(c.text))
			if got := "\n" + dumpAll(docs, unread); got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
			for _, doc := range docs {
				if err := newSource([]byte(c.text)).check(doc.Root); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

var readCases = map[string]struct{ text, want string }{
	"block map": {"a: b\nc:\n  d: 1\n  e: true\nf:\ng: x\n", `
 map 1:1-6:5
.a@1:1 string "b" 1:4-1:5
.c@2:1 map 3:3-4:10
.c@2:1.d@3:3 number "1" 3:6-3:7
.c@2:1.e@4:3 boolean "true" 4:6-4:10
.f@5:1 null "" 5:3-5:3
.g@6:1 string "x" 6:4-6:5
`},
	"lists": {"a:\n- 1\n- b: c\n  d: e\nf:\n  -\n  - - x\n", `
 map 1:1-7:8
.a@1:1 list 2:1-4:7
.a@1:1[0] number "1" 2:3-2:4
.a@1:1[1] map 3:3-4:7
.a@1:1[1].b@3:3 string "c" 3:6-3:7
.a@1:1[1].d@4:3 string "e" 4:6-4:7
.f@5:1 list 6:3-7:8
.f@5:1[0] null "" 6:4-6:4
.f@5:1[1] list 7:5-7:8
.f@5:1[1][0] string "x" 7:7-7:8
`},
	"flow": {"a: {b: [1, 'x' ], \"c\": d,\n  e: , f }\ng: []\nh: {}\ni: [a: b, ]\n", `
 map 1:1-5:12
.a@1:1 map 1:4-2:11
.a@1:1.b@1:5 list 1:8-1:17
.a@1:1.b@1:5[0] number "1" 1:9-1:10
.a@1:1.b@1:5[1] string "x" 1:12-1:15
.a@1:1.c@1:19 string "d" 1:24-1:25
.a@1:1.e@2:3 null "" 2:5-2:5
.a@1:1.f@2:8 null "" 2:9-2:9
.g@3:1 list 3:4-3:6
.h@4:1 map 4:4-4:6
.i@5:1 list 5:4-5:12
.i@5:1[0] map 5:5-5:9
.i@5:1[0].a@5:5 string "b" 5:8-5:9
`},
	"quotes": {"a: \"x\\\"\\u00e4\"\nb: 'it''s'\nc: \"over\n  lines\"\n'd e': \"\"\n", `
 map 1:1-5:10
.a@1:1 string "x\"ä" 1:4-1:15
.b@2:1 string "it's" 2:4-2:11
.c@3:1 string "over lines" 3:4-4:9
.d e@5:1 string "" 5:8-5:10
`},
	"plain lines": {"a: one\n  two\n\n  three\nb: x # no\nc: a#b:c\n", `
 map 1:1-6:9
.a@1:1 string "one two\nthree" 1:4-4:8
.b@5:1 string "x" 5:4-5:5
.c@6:1 string "a#b:c" 6:4-6:9
`},
	"blocks": {"a: |\n  text\n\n   more\n\nb: >-\n  folded\n  text\n\nc: |2 # two\n    x\nd: |\ne:\n- |+\n  y\n\n- z\n", `
 map 1:1-17:4
.a@1:1 string "text\n\n more\n" 1:4-4:8
.b@6:1 string "folded text" 6:4-8:7
.c@10:1 string "  x\n" 10:4-11:6
.d@12:1 string "" 12:4-12:5
.e@13:1 list 14:1-17:4
.e@13:1[0] string "y\n\n" 14:3-15:4
.e@13:1[1] string "z" 17:3-17:4
`},
	"properties": {"a: !!str 5\nb: &x c\nd: &y\n  e: f\ng: !t\n- h\ni: !!null\nj: &z\nk: ! l\n&m n: o\n", `
 map 1:1-10:8
.a@1:1 string "5" 1:10-1:11
.b@2:1 string "c" 2:7-2:8
.d@3:1 map 4:3-4:7
.d@3:1.e@4:3 string "f" 4:6-4:7
.g@5:1 list 6:1-6:4
.g@5:1[0] string "h" 6:3-6:4
.i@7:1 null "" 7:10-7:10
.j@8:1 null "" 8:6-8:6
.k@9:1 string "l" 9:6-9:7
.false@10:4 string "o" 10:7-10:8
`},
	"alias": {"a: &x {b: 1}\nc: *x\nd: [*x, 2]\n", `
 map 1:1-3:11
.a@1:1 map 1:7-1:13
.a@1:1.b@1:8 number "1" 1:11-1:12
.c@2:1 map 2:4-2:6
.c@2:1.b@1:8 number "1" 1:11-1:12
.d@3:1 list 3:4-3:11
.d@3:1[0] map 3:5-3:7
.d@3:1[0].b@1:8 number "1" 1:11-1:12
.d@3:1[1] number "2" 3:9-3:10
`},
	"merge": {"a: &a {x: 1, w: 1}\nb: &b {w: 2, z: 2}\nc:\n  <<: [*a, *b]\n  z: 3\nd:\n  x: 0\n  <<: *a\n", `
 map 1:1-8:9
.a@1:1 map 1:7-1:19
.a@1:1.x@1:8 number "1" 1:11-1:12
.a@1:1.w@1:14 number "1" 1:17-1:18
.b@2:1 map 2:7-2:19
.b@2:1.w@2:8 number "2" 2:11-2:12
.b@2:1.z@2:14 number "2" 2:17-2:18
.c@3:1 map 4:3-5:7
.c@3:1.z@5:3 number "3" 5:6-5:7
.c@3:1.x@1:8 number "1" 1:11-1:12
.c@3:1.w@1:14 number "1" 1:17-1:18
.d@6:1 map 7:3-8:9
.d@6:1.x@7:3 number "0" 7:6-7:7
.d@6:1.w@1:14 number "1" 1:17-1:18
`},
	"unicode": {"ключ: значение # x\nb: [ä, \"ö\", ü]\n", `
 map 1:1-2:15
.ключ@1:1 string "значение" 1:7-1:15
.b@2:1 list 2:4-2:15
.b@2:1[0] string "ä" 2:5-2:6
.b@2:1[1] string "ö" 2:8-2:11
.b@2:1[2] string "ü" 2:13-2:14
`},
	"byte order mark": {"\uFEFFa: b\n", `
 map 1:1-1:5
.a@1:1 string "b" 1:4-1:5
`},
	"crlf": {"a: b\r\nc: |\r\n  d\r\n  e\r\nf: 'g\r\n  h'\r\n", `
 map 1:1-6:5
.a@1:1 string "b" 1:4-1:5
.c@2:1 string "d\ne\n" 2:4-4:4
.f@5:1 string "g h" 5:4-6:5
`},
	"next line": {"a: x\u0085b: y\n", `
 map 1:1-1:10
.a@1:1 string "x" 1:4-1:5
.b@1:6 boolean "true" 1:9-1:10
`},
	"separators": {"# head\n---\na: 1\n--- # note\nb: 2\n---\n\n# nothing\n---\n...\n--- {c: 3}\n--- !t\nd: 4\n...\n# x\ne: 5\n...\n%YAML 1.2\n---\n--- |\n" +
		"  top\n", `
 map 3:1-3:5
.a@3:1 number "1" 3:4-3:5
--- line 4
 map 5:1-5:5
.b@5:1 number "2" 5:4-5:5
--- line 11
 map 11:5-11:11
.c@11:6 number "3" 11:9-11:10
--- line 12
 map 13:1-13:5
.d@13:1 number "4" 13:4-13:5
--- line 15
 map 16:1-16:5
.e@16:1 number "5" 16:4-16:5
--- line 20
 string "top\n" 20:5-21:6
`},
	"directive": {"%YAML 1.2\n# x\n---\na: b\n", `
 map 4:1-4:5
.a@4:1 string "b" 4:4-4:5
`},
	"json": {"{\n  \"a\": [1, -2.5e3, true, null],\n  \"b\": {\"ä\\n\": \"c\"}\n}\n", `
 map 1:1-4:2
.a@2:3 list 2:8-2:31
.a@2:3[0] number "1" 2:9-2:10
.a@2:3[1] number "-2.5e3" 2:12-2:18
.a@2:3[2] boolean "true" 2:20-2:24
.a@2:3[3] null "" 2:26-2:30
.b@3:3 map 3:8-3:20
.b@3:3.ä
@3:9 string "c" 3:16-3:19
`},
	"json lines": {"{\"a\": 1}\n{\"a\": 2}\n", `
 map 1:1-1:9
.a@1:2 number "1" 1:7-1:8
--- line 1
 map 2:1-2:9
.a@2:2 number "2" 2:7-2:8
`},
	"keys": {"8080: a\non: b\n1.50: d\n'x y': e\n? f\n: g\n? h\n", `
 map 1:1-7:4
.8080@1:1 string "a" 1:7-1:8
.true@2:1 string "b" 2:5-2:6
.1.50@3:1 string "d" 3:7-3:8
.x y@4:1 string "e" 4:8-4:9
.f@5:3 string "g" 6:3-6:4
.h@7:3 null "" 7:4-7:4
`},
}
