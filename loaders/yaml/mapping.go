package yaml

import (
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/faultline-dev/faultline/loaders/document"
)

func (c *converter) mapping(n *yaml.Node, start place, depth, indent int) (*document.Node, place) {
	out := c.nodes.node()
	out.Kind = document.Map
	flow := n.Style&yaml.FlowStyle != 0
	start = c.mapStart(n, start, flow)
	// [a: b] holds a map without brackets of its own.
	bracket := flow && c.text.at(start.off) == '{'
	end := start
	if bracket {
		end = c.text.walk(start, start.off+1)
	}
	inner := indent
	if !flow {
		inner = start.col - 1
	}
	if len(n.Content) > 0 {
		out.Fields = make([]document.Field, 0, len(n.Content)/2)
	}
	keys := keySet{}
	var merges []merge
	for i := 0; i+1 < len(n.Content) && !c.stopped(); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		at := c.text.locate(key.Line, key.Column)
		if key.Tag == "!!merge" && key.Style&quoted == 0 {
			var m merge
			m, end = c.readMerge(value, depth, inner)
			merges = append(merges, m)
			continue
		}
		name, ok := c.key(key, at)
		if !ok {
			return out, end
		}
		if key.Kind != yaml.AliasNode {
			off, _ := c.text.properties(at.off)
			at = c.text.walk(at, off)
		}
		if first := keys.add(name, at.line, out.Fields); first != 0 {
			c.stop(at, document.Broken, "the key %q is already in this map, on line %d; keep one of the two", name, first)
			return out, end
		}
		var child *document.Node
		if isEmpty(value) {
			child, end = c.empty(key, value, at, inner)
		} else {
			child, end = c.node(value, depth+1, inner)
		}
		out.Fields = append(out.Fields, document.Field{
			Key: name, KeyLine: int32(at.line), KeyColumn: int32(at.col), Value: child,
		})
	}
	c.merge(out, merges, keys, depth)
	if bracket && !c.stopped() {
		end = c.text.walk(end, c.text.flowEnd(end.off))
	}
	out.Span = c.text.span(start, end)
	return out, end
}

// mapStart finds the first key or the opening bracket: the parser's place is
// that of an anchor or a tag in front of them, if there is one.
func (c *converter) mapStart(n *yaml.Node, start place, flow bool) place {
	if n.Anchor == "" && n.Style&yaml.TaggedStyle == 0 && (!flow || c.text.at(start.off) == '{') {
		return start
	}
	if !flow && len(n.Content) > 0 {
		return c.text.locate(n.Content[0].Line, n.Content[0].Column)
	}
	off, _ := c.text.properties(start.off)
	return c.text.walk(start, off)
}

// key returns a key as kubectl writes it into JSON: 8080 and true are text
// there. Null and collections are refused, as they are by kubectl.
func (c *converter) key(n *yaml.Node, at place) (string, bool) {
	if n.Kind == yaml.AliasNode && n.Alias != nil {
		n = n.Alias
	}
	if n.Kind == yaml.ScalarNode {
		if c.braces && n.Style&quoted == 0 && contains(n.Value, "{{") {
			c.foundTemplate(at)
			return "", false
		}
		kind, text := resolve(n)
		if kind != document.Null {
			return c.nameOf(text), true
		}
		c.stop(at, document.Broken, "found a null as the key of a map; a string is accepted: write it in quotes")
		return "", false
	}
	if c.braces && n.Style&yaml.FlowStyle != 0 {
		// {{ .Values.name }} parses as a map whose only key is a map.
		if c.text.at(at.off-1) == '{' {
			at.col--
		}
		c.foundTemplate(at)
		return "", false
	}
	c.stop(at, document.Broken, "found a map or a list as the key of a map; a string is accepted: write it in quotes")
	return "", false
}

func isEmpty(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Value == "" && n.Style&quoted == 0
}

