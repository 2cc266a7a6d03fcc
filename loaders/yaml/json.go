package yaml

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"path"
	"strings"

	"github.com/faultline-dev/faultline/loaders/document"
)

// JSON is YAML, but a reader of its own is five times as fast, and `kubectl
// get -o json` writes files of many megabytes.

// jsonStart returns where a JSON object or list may start, or -1.
func jsonStart(src []byte) int {
	at := 0
	if marker(src, "---") {
		at = 3
	}
	for at < len(src) && (src[at] == ' ' || src[at] == '\t' || src[at] == '\r' || src[at] == '\n') {
		at++
	}
	if at < len(src) && (src[at] == '{' || src[at] == '[') {
		return at
	}
	return -1
}

func isJSONName(file string) bool { return strings.EqualFold(path.Ext(file), ".json") }

// readJSON reads one JSON value after the other. encoding/json checks them
// first, so that the walk behind it needs no checks of its own. Nothing is
// kept when the text turns out not to be JSON.
func (r *reader) readJSON(t *text, at int) *document.Unread {
	docs, unread := len(r.docs), len(r.unread)
	dec := json.NewDecoder(bytes.NewReader(t.src[at:]))
	here := t.placeOf(at)
	for {
		var raw json.RawMessage
		err := dec.Decode(&raw)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			r.docs, r.unread = r.docs[:docs], r.unread[:unread]
			fault := t.jsonFault(err, at)
			return &fault
		}
		w := jsonWalk{reader: r, text: t, here: here}
		w.skip(at + int(dec.InputOffset()) - len(raw))
		if raw[0] != '{' && raw[0] != '[' {
			r.docs, r.unread = r.docs[:docs], r.unread[:unread]
			fault := t.fault(w.here, "found text behind the end of the JSON value; objects and lists may follow each other, nothing else")
			return &fault
		}
		root := w.value(1)
		here = w.here
		if w.fault != nil {
			r.fail(*w.fault)
			here = t.walk(here, at+int(dec.InputOffset()))
			continue
		}
		r.add(root, t)
	}
}

// jsonWalk reads a JSON value that is known to be valid.
type jsonWalk struct {
	*reader
	text  *text
	here  place
	fault *document.Unread
}

func (w *jsonWalk) skip(off int) { w.here = w.text.walk(w.here, off) }

// space moves to the next token.
func (w *jsonWalk) space() {
	off := w.here.off
	for c := w.text.at(off); c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == ',' || c == ':'; c = w.text.at(off) {
		off++
	}
	w.skip(off)
}

func (w *jsonWalk) value(depth int) *document.Node {
	w.space()
	out := w.nodes.node()
	start := w.here
	if depth > maxDepth {
		w.stop(start, document.Limit, depthReason)
	}
	if w.fault != nil {
		return out
	}
	switch w.text.at(start.off) {
	case '{':
		out.Kind = document.Map
		w.object(out, depth)
	case '[':
		out.Kind = document.List
		w.list(out, depth)
	case '"':
		out.Kind = document.String
		out.Text = w.str(func(b []byte) string { return string(b) })
	case 't', 'f':
		out.Kind = document.Bool
		out.Text = w.word()
	case 'n':
		w.word()
	default:
		out.Kind = document.Number
		out.Text = w.word()
	}
	out.Span = w.text.span(start, w.here)
	return out
}

func (w *jsonWalk) stop(at place, cause document.Cause, reason string) {
	if w.fault == nil {
		w.fault = &document.Unread{File: w.file, Line: at.line, Column: at.col, Cause: cause, Reason: reason}
	}
}

func (w *jsonWalk) object(out *document.Node, depth int) {
	w.skip(w.here.off + 1)
	keys := keySet{}
	for {
		w.space()
		if w.text.at(w.here.off) == '}' {
			break
		}
		at := w.here
		key := w.str(w.name)
		if first := keys.add(key, at.line, out.Fields); first != 0 {
			w.stop(at, document.Broken, duplicateReason(key, first))
		}
		value := w.value(depth + 1)
		if w.fault != nil {
			return
		}
		out.Fields = append(out.Fields, document.Field{
			Key: key, KeyLine: int32(at.line), KeyColumn: int32(at.col), Value: value,
		})
	}
	w.skip(w.here.off + 1)
}

func (w *jsonWalk) list(out *document.Node, depth int) {
	w.skip(w.here.off + 1)
	for {
		w.space()
		if w.text.at(w.here.off) == ']' {
			break
		}
		item := w.value(depth + 1)
		if w.fault != nil {
			return
		}
		out.Append(item)
	}
	w.skip(w.here.off + 1)
}

// str reads a string, made by text; escapes are rare and left to encoding/json.
func (w *jsonWalk) str(text func([]byte) string) string {
	src := w.text.src
	start := w.here.off
	end, plain := start+1, true
	for end < len(src) && src[end] != '"' {
		if src[end] == '\\' {
			plain = false
			end++
		}
		end++
	}
	end = min(end+1, len(src))
	w.skip(end)
	if plain {
		return text(src[start+1 : end-1])
	}
	var unescaped string
	if err := json.Unmarshal(src[start:end], &unescaped); err != nil {
		return text(src[start+1 : end-1])
	}
	return unescaped
}

// word reads a number, true, false or null.
func (w *jsonWalk) word() string {
	start := w.here.off
	end := start
	for c := w.text.at(end); c == '+' || c == '-' || c == '.' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c == 'E'; c = w.text.at(end) {
		end++
	}
	w.skip(end)
	return string(w.text.src[start:end])
}
