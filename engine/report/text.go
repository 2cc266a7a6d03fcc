package report

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/faultline-dev/faultline/engine/finding"
	"github.com/faultline-dev/faultline/engine/report/terminal"
)

const (
	// maxRelated bounds the related places that are shown for one finding.
	maxRelated = 4
	// maxRule is the widest column for rule ids; a longer one pushes its own
	// line only.
	maxRule       = 28
	severityWidth = len("critical")
)

// text writes one report. The buffered writer keeps the first error, which
// Flush returns.
type text struct {
	*bufio.Writer
	colors terminal.Colors
	width  int
	lines  lines
	// explains is the finding at which each rule is explained: its first.
	explains map[string]*finding.Finding
	// said is the wording of each rule's last finding in this file.
	said map[string]string
}

// Text writes the report for people: the findings of each file in the order
// of its lines, then what was not checked, then the sums and the grade.
//
// What a rule has to say about the failure is said at its first finding only.
// A run with a hundred findings has perhaps twelve causes; repeating each
// explanation where it occurs would bury the places under prose. Later
// findings keep what differs: place, object, message, source line, and the fix
// if it is another one.
func Text(w io.Writer, r *finding.Report, o Options) error {
	t := newText(w, o)
	if o.Quiet {
		t.quiet(r)
		return t.Flush()
	}
	t.files(inReadingOrder(r.Findings), o)
	t.unread(r.Unread)
	if o.Unknown {
		t.notJudged(r.NotJudged)
	}
	t.byRule(r.Findings)
	t.summary(r)
	return t.Flush()
}

func newText(w io.Writer, o Options) *text {
	return &text{
		Writer: bufio.NewWriterSize(w, 32<<10),
		colors: terminal.Colors(o.Color),
		width:  terminal.Fit(o.Columns),
		lines:  lines{source: o.Source},
	}
}

// files writes the findings of all files, which are rendered in parallel.
func (t *text) files(findings []*finding.Finding, o Options) {
	explains := map[string]*finding.Finding{}
	var files [][]*finding.Finding
	for i, f := range findings {
		if explains[f.Rule] == nil {
			explains[f.Rule] = f
		}
		if i == 0 || findings[i-1].File != f.File {
			files = append(files, nil)
		}
		last := len(files) - 1
		files[last] = append(files[last], f)
	}
	rendered := make([]chan []byte, len(files))
	for i := range rendered {
		rendered[i] = make(chan []byte, 1)
	}
	var next atomic.Int64
	for range min(runtime.GOMAXPROCS(0), len(files)) {
		go func() {
			var b bytes.Buffer
			part := newText(&b, o)
			part.explains = explains
			for i := int(next.Add(1)) - 1; i < len(files); i = int(next.Add(1)) - 1 {
				part.said = map[string]string{}
				part.file(files[i])
				part.Flush()
				rendered[i] <- bytes.Clone(b.Bytes())
				b.Reset()
			}
		}()
	}
	for _, text := range rendered {
		t.Write(<-text)
	}
}

// inReadingOrder sorts by place, and at one place the worst first.
func inReadingOrder(findings []finding.Finding) []*finding.Finding {
	sorted := make([]*finding.Finding, len(findings))
	for i := range findings {
		sorted[i] = &findings[i]
	}
	slices.SortStableFunc(sorted, func(a, b *finding.Finding) int {
		return cmp.Or(
			cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			cmp.Compare(b.Severity, a.Severity), cmp.Compare(a.Rule, b.Rule),
		)
	})
	return sorted
}

// layout is the columns of one file's findings.
type layout struct{ position, rule int }

// indent is where a finding's text begins: behind its position.
func (l layout) indent() int { return l.position + 4 }

// file writes the findings of one file.
func (t *text) file(findings []*finding.Finding) {
	t.line(t.colors.Paint(terminal.Bold, terminal.Clean(findings[0].File)))
	l := layout{position: 5}
	for _, f := range findings {
		l.position = max(l.position, len(position(f.Place)))
		l.rule = max(l.rule, len(f.Rule))
	}
	full := true
	for i, f := range findings {
		explains := t.explains[f.Rule] == f
		// Blank lines separate explanations; a run of short findings is a list.
		if i > 0 && (full || explains) {
			t.line("")
		}
		full = explains
		t.finding(f, l, full)
	}
	t.line("")
}

