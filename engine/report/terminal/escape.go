// Package terminal turns text into what a terminal can be trusted with: it
// escapes what would steer the terminal, wraps prose, measures columns and
// colours words.
package terminal

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean makes text from the input safe to print on one line. Names come from
// files that anybody may have written: an escape sequence in one could rewrite
// the lines above it, and a bidirectional override could swap what is read.
// Both are shown as Go would write them, as are line breaks and bytes that are
// not UTF-8.
func Clean(text string) string {
	first := firstUnsafe(text)
	if first < 0 {
		return text
	}
	var b strings.Builder
	b.WriteString(text[:first])
	for i := first; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			b.WriteString(`\x` + hex(uint64(text[i]), 2))
		case steers(r):
			b.WriteString(Visible(r))
		default:
			b.WriteString(text[i : i+size])
		}
		i += size
	}
	return b.String()
}

// Visible writes an unsafe character as an escape, and any other as itself.
func Visible(r rune) string {
	switch {
	case !steers(r):
		return string(r)
	case r == '\n':
		return `\n`
	case r == '\r':
		return `\r`
	case r == '\t':
		return `\t`
	case r < 0x100:
		return `\x` + hex(uint64(r), 2)
	case r < 0x10000:
		return `\u` + hex(uint64(r), 4)
	}
	return `\U` + hex(uint64(r), 8)
}

// firstUnsafe returns the place of the first byte that Clean must change, or
// -1. Nearly every text is clean, and then costs no allocation.
func firstUnsafe(text string) int {
	for i, r := range text {
		if steers(r) {
			return i
		}
		if r == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(text[i:]); size == 1 {
				return i
			}
		}
	}
	return -1
}

// steers tells characters that steer a terminal or hide text: the control
// characters (Cc), the format characters (Cf: bidirectional overrides,
// zero-width ones, tags) and the line and paragraph separators.
func steers(r rune) bool {
	if r < 0x7f {
		return r < 0x20
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

func hex(value uint64, digits int) string {
	text := strconv.FormatUint(value, 16)
	return strings.Repeat("0", max(0, digits-len(text))) + text
}
