package yaml

import (
	"bytes"
	"strings"

	"github.com/faultline-dev/faultline/loaders/document"
)

const templateReason = "holds template actions, which must be rendered first: pass the rendered manifests"

func contains(s, part string) bool { return strings.Contains(s, part) }

func (r *reader) foundTemplate(at place) {
	if r.template == nil {
		u := templateAt(r.file, at.line, at.col)
		r.template = &u
	}
}

func templateAt(file string, line, col int) document.Unread {
	return document.Unread{File: file, Line: line, Column: col, Cause: document.Template, Reason: templateReason}
}

// isRuntimeVariable tells the braces that a controller fills in at run time,
// in texts of alerts and in Argo's workflows, from those of a template that
// makes the file: "Pod {{ $labels.pod }} is down" is a string as it stands.
func isRuntimeVariable(s string) bool {
	for {
		_, rest, found := strings.Cut(s, "{{")
		if !found {
			return true
		}
		action := strings.TrimLeft(rest, " ")
		known := false
		for _, name := range [...]string{
			"$labels.", "$value", "$externalLabels.", "$externalURL",
			"workflow.", "inputs.", "outputs.", "steps.", "tasks.", "pod.", "item", "args.", "=",
		} {
			known = known || strings.HasPrefix(action, name)
		}
		if !known {
			return false
		}
		s = rest
	}
}

// templateLine looks for template actions in text that does not parse:
// braces outside quotes, comments and block scalars, and the statements of
// Jinja and ERB, which have no other meaning at the start of a line.
func (r *reader) templateLine(t *text) (document.Unread, bool) {
	block := -1
	line := t.base
	for at := 0; at < len(t.src); {
		end := at + len(t.src[at:])
		if i := bytes.IndexByte(t.src[at:], '\n'); i >= 0 {
			end = at + i
		}
		text := string(t.src[at:end])
		line++
		at = end + 1
		body := strings.TrimLeft(text, " \t")
		indent := len(text) - len(body)
		if block >= 0 && (body == "" || indent > block) {
			continue
		}
		block = -1
		if col := action(text, body, indent); col > 0 {
			return templateAt(r.file, line, col), true
		}
		if opensBlock(body) {
			block = blockIndent(text, body, indent)
		}
	}
	return document.Unread{}, false
}

// action returns the column of a template action on a line, or 0.
func action(text, body string, indent int) int {
	if strings.HasPrefix(body, "{%") || strings.HasPrefix(body, "<%") {
		return indent + 1
	}
	quote := byte(0)
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			} else if c == '\\' && quote == '"' {
				i++
			}
		case (c == '"' || c == '\'') && (i == 0 || strings.IndexByte(" \t[{,:", text[i-1]) >= 0):
			quote = c
		case c == '#' && (i == 0 || text[i-1] == ' ' || text[i-1] == '\t'):
			return 0
		case c == '{' && i+1 < len(text) && text[i+1] == '{':
			return i + 1
		}
	}
	return 0
}

// opensBlock reports whether a line ends in the header of a block scalar.
func opensBlock(body string) bool {
	if i := strings.Index(body, " #"); i >= 0 {
		body = body[:i]
	}
	body = strings.TrimRight(body, " \t\r")
	header := strings.TrimRight(body, "0123456789+-")
	if !strings.HasSuffix(header, "|") && !strings.HasSuffix(header, ">") || len(body)-len(header) > 2 {
		return false
	}
	header = header[:len(header)-1]
	return header == "" || strings.HasSuffix(header, ": ") || strings.HasSuffix(header, "- ")
}

// blockIndent is the column of the collection that a block scalar's text must
// be indented below: its key's, behind the dashes of a list.
func blockIndent(text, body string, indent int) int {
	for strings.HasPrefix(body, "- ") && !strings.HasPrefix(body, "- |") && !strings.HasPrefix(body, "- >") {
		rest := strings.TrimLeft(body[2:], " ")
		indent += len(body) - len(rest)
		body = rest
	}
	return indent
}
