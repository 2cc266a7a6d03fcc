package container

import (
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// Verdict says why an exec probe passes whatever the server does; Ignores
// marks one that only overlooks the HTTP status, and fails where nothing
// listens.
type Verdict struct {
	Reason  string
	Ignores bool
}

// CannotFail judges a probe's command; the Reason is "" where it may fail.
func CannotFail(words []string) Verdict {
	if len(words) == 0 {
		return Verdict{}
	}
	_, text, ok := script(words)
	if !ok {
		return callCannotFail(words)
	}
	for _, word := range words[1:] {
		if word == text {
			break
		}
		if strings.ContainsRune(word, 'e') && !strings.HasPrefix(word, "--") {
			// -e, or the pipefail of -o: the script may leave early.
			return Verdict{}
		}
	}
	return scriptCannotFail(parse(text))
}

// scriptCannotFail: a script's status is that of its last command, unless it
// may leave earlier.
func scriptCannotFail(stmts []*syntax.Stmt) Verdict {
	if len(stmts) == 0 || leavesEarly(stmts) {
		return Verdict{}
	}
	return stmtCannotFail(stmts[len(stmts)-1])
}

// leavesEarly looks for ways out other than the last command: exit with
// anything but 0, set -e, set -o pipefail, exec, and kill, whose author
// restarts the container in another way.
func leavesEarly(stmts []*syntax.Stmt) bool {
	found := false
	for _, stmt := range stmts {
		syntax.Walk(stmt, func(node syntax.Node) bool {
			if call, ok := node.(*syntax.CallExpr); ok && len(call.Args) > 0 {
				switch call.Args[0].Lit() {
				case "exit", "return":
					found = found || len(call.Args) != 2 || call.Args[1].Lit() != "0"
				case "set", "exec", "kill", "eval", ".", "source", "trap":
					found = true
				}
			}
			return !found
		})
	}
	return found
}

func stmtCannotFail(stmt *syntax.Stmt) Verdict {
	if stmt.Negated || stmt.Background || stmt.Coprocess {
		return Verdict{}
	}
	switch cmd := stmt.Cmd.(type) {
	case *syntax.CallExpr:
		return callCannotFail(literals(cmd))
	case *syntax.BinaryCmd:
		last := stmtCannotFail(cmd.Y)
		switch cmd.Op {
		case syntax.OrStmt:
			if call, ok := cmd.Y.Cmd.(*syntax.CallExpr); ok && last.Reason != "" && !last.Ignores {
				return Verdict{Reason: "it ends in " + strconv.Quote("|| "+strings.Join(literals(call), " "))}
			}
			return last
		case syntax.AndStmt:
			if first := stmtCannotFail(cmd.X); first.Reason != "" && last.Reason != "" {
				return Verdict{Reason: last.Reason, Ignores: first.Ignores || last.Ignores}
			}
		case syntax.Pipe, syntax.PipeAll:
			if name := commandName(cmd.Y); filters[name] || last.Reason != "" {
				return Verdict{Reason: "its status is that of " + strconv.Quote(name) + ", the end of the pipeline"}
			}
		}
	}
	return Verdict{}
}

// filters succeed whatever they read.
var filters = map[string]bool{
	"cat": true, "cut": true, "head": true, "sort": true, "tail": true, "tee": true, "tr": true, "uniq": true, "wc": true,
}

// literals returns a command's words, and nil for those of which one is
// computed.
func literals(call *syntax.CallExpr) []string {
	words := make([]string, len(call.Args))
	for i, arg := range call.Args {
		text, ok := literal(arg)
		if !ok && i == 0 {
			return nil
		}
		words[i] = text
	}
	return words
}

// literal is a word without its quotes, if it is written out.
func literal(word *syntax.Word) (string, bool) {
	var b strings.Builder
	for _, part := range word.Parts {
		switch part := part.(type) {
		case *syntax.Lit:
			b.WriteString(part.Value)
		case *syntax.SglQuoted:
			b.WriteString(part.Value)
		case *syntax.DblQuoted:
			for _, inner := range part.Parts {
				lit, ok := inner.(*syntax.Lit)
				if !ok {
					return b.String(), false
				}
				b.WriteString(lit.Value)
			}
		default:
			return b.String(), false
		}
	}
	return b.String(), true
}

func callCannotFail(words []string) Verdict {
	if len(words) == 0 {
		return Verdict{}
	}
	name := base(words[0])
	switch name {
	case "true", ":", "echo", "printf", "uptime", "pwd":
		return Verdict{Reason: strconv.Quote(name) + " always succeeds"}
	case "hostname", "date", "env", "ps", "ls", "id":
		// With arguments they may look at something.
		if len(words) == 1 {
			return Verdict{Reason: strconv.Quote(name) + " always succeeds"}
		}
	case "exit":
		return Verdict{Reason: strconv.Quote(strings.Join(words, " ")) + " always succeeds"}
	case "curl":
		return curlCannotFail(words[1:])
	}
	return Verdict{}
}

// curlCannotFail: without --fail curl exits 0 on every HTTP status, so a
// server that answers 500 is healthy. It still fails when nothing listens.
func curlCannotFail(args []string) Verdict {
	for _, arg := range args {
		switch {
		case strings.HasPrefix(arg, "--"):
			if strings.HasPrefix(arg, "--fail") || arg == "--config" {
				return Verdict{}
			}
		case strings.HasPrefix(arg, "-"):
			// -f, also among joined options; -K reads more of them from a file.
			if strings.ContainsAny(arg, "fK") {
				return Verdict{}
			}
		case strings.Contains(arg, "://") && !strings.HasPrefix(arg, "http"):
			return Verdict{}
		}
	}
	return Verdict{Reason: "curl without --fail succeeds on every HTTP status", Ignores: true}
}
