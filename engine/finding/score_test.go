package finding

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestGrade(t *testing.T) {
	want := [4][5]Severity{
		1: {1: Low, 2: Low, 3: Medium, 4: Medium},
		2: {1: Low, 2: Medium, 3: High, 4: High},
		3: {1: Medium, 2: High, 3: Critical, 4: Critical},
	}
	for likelihood := 1; likelihood <= 3; likelihood++ {
		for impact := 1; impact <= 4; impact++ {
			if got := Grade(likelihood, impact, "high"); got != want[likelihood][impact] {
				t.Errorf("%d x %d is %s, want %s", likelihood, impact, got, want[likelihood][impact])
			}
			if got := Grade(likelihood, impact, "medium"); got != min(want[likelihood][impact], Medium) {
				t.Errorf("%d x %d with medium confidence is %s", likelihood, impact, got)
			}
		}
	}
}

func TestScoreObjects(t *testing.T) {
	cart, web := Object{Type: "Deployment", Name: "cart"}, Object{Type: "Deployment", Name: "web"}
	scores := ScoreObjects([]Finding{
		{Object: web, Severity: Low},
		{Object: cart, Severity: High}, {Object: cart, Severity: Critical}, {Object: cart, Severity: Medium},
	})
	for i := range scores {
		scores[i].Points = math.Round(scores[i].Points*1000) / 1000
	}
	// 100 x 0.88 x 0.70 x 0.95, and 100 x 0.99.
	want := []Score{
		{Object: cart, Points: 58.52, Count: [5]int{Medium: 1, High: 1, Critical: 1}},
		{Object: web, Points: 99, Count: [5]int{Low: 1}},
	}
	if diff := cmp.Diff(want, scores); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestGradeRun(t *testing.T) {
	score := func(points float64) []Score { return []Score{{Points: points}} }
	for _, c := range []struct {
		name    string
		scores  []Score
		objects int
		worst   Severity
		want    Grading
	}{
		{"nothing judged", nil, 0, None, Grading{}},
		{"nothing found", nil, 3, None, Grading{"A", 100, "A needs 90 and nothing high"}},
		{"mean over all objects", score(80), 4, Medium, Grading{"A", 95, "A needs 90 and nothing high"}},
		{"a high finding", score(88), 4, High, Grading{"B", 97, "there is a high finding"}},
		{"a critical finding", score(70), 4, Critical, Grading{"C", 92.5, "there is a critical finding"}},
		{"C by score", score(65), 1, High, Grading{"C", 65, "C needs 65"}},
		{"D by score", score(64), 1, High, Grading{"D", 64, "D needs 50"}},
		{"F", score(49), 1, Critical, Grading{"F", 49, "F is below 50"}},
	} {
		if diff := cmp.Diff(c.want, GradeRun(c.scores, c.objects, c.worst)); diff != "" {
			t.Errorf("%s: -want +got:\n%s", c.name, diff)
		}
	}
}

func TestExpand(t *testing.T) {
	args := map[string]any{
		"container": "app", "limit_bytes": json.Number("1610612736"), "small_bytes": json.Number("900"),
		"wait_ms": json.Number("150000"), "grace_ms": json.Number("30000"), "tick_ms": json.Number("250"),
		"day_ms": json.Number("172800000"), "cpu_millicores": json.Number("1500"), "share_percent": json.Number("80"),
		"names": []any{"a", "b"}, "n": json.Number("3"),
	}
	for template, want := range map[string]string{
		`{container}: {limit_bytes} and {small_bytes}`:        "app: 1.5 GiB and 900 B",
		`{wait_ms}, {grace_ms}, {tick_ms}, {day_ms}`:          "150 s, 30 s, 250 ms, 2 d",
		`{cpu_millicores} at {share_percent}, {n} of {names}`: "1.5 CPU at 80 %, 3 of a, b",
		`no argument:{nothing}.`:                              "no argument:.",
		`x{reason="OOMKilled"} > 0`:                           `x{reason="OOMKilled"} > 0`,
		`an open { brace`:                                     "an open { brace",
	} {
		if got := Expand(template, args); got != want {
			t.Errorf("Expand(%q) = %q, want %q", template, got, want)
		}
	}
}
