package cli

import (
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/faultline-dev/faultline/engine"
	"github.com/faultline-dev/faultline/engine/report"
)

// exitCodes is part of the help: scripts need it at hand.
const exitCodes = `Exit codes:
  0  everything was read; nothing at or above --fail-on
  1  findings at or above --fail-on
  2  usage, configuration or policy error
  3  some input was broken or over a limit; with --strict also templates and unsupported input
  4  nothing to check, unless --allow-empty
  5  internal error, time-out or interruption`

// check is the command's flags.
type check struct {
	streams                                     Streams
	format, failOn, color                       choice
	output, stdinFilename                       string
	only, skip, context                         []string
	onlyGiven                                   bool
	kubernetes                                  kubernetesVersion
	quiet, strict, allowEmpty, timings, unknown bool
	timeout                                     time.Duration
}

// newCheck returns the check command.
func newCheck(s Streams) *cobra.Command {
	c := &check{
		streams: s,
		format:  choice{value: "text", noun: "a format", words: report.Names()},
		failOn:  choice{value: "high", noun: "a severity", words: []string{"none", "low", "medium", "high", "critical"}},
		color:   newColor(),
	}
	command := &cobra.Command{
		Use:   "check [PATH|-]...",
		Short: "Check files and folders; \"-\" is standard input, no PATH the current directory",
		Long: "Check files and folders and say where they will break. \"-\" is standard input; without a PATH\n" +
			"the current directory is checked.\n\n" + exitCodes,
		Args: cobra.ArbitraryArgs,
		RunE: func(command *cobra.Command, args []string) error {
			c.onlyGiven = command.Flags().Changed("only")
			return c.run(command.Context(), args)
		},
	}
	c.define(command)
	return command
}

func (c *check) define(command *cobra.Command) {
	flags := command.Flags()
	flags.SortFlags = false
	c.format.define(command, "format", "format of the report")
	flags.StringVar(&c.output, "output", "", "write the report to this `FILE` in place of standard output")
	c.failOn.define(command, "fail-on", "exit with 1 from this severity on; none never does")
	flags.StringSliceVar(&c.only, "only", nil, "run only these `RULES`: ids, categories, globs; rules that are off by default too")
	flags.StringSliceVar(&c.skip, "skip", nil, "leave these `RULES` out: ids, categories, globs")
	flags.StringArrayVar(&c.context, "context", nil, "load this `DIR` too, so that what is checked finds its partners; it is not reported on")
	flags.StringVar(&c.stdinFilename, "stdin-filename", "", "`NAME` under which to report on standard input")
	flags.Var(&c.kubernetes, "kubernetes-version", "version that the cluster runs (default "+engine.NewestKubernetes+", the newest bundled)")
	c.color.define(command, "color", colorUsage)
	flags.BoolVar(&c.quiet, "quiet", false, "one line a finding, and nothing about a clean run")
	flags.BoolVar(&c.strict, "strict", false, "templates and unsupported input exit with 3 too")
	flags.BoolVar(&c.allowEmpty, "allow-empty", false, "exit with 0 when there is nothing to check")
	flags.DurationVar(&c.timeout, "timeout", 0, "give up after this `TIME`, for example 30s; 0 means never")
	flags.BoolVar(&c.unknown, "explain-unknown", false, "list what kept which rules from judging")
	flags.BoolVar(&c.timings, "timings", false, "list the slowest rules on standard error")
	complete(command, "only", completeRules)
	complete(command, "skip", completeRules)
	complete(command, "context", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return nil, cobra.ShellCompDirectiveFilterDirs
	})
}

// completeRules completes rule ids and categories, the last one of a list.
func completeRules(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	before := typed[:strings.LastIndex(typed, ",")+1]
	var out []string
	for _, name := range append(ruleNames(), categories()...) {
		out = append(out, before+name)
	}
	return out, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}
