package cli

import (
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/faultline-dev/faultline/engine/report/terminal"
	"github.com/faultline-dev/faultline/policies"
)

func newExplain(s Streams) *cobra.Command {
	format := choice{value: "text", noun: "a format", words: []string{"json", "markdown", "text"}}
	color := newColor()
	command := &cobra.Command{
		Use:   "explain RULE",
		Short: "Say what a rule finds, why it matters, and how to fix it",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("explain takes one rule, but got %d; \"faultline rules\" lists them", len(args))
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			rule, ok := policies.Find(args[0])
			if !ok {
				return unknownRule(args[0], ruleNames())
			}
			switch format.value {
			case "json":
				return explainJSON(s.Out, rule)
			case "markdown":
				return explainMarkdown(s.Out, rule)
			}
			return explainText(s.Out, rule, terminal.Fit(columns(s.Out)), terminal.Colors(colored(color.value, s.Out)))
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return ruleNames(), cobra.ShellCompDirectiveNoFileComp
		},
	}
	command.Flags().SortFlags = false
	format.define(command, "format", "format of the page")
	color.define(command, "color", colorUsage)
	return command
}

// explainText writes a page for a terminal.
func explainText(w io.Writer, r *policies.Rule, width int, colors terminal.Colors) error {
	var b strings.Builder
	b.WriteString(colors.Paint(terminal.Bold, r.ID) + ": " + r.Title + "\n")
	for _, line := range terminal.Wrap(standing(r), width) {
		b.WriteString(line + "\n")
	}
	for _, section := range sectionsOf(r) {
		b.WriteString("\n" + colors.Paint(terminal.Bold, section.title) + "\n")
		lines := terminal.Blocks(section.text, width-2)
		if section.verbatim {
			lines = strings.Split(strings.TrimSpace(section.text), "\n")
		}
		for _, line := range lines {
			b.WriteString(strings.TrimRight("  "+line, " ") + "\n")
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// explainMarkdown writes the same page with the headings of the rule's page
// in the repository.
func explainMarkdown(w io.Writer, r *policies.Rule) error {
	var b strings.Builder
	b.WriteString("# " + r.ID + "\n\n" + r.Title + ". " + standing(r) + "\n")
	for _, section := range sectionsOf(r) {
		text := strings.TrimSpace(section.text)
		if section.verbatim {
			text = "    " + strings.ReplaceAll(text, "\n", "\n    ")
		}
		b.WriteString("\n## " + section.title + "\n\n" + text + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// explainJSON writes the rule's METADATA for programs; templates keep their
// placeholders.
func explainJSON(w io.Writer, r *policies.Rule) error {
	return encode(w, ruleJSON(r))
}
