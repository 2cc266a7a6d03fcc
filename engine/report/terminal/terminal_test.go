package terminal

import (
	"slices"
	"testing"
)

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"shop/orders":              "shop/orders",
		"naïve 日本":                 "naïve 日本",
		"a\x1b[2Jb":                `a\x1b[2Jb`,
		"a\nb\tc\rd":               `a\nb\tc\rd`,
		"a\u202eb":                 `a\u202eb`,
		"a\u0085b":                 `a\x85b`,
		"a\xffb":                   `a\xffb`,
		"a\U000e0041":              `a\U000e0041`,
		"\u2028":                   `\u2028`,
		"replacement \ufffd stays": "replacement \ufffd stays",
	} {
		if got := Clean(in); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestWrap(t *testing.T) {
	got := Wrap("one two\nthree  a-word-longer-than-the-width four", 10)
	want := []string{"one two", "three", "a-word-longer-than-the-width", "four"}
	if !slices.Equal(got, want) {
		t.Errorf("Wrap = %q, want %q", got, want)
	}
	if got := Wrap("日本 日本 日本", 9); !slices.Equal(got, []string{"日本 日本", "日本"}) {
		t.Errorf("wide characters take two columns: %q", got)
	}
	if got := Wrap("  ", 10); got != nil {
		t.Errorf("Wrap of nothing = %q", got)
	}
}

func TestBlocks(t *testing.T) {
	got := Blocks("A paragraph of\ntwo lines.\n\n- an item that is long\n- another\n\n    rate(x[5m])  > 0\nend\n", 16)
	want := []string{
		"A paragraph of", "two lines.", "", "- an item that", "  is long", "- another",
		"", "    rate(x[5m])  > 0", "end",
	}
	if !slices.Equal(got, want) {
		t.Errorf("Blocks = %q, want %q", got, want)
	}
}

func TestPaint(t *testing.T) {
	if got := Colors(true).Paint(Red, "high"); got != "\x1b[31mhigh\x1b[0m" {
		t.Errorf("coloured: %q", got)
	}
	if got := Colors(false).Paint(Red, "high"); got != "high" {
		t.Errorf("plain: %q", got)
	}
}
