package yaml

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestHostile reads what is made to hang or to fill the memory. The time is
// generous: only growth that is not linear misses it.
func TestHostile(t *testing.T) {
	bomb := "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
	for i := 1; i < 10; i++ {
		bomb += fmt.Sprintf("a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 10), ", "))
	}
	merges := "a0: &a0 {x: 1}\n"
	for i := 1; i < 40; i++ {
		merges += fmt.Sprintf("a%d: &a%d {k%d: *a%d, <<: [*a%d, *a%d]}\n", i, i, i, i-1, i-1, i-1)
	}
	cases := map[string]struct {
		text string
		docs int
	}{
		"documents":      {strings.Repeat("---\na: 1\n", 100_000), 100_000},
		"separators":     {strings.Repeat("---\n", 1_000_000), 0},
		"broken":         {strings.Repeat("---\na: b: c\n", 5_000), 0},
		"broken key":     {strings.Repeat("---\na:\n    b: 1\n  c: 2\n", 5_000), 0},
		"long scalar":    {"a: " + strings.Repeat("x", 10<<20), 1},
		"long unicode":   {"a: [" + strings.Repeat("ä, ", 100_000) + "]", 1},
		"long json":      {`{"a": [` + strings.Repeat(`"ä", `, 500_000) + `1]}`, 1},
		"long flow":      {"a: [" + strings.Repeat("b, ", 100_000) + "]", 1},
		"broken json":    {`{"a": [` + strings.Repeat(`"x", `, 100_000), 0},
		"block":          {"a: |\n" + strings.Repeat("  text text text\n", 100_000), 1},
		"plain lines":    {"a: b\n" + strings.Repeat("  text text text\n", 100_000), 1},
		"comments":       {strings.Repeat("# comment\n", 100_000) + "a: 1\n", 1},
		"inner comments": {"a:\n" + strings.Repeat("  # comment\n", 100_000) + "  b: 1\n", 1},
		"blank lines":    {"a:\n" + strings.Repeat("\n", 200_000) + "  b: 1\n", 1},
		"alias bomb":     {bomb, 0},
		"merge bomb":     {merges, 0},
		"deep flow":      {strings.Repeat("[", 10_000), 0},
		"deeper flow":    {strings.Repeat("[", 1_000_000), 0},
		"deep closed":    {strings.Repeat("[", 9_000) + strings.Repeat("]", 9_000), 0},
		"deep map":       {strings.Repeat("{a: ", 9_000) + strings.Repeat("}", 9_000), 0},
		"deep json":      {strings.Repeat(`{"a":`, 9_000) + "1" + strings.Repeat("}", 9_000), 0},
		"deeper json":    {strings.Repeat(`[`, 100_000) + strings.Repeat("]", 100_000), 0},
		"deep block":     {strings.Repeat("- ", 9_000) + "a", 0},
		"deeper block":   {strings.Repeat("- ", 100_000) + "a", 0},
		"deep keys":      {strings.Repeat("? ", 100_000) + "a", 0},
		"values":         {strings.Repeat("[]", 100_000), 100_000},
		"quotes":         {strings.Repeat("'", 1_000_001), 0},
		"colons":         {strings.Repeat("a: ", 100_000), 0},
		"lone returns":   {strings.Repeat("a: 1\r---\r", 20_000), 20_000},
		"nul":            {"a: 1\n---\nb: \x00\n---\nc: 1\n", 2},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			docs, unread := Read("f.yaml", []byte(c.text))
			took := time.Since(start)
			if took > 15*time.Second {
				t.Errorf("took %v", took)
			}
			if len(docs) != c.docs || c.docs == 0 && len(unread) == 0 && name != "separators" {
				t.Errorf("%d documents, unread %.300v", len(docs), unread)
			}
			if len(unread) > 0 {
				t.Logf("%v: %d unread, first %+v", took, len(unread), unread[0])
			} else {
				t.Logf("%v", took)
			}
		})
	}
}
