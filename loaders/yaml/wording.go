package yaml

import "strings"

// wording says in plain words what a message of the parser means to somebody
// who wrote the file.
type wording struct {
	message, reason string
	// parser marks messages of the parser proper, search those whose line is
	// that of the map or list around the fault.
	parser, search bool
	// indent marks faults that a tab may be the reason of.
	indent bool
	// tabBelow marks faults whose tab may stand lines below the one named.
	tabBelow bool
	// continues is the reason if the line is a key and its value after all:
	// then it is the line above that made it wrong.
	continues string
	// column finds the fault in its line.
	column func(line string) int
}

func wordingOf(message string) wording {
	for _, w := range [...]wording{
		{message: "mapping values are not allowed", column: secondColon, indent: true,
			reason:    `found ": " inside a value; put the value in quotes, or give the key a line of its own`,
			continues: "found a key that is indented further than the line above, which already has a value; indent both equally"},
		{message: "did not find expected key", parser: true, search: true, column: firstText, indent: true,
			reason: "found no key where one must stand; indent the keys of one map equally, and quote a value that holds quotes"},
		{message: "did not find expected '-' indicator", parser: true, search: true, column: firstText, indent: true,
			reason: "found no list item where one must stand; start the items of one list with - in the same column"},
		{message: "could not find expected ':'", column: firstText, indent: true,
			reason: `found text that is neither "key: value" nor part of a value; add the colon, or indent the text further than its key`},
		{message: "did not find expected ',' or ']'", parser: true, column: bracket("["),
			reason: "found a list in brackets that lacks a comma or the closing ]"},
		{message: "did not find expected ',' or '}'", parser: true, column: bracket("{"),
			reason: "found a map in braces that lacks a comma or the closing }"},
		{message: "did not find expected node content", parser: true, column: firstText,
			reason: "found no value where one must stand; write one, or null"},
		{message: "found unexpected end of stream", column: bracket(`"'`),
			reason: "found quoted text that is not closed; add the closing quote"},
		{message: "found unexpected document indicator", column: bracket(`"'`),
			reason: "found quoted text that is not closed before the document ends; add the closing quote"},
		{message: "found character that cannot start any token", column: badStart, indent: true,
			reason: "found a character that cannot start a value; put the value in quotes"},
		{message: "found a tab character", column: firstText, indent: true, tabBelow: true,
			reason: "found a tab where spaces must indent; YAML accepts spaces only"},
		{message: "block sequence entries are not allowed", column: firstText, indent: true,
			reason: "found a list item (-) where no list can start; start the list on a line of its own"},
		{message: "mapping keys are not allowed", column: firstText,
			reason: "found a key (?) where no map can start; start the map on a line of its own"},
		{message: "did not find expected alphabetic or numeric character", column: bracket("*&"),
			reason: "found a * or & without a name; put the value in quotes if it is meant as text"},
		{message: "found unknown escape character", column: bracket(`\`),
			reason: `found an unknown escape in double quotes; write \\ for a backslash, or use single quotes`},
		{message: "did not find expected hexdecimal number", column: bracket(`\`),
			reason: `found an escape without its digits; write \\ for a backslash, or use single quotes`},
		{message: "did not find expected comment or line break", column: bracket("|>"),
			reason: "found text behind the | or > of a text block; start the text on the next line"},
		{message: "did not find expected <document start>", parser: true, column: firstText,
			reason: "found more text behind the end of the document; separate documents with ---"},
		{message: "found undefined tag handle", parser: true, column: bracket("!"),
			reason: "found a tag whose handle is not declared; put the value in quotes if it is meant as text"},
		{message: "found incompatible YAML document", parser: true,
			reason: "found a %YAML version other than 1.1 and 1.2"},
	} {
		if strings.HasPrefix(message, w.message) {
			return w
		}
	}
	return wording{reason: "not YAML: " + message}
}

// firstText is the column of a line's first character that is no space.
func firstText(line string) int {
	return len(line) - len(strings.TrimLeft(line, " ")) + 1
}

// bracket is the column of the first of some characters.
func bracket(chars string) func(string) int {
	return func(line string) int {
		if i := strings.IndexAny(line, chars); i >= 0 {
			return i + 1
		}
		return firstText(line)
	}
}

// secondColon is the column of the colon that stands inside a value.
func secondColon(line string) int {
	first := colon(line, 0)
	if first < 0 {
		return firstText(line)
	}
	if second := colon(line, first+1); second >= 0 {
		return second + 1
	}
	return first + 1
}

func colon(line string, from int) int {
	for i := from; i < len(line); i++ {
		if line[i] == ':' && (i+1 == len(line) || line[i+1] == ' ' || line[i+1] == '\t') {
			return i
		}
	}
	return -1
}

// badStart is the column of a character that YAML reserves.
func badStart(line string) int {
	for i := range len(line) {
		reserved := line[i] == '@' || line[i] == '`' || line[i] == '%' || line[i] == '\t'
		if reserved && (i == 0 || strings.IndexByte(" \t[{,", line[i-1]) >= 0) {
			return i + 1
		}
	}
	return firstText(line)
}
