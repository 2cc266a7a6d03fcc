package report

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"

	"github.com/faultline-dev/faultline/engine/finding"
	"github.com/faultline-dev/faultline/engine/report/terminal"
)

// tabWidth is how far apart tab stops are shown. A terminal's own eight would
// push a caret out of line as soon as the gutter stands before the text.
const tabWidth = 4

// lines gives the lines of one file at a time; findings come file by file.
type lines struct {
	source func(string) ([]byte, error)
	file   string
	data   []byte
	starts []int
}

// at returns a line of a file, counted from 1, without its end.
func (l *lines) at(file string, number int) (string, bool) {
	if l.source == nil || file == "" {
		return "", false
	}
	if l.file != file {
		l.open(file)
	}
	if number < 1 || number > len(l.starts) {
		return "", false
	}
	line := l.data[l.starts[number-1]:]
	if end := bytes.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	return string(bytes.TrimSuffix(line, []byte("\r"))), true
}

func (l *lines) open(file string) {
	l.file, l.data, l.starts = file, nil, nil
	data, err := l.source(file)
	if err != nil {
		return
	}
	l.data = bytes.TrimPrefix(data, []byte("\ufeff"))
	for start := 0; start < len(l.data); {
		l.starts = append(l.starts, start)
		end := bytes.IndexByte(l.data[start:], '\n')
		if end < 0 {
			return
		}
		start += end + 1
	}
}

// snippet shows the source line of a finding with its span underlined, and
// the line before it when there is room for context. Of a span over several
// lines, as absent attributes have when they point at what lacks them, it
// shows the first.
func (t *text) snippet(f *finding.Finding, l layout, context bool) {
	line, ok := t.lines.at(f.File, f.Line)
	if !ok {
		return
	}
	gutter := l.indent() - 3
	room := t.width - gutter - 3
	length := f.EndColumn - f.Column
	if f.EndLine > f.Line {
		length = utf8.RuneCountInString(line)
	}
	shown, start, width := underline(line, f.Column-1, length, room)
	if context && f.Line > 1 {
		before, _ := t.lines.at(f.File, f.Line-1)
		if strings.TrimSpace(before) != "" {
			cells := cellsOf(before)
			t.source(gutter, fmt.Sprint(f.Line-1), crop(cells, 0, room))
		}
	}
	t.source(gutter, fmt.Sprint(f.Line), shown)
	if width > 0 {
		carets := strings.Repeat("^", width)
		t.source(gutter, "", strings.Repeat(" ", start)+t.colors.Paint(styleOf(f.Severity), carets))
	}
}

func (t *text) source(gutter int, number, line string) {
	t.line(t.colors.Paint(terminal.Dim, fmt.Sprintf("%*s |", gutter, number)) + " " + line)
}

// cell is one character as it is shown: clean, and so many columns wide.
type cell struct {
	text  string
	width int
}

func cellsOf(line string) []cell {
	cells := make([]cell, 0, len(line))
	column := 0
	for i, r := range line {
		c := cell{text: string(r), width: displaywidth.Rune(r)}
		switch {
		case r == '\t':
			c.width = tabWidth - column%tabWidth
			c.text = strings.Repeat(" ", c.width)
		case r == utf8.RuneError && !strings.HasPrefix(line[i:], "\ufffd"):
			c = cell{text: fmt.Sprintf(`\x%02x`, line[i]), width: 4}
		default:
			if visible := terminal.Visible(r); visible != c.text {
				c = cell{text: visible, width: len(visible)}
			}
		}
		column += c.width
		cells = append(cells, c)
	}
	return cells
}

// underline crops a line to the room around its span, which starts at an
// index and has a length, both in characters. It returns the line and where
// the underline begins and how wide it is, in columns; the width is 0 where
// the span lies outside of the line.
func underline(line string, index, length, room int) (shown string, start, width int) {
	line, index = near(line, index)
	cells := cellsOf(line)
	if index < 0 || index >= len(cells) {
		return crop(cells, 0, room), 0, 0
	}
	end := min(index+max(length, 1), len(cells))
	for end > index+1 && strings.TrimSpace(cells[end-1].text) == "" {
		end--
	}
	from := 0
	if columns(cells[:end]) > room-1 && columns(cells) > room {
		// A third of the room for what stands before the span.
		for from < index && columns(cells[from:index])+1 > room/3 {
			from++
		}
	}
	shown = crop(cells, from, room)
	start = columns(cells[from:index])
	if from > 0 {
		start++
	}
	return shown, start, min(columns(cells[index:end]), max(1, room-start-1))
}

// near cuts a window out of a line that is too long to lay out whole, such as
// a JSON file of one line.
func near(line string, index int) (string, int) {
	const before, after = 200, 600
	if len(line) <= 4096 {
		return line, index
	}
	first := max(index-before, 0)
	start := offset(line, first)
	end := start + offset(line[start:], before+after)
	return line[start:end], index - first
}

// offset returns where the character of an index begins, in bytes.
func offset(line string, index int) int {
	for i := range line {
		if index == 0 {
			return i
		}
		index--
	}
	return len(line)
}

// crop lays out the cells from an index on, with an ellipsis for what is cut.
func crop(cells []cell, from, room int) string {
	var b strings.Builder
	used := 0
	if from > 0 {
		b.WriteString("…")
		used = 1
	}
	for i := from; i < len(cells); i++ {
		if used+cells[i].width > room-1 && columns(cells[i:]) > room-used {
			b.WriteString("…")
			break
		}
		b.WriteString(cells[i].text)
		used += cells[i].width
	}
	return b.String()
}

func columns(cells []cell) int {
	sum := 0
	for _, c := range cells {
		sum += c.width
	}
	return sum
}
