package document

import (
	"iter"
	"math"
	"strconv"
	"strings"
	"unique"
)

// Span is a range in a file. Lines and columns count from 1, columns in
// characters; the end is the position behind the last character.
type Span struct {
	File                             FileName
	Line, Column, EndLine, EndColumn int32
}

// FileName is a file's name, slash-separated and relative to where the run
// started, in the size of a pointer: every node carries one.
type FileName struct{ handle unique.Handle[string] }

// NameFile returns the FileName of a name.
func NameFile(name string) FileName { return FileName{unique.Make(name)} }

// String returns the name.
func (f FileName) String() string {
	if f == (FileName{}) {
		return ""
	}
	return f.handle.Value()
}

// IsZero reports whether the span points nowhere.
func (s Span) IsZero() bool { return s.Line == 0 }

// Kind tells what a Node holds.
type Kind uint8

// The kinds of a Node. Absent and Unknown are values too: absent is known not
// to be written, unknown could not be resolved.
const (
	Null Kind = iota
	Bool
	Number
	String
	List
	Map
	Absent
	Unknown
)

// String names the kind as users know it.
func (k Kind) String() string {
	return [...]string{"null", "boolean", "number", "string", "list", "map", "absent", "unknown"}[k]
}

// Node is a scalar, list or map with its place in the source. Source nodes
// come from a file; model nodes are built by loaders and by engine/system and
// carry the place of the source node that they were read from.
type Node struct {
	Kind Kind
	// Default marks a value that is not written but that the runtime applies.
	Default bool
	Span    Span
	// Text is a scalar as written, without quotes; for an unknown the reason;
	// for what is absent the rest of the source path that is not written; for
	// an open map or list why it is open.
	Text string
	// Fields are a map's entries in source order, or a list's items, which
	// have no key.
	Fields []Field
	// source is set on model nodes: the nearest node that exists in the file,
	// or for a default the absent node in whose place it stands.
	source *Node
}

// Field is one entry of a map, with the place of its key, or one of a list.
type Field struct {
	Key                string
	KeyLine, KeyColumn int32
	Value              *Node
}

// Get walks down maps by key. It returns nil where a key is not there; nil
// nodes may be walked.
func (n *Node) Get(keys ...string) *Node {
	for _, key := range keys {
		if n == nil || n.Kind != Map {
			return nil
		}
		var next *Node
		for i := range n.Fields {
			if n.Fields[i].Key == key {
				next = n.Fields[i].Value
				break
			}
		}
		n = next
	}
	return n
}

// At returns a list's item, or nil.
func (n *Node) At(i int) *Node {
	if n == nil || n.Kind != List || i < 0 || i >= len(n.Fields) {
		return nil
	}
	return n.Fields[i].Value
}

// Entries returns a map's fields; every other kind has none.
func (n *Node) Entries() []Field {
	if n == nil || n.Kind != Map {
		return nil
	}
	return n.Fields
}

// Len returns how many items a list has; 0 for every other kind.
func (n *Node) Len() int {
	if n == nil || n.Kind != List {
		return 0
	}
	return len(n.Fields)
}

// Items walks a list; every other kind has none.
func (n *Node) Items() iter.Seq2[int, *Node] {
	return func(yield func(int, *Node) bool) {
		for i := range n.Len() {
			if !yield(i, n.Fields[i].Value) {
				return
			}
		}
	}
}

// Any reports whether an item of the list matches.
func (n *Node) Any(match func(*Node) bool) bool {
	for _, item := range n.Items() {
		if match(item) {
			return true
		}
	}
	return false
}

// Has reports whether the map has the key with a value other than null.
func (n *Node) Has(keys ...string) bool { return n.Get(keys...).Known() }

// Known reports whether the node holds a value: not nil, null, absent or
// unknown.
func (n *Node) Known() bool {
	return n != nil && n.Kind != Null && n.Kind != Absent && n.Kind != Unknown
}

// Str returns a string's text, or "" for every other kind.
func (n *Node) Str() string {
	if n == nil || n.Kind != String {
		return ""
	}
	return n.Text
}

// Scalar returns the text of a string, number or boolean, or "".
func (n *Node) Scalar() string {
	if n == nil || n.Kind != String && n.Kind != Number && n.Kind != Bool {
		return ""
	}
	return n.Text
}

// Int returns a whole number's value. A string is not a number.
func (n *Node) Int() (int64, bool) {
	if n == nil || n.Kind != Number {
		return 0, false
	}
	if v, err := strconv.ParseInt(n.Text, 10, 64); err == nil {
		return v, true
	}
	f, err := strconv.ParseFloat(n.Text, 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) > 1<<53 {
		return 0, false
	}
	return int64(f), true
}

// IsTrue reports whether the node is the boolean true.
func (n *Node) IsTrue() bool { return n != nil && n.Kind == Bool && n.Text == "true" }

// Or is the node where it holds a value, else the nearest that exists.
func (n *Node) Or(nearest *Node) *Node {
	if !n.Known() {
		return nearest
	}
	return n
}

// Open says why entries of this map or list may exist that were not seen
// (envFrom, a dynamic block, partners in files that were not given); "" when
// it is complete.
func (n *Node) Open() string {
	if n == nil || n.Kind != Map && n.Kind != List {
		return ""
	}
	return n.Text
}

// Source returns the source node that a model node was read from, the nearest
// that exists; a source node is its own.
func (n *Node) Source() *Node {
	if n == nil || n.source == nil {
		return n
	}
	if n.source.Kind == Absent && n.source.source != nil {
		return n.source.source
	}
	return n.source
}

// missing is the part of the source path below Source that is not written.
func (n *Node) missing() string {
	switch {
	case n.Kind == Absent:
		return n.Text
	case n.source != nil && n.source.Kind == Absent:
		return n.source.Text
	}
	return ""
}

// Placeholder finds ${NAME} (envsubst, Flux) or $(NAME) (kustomize) in a
// text, or "": a value that something else fills in later.
func Placeholder(text string) string {
	for _, pair := range [...][2]string{{"${", "}"}, {"$(", ")"}} {
		if _, rest, ok := strings.Cut(text, pair[0]); ok {
			if name, _, ok := strings.Cut(rest, pair[1]); ok {
				return pair[0] + name + pair[1]
			}
		}
	}
	return ""
}
