package kubernetes

import (
	"strconv"
	"strings"

	"github.com/faultline-dev/faultline/loaders/document"
)

// script returns what a shell is given to run, and the shell's name:
// [sh, -c, X], also with options joined (-ec) or given apart (-e -c).
func script(words []string) (shell, text string, ok bool) {
	if len(words) < 3 {
		return "", "", false
	}
	shell = words[0][strings.LastIndexByte(words[0], '/')+1:]
	switch shell {
	case "sh", "bash", "ash", "dash":
	default:
		return "", "", false
	}
	for i := 1; i < len(words)-1; i++ {
		if !strings.HasPrefix(words[i], "-") {
			return "", "", false
		}
		if !strings.HasPrefix(words[i], "--") && strings.HasSuffix(words[i], "c") {
			return shell, words[i+1], true
		}
	}
	return "", "", false
}

// shell tells whether the container's first process is a shell that keeps
// SIGTERM to itself: PID 1 has no default handler, and a shell that waits for
// a child forwards nothing. bash and busybox replace themselves by the last
// simple command; dash does not, and sh may be any of them, so a script that
// is one simple command proves nothing.
func shell(c, pod *document.Node) *document.Node {
	words := append(scalars(c.Get("command")), scalars(c.Get("args"))...)
	source := c.Get("command")
	if len(listOf(source)) == 0 {
		return document.NewAbsent(c, "command")
	}
	name, text, ok := script(words)
	if !ok {
		return document.NewAbsent(c, "command")
	}
	m := document.NewMap(source)
	m.Set("name", document.NewString(name, source))
	m.Set("script", document.NewString(text, source))
	if reason := swallows(text); reason != "" && !pod.Get("shareProcessNamespace").IsTrue() {
		m.Set("swallows", document.NewString(reason, source))
	}
	return m
}

// swallows says how a script keeps the signal from its server, or "". A
// script that only runs to an end (no server in it) is not judged by this
// function; the caller knows the workload's role.
func swallows(text string) string {
	if strings.Contains(text, "trap ") || hasWord(text, "exec") || strings.Contains(text, "tini") || strings.Contains(text, "dumb-init") {
		return ""
	}
	commands := splitCommands(text)
	if len(commands) == 0 {
		return ""
	}
	last := commands[len(commands)-1]
	switch {
	case strings.Contains(last.text, "|") && !last.or:
		return "the server is part of a pipeline"
	case isLoop(text):
		return ""
	case len(commands) > 1 && last.word() == "wait":
		return "the server runs in the background and the shell waits for it"
	}
	return ""
}

// command is one simple command of a script.
type command struct {
	text string
	or   bool
}

func (c command) word() string {
	word, _, _ := strings.Cut(strings.TrimSpace(c.text), " ")
	return word
}

// splitCommands splits at ;, && and newlines outside quotes.
func splitCommands(text string) []command {
	var out []command
	var quote byte
	start := 0
	flush := func(end int) {
		part := strings.TrimSpace(text[start:end])
		if part != "" && !strings.HasPrefix(part, "#") {
			out = append(out, command{text: part, or: strings.Contains(part, "||")})
		}
	}
	for i := 0; i < len(text); i++ {
		switch ch := text[i]; {
		case ch == '\\':
			i++
		case quote != 0:
			if ch == quote {
				quote = 0
			}
		case ch == '\'' || ch == '"':
			quote = ch
		case ch == ';' || ch == '\n' || ch == '&' && i+1 < len(text) && text[i+1] == '&':
			flush(i)
			if ch == '&' {
				i++
			}
			start = i + 1
		}
	}
	if start < len(text) {
		flush(len(text))
	}
	return out
}

func isLoop(text string) bool {
	return hasWord(text, "while") || hasWord(text, "until") || hasWord(text, "for")
}

func hasWord(text, word string) bool {
	for _, field := range strings.FieldsFunc(text, func(r rune) bool {
		return r == ' ' || r == '\n' || r == '\t' || r == ';' || r == '&' || r == '|' || r == '(' || r == '{'
	}) {
		if field == word {
			return true
		}
	}
	return false
}

// cannotFail says why an exec probe passes whatever the server does, or "".
func cannotFail(words []string) string {
	if len(words) == 0 {
		return ""
	}
	if _, text, ok := script(words); ok {
		return scriptCannotFail(text)
	}
	switch first := words[0][strings.LastIndexByte(words[0], '/')+1:]; first {
	case "true", "echo", "printenv", "hostname", "date":
		return strconv.Quote(first) + " always succeeds"
	case "curl":
		return curlCannotFail(words[1:])
	}
	return ""
}

