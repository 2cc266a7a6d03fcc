package cli

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/faultline-dev/faultline/engine/report/terminal"
)

// help writes a command's help. cobra's own neither wraps nor keeps long lists
// of words out of the column of the explanations.
func help(w io.Writer) func(*cobra.Command, []string) {
	return func(c *cobra.Command, _ []string) {
		width := terminal.Fit(columns(w))
		var b strings.Builder
		fmt.Fprintf(&b, "%s\n\nUsage:\n  %s\n", strings.TrimSpace(cmp.Or(c.Long, c.Short)), c.UseLine())
		if c.HasAvailableSubCommands() {
			b.WriteString("  " + c.CommandPath() + " COMMAND\n\nCommands:\n")
			for _, sub := range c.Commands() {
				if sub.IsAvailableCommand() {
					entry(&b, "  "+sub.Name(), 15, sub.Short, width)
				}
			}
		}
		b.WriteString("\nFlags:\n")
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if !f.Hidden {
				entry(&b, "  --"+flagHead(f), 28, flagText(f), width)
			}
		})
		if c.HasAvailableSubCommands() {
			fmt.Fprintf(&b, "\n\"%s COMMAND --help\" tells more about a command.\n", c.CommandPath())
		}
		// Nothing can be done about a help text that cannot be written.
		_, _ = io.WriteString(w, b.String())
	}
}

// entry writes a name and its explanation beside it, or below where the name
// is too long.
func entry(b *strings.Builder, name string, column int, text string, width int) {
	if len(name)+2 > column {
		b.WriteString(name + "\n")
		name = ""
	}
	for _, line := range terminal.Wrap(text, width-column) {
		b.WriteString(terminal.Pad(name, column) + line + "\n")
		name = ""
	}
}

func flagHead(f *pflag.Flag) string {
	if f.Value.Type() == "bool" {
		return f.Name
	}
	word, _ := pflag.UnquoteUsage(f)
	return f.Name + " " + word
}

func flagText(f *pflag.Flag) string {
	_, text := pflag.UnquoteUsage(f)
	if _, ok := f.Value.(*choice); ok {
		text += " (default " + f.DefValue + ")"
	}
	return text
}
