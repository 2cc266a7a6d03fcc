// Package finding holds the engine's results as plain types, and the
// arithmetic of severities, scores and grades.
package finding

import "github.com/faultline-dev/faultline/loaders/document"

// Finding is one failure that is written into the configuration.
type Finding struct {
	Rule       string   `json:"rule"`
	Severity   Severity `json:"severity"`
	Likelihood int      `json:"likelihood"`
	Impact     int      `json:"impact"`
	// Confidence is high or medium: how sure the join or the reading is.
	Confidence string `json:"confidence"`
	// Because says why likelihood or impact differ from the rule's own.
	Because     string `json:"because"`
	Message     string `json:"message"`
	Detail      string `json:"detail"`
	FailureMode string `json:"failure_mode"`
	BlastRadius string `json:"blast_radius"`
	Mitigation  string `json:"mitigation"`
	Object      Object `json:"object"`
	// Path is where the finding lands in the source, dotted.
	Path string `json:"path"`
	Place
	Related     []Related `json:"related"`
	Fingerprint string    `json:"fingerprint"`
	Fix         *Fix      `json:"fix"`
	Docs        string    `json:"docs"`
}

// Object names what a finding is about.
type Object struct {
	Format    string `json:"format"`
	Type      string `json:"type"`
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	Instance  string `json:"instance"`
}

// String is "Deployment shop/orders".
func (o Object) String() string {
	name := o.Name
	if o.Namespace != "" {
		name = o.Namespace + "/" + name
	}
	if o.Instance != "" {
		name += "[" + o.Instance + "]"
	}
	return o.Type + " " + name
}

// Place is a range in a file; lines and columns count from 1, columns in
// characters, and the end lies behind the last character.
type Place struct {
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"end_line"`
	EndColumn int    `json:"end_column"`
}

// PlaceOf converts a document's span.
func PlaceOf(s document.Span) Place {
	return Place{
		File: s.File.String(), Line: int(s.Line), Column: int(s.Column),
		EndLine: int(s.EndLine), EndColumn: int(s.EndColumn),
	}
}

// Related is another place that the verdict rests on.
type Related struct {
	Place
	Message string `json:"message"`
}

// Fix is a change that removes the finding.
type Fix struct {
	// Safety is safe or unsafe.
	Safety string `json:"safety"`
	Edits  []Edit `json:"edits"`
}

// Edit replaces a range by a text.
type Edit struct {
	Place
	Text string `json:"text"`
}
