package kubernetes

import (
	"strconv"
	"strings"
	"unicode"

	"mvdan.cc/sh/v3/syntax"

	"github.com/faultline-dev/faultline/loaders/document"
)

// preStop reads the hook's kind, and its sleep where it is one: sleep.seconds
// (Kubernetes 1.29 and later), [sleep N], or a script that sleeps. acts tells
// whether a hook does more than wait, such as telling the server to stop.
func preStop(c *document.Node) *document.Node {
	hook := c.Get("lifecycle", "preStop")
	if hook == nil || hook.Kind == document.Null {
		return document.NewAbsent(c, "lifecycle.preStop")
	}
	m := document.NewMap(hook)
	switch {
	case hook.Has("sleep"):
		m.Set("kind", document.NewString("sleep", hook))
		m.Set("sleep_ms", seconds(hook, "sleep", "seconds"))
		m.Set("acts", document.NewBool(false, hook))
	case hook.Has("httpGet"):
		m.Set("kind", document.NewString("http", hook))
		m.Set("acts", document.NewBool(true, hook))
	case hook.Has("exec"):
		m.Set("kind", document.NewString("exec", hook))
		total, sleeps, acts := waits(scalars(hook.Get("exec", "command")))
		if sleeps {
			m.Set("sleep_ms", document.NewInt(total, orNearest(hook.Get("exec", "command"), hook)))
		}
		m.Set("acts", document.NewBool(acts, hook))
	default:
		return document.NewUnknown("the hook has no handler that is known here", hook)
	}
	return m
}

// waits sums the sleep commands of a hook in ms: all of a script's simple
// commands run in turn. A sleep behind a condition or in a loop is not
// counted. acts reports whether the hook runs anything else.
func waits(words []string) (total int64, sleeps, acts bool) {
	_, text, ok := script(words)
	if !ok {
		if len(words) >= 2 && base(words[0]) == "sleep" {
			total, sleeps = duration(words[1])
			return total, sleeps, !sleeps
		}
		return 0, false, true
	}
	var count func(stmt *syntax.Stmt)
	count = func(stmt *syntax.Stmt) {
		switch cmd := stmt.Cmd.(type) {
		case *syntax.BinaryCmd:
			if cmd.Op == syntax.AndStmt {
				count(cmd.X)
				count(cmd.Y)
				return
			}
		case *syntax.CallExpr:
			name := commandName(stmt)
			if stmt.Background || !quick[name] || name == "kill" {
				break
			}
			if args := literals(cmd); name == "sleep" && len(args) == 2 {
				if ms, ok := duration(args[1]); ok {
					total, sleeps = total+ms, true
				}
			}
			return
		}
		acts = true
	}
	stmts := parse(text)
	for _, stmt := range stmts {
		count(stmt)
	}
	return total, sleeps, acts || len(stmts) == 0
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
	// The comparison is false for NaN, too.
	if err != nil || !(value >= 0 && value < 1e9) {
		return 0, false
	}
	return int64(value * unit), true
}

// gracefulStop finds a setting by which the author says how the process
// drains when it is told to stop: a variable or an option that speaks of
// shutting down.
func gracefulStop(c *document.Node) *document.Node {
	for _, entry := range c.Get("env").Items() {
		if name := entry.Get("name").Str(); drains(name) {
			return document.NewString(name, entry)
		}
	}
	for _, list := range [...]string{"command", "args"} {
		for _, word := range c.Get(list).Items() {
			for _, field := range strings.Fields(word.Scalar()) {
				option, _, _ := strings.Cut(field, "=")
				if strings.HasPrefix(option, "-") && drains(option) {
					return document.NewString(option, word)
				}
			}
		}
	}
	return document.NewAbsent(c, "env")
}

func drains(name string) bool {
	name = strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || r == '.' {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
	for _, mark := range [...]string{"shutdown", "graceful", "lameduck", "drain", "terminationdelay", "graceperiod"} {
		if strings.Contains(name, mark) {
			return true
		}
	}
	return false
}
