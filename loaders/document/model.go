package document

import "strconv"

// Model nodes: what a loader builds. Each takes the source node that it was
// read from, so that a finding lands there.

func derived(kind Kind, text string, source *Node) *Node {
	n := &Node{Kind: kind, Text: text, source: source.Source()}
	if n.source != nil {
		n.Span = n.source.Span
	}
	return n
}

// NewMap returns an empty model map read from source.
func NewMap(source *Node) *Node { return derived(Map, "", source) }

// NewList returns an empty model list read from source.
func NewList(source *Node) *Node { return derived(List, "", source) }

// NewString returns a model string.
func NewString(text string, source *Node) *Node { return derived(String, text, source) }

// NewInt returns a model number.
func NewInt(value int64, source *Node) *Node {
	return derived(Number, strconv.FormatInt(value, 10), source)
}

// NewBool returns a model boolean.
func NewBool(value bool, source *Node) *Node {
	return derived(Bool, strconv.FormatBool(value), source)
}

// NewUnknown returns a value that could not be resolved, with the reason. No
// rule fires on it.
func NewUnknown(reason string, source *Node) *Node { return derived(Unknown, reason, source) }

// NewAbsent returns a value that is known not to be written. source is the
// nearest node that exists and missing the dotted rest of the source path.
func NewAbsent(source *Node, missing string) *Node { return derived(Absent, missing, source) }

// InPlaceOf turns a model value into the default of an absent one: it is not
// written, but the runtime applies it.
func (n *Node) InPlaceOf(absent *Node) *Node {
	n.Default, n.source, n.Span = true, absent, absent.Span
	return n
}

// AsDefault turns a model value into one that is not written at
// source.missing, but that the runtime applies.
func (n *Node) AsDefault(missing string) *Node {
	return n.InPlaceOf(NewAbsent(n.Source(), missing))
}

// Restate returns a number that follows from a value, in the value's place.
func (n *Node) Restate(value int64) *Node {
	restated := NewInt(value, n)
	if n.source != nil {
		restated.Default, restated.source = n.Default, n.source
	}
	return restated
}

// MarkOpen says that entries of a map or list may exist that were not seen,
// and why.
func (n *Node) MarkOpen(reason string) *Node {
	n.Text = reason
	return n
}

// Set adds or replaces a map's entry; a nil value is left out.
func (n *Node) Set(key string, value *Node) *Node {
	if value == nil {
		return n
	}
	for i := range n.Fields {
		if n.Fields[i].Key == key {
			n.Fields[i].Value = value
			return n
		}
	}
	if len(n.Fields) == cap(n.Fields) {
		// Doubling would leave half of a model's maps empty.
		n.Fields = append(make([]Field, 0, len(n.Fields)+6), n.Fields...)
	}
	n.Fields = append(n.Fields, Field{Key: key, Value: value})
	return n
}

// Append adds an item to a list.
func (n *Node) Append(item *Node) *Node {
	n.Fields = append(n.Fields, Field{Value: item})
	return n
}

// Inherit gives the absent entries of a map those of another, as defaults.
func (n *Node) Inherit(from *Node) {
	if n == nil {
		return
	}
	for i := range n.Fields {
		given := from.Get(n.Fields[i].Key)
		if n.Fields[i].Value.Kind != Absent || given == nil || given.Kind == Absent {
			continue
		}
		copied := *given
		copied.Default = true
		n.Fields[i].Value = &copied
	}
}