func scriptCannotFail(text string) string {
	commands := splitCommands(text)
	if len(commands) == 0 {
		return ""
	}
	last := commands[len(commands)-1]
	if i := strings.LastIndex(last.text, "||"); i >= 0 {
		switch strings.TrimSpace(last.text[i+2:]) {
		case "true", ":", "exit 0":
			return "it ends in " + strconv.Quote(last.text[i:])
		}
		return ""
	}
	switch {
	case last.text == "exit 0" || last.text == "true" || last.text == ":":
		// An earlier "exit 1" or "set -e" is another way out.
		if hasWord(strings.TrimSuffix(text, last.text), "exit") || strings.Contains(text, "set -e") || hasWord(text, "if") {
			return ""
		}
		return "its last command is " + strconv.Quote(last.text)
	case len(commands) == 1 && last.word() == "curl" && !strings.Contains(last.text, "|"):
		return curlCannotFail(strings.Fields(last.text)[1:])
	}
	return ""
}

// curlCannotFail: without --fail curl exits 0 on every HTTP status, so a
// server that answers 500 is healthy. It still fails when nothing listens.
func curlCannotFail(args []string) string {
	for _, arg := range args {
		if strings.HasPrefix(arg, "--fail") {
			return ""
		}
		if strings.HasPrefix(arg, "-") && !strings.HasPrefix(arg, "--") && strings.ContainsRune(arg, 'f') {
			return ""
		}
		if strings.HasPrefix(arg, "-w") || arg == "--write-out" || strings.HasPrefix(arg, "telnet:") || strings.HasPrefix(arg, "ftp:") {
			return ""
		}
	}
	return "curl without --fail succeeds on every HTTP status"
}

// preStop reads the hook's kind, and its sleep where it is one: sleep.seconds
// (Kubernetes 1.29 and later), [sleep N], or a script that begins with sleep.
func preStop(c *document.Node) *document.Node {
	hook := c.Get("lifecycle", "preStop")
	if !hook.Known() {
		return document.NewAbsent(c, "lifecycle.preStop")
	}
	m := document.NewMap(hook)
	switch {
	case hook.Has("sleep"):
		m.Set("kind", document.NewString("sleep", hook))
		m.Set("sleep_ms", seconds(hook, "sleep", "seconds"))
	case hook.Has("httpGet"):
		m.Set("kind", document.NewString("http", hook))
	case hook.Has("exec"):
		m.Set("kind", document.NewString("exec", hook))
		words := scalars(hook.Get("exec", "command"))
		if total, ok := sleeps(words); ok {
			m.Set("sleep_ms", document.NewInt(total, orNearest(hook.Get("exec", "command"), hook)))
		}
	default:
		m.Set("kind", document.NewUnknown("the hook has no handler that is known here", hook))
	}
	return m
}

// sleeps sums the sleep commands of a hook in ms: all of a script's simple
// commands run in turn. A sleep behind a condition or in a loop is not
// counted.
func sleeps(words []string) (int64, bool) {
	if len(words) >= 2 && (words[0] == "sleep" || strings.HasSuffix(words[0], "/sleep")) {
		return duration(words[1])
	}
	_, text, ok := script(words)
	if !ok || isLoop(text) || hasWord(text, "if") || hasWord(text, "case") {
		return 0, false
	}
	var total int64
	found := false
	for _, c := range splitCommands(text) {
		fields := strings.Fields(c.text)
		if len(fields) == 2 && (fields[0] == "sleep" || fields[0] == "/bin/sleep") {
			if ms, ok := duration(fields[1]); ok {
				total, found = total+ms, true
			}
		}
	}
	return total, found
}

// duration reads sleep's argument (seconds, or with a unit) in ms.
func duration(text string) (int64, bool) {
	unit := 1000.0
	for suffix, ms := range map[string]float64{"s": 1000, "m": 60_000, "h": 3_600_000} {
		if rest, ok := strings.CutSuffix(text, suffix); ok {
			text, unit = rest, ms
			break
		}
	}
	value, err := strconv.ParseFloat(text, 64)
	if err != nil || value < 0 || value > 1e9 {
		return 0, false
	}
	return int64(value * unit), true
}
