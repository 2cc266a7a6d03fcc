package container

import (
	"strings"
	"testing"
)

// FuzzScript: no script may stop the loader, and none that is judged twice
// may be judged differently.
func FuzzScript(f *testing.F) {
	for _, seed := range []string{
		"server | tee log", "a || b && c; d &", "while :; do x; done", "cat <<EOF\n$(a)\nEOF", "f() { x; }; f", "if a; then b; fi",
		"curl -s localhost || true", "sleep 5; nginx -s quit", strings.Repeat("$(", maxScript/2), strings.Repeat("{ ", maxScript/2),
		strings.Repeat("a|", maxScript/2) + "b",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		words := []string{"sh", "-c", text}
		for _, dash := range []bool{true, false} {
			first, second := swallows(parse(text), dash), swallows(parse(text), dash)
			if first != second {
				t.Errorf("swallows(%q) differs from itself", text)
			}
		}
		if first, second := CannotFail(words), CannotFail(words); first != second {
			t.Errorf("cannotFail(%q) differs from itself", text)
		}
		if total, _, _ := Waits(words); total < 0 {
			t.Errorf("waits(%q) = %d", text, total)
		}
	})
}
