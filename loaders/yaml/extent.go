package yaml

import (
	"bytes"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// The parser's nodes know where they start but not where they end. The ends
// are found here, by scanning from the start; each byte is looked at once,
// because a collection starts where its last child ended.

// scalarEnd returns the offset behind a scalar that starts at off. indent is
// the column, from 0, of the block collection around it, or -1.
func (t *text) scalarEnd(n *yaml.Node, off, indent int) int {
	switch {
	case n.Style&yaml.DoubleQuotedStyle != 0:
		return t.doubleQuotedEnd(off)
	case n.Style&yaml.SingleQuotedStyle != 0:
		return t.singleQuotedEnd(off)
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return t.blockEnd(off, indent)
	}
	return t.plainEnd(n.Value, off)
}

func (t *text) doubleQuotedEnd(off int) int {
	for i := off + 1; i < len(t.src); i++ {
		switch t.src[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(t.src)
}

func (t *text) singleQuotedEnd(off int) int {
	for i := off + 1; i < len(t.src); {
		j := bytes.IndexByte(t.src[i:], '\'')
		if j < 0 {
			break
		}
		if i += j + 1; t.at(i) != '\'' {
			return i
		}
		i++
	}
	return len(t.src)
}

// plainEnd follows a plain scalar. On one line the source is the value; over
// several, line breaks and the white space around them were folded into one
// space, or n breaks into n-1.
func (t *text) plainEnd(value string, off int) int {
	if rest := t.src[off:]; len(rest) >= len(value) && string(rest[:len(value)]) == value {
		return off + len(value)
	}
	i, end := off, off
	for j := 0; j < len(value); {
		if width := white([]byte(value[j:min(j+3, len(value))]), 0); width > 0 {
			j += width
			continue
		}
		for i < len(t.src) {
			width := white(t.src, i)
			if width == 0 {
				break
			}
			i += width
		}
		if t.at(i) != value[j] {
			break
		}
		i++
		j++
		end = i
	}
	return end
}

func white(src []byte, i int) int {
	if src[i] == ' ' || src[i] == '\t' {
		return 1
	}
	return lineBreak(src, i)
}

// blockEnd returns the offset behind the last line of a literal or folded
// scalar that holds text; the header's end if there is none.
func (t *text) blockEnd(off, indent int) int {
	end := off + 1
	content, deepest := 0, 0
	for ; ; end++ {
		c := t.at(end)
		if c >= '1' && c <= '9' {
			content = max(indent, 0) + int(c-'0')
		} else if c != '+' && c != '-' {
			break
		}
	}
	for at := t.nextLine(t.lineEnd(end)); at < len(t.src); {
		stop := t.lineEnd(at)
		spaces := 0
		for at+spaces < stop && t.src[at+spaces] == ' ' {
			spaces++
		}
		filled := at+spaces < stop
		if content == 0 {
			// Blank lines at the top count too, and a block at the root is
			// indented by one at least.
			deepest = max(deepest, spaces)
			if filled {
				content = max(deepest, indent+1, 1)
			}
		}
		if filled && spaces < content {
			break
		}
		if filled {
			end = stop
		}
		at = t.nextLine(stop)
	}
	return end
}

// flowEnd returns the offset behind the bracket that closes a flow
// collection whose last child ends at off.
func (t *text) flowEnd(off int) int {
	for i := off; i < len(t.src); {
		switch c := t.src[i]; {
		case c == ']' || c == '}':
			return i + 1
		case c == '#':
			i = t.lineEnd(i)
		case c == ',' || c == ':' || c == '?':
			i++
		default:
			width := white(t.src, i)
			if width == 0 {
				return off
			}
			i += width
		}
	}
	return off
}

// properties skips anchors and tags, and what separates them from the value
// that they belong to. end is behind the last of them.
func (t *text) properties(off int) (value, end int) {
	value, end = off, off
	for t.at(value) == '&' || t.at(value) == '!' {
		end = value + 1
		anchor := t.at(value) == '&'
		for end < len(t.src) && !endsProperty(t.src[end], anchor) && lineBreak(t.src, end) == 0 {
			end++
		}
		value = t.gap(end)
	}
	return value, end
}

func endsProperty(c byte, anchor bool) bool {
	if anchor {
		// &a:b is the anchor a and the text :b.
		return c != '-' && c != '_' && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z')
	}
	// The parser lets white space alone end a tag, also between brackets.
	return c == ' ' || c == '\t'
}

// gap skips white space, line breaks and comments.
func (t *text) gap(off int) int {
	for off < len(t.src) {
		if t.src[off] == '#' {
			off = t.lineEnd(off)
			continue
		}
		width := white(t.src, off)
		if width == 0 {
			break
		}
		off += width
	}
	return off
}
