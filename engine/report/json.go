package report

import (
	"io"
	"math"

	"github.com/faultline-dev/faultline/engine/finding"
	"github.com/faultline-dev/faultline/loaders/document"
)

// SchemaVersion is the version of the JSON contract, as report.schema.json
// describes it. It changes only when a reader of the old one would break.
const SchemaVersion = "1"

type jsonSummary struct {
	Files      int            `json:"files"`
	Documents  int            `json:"documents"`
	Objects    int            `json:"objects"`
	Findings   jsonCount      `json:"findings"`
	Suppressed int            `json:"suppressed"`
	Unread     int            `json:"unread"`
	NotJudged  int            `json:"not_judged"`
	Skipped    map[string]int `json:"skipped"`
}

type jsonCount struct {
	Critical int `json:"critical"`
	High     int `json:"high"`
	Medium   int `json:"medium"`
	Low      int `json:"low"`
}

// jsonGrade holds null twice for a run that judged nothing: it has no score,
// and 0 would be one.
type jsonGrade struct {
	Letter *string  `json:"letter"`
	Score  *float64 `json:"score"`
}

// JSON writes the versioned machine contract. Lists are never null, and the
// same report gives the same bytes. Items are encoded one at a time: the text
// of a large run's findings is several times what the findings themselves
// take, and encoding/json would hold all of it, indented, twice.
func JSON(w io.Writer, r *finding.Report, _ Options) error {
	j := newJSON(w)
	j.member("schema", SchemaVersion)
	j.member("tool", r.Tool)
	j.member("summary", summaryJSON(r))
	j.member("grade", gradeJSON(r.Grade))
	items(j, "files", r.Files, func(f document.File) any { return f })
	items(j, "findings", r.Findings, findingJSON)
	items(j, "suppressed", r.Suppressed, findingJSON)
	items(j, "unread", r.Unread, func(u document.Unread) any { return u })
	return j.close()
}

func summaryJSON(r *finding.Report) jsonSummary {
	count := r.Count()
	out := jsonSummary{
		Files: len(r.Files), Documents: r.Documents, Objects: r.Objects,
		Findings: jsonCount{
			Critical: count[finding.Critical], High: count[finding.High],
			Medium: count[finding.Medium], Low: count[finding.Low],
		},
		Suppressed: len(r.Suppressed), Unread: len(r.Unread), NotJudged: len(r.NotJudged),
		Skipped: r.Skipped,
	}
	if out.Skipped == nil {
		out.Skipped = map[string]int{}
	}
	return out
}

// gradeJSON rounds the score to hundredths, so that the last bit of a mean
// does not make two reports differ.
func gradeJSON(g finding.Grading) jsonGrade {
	if g.Letter == "" {
		return jsonGrade{}
	}
	score := math.Round(g.Score*100) / 100
	return jsonGrade{Letter: &g.Letter, Score: &score}
}

// findingJSON returns a copy in which no list is nil.
func findingJSON(f finding.Finding) any {
	f.Related = list(f.Related)
	if f.Fix != nil {
		f.Fix = &finding.Fix{Safety: f.Fix.Safety, Edits: list(f.Fix.Edits)}
	}
	return f
}

func list[T any](items []T) []T {
	if items == nil {
		return []T{}
	}
	return items
}
