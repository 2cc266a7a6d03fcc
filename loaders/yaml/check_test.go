package yaml

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	library "sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/faultline-dev/faultline/loaders/document"
)

// source gives tests the text of a span by counting lines and characters
// from the start, without anything that the package itself uses.
type source struct{ lines []string }

func newSource(data []byte) source {
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	return source{lines: strings.SplitAfter(string(data), "\n")}
}

func (s source) offset(line, col int32) (int, error) {
	if line < 1 || int(line) > len(s.lines) || col < 1 {
		return 0, fmt.Errorf("%d:%d is outside the text", line, col)
	}
	off := 0
	for _, l := range s.lines[:line-1] {
		off += len(l)
	}
	rest := s.lines[line-1]
	for range col - 1 {
		if rest == "" {
			return 0, fmt.Errorf("%d:%d is behind the line", line, col)
		}
		_, width := utf8.DecodeRuneInString(rest)
		rest = rest[width:]
		off += width
	}
	return off, nil
}

func (s source) slice(span document.Span) (string, error) {
	from, err := s.offset(span.Line, span.Column)
	if err != nil {
		return "", err
	}
	to, err := s.offset(span.EndLine, span.EndColumn)
	if err != nil {
		return "", err
	}
	if to < from {
		return "", fmt.Errorf("span %v ends before it starts", span)
	}
	return strings.Join(s.lines, "")[from:to], nil
}

// check verifies the spans of a tree: each lies in the text, and the text of
// a scalar's span means the scalar's value.
func (s source) check(n *document.Node) error {
	text, err := s.slice(n.Span)
	if err != nil {
		return err
	}
	if strings.HasPrefix(text, "*") {
		return nil
	}
	switch n.Kind {
	case document.Map:
		for _, f := range n.Entries() {
			off, err := s.offset(f.KeyLine, f.KeyColumn)
			if err != nil {
				return fmt.Errorf("key %q: %w", f.Key, err)
			}
			rest := strings.Join(s.lines, "")[off:]
			if f.Key != "" && rest[0] != f.Key[0] && !strings.ContainsAny(rest[:1], "\"'*|>") && resolvesTo(rest, f.Key) {
				return fmt.Errorf("key %q is not at %d:%d but %.20q", f.Key, f.KeyLine, f.KeyColumn, rest)
			}
			if err := s.check(f.Value); err != nil {
				return fmt.Errorf("%s: %w", f.Key, err)
			}
		}
	case document.List:
		for i, item := range n.Items() {
			if err := s.check(item); err != nil {
				return fmt.Errorf("[%d]: %w", i, err)
			}
		}
	default:
		return checkScalar(n, text)
	}
	return nil
}

// resolvesTo leaves keys alone that are written differently: true for yes.
func resolvesTo(rest, key string) bool {
	return key != "true" && key != "false" && (rest[0] < '0' || rest[0] > '9') && strings.IndexByte("+-.", rest[0]) < 0
}

func checkScalar(n *document.Node, text string) error {
	var got string
	switch {
	case text == "":
		if n.Kind == document.Null || n.Text == "" {
			return nil
		}
	case text[0] == '|' || text[0] == '>':
		return checkBlock(n, text)
	default:
		var doc library.Node
		if err := library.Unmarshal([]byte(" "+text), &doc); err != nil || len(doc.Content) == 0 {
			return fmt.Errorf("%q, the text of %s %q, is no scalar: %v", text, n.Kind, n.Text, err)
		}
		_, got = resolve(doc.Content[0])
	}
	if got != n.Text && !(n.Kind == document.String && strings.Contains(text, n.Text)) {
		return fmt.Errorf("%s %q has the text %q", n.Kind, n.Text, text)
	}
	return nil
}

// checkBlock compares the words: indentation and line ends mean something
// else once the block is cut out.
func checkBlock(n *document.Node, text string) error {
	body := ""
	if i := strings.IndexAny(text, "\r\n\u0085\u2028\u2029"); i >= 0 {
		body = text[i:]
	}
	if strings.Join(strings.Fields(body), " ") != strings.Join(strings.Fields(n.Text), " ") {
		return fmt.Errorf("block %q has the text %q", n.Text, text)
	}
	return nil
}

func (p place) String() string { return fmt.Sprintf("%d:%d", p.line, p.col) }
