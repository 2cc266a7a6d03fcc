package container

import (
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/faultline-dev/faultline/loaders/document"
)

// maxScript bounds what is parsed: a script in a manifest that is longer, or
// nested deeper than its length allows, is not judged.
const maxScript = 16 << 10

// script returns what a shell is given to run, and the shell's name:
// [sh, -c, X], also with options joined (-ec) or given apart (-e -c).
func script(words []string) (shell, text string, ok bool) {
	if len(words) < 3 {
		return "", "", false
	}
	shell = base(words[0])
	switch shell {
	case "sh", "bash", "ash", "dash":
	default:
		return "", "", false
	}
	for i := 1; i < len(words)-1; i++ {
		word := words[i]
		switch {
		case word == "-o" || word == "+o":
			i++
		case !strings.HasPrefix(word, "-"):
			return "", "", false
		case !strings.HasPrefix(word, "--") && strings.ContainsRune(word, 'c'):
			if words[i+1] == "--" && i+2 < len(words) {
				i++
			}
			return shell, words[i+1], true
		}
	}
	return "", "", false
}

// base is a command's name without its folder.
func base(word string) string { return word[strings.LastIndexByte(word, '/')+1:] }

// parse reads a script as bash does, which takes all that sh takes. A script
// that does not parse is not judged.
func parse(text string) []*syntax.Stmt {
	if len(text) > maxScript {
		return nil
	}
	file, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(text), "")
	if err != nil {
		return nil
	}
	return file.Stmts
}

// Shell tells whether the container's first process is a shell that keeps
// SIGTERM to itself: PID 1 has no default handler, and a shell that waits for
// a child forwards nothing. first tells whether it is PID 1.
func Shell(m, c *document.Node, first bool) *document.Node {
	words := append(Words(c.Get("command")), Words(c.Get("args"))...)
	source := c.Get("command")
	if source.Len() == 0 {
		return document.NewAbsent(c, "command")
	}
	name, text, ok := script(words)
	if !ok {
		return document.NewAbsent(c, "command")
	}
	for _, list := range [...]*document.Node{c.Get("args"), source} {
		for _, item := range list.Items() {
			if item.Scalar() == text {
				source = item
				break
			}
		}
	}
	out := document.NewMap(source)
	out.Set("name", document.NewString(name, source))
	out.Set("script", document.NewString(text, source))
	if !first {
		// The signal ends a shell that is not PID 1.
		return out
	}
	if reason := swallows(parse(text), name == "dash" || name == "sh" && dashImage(m.Get("image"))); reason != "" {
		out.Set("swallows", document.NewString(reason, source))
	}
	return out
}

// swallows says how a script keeps the signal from its server, or "". It
// speaks of containers that run until they are stopped, so something in the
// script runs for that long.
//
// What ends in a simple command may hand over: bash from 5.1 and busybox
// replace themselves by the last command of a script, dash (0.5.12) never
// does. Compound commands at the end differ from shell to shell and prove
// nothing; exec, trap, eval, a sourced file and an init may take care of the
// signal wherever they stand.
func swallows(stmts []*syntax.Stmt, dash bool) string {
	if len(stmts) == 0 || handlesSignals(stmts) || !slices.ContainsFunc(stmts, runsLong) {
		return ""
	}
	last := stmts[len(stmts)-1]
	before := stmts[:len(stmts)-1]
	if last.Background {
		return ""
	}
	return lastSwallows(last, before, dash)
}

func lastSwallows(last *syntax.Stmt, before []*syntax.Stmt, dash bool) string {
	switch cmd := last.Cmd.(type) {
	case *syntax.BinaryCmd:
		if cmd.Op == syntax.Pipe || cmd.Op == syntax.PipeAll {
			return "the server is part of a pipeline, and the shell waits for it"
		}
		if isQuick(cmd.Y) && runsLong(cmd.X) {
			return "the shell waits for the server, to run " + strconv.Quote(commandName(cmd.Y)) + " after it"
		}
		if cmd.Op == syntax.AndStmt {
			return lastSwallows(cmd.Y, append(before[:len(before):len(before)], cmd.X), dash)
		}
	case *syntax.WhileClause, *syntax.ForClause:
		if runsLong(last) {
			return "the shell runs a loop"
		}
	case *syntax.CallExpr:
		started := slices.ContainsFunc(before, startsBehind)
		switch name := commandName(last); {
		case name == "wait":
			if started {
				return "the server runs in the background, and the shell waits for it"
			}
		case name == "sleep" || name == "tail":
			if started {
				return "the server runs in the background behind " + strconv.Quote(name)
			}
		case isQuick(last):
			if slices.ContainsFunc(before, runsLong) {
				return "the shell waits for the server, to run " + strconv.Quote(name) + " after it"
			}
		case dash && name != "":
			return "this image's sh is dash, which stays in front of its last command"
		}
	}
	return ""
}

