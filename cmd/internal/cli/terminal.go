package cli

import (
	"os"

	"golang.org/x/term"
)

// isTerminal reports whether a stream is a terminal.
func isTerminal(stream any) bool {
	file, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// columns returns a terminal's width, 0 for anything else.
func columns(stream any) int {
	if !isTerminal(stream) {
		return 0
	}
	width, _, err := term.GetSize(int(stream.(*os.File).Fd()))
	if err != nil {
		return 0
	}
	return width
}

// colored decides whether to colour a stream. The flag wins over the
// environment, NO_COLOR (no-color.org) over CLICOLOR_FORCE (bixense.com/clicolors).
func colored(mode string, stream any) bool {
	force := os.Getenv("CLICOLOR_FORCE")
	switch {
	case mode != "auto":
		return mode == "always"
	case os.Getenv("NO_COLOR") != "":
		return false
	case force != "" && force != "0":
		return true
	}
	return isTerminal(stream) && os.Getenv("TERM") != "dumb"
}

// newColor is the --color flag.
func newColor() choice {
	return choice{value: "auto", noun: "a color mode", words: []string{"auto", "always", "never"}}
}

const colorUsage = "color the output; auto means on a terminal, unless NO_COLOR is set"
