package yaml

import (
	"bytes"
	"unicode/utf8"

	"github.com/faultline-dev/faultline/loaders/document"
)

// text is the source of one document, with the ways between the parser's
// lines and columns, byte offsets and the places that users know.
type text struct {
	file document.FileName
	src  []byte
	// base is how many lines of the file come before src.
	base int
	// lines holds the offset of each line as the parser counts lines: YAML
	// 1.1 also breaks them at a lone CR, NEL, LS and PS, editors do not.
	lines []int
	// simple text has a byte a column, and the parser's lines are the file's.
	simple bool
	// found is the last place that locate returned, where the next search
	// starts: nodes come in the order of the text, so that the whole costs
	// one pass even when 10 MB stand on one line.
	found              place
	foundRow, foundCol int
}

// place is a position in the text: a byte offset, and line and column of the
// file, both from 1, the column in characters.
type place struct {
	off       int
	line, col int
}

func newText(file string, p part, lines []int) *text {
	t := &text{file: document.NameFile(file), src: p.text, base: p.line, simple: true}
	t.lines = append(lines, 0)
	for i, c := range p.text {
		switch {
		case c == '\n':
			t.lines = append(t.lines, i+1)
		case c >= utf8.RuneSelf, c == '\r' && (i+1 == len(p.text) || p.text[i+1] != '\n'):
			t.simple = false
		}
		if !t.simple {
			break
		}
	}
	if !t.simple {
		t.lines = parserLines(p.text, t.lines[:1])
	}
	t.rewind()
	return t
}

func (t *text) rewind() {
	t.found = place{off: 0, line: t.base + 1, col: 1}
	t.foundRow, t.foundCol = 1, 1
}

func parserLines(src []byte, lines []int) []int {
	for i := 0; i < len(src); {
		if width := lineBreak(src, i); width > 0 {
			i += width
			lines = append(lines, i)
			continue
		}
		i++
	}
	return lines
}

// lineBreak returns the width of the line break at i as YAML 1.1 knows them,
// or 0.
func lineBreak(src []byte, i int) int {
	switch src[i] {
	case '\n':
		return 1
	case '\r':
		if i+1 < len(src) && src[i+1] == '\n' {
			return 2
		}
		return 1
	case 0xC2:
		if i+1 < len(src) && src[i+1] == 0x85 {
			return 2
		}
	case 0xE2:
		if i+2 < len(src) && src[i+1] == 0x80 && (src[i+2] == 0xA8 || src[i+2] == 0xA9) {
			return 3
		}
	}
	return 0
}

// locate turns the parser's line and column into a place.
func (t *text) locate(row, col int) place {
	if row < 1 || row > len(t.lines) || col < 1 {
		return t.found
	}
	if t.simple {
		off := min(t.lines[row-1]+col-1, len(t.src))
		return place{off: off, line: t.base + row, col: col}
	}
	off, c := t.lines[row-1], 1
	if row == t.foundRow && col >= t.foundCol {
		off, c = t.found.off, t.foundCol
	}
	for ; c < col && off < len(t.src); c++ {
		_, width := utf8.DecodeRune(t.src[off:])
		off += width
	}
	if off < t.found.off {
		t.rewind()
	}
	t.found = t.walk(t.found, off)
	t.foundRow, t.foundCol = row, col
	return t.found
}

// walk moves a place forward to an offset.
func (t *text) walk(from place, off int) place {
	if off <= from.off {
		return from
	}
	passed := t.src[from.off:off]
	last := bytes.LastIndexByte(passed, '\n')
	if last < 0 {
		return place{off: off, line: from.line, col: from.col + t.width(passed)}
	}
	return place{
		off:  off,
		line: from.line + bytes.Count(passed, []byte{'\n'}),
		col:  1 + t.width(passed[last+1:]),
	}
}

func (t *text) width(s []byte) int {
	if t.simple {
		return len(s)
	}
	return utf8.RuneCount(s)
}

// placeOf finds the place of an offset from the start of the text. It is for
// faults; nodes use locate and walk.
func (t *text) placeOf(off int) place {
	return t.walk(place{off: 0, line: t.base + 1, col: 1}, min(off, len(t.src)))
}

func (t *text) span(from, to place) document.Span {
	return document.Span{
		File: t.file, Line: int32(from.line), Column: int32(from.col),
		EndLine: int32(to.line), EndColumn: int32(to.col),
	}
}

// at returns the byte at an offset, or 0 behind the end.
func (t *text) at(off int) byte {
	if off < 0 || off >= len(t.src) {
		return 0
	}
	return t.src[off]
}

// lineEnd returns the offset of the line break at or behind off, or the end.
func (t *text) lineEnd(off int) int {
	if t.simple {
		i := bytes.IndexByte(t.src[off:], '\n')
		if i < 0 {
			return len(t.src)
		}
		if i > 0 && t.src[off+i-1] == '\r' {
			i--
		}
		return off + i
	}
	for ; off < len(t.src); off++ {
		if lineBreak(t.src, off) > 0 {
			return off
		}
	}
	return off
}

// nextLine returns where the line behind a line's end starts.
func (t *text) nextLine(end int) int {
	if end >= len(t.src) {
		return len(t.src)
	}
	return end + lineBreak(t.src, end)
}
