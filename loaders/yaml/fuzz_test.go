package yaml

import "testing"

func FuzzRead(f *testing.F) {
	for _, text := range seeds {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		docs, unread := Read("f.yaml", data)
		s := newSource(data)
		for _, doc := range docs {
			if err := s.check(doc.Root); err != nil {
				t.Errorf("%v", err)
			}
		}
		for _, u := range unread {
			if u.Line < 1 || u.Line > len(s.lines) || u.Reason == "" {
				t.Errorf("%+v points outside the text", u)
			}
		}
	})
}

var seeds = []string{
	"", "a", "a: 1\n", "- a\n- b: c\n  d: e\n", "---\na: b\n---\nc: d\n...\n# end\n--- {a: 1}\n",
	"a: &x {b: [1, 'two', \"th\\\"ree\"]}\nc: *x\nd:\n  <<: *x\n  b: 2\n",
	"a: |\n  text\n   more\n\nb: >-\n  folded\n  text\nc: plain\n  over lines\n",
	"a: !!str 5\nb: !local &y\n  c: d\n? e\n: f\n", "k:\ne: ~\nf: !!null\ng: &z\n",
	"\uFEFFa: ä: b\n", "ключ: значение # comment\r\nb: \"\\u00e4\"\r\n",
	"{\"a\": [1, -2.5e3, true, null, \"x\\ny\"], \"b\": {}}", "a: {{ x }}\n", "a: \"{{ x }}\"\n",
	"%YAML 1.2\n---\na: b\n", "- - - a\n-\n- [a: b, ? c : d, {e, f: }]\n", "a: 'it''s'\nb: |2\n    x\n",
	"a\rb: c\r---\rd: e\n", "a: b\u2028c: d\n", "x: y\x00\n", "\ta: b\n", "a: b: c\n", "a: [1, 2\nb: 3\n", "--- |\n  top\n--- 'q\n  r'\n",
	"a: !x &b:c\n", "!,x y", "[]00", "|\n  \n x", ">\r x",
}