// handlesSignals looks for what may pass SIGTERM on.
func handlesSignals(stmts []*syntax.Stmt) bool {
	found := false
	for _, stmt := range stmts {
		syntax.Walk(stmt, func(node syntax.Node) bool {
			if call, ok := node.(*syntax.CallExpr); ok && len(call.Args) > 0 {
				switch base(call.Args[0].Lit()) {
				case "exec":
					// exec >log replaces nothing.
					found = found || len(call.Args) > 1
				case "trap", "eval", ".", "source", "tini", "tini-static", "dumb-init", "catatonit", "gosu", "su-exec":
					found = true
				}
			}
			return !found
		})
	}
	return found
}

// startsBehind reports whether a statement leaves a process behind.
func startsBehind(stmt *syntax.Stmt) bool {
	if stmt.Background {
		return runsLong(stmt)
	}
	if binary, ok := stmt.Cmd.(*syntax.BinaryCmd); ok && binary.Op == syntax.AndStmt {
		return startsBehind(binary.X) || startsBehind(binary.Y)
	}
	return commandName(stmt) == "service" || strings.HasPrefix(commandPath(stmt), "/etc/init.d/")
}

// quick are commands that no server is made of: what stands in a script that
// holds nothing else runs to its end, or only passes time.
var quick = map[string]bool{
	":": true, "[": true, "[[": true, "cat": true, "cd": true, "chmod": true, "chown": true, "cp": true, "date": true,
	"declare": true, "echo": true, "env": true, "exit": true, "export": true, "false": true, "hostname": true, "kill": true,
	"ln": true, "local": true, "ls": true, "mkdir": true, "mv": true, "printenv": true, "printf": true, "pwd": true,
	"read": true, "return": true, "rm": true, "set": true, "shift": true, "sleep": true, "sync": true, "test": true,
	"touch": true, "true": true, "ulimit": true, "umask": true, "uname": true, "unset": true, "wait": true, "whoami": true,
}

// isQuick reports whether a statement is one simple quick command.
func isQuick(stmt *syntax.Stmt) bool {
	call, ok := stmt.Cmd.(*syntax.CallExpr)
	return ok && (len(call.Args) == 0 || quick[commandName(stmt)])
}

// runsLong reports whether a statement holds a command that may be a server.
func runsLong(stmt *syntax.Stmt) bool {
	found := false
	syntax.Walk(stmt, func(node syntax.Node) bool {
		switch node := node.(type) {
		case *syntax.CmdSubst, *syntax.ProcSubst, *syntax.FuncDecl:
			return false
		case *syntax.CallExpr:
			found = found || len(node.Args) > 0 && !quick[base(node.Args[0].Lit())]
		}
		return !found
	})
	return found
}

// commandPath is the first word of a simple command, or "" where it is no
// literal.
func commandPath(stmt *syntax.Stmt) string {
	if call, ok := stmt.Cmd.(*syntax.CallExpr); ok && len(call.Args) > 0 {
		return call.Args[0].Lit()
	}
	return ""
}

func commandName(stmt *syntax.Stmt) string { return base(commandPath(stmt)) }

// debian are official images whose sh is dash, unless the tag names another
// distribution.
var debian = map[string]bool{
	"buildpack-deps": true, "debian": true, "golang": true, "httpd": true, "nginx": true, "node": true, "perl": true,
	"php": true, "postgres": true, "python": true, "redis": true, "ruby": true, "rust": true, "ubuntu": true,
}

func dashImage(image *document.Node) bool {
	repository := image.Get("repository").Str()
	name := base(repository)
	if !debian[name] || image.Get("tag").Kind == document.Absent && image.Has("digest") {
		return false
	}
	if folder := strings.TrimSuffix(repository, name); folder != "" && !strings.HasSuffix(folder, "library/") {
		return false
	}
	tag := image.Get("tag").Str()
	for _, other := range [...]string{"alpine", "busybox", "windows", "nanoserver"} {
		if strings.Contains(tag, other) {
			return false
		}
	}
	return true
}
