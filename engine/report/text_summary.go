package report

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/engine/finding"
	"github.com/faultline-dev/faultline/engine/report/terminal"
	"github.com/faultline-dev/faultline/loaders/document"
)

const (
	// maxUnread and maxRules bound the lists after the findings, so that the
	// sums stay on the screen that a long run ends with.
	maxUnread = 10
	maxRules  = 20
	// manyFindings is from where on a table by rule helps: a screen holds
	// about this many findings, and beyond it the reader needs a map.
	manyFindings = 10
	// gradeA and gradeB are the scores that these letters need.
	gradeA = 90
	gradeB = 80
)

// unread writes what was not checked, the worst causes first. Many files with
// one reason, such as a chart's templates, are one line.
func (t *text) unread(unread []document.Unread) {
	if len(unread) == 0 {
		return
	}
	groups := grouped(unread)
	t.line(t.colors.Paint(terminal.Bold, "Not checked"))
	listed := 0
	for _, g := range groups[:min(len(groups), maxUnread)] {
		listed += g.files
		cause := terminal.Pad(string(g.Cause), len(document.Unsupported))
		t.entry("  "+t.colors.Paint(terminal.Yellow, cause)+"  ", len(cause)+4, g.name()+": "+g.Reason)
	}
	if rest := len(unread) - listed; rest > 0 {
		t.line(fmt.Sprintf("  and %d more (--format json lists them)", rest))
	}
	t.line("")
}

// group is unread input that shares cause and reason.
type group struct {
	document.Unread
	files int
}

func (g group) name() string {
	if g.files > 1 {
		return fmt.Sprintf("%s and %d more", where(g.Unread), g.files-1)
	}
	return where(g.Unread)
}

func grouped(unread []document.Unread) []group {
	var groups []group
	index := map[[2]string]int{}
	for _, u := range unread {
		key := [2]string{string(u.Cause), u.Reason}
		if i, ok := index[key]; ok && len(unread) > maxUnread {
			groups[i].files++
			continue
		}
		index[key] = len(groups)
		groups = append(groups, group{Unread: u, files: 1})
	}
	order := []document.Cause{document.Broken, document.Limit, document.Template, document.Unsupported}
	slices.SortStableFunc(groups, func(a, b group) int {
		return cmp.Compare(slices.Index(order, a.Cause), slices.Index(order, b.Cause))
	})
	return groups
}

func where(u document.Unread) string {
	if u.Line == 0 {
		return u.File
	}
	return fmt.Sprintf("%s:%d:%d", u.File, u.Line, max(u.Column, 1))
}

// entry writes a line whose last column is prose; used is the width of what
// stands before it.
func (t *text) entry(before string, used int, words string) {
	for _, line := range terminal.Wrap(words, t.width-used) {
		t.line(before + line)
		before = strings.Repeat(" ", used)
	}
}

// NotJudged writes the list of withheld verdicts alone, for runs whose report
// is not for people.
func NotJudged(w io.Writer, r *finding.Report, o Options) error {
	t := newText(w, o)
	t.notJudged(r.NotJudged)
	return t.Flush()
}

// notJudged lists the verdicts that were withheld.
func (t *text) notJudged(list []finding.NotJudged) {
	if len(list) == 0 {
		return
	}
	t.line(t.colors.Paint(terminal.Bold, "Not judged"))
	for _, n := range list {
		place := terminal.Clean(n.File)
		if n.Line > 0 {
			place += ":" + position(n.Place)
		}
		t.line("  " + place + "  " + terminal.Clean(n.Rule) + "  " + terminal.Clean(n.Object.String()))
		reason := n.Reason
		if n.Path != "" {
			reason = n.Path + ": " + reason
		}
		t.entry("      ", 6, reason)
	}
	t.line("")
}

