package terminal

import (
	"strings"

	"github.com/clipperhouse/displaywidth"
)

// Width is the number of columns that a clean text takes.
func Width(text string) int { return displaywidth.String(text) }

// Fit brings a terminal's width into the range that the reports are laid out
// for: below 80 columns the layout breaks, and beyond 100 prose is hard to
// read. 0 stands for "not a terminal" and gives 100, as logs are wide.
func Fit(columns int) int {
	if columns <= 0 {
		return 100
	}
	return min(max(columns, 80), 100)
}

// Wrap breaks prose into clean lines of at most width columns. White space,
// line breaks included, only separates words; a word that is longer than the
// width stands alone and is not broken, so that it can be copied.
func Wrap(text string, width int) []string {
	var lines []string
	var line strings.Builder
	used := 0
	for _, word := range strings.Fields(text) {
		word = Clean(word)
		w := Width(word)
		if used > 0 && used+1+w > width {
			lines = append(lines, line.String())
			line.Reset()
			used = 0
		}
		if used > 0 {
			line.WriteByte(' ')
			used++
		}
		line.WriteString(word)
		used += w
	}
	if used > 0 {
		lines = append(lines, line.String())
	}
	return lines
}

// Blocks lays out a longer text: paragraphs are wrapped, list items ("- " or
// "* ") are wrapped under a hanging indent, and indented lines, which are
// commands and queries, stay as they are.
func Blocks(text string, width int) []string {
	var lines []string
	var paragraph []string
	flush := func() {
		lines = append(lines, hang(strings.Join(paragraph, " "), width)...)
		paragraph = nil
	}
	for line := range strings.Lines(strings.TrimSpace(text)) {
		line = strings.TrimRight(line, " \t\r\n")
		switch {
		case line == "":
			flush()
			lines = append(lines, "")
		case len(paragraph) == 0 && (strings.HasPrefix(line, "  ") || line[0] == '\t'):
			lines = append(lines, Clean(strings.ReplaceAll(line, "\t", "    ")))
		case isItem(line):
			flush()
			paragraph = []string{line}
		default:
			paragraph = append(paragraph, line)
		}
	}
	flush()
	return lines
}

func isItem(line string) bool {
	return strings.HasPrefix(line, "- ") || strings.HasPrefix(line, "* ")
}

func hang(text string, width int) []string {
	if !isItem(text) {
		return Wrap(text, width)
	}
	lines := Wrap(text, width-2)
	for i := 1; i < len(lines); i++ {
		lines[i] = "  " + lines[i]
	}
	return lines
}

// Pad fills a clean text with spaces up to width columns.
func Pad(text string, width int) string {
	if missing := width - Width(text); missing > 0 {
		return text + strings.Repeat(" ", missing)
	}
	return text
}
