package yaml

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/faultline-dev/faultline/loaders/document"
)

// readYAML parses one part. The parser sees lone CRs as line breaks too, so
// that it may find more than one document in it.
func (r *reader) readYAML(t *text) {
	dec := yaml.NewDecoder(bytes.NewReader(withoutVersion(t.src)))
	for {
		var doc yaml.Node
		err := decode(dec, &doc)
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			if at, ok := r.templateLine(t); ok {
				r.template = &at
				return
			}
			r.fail(r.parserFault(t, err))
			return
		}
		if len(doc.Content) == 0 || isEmpty(doc.Content[0]) {
			continue
		}
		c := converter{reader: r, text: t, aliasLeft: maxAliasNodes}
		root, _ := c.node(doc.Content[0], 1, -1)
		if r.template != nil {
			return
		}
		if c.fault != nil {
			r.fail(*c.fault)
			continue
		}
		r.add(root, t)
	}
}

// withoutVersion turns %YAML lines into comments: the parser refuses version
// 1.2, although it reads that language.
func withoutVersion(src []byte) []byte {
	if len(src) == 0 || src[0] != '%' && !bytes.Contains(src[:min(len(src), 4096)], []byte("\n%YAML")) {
		return src
	}
	out := bytes.Clone(src)
	for line := range bytes.Lines(out) {
		if marker(line, "---") || !blank(line) && line[0] != '%' {
			break
		}
		if bytes.HasPrefix(line, []byte("%YAML 1.")) {
			line[0] = '#'
		}
	}
	return out
}

// decode keeps a panic of the parser from ending the run: two of them are
// marked "please report" in its source.
func decode(dec *yaml.Decoder, doc *yaml.Node) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
	}()
	return dec.Decode(doc)
}

// converter turns the parser's nodes of one document into ours.
type converter struct {
	*reader
	text *text
	// anchors holds the values that an alias may name, once they are complete.
	anchors   map[*yaml.Node]*document.Node
	aliasLeft int
	// fault is the first thing that makes the document unreadable; the
	// conversion then only runs out.
	fault *document.Unread
}

func (c *converter) stopped() bool { return c.fault != nil || c.template != nil }

func (c *converter) stop(at place, cause document.Cause, format string, args ...any) {
	if c.fault == nil {
		c.fault = &document.Unread{
			File: c.file, Line: at.line, Column: at.col, Cause: cause, Reason: fmt.Sprintf(format, args...),
		}
	}
}

// node converts n and returns the place behind it. indent is the column, from
// 0, of the block collection around it, -1 at the root.
func (c *converter) node(n *yaml.Node, depth, indent int) (*document.Node, place) {
	start := c.text.locate(n.Line, n.Column)
	if depth > maxDepth {
		c.stop(start, document.Limit, depthReason)
	}
	if c.stopped() {
		return c.nodes.node(), start
	}
	var out *document.Node
	var end place
	switch n.Kind {
	case yaml.MappingNode:
		out, end = c.mapping(n, start, depth, indent)
	case yaml.SequenceNode:
		out, end = c.sequence(n, start, depth, indent)
	case yaml.AliasNode:
		return c.alias(n, start, depth)
	default:
		out, end = c.scalar(n, start, indent)
	}
	if n.Anchor != "" {
		if c.anchors == nil {
			c.anchors = map[*yaml.Node]*document.Node{}
		}
		c.anchors[n] = out
	}
	return out, end
}

func (c *converter) scalar(n *yaml.Node, start place, indent int) (*document.Node, place) {
	out := c.nodes.node()
	out.Kind, out.Text = resolve(n)
	value, last := c.text.properties(start.off)
	if n.Value == "" && n.Style&quoted == 0 {
		value = last
	}
	start = c.text.walk(start, value)
	end := c.text.walk(start, c.text.scalarEnd(n, start.off, indent))
	out.Span = c.text.span(start, end)
	if c.braces && n.Style&quoted == 0 && strings.Contains(n.Value, "{{") && !isRuntimeVariable(n.Value) {
		c.foundTemplate(start)
	}
	return out, end
}

func (c *converter) sequence(n *yaml.Node, start place, depth, indent int) (*document.Node, place) {
	out := c.nodes.node()
	out.Kind = document.List
	value, _ := c.text.properties(start.off)
	start = c.text.walk(start, value)
	end := c.text.walk(start, min(start.off+1, len(c.text.src)))
	if len(n.Content) > 0 {
		out.Fields = make([]document.Field, 0, len(n.Content))
	}
	inner := indent
	if n.Style&yaml.FlowStyle == 0 {
		inner = start.col - 1
	}
	for _, item := range n.Content {
		var child *document.Node
		child, end = c.node(item, depth+1, inner)
		if c.stopped() {
			return out, end
		}
		out.Append(child)
	}
	if n.Style&yaml.FlowStyle != 0 {
		end = c.text.walk(end, c.text.flowEnd(end.off))
	}
	out.Span = c.text.span(start, end)
	return out, end
}

// alias copies what the anchor names, so that every node stands in one place
// of the tree. The copy's place is the alias; what is in it keeps its own.
func (c *converter) alias(n *yaml.Node, start place, depth int) (*document.Node, place) {
	end := c.text.walk(start, min(start.off+1+len(n.Value), len(c.text.src)))
	out := c.nodes.node()
	if from := c.named(n, start); from != nil {
		out = c.copy(from, start, depth)
		out.Span = c.text.span(start, end)
	}
	return out, end
}

// named finds the value behind an alias.
func (c *converter) named(n *yaml.Node, start place) *document.Node {
	if from := c.anchors[n.Alias]; from != nil {
		return from
	}
	if n.Alias != nil && n.Alias.Kind == yaml.ScalarNode {
		// The anchor stands on a key, which has no node of its own.
		out := c.nodes.node()
		out.Kind, out.Text = resolve(n.Alias)
		return out
	}
	c.stop(start, document.Broken, "the alias *%s stands inside the value that it names; a value cannot hold itself", n.Value)
	return nil
}

func (c *converter) copy(from *document.Node, at place, depth int) *document.Node {
	c.aliasLeft--
	c.reader.aliasLeft--
	switch {
	case c.aliasLeft < 0:
		c.stop(at, document.Limit, "the aliases of this document expand to more than %d values; repeat fewer of them", maxAliasNodes)
	case c.reader.aliasLeft < 0:
		c.stop(at, document.Limit, "the aliases of this file expand to more than %d values; repeat fewer of them", maxFileAliasNodes)
	case depth > maxDepth:
		c.stop(at, document.Limit, "values nest more than %d levels deep behind this alias; at most %d are read", maxDepth, maxDepth)
	}
	out := c.nodes.node()
	if c.stopped() {
		return out
	}
	*out = *from
	if from.Fields != nil {
		out.Fields = make([]document.Field, len(from.Fields))
		for i, f := range from.Fields {
			f.Value = c.copy(f.Value, at, depth+1)
			out.Fields[i] = f
		}
	}
	return out
}
