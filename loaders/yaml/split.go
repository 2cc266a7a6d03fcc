package yaml

import (
	"bytes"
	"iter"
)

// part is one document of a stream as written.
type part struct {
	text []byte
	// line is how many lines of the file come before.
	line int
}

// split cuts a stream at its document markers, which stand at the start of a
// line and nowhere else: neither a quoted nor a block scalar may hold one
// there (YAML 1.2, 9.1.2). Parts without content are left out, so that a
// file of a thousand separators costs nothing.
func split(data []byte) iter.Seq[part] {
	return func(yield func(part) bool) {
		s := splitter{}
		for at := 0; at < len(data); {
			end := len(data)
			if i := bytes.IndexByte(data[at:], '\n'); i >= 0 {
				end = at + i + 1
			}
			line := data[at:end]
			if marker(line, "---") && s.begun && !s.prologue {
				if !s.emit(data, at, yield) {
					return
				}
			}
			s.see(line)
			s.line++
			at = end
			if marker(line, "...") {
				if !s.emit(data, at, yield) {
					return
				}
			}
		}
		s.emit(data, len(data), yield)
	}
}

type splitter struct {
	start, startLine int
	line             int
	// begun: the part holds something besides comments and blank lines.
	// content: there is something to parse. prologue: only directives so
	// far, which belong to the marker that follows.
	begun, content, prologue bool
}

func (s *splitter) see(line []byte) {
	switch {
	case marker(line, "---"):
		s.begun, s.prologue = true, false
		s.content = s.content || !blank(line[3:])
	case marker(line, "..."), blank(line):
	case line[0] == '%' && !s.content && !s.begun:
		s.begun, s.prologue = true, true
	case s.prologue && line[0] == '%':
	default:
		s.begun, s.content, s.prologue = true, true, false
	}
}

func (s *splitter) emit(data []byte, end int, yield func(part) bool) bool {
	ok := true
	if s.content || s.prologue {
		ok = yield(part{text: data[s.start:end], line: s.startLine})
	}
	*s = splitter{start: end, startLine: s.line, line: s.line}
	return ok
}

func marker(line []byte, mark string) bool {
	if len(line) < 3 || string(line[:3]) != mark {
		return false
	}
	return len(line) == 3 || line[3] == ' ' || line[3] == '\t' || line[3] == '\r' || line[3] == '\n'
}

// blank reports whether a line holds nothing but white space and a comment.
func blank(line []byte) bool {
	for _, c := range line {
		switch c {
		case ' ', '\t', '\r', '\n':
		case '#':
			return true
		default:
			return false
		}
	}
	return true
}
