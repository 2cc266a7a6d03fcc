package document

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Landing is where a path through a model ends.
type Landing struct {
	// Node is the model node at the path, or the nearest ancestor that exists.
	Node *Node
	// Path is the source's path, dotted, with list indexes in brackets.
	Path string
	// Key is the path by merge keys (names, ports) in place of list indexes,
	// so that it survives edits. Fingerprints are made of it.
	Key string
	// Span is the source's place: the value's, or for what is absent and for
	// block maps and lists, the key's.
	Span Span
	// Foreign marks a place in another document, a partner's.
	Foreign bool
	// Unknown says why nothing can be said about the path: a value on it is
	// unknown, or it ends in or leads through something open. Empty
	// otherwise.
	Unknown string
}

// Nothing reports whether the path ends at something that is not there: an
// absent value, or a list without entries. It has no place of its own.
func (l Landing) Nothing() bool {
	return l.Node == nil || l.Node.Kind == Absent || l.Node.Kind == List && l.Node.Len() == 0
}

// Resolve follows a path (string keys, int indexes) from the document's model.
func (d *Document) Resolve(path []any) Landing {
	node := d.Model
	rest := 0
	unknown := ""
	for ; rest < len(path) && node != nil; rest++ {
		if node.Kind == Unknown {
			unknown = node.Text
			break
		}
		next := node.Step(path[rest])
		if next == nil {
			unknown = node.Open()
			break
		}
		node = next
	}
	if unknown == "" && rest == len(path) {
		switch {
		case node.Kind == Unknown:
			unknown = node.Text
		case node.Open() != "":
			unknown = node.Open()
		}
	}
	landing := Landing{Node: node, Unknown: unknown, Span: node.place()}
	d.locate(&landing, path[rest:])
	return landing
}

// Step goes down one key (a string) or index (an int) of a path; nil where
// nothing is there.
func (n *Node) Step(key any) *Node {
	switch key := key.(type) {
	case string:
		return n.Get(key)
	case int:
		return n.At(key)
	}
	return nil
}

func (n *Node) place() Span {
	if n == nil {
		return Span{}
	}
	return n.Span
}

// locate finds a node's place in the source by identity. It runs once a
// finding, so a search is cheaper than a parent pointer in every node.
func (d *Document) locate(l *Landing, rest []any) {
	source := l.Node.Source()
	if name := d.Object.Get("metadata", "name"); source == d.Object && name != nil && d.Format == "kubernetes" {
		// What concerns the whole object lands on its name.
		source = name
	}
	var room [24]int
	steps, ok := find(d.Object, source, room[:0])
	if !ok {
		l.Foreign = true
		l.Path, l.Key = dotted(rest), dotted(rest)
		return
	}
	var p, k strings.Builder
	current := d.Object
	for _, i := range steps {
		if current.Kind == Map {
			field := current.Fields[i]
			join(&p, field.Key)
			join(&k, field.Key)
			current = field.Value
			l.Span = current.Span
			if l.Node.Kind == Absent || len(rest) > 0 || current.Span.Line > field.KeyLine && len(current.Fields) > 0 {
				l.Span = field.keySpan(current.Span.File)
			}
			continue
		}
		current = current.At(i)
		p.WriteString("[" + strconv.Itoa(i) + "]")
		k.WriteString("[" + mergeKey(current, i) + "]")
		l.Span = current.head()
	}
	if missing := l.Node.missing(); missing != "" && source == l.Node.Source() {
		join(&p, missing)
		join(&k, missing)
	}
	// A path below a value that the model does not list is the model's word.
	if len(rest) > 0 {
		join(&p, dotted(rest))
		join(&k, dotted(rest))
	}
	l.Path, l.Key = p.String(), k.String()
}

// keySpan is where a map's key stands.
func (f Field) keySpan(file FileName) Span {
	return Span{
		File: file, Line: f.KeyLine, Column: f.KeyColumn,
		EndLine: f.KeyLine, EndColumn: f.KeyColumn + int32(utf8.RuneCountInString(f.Key)),
	}
}

// head is the first entry of a list's item, which names it as a rule: a whole
// container is too much to underline.
func (n *Node) head() Span {
	if n.Kind != Map || len(n.Fields) == 0 || n.Span.Line == n.Span.EndLine {
		return n.Span
	}
	first := n.Fields[0]
	span := first.keySpan(n.Span.File)
	if value := first.Value; value != nil && value.Span.EndLine == first.KeyLine {
		span.EndColumn = value.Span.EndColumn
	}
	return span
}

func join(b *strings.Builder, key string) {
	if strings.ContainsAny(key, "/ ") {
		b.WriteString("[\"" + key + "\"]")
		return
	}
	if b.Len() > 0 && key != "" && key[0] != '[' {
		b.WriteByte('.')
	}
	b.WriteString(key)
}

func dotted(path []any) string {
	var b strings.Builder
	for _, step := range path {
		switch step := step.(type) {
		case string:
			join(&b, step)
		case int:
			b.WriteString("[" + strconv.Itoa(step) + "]")
		}
	}
	return b.String()
}

// mergeKey is the entry by which Kubernetes and compose tell list items apart.
func mergeKey(item *Node, index int) string {
	if item.Kind == Map {
		for _, name := range [...]string{"name", "mountPath", "containerPort", "port", "host", "path", "type", "key", "topologyKey"} {
			if text := item.Get(name).Scalar(); text != "" {
				return name + "=" + text
			}
		}
	}
	return strconv.Itoa(index)
}

func find(node, target *Node, steps []int) ([]int, bool) {
	if node == target {
		return steps, true
	}
	if node == nil {
		return nil, false
	}
	for i := range node.Fields {
		if found, ok := find(node.Fields[i].Value, target, append(steps, i)); ok {
			return found, true
		}
	}
	return nil, false
}
