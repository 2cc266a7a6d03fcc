package report

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/faultline-dev/faultline/engine/finding"
	"github.com/faultline-dev/faultline/engine/report/terminal"
)

func TestTextGolden(t *testing.T) {
	nothing := &finding.Report{}
	clean := &finding.Report{Objects: 41, Documents: 50, Grade: finding.Grading{Letter: "A", Score: 100}}
	for name, c := range map[string]struct {
		report  *finding.Report
		options Options
	}{
		"shop.txt":    {shop(), Options{Source: sources, Columns: 80}},
		"wide.txt":    {shop(), Options{Source: sources, Columns: 200}},
		"color.txt":   {shop(), Options{Source: sources, Color: true}},
		"quiet.txt":   {shop(), Options{Source: sources, Quiet: true}},
		"unknown.txt": {shop(), Options{Unknown: true}},
		"crowd.txt":   {crowd(), Options{Columns: 80}},
		"hostile.txt": {hostile(), Options{Source: func(string) ([]byte, error) { return []byte("- \x1b[2Jname: \u202ex\xff\n"), nil }, Unknown: true}},
		"nothing.txt": {nothing, Options{}},
		"clean.txt":   {clean, Options{}},
		"silent.txt":  {clean, Options{Quiet: true}},
	} {
		t.Run(name, func(t *testing.T) { golden(t, name, Text, c.report, c.options) })
	}
}

func TestTextKeepsItsWidthAndTheTerminal(t *testing.T) {
	for _, quiet := range []bool{true, false} {
		for _, r := range []*finding.Report{shop(), crowd(), hostile()} {
			var b bytes.Buffer
			options := Options{Source: sources, Columns: 80, Unknown: true, Quiet: quiet}
			if err := Text(&b, r, options); err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(b.String()) {
				line = strings.TrimSuffix(line, "\n")
				if line != terminal.Clean(line) {
					t.Errorf("reaches the terminal raw: %q", line)
				}
				if line != strings.TrimRight(line, " ") {
					t.Errorf("ends with a space: %q", line)
				}
			}
		}
	}
}

func TestTextExplainsARuleOnce(t *testing.T) {
	var b bytes.Buffer
	if err := Text(&b, crowd(), Options{}); err != nil {
		t.Fatal(err)
	}
	for _, once := range []string{"During a rollout", "faultline explain readiness-probe", "faultline explain heap-above-limit"} {
		if n := strings.Count(b.String(), once); n != 1 {
			t.Errorf("%q is said %d times", once, n)
		}
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestTextReportsWriteErrors(t *testing.T) {
	for name, format := range formats {
		if err := format(brokenPipe{}, shop(), Options{}); err == nil {
			t.Errorf("%s: an error of the writer is lost", name)
		}
	}
}

func TestUnderline(t *testing.T) {
	long := strings.Repeat("a", 100) + "TARGET" + strings.Repeat("b", 100)
	for _, c := range []struct {
		name, line          string
		index, length, room int
		shown, carets       string
	}{
		{"plain", "memory: 1Gi", 8, 3, 70, "memory: 1Gi", "        ^^^"},
		{"absent", "- name: orders", 2, 0, 70, "- name: orders", "  ^"},
		{"tab", "\tx: 1", 1, 1, 70, "    x: 1", "    ^"},
		{"wide", "名前: x", 4, 1, 70, "名前: x", "      ^"},
		{"control", "a\x1bb: x", 2, 1, 70, `a\x1bb: x`, "     ^"},
		{"invalid", "a\xffb", 2, 1, 70, `a\xffb`, "     ^"},
		{"to the end", "key: value", 5, 99, 70, "key: value", "     ^^^^^"},
		{"trailing space", "key: value   ", 5, 99, 70, "key: value   ", "     ^^^^^"},
		{"behind the end", "key:", 9, 1, 70, "key:", ""},
		{"no column", "key:", -1, 1, 70, "key:", ""},
		{"long", long, 100, 6, 30, "…aaaaaaaaaTARGETbbbbbbbbbbbbb…", "          ^^^^^^"},
		{"longer than the room", long, 0, 206, 20, strings.Repeat("a", 19) + "…", strings.Repeat("^", 19)},
	} {
		shown, start, width := underline(c.line, c.index, c.length, c.room)
		carets := ""
		if width > 0 {
			carets = strings.Repeat(" ", start) + strings.Repeat("^", width)
		}
		if shown != c.shown || carets != c.carets {
			t.Errorf("%s:\n got %q\n     %q\nwant %q\n     %q", c.name, shown, carets, c.shown, c.carets)
		}
	}
}

func TestUnderlineOfAHugeLine(t *testing.T) {
	line := strings.Repeat("é", 1<<20) + "TARGET" + strings.Repeat("b", 1<<20)
	shown, start, width := underline(line, 1<<20, 6, 60)
	if got := []rune(shown); string(got[start:start+width]) != "TARGET" || terminal.Width(shown) > 60 {
		t.Errorf("shown %q, underlined from %d, %d wide", shown, start, width)
	}
}

func FuzzUnderline(f *testing.F) {
	f.Add("\tkey: 名前\x1b", 3, 4, 40)
	f.Fuzz(func(t *testing.T, line string, index, length, room int) {
		room = max(room%100, 20)
		if room < 20 || strings.Contains(line, "\n") {
			return
		}
		shown, start, width := underline(line, index, length, room)
		if shown != terminal.Clean(shown) {
			t.Errorf("raw: %q", shown)
		}
		if start < 0 || width < 0 || start+width > room+8 {
			t.Errorf("the underline of %q leaves the room of %d: from %d, %d wide", line, room, start, width)
		}
	})
}
