package yaml

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/faultline-dev/faultline/loaders/document"
)

// maxSearchBytes bounds what is parsed again in one file to find the lines of
// its faults, so that many broken documents do not cost more than good ones.
const maxSearchBytes = 4 << 20

const depthReason = "values nest more than 200 levels deep here; at most 200 are read"

func duplicateReason(key string, first int) string {
	return fmt.Sprintf("the key %q is already in this map, on line %d; keep one of the two", key, first)
}

func (t *text) fault(at place, reason string) document.Unread {
	return document.Unread{File: t.file.String(), Line: at.line, Column: at.col, Cause: document.Broken, Reason: reason}
}

// encodingFault finds the first byte that is not UTF-8.
func (t *text) encodingFault() document.Unread {
	off := 0
	for off < len(t.src) {
		r, width := utf8.DecodeRune(t.src[off:])
		if r == utf8.RuneError && width <= 1 {
			break
		}
		off += width
	}
	return t.fault(t.placeOf(off), fmt.Sprintf("found the byte 0x%02X, which is not UTF-8; save the file as UTF-8", t.at(off)))
}

// controlFault finds the first character that YAML does not accept.
func (t *text) controlFault() (document.Unread, bool) {
	for off, r := range string(t.src) {
		if !accepted(r) {
			return t.fault(t.placeOf(off), fmt.Sprintf("found the control character %U; text, tabs and line breaks are accepted", r)), true
		}
	}
	return document.Unread{}, false
}

// accepted is YAML 1.2's set of printable characters (5.1).
func accepted(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0x7E || r == 0x85 ||
		r >= 0xA0 && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000
}

func (t *text) jsonFault(err error, base int) document.Unread {
	var syntax *json.SyntaxError
	off := len(bytes.TrimRight(t.src, " \t\r\n"))
	reason := "the JSON ends in the middle of a value; add what is missing"
	if errors.As(err, &syntax) && !strings.Contains(err.Error(), "unexpected end") {
		off = base + int(syntax.Offset) - 1
		reason = "not JSON: " + strings.TrimPrefix(err.Error(), "json: ")
	}
	if syntax != nil && strings.Contains(err.Error(), "max depth") {
		u := t.fault(t.placeOf(base), depthReason)
		u.Cause = document.Limit
		return u
	}
	return t.fault(t.placeOf(max(off, 0)), reason)
}

var lineNumber = regexp.MustCompile(`^(?:yaml: )?(?:line (\d+): )?`)

// problem splits the parser's message into line, 0 if it names none, and text.
func problem(err error) (line int, message string) {
	match := lineNumber.FindStringSubmatch(err.Error())
	line, _ = strconv.Atoi(match[1])
	return line, err.Error()[len(match[0]):]
}

// parserFault words what the parser found, and finds where: the parser names
// a line at best, counts it differently for two kinds of faults, and for some
// means the line where the surrounding map began.
func (r *reader) parserFault(t *text, err error) document.Unread {
	row, message := problem(err)
	if u, ok := t.controlFault(); ok && strings.Contains(message, "haracter") {
		return u
	}
	if strings.Contains(message, "exceeded max depth") {
		return document.Unread{File: t.file.String(), Line: t.base + 1, Column: 1, Cause: document.Limit, Reason: depthReason}
	}
	if name, ok := strings.CutPrefix(message, "unknown anchor '"); ok {
		name = strings.TrimSuffix(name, "' referenced")
		at := t.placeOf(max(bytes.Index(t.src, []byte("*"+name)), 0))
		return t.fault(at, fmt.Sprintf("the alias *%s names no anchor; write &%s at the value, before it and in the same document", name, name))
	}
	w := wordingOf(message)
	if w.parser {
		// Scanner faults count lines from 1, parser faults from 0.
		row++
	}
	row = min(max(row, 1), len(t.lines))
	if w.search {
		row = r.searchRow(t, row, message)
	}
	return t.rowFault(row, w)
}

// rowFault places a fault in its line, and sees what the parser cannot: tabs,
// the marks of an unresolved merge, a line that continues the one above.
func (t *text) rowFault(row int, w wording) document.Unread {
	line := t.row(row)
	if w.tabBelow {
		for below := row; below <= len(t.lines) && leadingTab(line) == 0; below++ {
			if next := t.row(below); leadingTab(next) > 0 {
				row, line = below, next
			}
		}
	}
	col, reason := 1, w.reason
	if w.column != nil {
		col = w.column(line)
	}
	switch tab := leadingTab(line); {
	case tab > 0 && w.indent:
		col, reason = tab, "a tab indents this line; YAML accepts spaces only"
	case strings.HasPrefix(line, "<<<<<<< "):
		col, reason = 1, "found the marks of a merge conflict; resolve it first"
	case w.continues != "" && colon(line, 0) == col-1:
		col, reason = firstText(line), w.continues
	}
	t.rewind()
	return t.fault(t.locate(row, utf8.RuneCountInString(line[:min(col-1, len(line))])+1), reason)
}

// row returns a line as the parser counts them.
func (t *text) row(n int) string {
	end := len(t.src)
	if n < len(t.lines) {
		end = t.lines[n]
	}
	return strings.TrimRight(string(t.src[t.lines[n-1]:end]), "\r\n")
}

// searchRow finds the first line with which the parser gives the message: the
// parser reads from the start, so that all longer texts give it too.
func (r *reader) searchRow(t *text, from int, message string) int {
	low, high := from, len(t.lines)
	for low < high {
		middle := (low + high) / 2
		end := t.lines[middle]
		if r.searchLeft -= end; r.searchLeft < 0 {
			return from
		}
		var doc yaml.Node
		err := decode(yaml.NewDecoder(bytes.NewReader(t.src[:end])), &doc)
		found := ""
		if err != nil {
			_, found = problem(err)
		}
		if found == message {
			high = middle
		} else {
			low = middle + 1
		}
	}
	return low
}

// leadingTab returns the column of a tab in a line's indentation, or 0.
func leadingTab(line string) int {
	indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
	return strings.IndexByte(indent, '\t') + 1
}