// byRule is the map of a long report: the rules, worst and most frequent
// first.
func (t *text) byRule(findings []finding.Finding) {
	type row struct {
		rule  string
		worst finding.Severity
		count int
		files map[string]bool
	}
	var rows []*row
	index := map[string]*row{}
	for i := range findings {
		f := &findings[i]
		r := index[f.Rule]
		if r == nil {
			r = &row{rule: f.Rule, files: map[string]bool{}}
			index[f.Rule] = r
			rows = append(rows, r)
		}
		r.worst = max(r.worst, f.Severity)
		r.count++
		r.files[f.File] = true
	}
	if len(findings) <= manyFindings || len(rows) < 2 {
		return
	}
	slices.SortFunc(rows, func(a, b *row) int {
		return cmp.Or(cmp.Compare(b.worst, a.worst), cmp.Compare(b.count, a.count), cmp.Compare(a.rule, b.rule))
	})
	t.line(t.colors.Paint(terminal.Bold, "By rule"))
	for i, r := range rows {
		if i == maxRules && len(rows) > maxRules+1 {
			t.line(fmt.Sprintf("  and %d more rules", len(rows)-i))
			break
		}
		t.line(fmt.Sprintf("  %s  %4d  %s  %s",
			t.colors.Paint(styleOf(r.worst), terminal.Pad(r.worst.String(), len("critical"))),
			r.count, terminal.Pad(terminal.Clean(r.rule), 28), "in "+plural(len(r.files), "file")))
	}
	t.line("")
}

// summary writes the sums, and the grade with its arithmetic.
func (t *text) summary(r *finding.Report) {
	for i, line := range terminal.Wrap(sums(r), t.width-2) {
		if i > 0 {
			line = "  " + line
		}
		t.line(line)
	}
	if r.Grade.Letter == "" {
		return
	}
	head := fmt.Sprintf("grade %s (%s)", r.Grade.Letter, points(r.Grade.Score))
	for i, line := range terminal.Wrap(head+": "+arithmetic(r), t.width-2) {
		switch {
		case i > 0:
			line = "  " + line
		case strings.HasPrefix(line, head):
			line = t.colors.Paint(terminal.Bold, head) + strings.TrimPrefix(line, head)
		}
		t.line(line)
	}
}

// sums is "12 files, 41 objects: 1 critical, 4 high; 1 file not checked".
func sums(r *finding.Report) string {
	objects := plural(r.Objects, "object")
	if r.Objects == 0 && r.Documents > 0 {
		objects = plural(r.Documents, "object") + ", none of them judged"
	}
	out := plural(len(r.Files), "file") + ", " + objects + ": " + Counts(r.Count())
	if len(r.Suppressed) > 0 {
		out += fmt.Sprintf(", %d suppressed", len(r.Suppressed))
	}
	if len(r.Unread) > 0 {
		files := map[string]bool{}
		for _, u := range r.Unread {
			files[u.File] = true
		}
		out += "; " + plural(len(files), "file") + " not checked"
	}
	if len(r.NotJudged) > 0 {
		out += "; " + plural(len(r.NotJudged), "verdict") + " withheld (--explain-unknown)"
	}
	return out
}

// Counts is "1 critical, 4 high", or "no findings".
func Counts(count [finding.Critical + 1]int) string {
	var parts []string
	for s := finding.Critical; s > finding.None; s-- {
		if count[s] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", count[s], s))
		}
	}
	if parts == nil {
		return "no findings"
	}
	return strings.Join(parts, ", ")
}

// arithmetic says how the score came about and what pulls it down.
func arithmetic(r *finding.Report) string {
	out := "mean of " + plural(r.Objects, "object")
	// The reason matters where the score alone would give a better letter.
	if g := r.Grade; g.Because != "" && (g.Score >= gradeA && g.Letter > "A" || g.Score >= gradeB && g.Letter > "B") {
		out = r.Grade.Because + "; " + out
	}
	below := 0
	for _, s := range r.Scores {
		if s.Points < gradeB {
			below++
		}
	}
	if below > 0 {
		out += fmt.Sprintf(", %d below B", below)
	}
	if len(r.Scores) > 0 {
		worst := r.Scores[0]
		out += fmt.Sprintf(", worst %s %s", terminal.Clean(worst.Object.String()), points(worst.Points))
		out += " (" + Counts(worst.Count) + ")"
	}
	return out
}

// points rounds down, so that a score of 79.9 does not read as one that the
// next grade would take.
func points(score float64) string { return fmt.Sprintf("%.0f", math.Floor(score+1e-9)) }

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
