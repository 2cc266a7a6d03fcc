package finding

import "github.com/faultline-dev/faultline/loaders/document"

// Report is the result of one run; reporters see nothing else.
type Report struct {
	Tool     Tool
	Files    []document.File
	Findings []Finding
	// Suppressed findings were silenced on purpose; they count for nothing.
	Suppressed []Finding
	Unread     []document.Unread
	// NotJudged counts findings that rest on something unknown, and says
	// for each what kept the rule from judging.
	NotJudged []NotJudged
	// Skipped counts files that are not ours, by extension.
	Skipped map[string]int
	// Documents were read; Objects is how many of them were judged.
	Documents, Objects int
	// Scores holds the objects below a full score, worst first.
	Scores []Score
	Grade  Grading
	// Timings is filled on request: the time each rule took, slowest first.
	Timings []Timing
}

// Tool names the program that made the report.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	// Policies is a digest of the bundled policies.
	Policies string `json:"policies"`
}

// NotJudged is a verdict that was withheld.
type NotJudged struct {
	Rule   string `json:"rule"`
	Object Object `json:"object"`
	Path   string `json:"path"`
	Place
	Reason string `json:"reason"`
}

// Score is one object's arithmetic: 100 x the product of (1 - weight).
type Score struct {
	Object Object
	Points float64
	Count  [Critical + 1]int
}

// Grading is a run's letter and score. A run that judged nothing has no
// letter.
type Grading struct {
	Letter string
	Score  float64
	// Because says which rule of the arithmetic decided the letter.
	Because string
}

// Timing is what one rule cost over a run.
type Timing struct {
	Rule   string
	Micros int64
	Runs   int
}

// Count returns how many findings have each severity.
func (r *Report) Count() [Critical + 1]int {
	var count [Critical + 1]int
	for i := range r.Findings {
		count[r.Findings[i].Severity]++
	}
	return count
}

// Worst returns the highest severity of the report's findings.
func (r *Report) Worst() Severity {
	worst := None
	for i := range r.Findings {
		worst = max(worst, r.Findings[i].Severity)
	}
	return worst
}
