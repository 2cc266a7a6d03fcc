package kubernetes

import (
	"strconv"
	"strings"

	"github.com/faultline-dev/faultline/loaders/document"
)

// locate walks from a source map down a path. Where the path ends early it
// returns the nearest node that exists and the rest of the path, dotted. A
// null is as good as absent: the API server prunes it.
func locate(parent *document.Node, path ...string) (node, nearest *document.Node, missing string) {
	nearest = parent
	for i, key := range path {
		next := nearest.Get(key)
		if next == nil || next.Kind == document.Null {
			return nil, nearest, strings.Join(path[i:], ".")
		}
		nearest = next
	}
	return nearest, nearest, ""
}

// read returns a model value for a path: absent where nothing is written,
// unknown where the text is a placeholder, else what convert makes of it.
func read(parent *document.Node, convert func(*document.Node) *document.Node, path ...string) *document.Node {
	node, nearest, missing := locate(parent, path...)
	if node == nil {
		return document.NewAbsent(nearest, missing)
	}
	if node.Kind == document.Unknown {
		return document.NewUnknown(node.Text, node)
	}
	if mark := placeholder(node); mark != "" {
		return document.NewUnknown("the placeholder "+mark+" is filled in later", node)
	}
	return convert(node)
}

// placeholder finds what a scalar leaves to be filled in, or "".
func placeholder(node *document.Node) string {
	return document.Placeholder(node.Str())
}

func text(parent *document.Node, path ...string) *document.Node {
	return read(parent, func(n *document.Node) *document.Node {
		if n.Kind != document.String {
			return document.NewUnknown("a text is expected, found a "+n.Kind.String(), n)
		}
		return document.NewString(n.Text, n)
	}, path...)
}

// textOr is text with the value that the API server fills in.
func textOr(value string, parent *document.Node, path ...string) *document.Node {
	return orDefault(text(parent, path...), func(source *document.Node) *document.Node {
		return document.NewString(value, source)
	})
}

func number(parent *document.Node, path ...string) *document.Node {
	return read(parent, func(n *document.Node) *document.Node { return scaled(n, 1) }, path...)
}

// numberOr is number with the value that the API server fills in.
func numberOr(value int64, parent *document.Node, path ...string) *document.Node {
	return orDefault(number(parent, path...), func(source *document.Node) *document.Node {
		return document.NewInt(value, source)
	})
}

// seconds reads a whole number of seconds as milliseconds.
func seconds(parent *document.Node, path ...string) *document.Node {
	return read(parent, func(n *document.Node) *document.Node { return scaled(n, 1000) }, path...)
}

// secondsOr is seconds with the default that the runtime applies, in seconds.
func secondsOr(value int64, parent *document.Node, path ...string) *document.Node {
	return orDefault(seconds(parent, path...), func(source *document.Node) *document.Node {
		return document.NewInt(value*1000, source)
	})
}

func boolean(parent *document.Node, path ...string) *document.Node {
	return read(parent, func(n *document.Node) *document.Node {
		if n.Kind != document.Bool {
			return document.NewUnknown("true or false is expected, found a "+n.Kind.String(), n)
		}
		return document.NewBool(n.IsTrue(), n)
	}, path...)
}

func orDefault(value *document.Node, make func(*document.Node) *document.Node) *document.Node {
	if value.Kind != document.Absent {
		return value
	}
	return make(value.Source()).InPlaceOf(value)
}

func scaled(n *document.Node, factor int64) *document.Node {
	value, ok := n.Int()
	if !ok {
		return document.NewUnknown("a whole number is expected, found "+strconv.Quote(n.Text), n)
	}
	return document.NewInt(value*factor, n)
}

// amount reads a resource quantity in base units times scale: bytes with 1,
// millicores with 1000.
func amount(scale int64, parent *document.Node, path ...string) *document.Node {
	return read(parent, func(n *document.Node) *document.Node {
		value, ok := quantity(n.Scalar(), scale)
		if !ok {
			return document.NewUnknown("a quantity such as 500m or 256Mi is expected, found "+strconv.Quote(n.Text), n)
		}
		if value < 0 {
			return document.NewUnknown("a quantity must not be negative, found "+strconv.Quote(n.Text), n)
		}
		return document.NewInt(value, n)
	}, path...)
}
