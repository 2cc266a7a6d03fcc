package yaml

import (
	"strings"
	"testing"
)

func TestFaults(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"tab", "a:\n\tb: 1\n", `f.yaml:2:1: broken: a tab indents this line; YAML accepts spaces only`},
		{"tab later", "a:\n  b: 1\n\tc: 2\n", `f.yaml:3:1: broken: a tab indents this line; YAML accepts spaces only`},
		{"tab in a list", "a:\n- b: 1\n\t c: 2\n", `f.yaml:3:1: broken: a tab indents this line; YAML accepts spaces only`},
		{"colon in a value", "a: 1\nb: see: this\nc: 2\n", `f.yaml:2:7: broken: found ": " inside a value; put the value in quotes, or give the key a line of its own`},
		{"key too far right", "a: 1\n  b: 2\n", `f.yaml:2:3: broken: found a key that is indented further than the line above, which already has a value; indent both equally`},
		{"key too far left", "a:\n    b: 1\n  c: 2\nd: 3\n", `f.yaml:3:3: broken: found no key where one must stand; indent the keys of one map equally, and quote a value that holds quotes`},
		{"no colon", "a: 1\nreplicas\nb: 2\n", `f.yaml:2:1: broken: found text that is neither "key: value" nor part of a value; add the colon, or indent the text further than its key`},
		{"no space behind the colon", "a: 1\nreplicas:3\nb: 2\n", `f.yaml:2:1: broken: found text that is neither "key: value" nor part of a value; add the colon, or indent the text further than its key`},
		{"list item missing", "a:\n- 1\n- 2\n  b: 3\n", `f.yaml:4:3: broken: found a key that is indented further than the line above, which already has a value; indent both equally`},
		{"item among keys", "a: 1\n- b\n", `f.yaml:2:1: broken: found no key where one must stand; indent the keys of one map equally, and quote a value that holds quotes`},
		{"open list", "a: 1\nb: [1, 2\nc: 3\n", `f.yaml:2:4: broken: found a list in brackets that lacks a comma or the closing ]`},
		{"open map", "a: {b: 1\nc: 3\n", `f.yaml:2:1: broken: found a map in braces that lacks a comma or the closing }`},
		{"open quote", "a: 1\nb: \"x\nc: 3\n", `f.yaml:2:4: broken: found quoted text that is not closed; add the closing quote`},
		{"open quote before a marker", "a: 1\nb: 'x\n---\nc: 3\n", ` map 4:1-4:5
.c@4:1 number "3" 4:4-4:5
f.yaml:2:4: broken: found quoted text that is not closed; add the closing quote`},
		{"text behind a quote", "a: 1\nb: \"x\" y\nc: 3\n", `f.yaml:2:1: broken: found no key where one must stand; indent the keys of one map equally, and quote a value that holds quotes`},
		{"at sign", "a: 1\nb: @x\n", `f.yaml:2:4: broken: found a character that cannot start a value; put the value in quotes`},
		{"percent", "a: %x\n", `f.yaml:1:4: broken: found a character that cannot start a value; put the value in quotes`},
		{"star", "a: *.example.com\n", `f.yaml:1:4: broken: found a * or & without a name; put the value in quotes if it is meant as text`},
		{"unknown anchor", "a: 1\nb: *nobody\n", `f.yaml:2:4: broken: the alias *nobody names no anchor; write &nobody at the value, before it and in the same document`},
		{"unknown escape", "a: \"\\d+\"\n", `f.yaml:1:5: broken: found an unknown escape in double quotes; write \\ for a backslash, or use single quotes`},
		{"block header", "a: | text\n  more\n", `f.yaml:1:4: broken: found text behind the | or > of a text block; start the text on the next line`},
		{"second key", "a: 1\nb:\n  image: x\n  image: y\n", `f.yaml:4:3: broken: the key "image" is already in this map, on line 3; keep one of the two`},
		{"second key in json", "{\"a\": 1,\n \"a\": 2}", `f.yaml:2:2: broken: the key "a" is already in this map, on line 1; keep one of the two`},
		{"null key", "~: 1\n", `f.yaml:1:1: broken: found a null as the key of a map; a string is accepted: write it in quotes`},
		{"list key", "? [a]\n: b\n", `f.yaml:1:3: broken: found a map or a list as the key of a map; a string is accepted: write it in quotes`},
		{"cycle", "a: &x [1, *x]\n", `f.yaml:1:11: broken: the alias *x stands inside the value that it names; a value cannot hold itself`},
		{"merge of a scalar", "a:\n  <<: 5\n", `f.yaml:2:7: broken: << merges maps: found a number, a map or a list of maps is accepted`},
		{"nul", "a: 1\nb: x\x00y\n", `f.yaml:2:5: broken: found the control character U+0000; text, tabs and line breaks are accepted`},
		{"escape character", "a: \"\x1b[0m\"\n", `f.yaml:1:5: broken: found the control character U+001B; text, tabs and line breaks are accepted`},
		{"not utf-8", "a: 1\nb: \xff\n", `f.yaml:2:4: broken: found the byte 0xFF, which is not UTF-8; save the file as UTF-8`},
		{"utf-16", "\xff\xfea\x00:\x00", `f.yaml:1:1: broken: the file is UTF-16; UTF-8 is accepted: save it as UTF-8`},
		{"rest is read", "a: b: c\n---\nd: 1\n---\ne: [\n", ` map 3:1-3:5
.d@3:1 number "1" 3:4-3:5
f.yaml:1:5: broken: found ": " inside a value; put the value in quotes, or give the key a line of its own
f.yaml:6:1: broken: found no value where one must stand; write one, or null`},
		{"after a marker", "x: 1\n---\n# note\na: 1\nb: see: this\n", ` map 1:1-1:5
.x@1:1 number "1" 1:4-1:5
f.yaml:5:7: broken: found ": " inside a value; put the value in quotes, or give the key a line of its own`},
		{"umlauts before", "ä: ö: ü\n", `f.yaml:1:5: broken: found ": " inside a value; put the value in quotes, or give the key a line of its own`},
		{"first line", "a: b\n c: d\n", `f.yaml:2:2: broken: found a key that is indented further than the line above, which already has a value; indent both equally`},
		{"merge conflict", "a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> x\n", `f.yaml:2:1: broken: found the marks of a merge conflict; resolve it first`},
	} {
		t.Run(c.name, func(t *testing.T) {
			docs, unread := Read("f.yaml", []byte(c.text))
			if got := strings.TrimSuffix(dumpAll(docs, unread), "\n"); got != c.want {
				t.Errorf("%q: got\n%s\nwant\n%s", c.text, got, c.want)
			}
		})
	}
}

func TestJSONFault(t *testing.T) {
	for text, want := range map[string]string{
		"{\n  \"a\": [1, 2,]\n}": `f.json:2:14: broken: not JSON: invalid character ']' looking for beginning of value`,
		"{\"a\": 1,\n":           `f.json:1:9: broken: the JSON ends in the middle of a value; add what is missing`,
		"{\"a\": 1} x":           `f.json:1:10: broken: not JSON: invalid character 'x' looking for beginning of value`,
	} {
		docs, unread := Read("f.json", []byte(text))
		if got := strings.TrimSuffix(dumpAll(docs, unread), "\n"); got != want {
			t.Errorf("%q: got\n%s\nwant\n%s", text, got, want)
		}
	}
}
