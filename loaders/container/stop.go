package container

import (
	"strconv"
	"strings"
	"unicode"

	"mvdan.cc/sh/v3/syntax"

	"github.com/faultline-dev/faultline/loaders/document"
)

// Waits sums the sleep commands of a hook in ms: all of a script's simple
// commands run in turn. A sleep behind a condition or in a loop is not
// counted. acts reports whether the hook runs anything else.
func Waits(words []string) (total int64, sleeps, acts bool) {
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

// GracefulStop finds a setting by which the author says how the process
// drains when it is told to stop: a variable or an option that speaks of
// shutting down.
func GracefulStop(m, c *document.Node) *document.Node {
	for _, entry := range m.Get("env").Entries() {
		if drains(entry.Key) {
			return document.NewString(entry.Key, entry.Value)
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
