package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/faultline-dev/faultline/engine/finding"
	"github.com/faultline-dev/faultline/engine/report/terminal"
	"github.com/faultline-dev/faultline/policies"
)

// catalog is the flags of the rules command.
type catalog struct {
	format, state, color choice
	category, applies    []string
}

func newRules(s Streams) *cobra.Command {
	c := &catalog{
		format: choice{value: "table", noun: "a format", words: []string{"json", "markdown", "table"}},
		state:  choice{value: "all", noun: "a state", words: []string{"on", "off", "all"}},
		color:  newColor(),
	}
	command := &cobra.Command{
		Use:   "rules [GLOB]...",
		Short: "List the rules",
		Long:  "List the rules, or those whose id matches one of the globs.",
		RunE: func(_ *cobra.Command, globs []string) error {
			rules, err := c.choose(globs)
			if err != nil {
				return err
			}
			switch c.format.value {
			case "json":
				return rulesJSON(s.Out, rules)
			case "markdown":
				return rulesMarkdown(s.Out, rules)
			}
			return rulesTable(s.Out, rules, terminal.Colors(colored(c.color.value, s.Out)))
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return ruleNames(), cobra.ShellCompDirectiveNoFileComp
		},
	}
	command.Flags().SortFlags = false
	c.format.define(command, "format", "format of the list")
	command.Flags().StringSliceVar(&c.category, "category", nil, "only rules of these `CATEGORIES`")
	command.Flags().StringSliceVar(&c.applies, "applies", nil, "only rules that judge these `MODELS`, types or formats")
	c.state.define(command, "default", "only rules that are on, or off, by default")
	c.color.define(command, "color", colorUsage)
	complete(command, "category", cobra.FixedCompletions(categories(), cobra.ShellCompDirectiveNoFileComp))
	complete(command, "applies", cobra.FixedCompletions(applications(), cobra.ShellCompDirectiveNoFileComp))
	return command
}

// choose applies the filters. Each filter's words are alternatives; a word
// that no rule knows is an error.
func (c *catalog) choose(globs []string) ([]policies.Rule, error) {
	ids, err := resolve("rules", globs)
	if err != nil {
		return nil, err
	}
	if err := known("--category", "a category", c.category, categories()); err != nil {
		return nil, err
	}
	if err := known("--applies", "what a rule judges", c.applies, applications()); err != nil {
		return nil, err
	}
	var out []policies.Rule
	for _, rule := range policies.Rules() {
		switch {
		case len(globs) > 0 && !slices.Contains(ids, rule.ID):
		case len(c.category) > 0 && !slices.Contains(c.category, rule.Category):
		case len(c.applies) > 0 && !slices.ContainsFunc(c.applies, func(word string) bool { return appliesTo(&rule, word) }):
		case c.state.value == "on" && rule.Off, c.state.value == "off" && !rule.Off:
		default:
			out = append(out, rule)
		}
	}
	return out, nil
}

func known(flag, noun string, words, accepted []string) error {
	for _, word := range words {
		if !slices.Contains(accepted, word) {
			return usagef("%s: %q is not %s: the nearest is %q; accepted are %s",
				flag, word, noun, nearest(word, accepted), strings.Join(accepted, ", "))
		}
	}
	return nil
}

// applies lists what a rule judges: models, types, versions and formats.
func applies(r *policies.Rule) []string {
	return slices.Concat(r.Applies.Models, r.Applies.Types, r.Applies.APIVersions, r.Applies.Formats)
}

// appliesTo accepts a model for all that lies below it.
func appliesTo(r *policies.Rule, word string) bool {
	return slices.ContainsFunc(applies(r), func(a string) bool { return a == word || strings.HasPrefix(a, word+".") })
}

// applications lists every word that --applies accepts.
func applications() []string {
	var all []string
	for _, rule := range policies.Rules() {
		for _, a := range applies(&rule) {
			all = append(all, a)
			if model, _, ok := strings.Cut(a, "."); ok && slices.Contains(rule.Applies.Models, a) {
				all = append(all, model)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// severity is the rule's own grade; a finding may differ for what it sees.
func severity(r *policies.Rule) finding.Severity {
	return finding.Grade(r.Likelihood, r.Impact, "high")
}

func state(r *policies.Rule) string {
	if r.Off {
		return "off"
	}
	return "on"
}

func rulesTable(w io.Writer, rules []policies.Rule, colors terminal.Colors) error {
	id, category := len("RULE"), len("CATEGORY")
	for i := range rules {
		id, category = max(id, len(rules[i].ID)), max(category, len(rules[i].Category))
	}
	var b strings.Builder
	row := func(cells ...string) { fmt.Fprintln(&b, strings.Join(cells, "  ")) }
	if len(rules) > 0 {
		row(colors.Paint(terminal.Bold, terminal.Pad("RULE", id)), "SEVERITY", "DEFAULT", terminal.Pad("CATEGORY", category), "TITLE")
	}
	off := 0
	for i := range rules {
		r := &rules[i]
		if r.Off {
			off++
		}
		row(terminal.Pad(r.ID, id), colors.Paint(severityStyle(severity(r)), terminal.Pad(severity(r).String(), len("SEVERITY"))),
			terminal.Pad(state(r), len("DEFAULT")), terminal.Pad(r.Category, category), r.Title)
	}
	fmt.Fprintf(&b, "rules: %d on by default, %d off; \"faultline explain RULE\" tells more\n", len(rules)-off, off)
	_, err := io.WriteString(w, b.String())
	return err
}

func severityStyle(s finding.Severity) terminal.Style {
	return map[finding.Severity]terminal.Style{
		finding.Critical: terminal.BoldRed, finding.High: terminal.Red,
		finding.Medium: terminal.Yellow, finding.Low: terminal.Cyan,
	}[s]
}

func rulesJSON(w io.Writer, rules []policies.Rule) error {
	type entry struct {
		ID       string   `json:"id"`
		Title    string   `json:"title"`
		Category string   `json:"category"`
		Default  string   `json:"default"`
		Severity string   `json:"severity"`
		Applies  []string `json:"applies"`
	}
	entries := make([]entry, len(rules))
	for i := range rules {
		r := &rules[i]
		entries[i] = entry{r.ID, r.Title, r.Category, state(r), severity(r).String(), append([]string{}, applies(r)...)}
	}
	return encode(w, entries)
}

func rulesMarkdown(w io.Writer, rules []policies.Rule) error {
	var b strings.Builder
	b.WriteString("| Rule | What it finds | Category | Severity | Default |\n|---|---|---|---|---|\n")
	for i := range rules {
		r := &rules[i]
		fmt.Fprintf(&b, "| [%s](%s) | %s | %s | %s | %s |\n", r.ID, r.Docs(), cell(r.Title), cell(r.Category), severity(r), state(r))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// cell keeps a text within its cell of a Markdown table.
func cell(text string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(text), " "), "|", `\|`)
}
