// Package yaml turns YAML and JSON text into trees of document nodes, every
// node with its exact place in the file. It knows no format: what a document
// means is decided by the packages beside it.
package yaml

import (
	"bytes"
	"unicode/utf8"

	"github.com/faultline-dev/faultline/loaders/document"
)

const (
	// maxDepth is how deep maps and lists may nest. Kubernetes' deepest real
	// objects (CRD schemas) stay below 60; past 200 only attacks and
	// generators gone wrong are left, and everything behind us recurses.
	maxDepth = 200
	// maxAliasNodes is how many nodes the aliases of one document may create.
	// Nine lines of "billion laughs" ask for 10^9; the largest honest use
	// seen, shared blocks in compose files, needs a few thousand.
	maxAliasNodes = 100_000
	// maxFileAliasNodes bounds a file of many documents, each just below the
	// limit of one: a node takes about 100 bytes, so this is some 100 MB.
	maxFileAliasNodes = 1_000_000
)

// Doc is one document of a YAML stream, or one JSON value.
type Doc struct {
	Root *document.Node
	// Span covers the root, without comments and markers around it.
	Span document.Span
	// Text is the document as written, with its comments; it shares memory
	// with what was given to Read.
	Text []byte
	// Line is where Text starts in the file, counted from 1.
	Line int
}

// Read parses all documents of a file. A broken document is reported and the
// rest is still read; a template is reported once for the whole file, because
// what its actions produce is not known.
func Read(file string, data []byte) (docs []Doc, unread []document.Unread) {
	if reason := encoding(data); reason != "" {
		return nil, []document.Unread{{File: file, Line: 1, Column: 1, Cause: document.Broken, Reason: reason}}
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	r := &reader{
		file:       file,
		braces:     bytes.Contains(data, []byte("{{")),
		names:      map[string]string{},
		aliasLeft:  maxFileAliasNodes,
		searchLeft: maxSearchBytes,
	}
	for part := range split(data) {
		r.read(part)
		if r.template != nil {
			return nil, []document.Unread{*r.template}
		}
	}
	return r.docs, r.unread
}

// encoding refuses UTF-16 by its mark or by the NUL that ASCII leaves in it.
func encoding(data []byte) string {
	if len(data) < 2 {
		return ""
	}
	a, b := data[0], data[1]
	if a == 0xFF && b == 0xFE || a == 0xFE && b == 0xFF || a == 0 && b != 0 || a != 0 && b == 0 {
		return "the file is UTF-16; UTF-8 is accepted: save it as UTF-8"
	}
	return ""
}

// reader holds what the documents of one file share.
type reader struct {
	file   string
	docs   []Doc
	unread []document.Unread
	// template is the first place that must be rendered before it means
	// anything; braces says that looking for one is worth while.
	template *document.Unread
	braces   bool
	nodes    slab
	// names holds one copy of each key: objects repeat the same few hundred.
	names map[string]string
	// lines is the line index of the current document, kept for its memory.
	lines []int
	// aliasLeft and searchLeft are the file's budgets for alias expansion and
	// for searching the place of a fault.
	aliasLeft, searchLeft int
}

func (r *reader) read(part part) {
	t := newText(r.file, part, r.lines[:0])
	r.lines = t.lines
	if !utf8.Valid(part.text) {
		r.fail(t.encodingFault())
		return
	}
	body := jsonStart(part.text)
	if body >= 0 {
		fault := r.readJSON(t, body)
		if fault == nil {
			return
		}
		if isJSONName(r.file) {
			r.fail(*fault)
			return
		}
	}
	r.readYAML(t)
}

func (r *reader) add(root *document.Node, t *text) {
	r.docs = append(r.docs, Doc{Root: root, Span: root.Span, Text: t.src, Line: t.base + 1})
}

func (r *reader) fail(u document.Unread) { r.unread = append(r.unread, u) }

// maxNames keeps a file of nothing but different keys from being held twice.
const maxNames = 4096

func (r *reader) name(key []byte) string {
	if known, ok := r.names[string(key)]; ok {
		return known
	}
	return r.keep(string(key))
}

func (r *reader) nameOf(key string) string {
	if known, ok := r.names[key]; ok {
		return known
	}
	return r.keep(key)
}

func (r *reader) keep(key string) string {
	if len(r.names) < maxNames {
		r.names[key] = key
	}
	return key
}

// slab hands out nodes from blocks: one allocation serves many nodes.
type slab struct {
	free []document.Node
	next int
}

func (s *slab) node() *document.Node {
	if len(s.free) == 0 {
		// Blocks double, so that a file of one object does not pay for many.
		s.next = min(max(s.next*2, 32), 512)
		s.free = make([]document.Node, s.next)
	}
	n := &s.free[0]
	s.free = s.free[1:]
	return n
}