// empty places a value that is not written behind its key's colon. The parser
// puts some of them at the token that follows.
func (c *converter) empty(key, value *yaml.Node, at place, indent int) (*document.Node, place) {
	if value.Anchor != "" || value.Style&yaml.TaggedStyle != 0 {
		return c.node(value, maxDepth, indent)
	}
	end := at.off + 1 + len(key.Value)
	if key.Kind != yaml.AliasNode {
		end = c.text.scalarEnd(key, at.off, indent)
	}
	end = min(end, len(c.text.src))
	if colon := c.text.gap(end); c.text.at(colon) == ':' {
		end = colon + 1
	}
	here := c.text.walk(at, end)
	out := c.nodes.node()
	out.Kind, out.Text = resolve(value)
	out.Span = c.text.span(here, here)
	return out, here
}

// merge is one value of a << key: the maps whose entries are taken in.
type merge struct {
	from []*document.Node
	at   place
}

func (c *converter) readMerge(value *yaml.Node, depth, indent int) (merge, place) {
	at := c.text.locate(value.Line, value.Column)
	m := merge{at: at}
	if value.Kind != yaml.SequenceNode {
		from, end := c.mergeSource(value, depth, indent)
		m.from = append(m.from, from)
		return m, end
	}
	value.Anchor = ""
	end := at
	for _, item := range value.Content {
		var from *document.Node
		from, end = c.mergeSource(item, depth, indent)
		m.from = append(m.from, from)
	}
	if value.Style&yaml.FlowStyle != 0 {
		end = c.text.walk(end, c.text.flowEnd(max(end.off, at.off+1)))
	}
	return m, end
}

func (c *converter) mergeSource(n *yaml.Node, depth, indent int) (*document.Node, place) {
	at := c.text.locate(n.Line, n.Column)
	var from *document.Node
	var end place
	if n.Kind == yaml.AliasNode {
		from = c.named(n, at)
		end = c.text.walk(at, min(at.off+1+len(n.Value), len(c.text.src)))
	} else {
		from, end = c.node(n, depth+1, indent)
	}
	if !c.stopped() && (from == nil || from.Kind != document.Map) {
		c.stop(at, document.Broken, "<< merges maps: found a %s, a map or a list of maps is accepted", from.Kind)
	}
	return from, end
}

// merge takes in what the map does not say itself; of several sources the
// earlier wins (https://yaml.org/type/merge.html).
func (c *converter) merge(out *document.Node, merges []merge, keys keySet, depth int) {
	for _, m := range merges {
		for _, from := range m.from {
			if c.stopped() {
				return
			}
			for _, f := range from.Fields {
				if c.stopped() {
					return
				}
				if keys.has(f.Key, out.Fields) {
					c.aliasLeft--
					continue
				}
				f.Value = c.copy(f.Value, m.at, depth+1)
				keys.add(f.Key, int(f.KeyLine), out.Fields)
				out.Fields = append(out.Fields, f)
			}
		}
	}
}

// keySet finds keys that are written twice. Small maps are searched where
// they are, large ones (a ConfigMap with a thousand entries) get an index.
type keySet struct{ lines map[string]int }

const smallMap = 16

// add returns the line of an earlier key of that name, or 0.
func (k *keySet) add(name string, line int, fields []document.Field) int {
	if k.lines == nil {
		for i := range fields {
			if fields[i].Key == name {
				return int(fields[i].KeyLine)
			}
		}
		if len(fields) < smallMap {
			return 0
		}
		k.lines = make(map[string]int, 2*smallMap)
		for i := range fields {
			k.lines[fields[i].Key] = int(fields[i].KeyLine)
		}
	}
	if first := k.lines[name]; first != 0 {
		return first
	}
	k.lines[name] = line
	return 0
}

func (k *keySet) has(name string, fields []document.Field) bool {
	if k.lines != nil {
		return k.lines[name] != 0
	}
	for i := range fields {
		if fields[i].Key == name {
			return true
		}
	}
	return false
}
