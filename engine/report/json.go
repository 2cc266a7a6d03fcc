package report

import (
	"encoding/json"
	"io"
	"math"

	"github.com/faultline-dev/faultline/engine/finding"
	"github.com/faultline-dev/faultline/loaders/document"
)

// SchemaVersion is the version of the JSON contract, as report.schema.json
// describes it. It changes only when a reader of the old one would break.
const SchemaVersion = "1"

type jsonReport struct {
	Schema     string            `json:"schema"`
	Tool       finding.Tool      `json:"tool"`
	Summary    jsonSummary       `json:"summary"`
	Grade      jsonGrade         `json:"grade"`
	Files      []document.File   `json:"files"`
	Findings   []finding.Finding `json:"findings"`
	Suppressed []finding.Finding `json:"suppressed"`
	Unread     []document.Unread `json:"unread"`
}

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

// JSON writes the versioned machine contract. Arrays are never null, and the
// same report gives the same bytes.
func JSON(w io.Writer, r *finding.Report, _ Options) error {
	count := r.Count()
	out := jsonReport{
		Schema: SchemaVersion,
		Tool:   r.Tool,
		Summary: jsonSummary{
			Files: len(r.Files), Documents: r.Documents, Objects: r.Objects,
			Findings: jsonCount{
				Critical: count[finding.Critical], High: count[finding.High],
				Medium: count[finding.Medium], Low: count[finding.Low],
			},
			Suppressed: len(r.Suppressed), Unread: len(r.Unread), NotJudged: len(r.NotJudged),
			Skipped: r.Skipped,
		},
		Grade:      gradeJSON(r.Grade),
		Files:      list(r.Files),
		Findings:   findingsJSON(r.Findings),
		Suppressed: findingsJSON(r.Suppressed),
		Unread:     list(r.Unread),
	}
	if out.Summary.Skipped == nil {
		out.Summary.Skipped = map[string]int{}
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(out)
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

// findingsJSON returns a copy in which no list is nil.
func findingsJSON(findings []finding.Finding) []finding.Finding {
	out := make([]finding.Finding, len(findings))
	for i, f := range findings {
		f.Related = list(f.Related)
		if f.Fix != nil {
			f.Fix = &finding.Fix{Safety: f.Fix.Safety, Edits: list(f.Fix.Edits)}
		}
		out[i] = f
	}
	return out
}

func list[T any](items []T) []T {
	if items == nil {
		return []T{}
	}
	return items
}