// finding writes one finding, with its rule's explanation if it is full.
func (t *text) finding(f *finding.Finding, l layout, full bool) {
	subject, wrong := split(f)
	rule := terminal.Pad(terminal.Clean(f.Rule), min(l.rule, maxRule))
	head := fmt.Sprintf("  %*s  ", l.position, position(f.Place)) +
		t.colors.Paint(styleOf(f.Severity), terminal.Pad(f.Severity.String(), severityWidth)) + "  " +
		t.colors.Paint(terminal.Bold, rule) + "  "
	used := l.indent() + severityWidth + 2 + terminal.Width(rule) + 2 + terminal.Width(subject)
	switch {
	case !full && wrong == t.said[f.Rule]:
		// The rule and the object say it all.
		t.line(head + subject)
	case !full && used+1+terminal.Width(wrong) <= t.width:
		t.line(head + subject + " " + wrong)
	case used <= t.width:
		t.line(head + subject)
		t.prose(wrong, l)
	default:
		t.line(head)
		t.prose(subject+" "+wrong, l)
	}
	// Where something is absent, the span is what lacks it. Its first line
	// helps once; later it repeats the object's name.
	if full || f.EndLine == f.Line {
		t.snippet(f, l, full)
	}
	t.related(f, l)
	if full {
		t.prose(strings.Join([]string{f.Detail, f.FailureMode, f.BlastRadius}, " "), l)
	}
	if f.Because != "" {
		t.prose("Graded "+f.Severity.String()+" here: "+f.Because, l)
	}
	t.fix(f, l, full)
	t.said[f.Rule] = wrong
}

// split takes the subject (object, container) off the front of a message, so
// that the header can name it and the line below say what is wrong.
func split(f *finding.Finding) (subject, wrong string) {
	subject = f.Object.String()
	message := flat(f.Message)
	wrong, framed := strings.CutPrefix(message, terminal.Clean(subject))
	if !framed {
		return terminal.Clean(subject), message
	}
	subject = terminal.Clean(subject)
	if after, ok := strings.CutPrefix(wrong, ", container "); ok {
		if name, err := strconv.QuotedPrefix(after); err == nil {
			subject, wrong = subject+", container "+name, after[len(name):]
		}
	}
	return subject, strings.TrimLeft(wrong, " ,:")
}

// fix writes the mitigation and, for the first finding of a rule, how to read
// more: on the same line where there is room. Later findings show a fix that
// differs if it fits on a line: that one holds a value of its own.
func (t *text) fix(f *finding.Finding, l layout, full bool) {
	room := t.width - l.indent()
	var out []string
	if f.Mitigation != "" {
		out = terminal.Wrap("Fix: "+f.Mitigation, room)
	}
	if !full && (len(out) != 1 || t.explains[f.Rule].Mitigation == f.Mitigation) {
		return
	}
	explain := "faultline explain " + terminal.Clean(f.Rule)
	beside := len(out) == 1 && terminal.Width(out[0])+5+len(explain) <= room
	if len(out) > 0 {
		out[0] = t.colors.Paint(terminal.Green, "Fix:") + strings.TrimPrefix(out[0], "Fix:")
	}
	switch explain = t.colors.Paint(terminal.Dim, explain); {
	case full && beside:
		out[0] += "     " + explain
	case full:
		out = append(out, explain)
	}
	for _, line := range out {
		t.indented(line, l)
	}
}

// related names the other places that the verdict rests on.
func (t *text) related(f *finding.Finding, l layout) {
	for i, other := range f.Related {
		if i == maxRelated && len(f.Related) > maxRelated+1 {
			t.indented(fmt.Sprintf("and %d more places", len(f.Related)-i), l)
			return
		}
		words := fmt.Sprintf("see line %d", other.Line)
		if other.File != f.File {
			words = fmt.Sprintf("see %s:%d", flat(other.File), other.Line)
		}
		if other.Message != "" {
			words += ": " + other.Message
		}
		t.prose(words, l)
	}
}

// prose writes wrapped text under a finding.
func (t *text) prose(words string, l layout) {
	for _, line := range terminal.Wrap(words, t.width-l.indent()) {
		t.indented(line, l)
	}
}

func (t *text) indented(line string, l layout) {
	t.line(strings.Repeat(" ", l.indent()) + line)
}

func (t *text) line(line string) {
	t.WriteString(strings.TrimRight(line, " "))
	t.WriteByte('\n')
}

// quiet writes what an editor's error parser and grep expect: everything
// about a finding on one line, and nothing about a clean run.
func (t *text) quiet(r *finding.Report) {
	for _, f := range inReadingOrder(r.Findings) {
		t.line(fmt.Sprintf("%s:%d:%d: %s %s: %s", terminal.Clean(f.File), f.Line, f.Column,
			t.colors.Paint(styleOf(f.Severity), f.Severity.String()), terminal.Clean(f.Rule), flat(f.Message)))
	}
	for _, u := range r.Unread {
		t.line(fmt.Sprintf("%s: not checked (%s): %s", terminal.Clean(where(u)), u.Cause, flat(u.Reason)))
	}
	if len(r.Findings) > 0 || len(r.Unread) > 0 {
		t.line(sums(r))
	}
}

// flat makes one clean line of a text.
func flat(words string) string { return terminal.Clean(strings.Join(strings.Fields(words), " ")) }

func position(p finding.Place) string {
	if p.Line == 0 {
		return "-"
	}
	return fmt.Sprintf("%d:%d", p.Line, p.Column)
}

func styleOf(s finding.Severity) terminal.Style {
	switch s {
	case finding.Critical:
		return terminal.BoldRed
	case finding.High:
		return terminal.Red
	case finding.Medium:
		return terminal.Yellow
	case finding.Low:
		return terminal.Cyan
	}
	return terminal.Plain
}
