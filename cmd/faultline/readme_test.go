package main

import (
	"bytes"
	"context"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/faultline-dev/faultline/cmd/internal/cli"
)

// output runs the program in the repository's root, as README.md does.
func output(t *testing.T, args ...string) string {
	t.Helper()
	t.Chdir("../..")
	var out bytes.Buffer
	// The exit code is the script tests' business.
	_ = cli.Run(context.Background(), args, cli.Streams{In: strings.NewReader(""), Out: &out, Err: &out})
	return out.String()
}

// TestReadmeShowsRealOutput holds the output in README.md to the program's:
// each part between lines of dots stands there word for word, in order.
func TestReadmeShowsRealOutput(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok1 := strings.Cut(string(readme), "<!-- output:begin -->\n```\n")
	block, _, ok2 := strings.Cut(rest, "```\n<!-- output:end -->")
	if !ok1 || !ok2 || strings.TrimSpace(block) == "" {
		t.Fatal("README.md shows no output between its markers")
	}
	real := output(t, "check", "fixtures/shop/bad")
	for part := range strings.SplitSeq(block, "...\n") {
		_, after, ok := strings.Cut(real, part)
		if !ok {
			t.Fatalf("the program does not print this (any more), or not in this place:\n%s", part)
		}
		real = after
	}
}

// TestReadmeCommands knows every command that README.md tells people to run.
func TestReadmeCommands(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	makefile, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	targets := regexp.MustCompile("(?m)(?:^    |`)make ([a-z]+)").FindAllStringSubmatch(string(readme), -1)
	if len(targets) < 2 {
		t.Errorf("README.md names %d make targets; two of them do all the set-up", len(targets))
	}
	for _, target := range targets {
		if !strings.Contains(string(makefile), "\n"+target[1]+":") {
			t.Errorf("README.md says make %s, which the Makefile does not know", target[1])
		}
	}
}
