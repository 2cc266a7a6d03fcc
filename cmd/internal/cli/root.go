// Package cli is the command line: commands, flags and their wiring.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/faultline-dev/faultline/engine/report/terminal"
	"github.com/faultline-dev/faultline/loaders"
)

// Streams are the process's standard streams.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
}

// Run executes a command line and prints its error, if any, to Err. The error
// it returns carries the exit code.
func Run(ctx context.Context, args []string, s Streams) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = &ExitError{Code: ExitInternal, Err: fmt.Errorf("internal error: %v\n"+
				"This is a bug in faultline, and the run's result is not to be trusted. Please report it, with\n"+
				"the input if you can share it, at https://github.com/faultline-dev/faultline/issues", cause)}
		}
		printError(s.Err, err)
	}()
	root := newRoot(s)
	root.SetArgs(args)
	return root.ExecuteContext(ctx)
}

// printError writes an error's lines. They may quote names from the input,
// which must not reach a terminal raw.
func printError(w io.Writer, err error) {
	var exit *ExitError
	if err == nil || errors.As(err, &exit) && exit.Err == nil {
		return
	}
	lines := strings.Split(strings.TrimSpace("faultline: "+err.Error()), "\n")
	for _, line := range lines {
		fmt.Fprintln(w, terminal.Clean(line))
	}
}

// newRoot builds the command tree. The root takes check's flags and does
// check's work, so that "faultline PATH" needs no verb.
func newRoot(s Streams) *cobra.Command {
	root := newCheck(s)
	root.Use = "faultline [PATH|-]..."
	root.Short = "Find reliability failures that are written into configuration"
	root.Long = "Faultline reads the configuration that a system will run with and says where it will break:\n" +
		"which failure, how likely, how far it spreads, and the change that prevents it.\n\n" +
		"Without a command it checks the paths given, or the current directory.\n\n" + exitCodes
	root.Version = version().Version
	root.SilenceErrors, root.SilenceUsage = true, true
	root.SetIn(s.In)
	root.SetOut(s.Out)
	root.SetErr(s.Err)
	root.SetFlagErrorFunc(flagError)
	root.SetHelpFunc(help(s.Out))
	root.SuggestionsMinimumDistance = 2
	root.AddCommand(newCheck(s), newRules(s), newExplain(s), newVersion(s), newCompletion(s))
	root.CompletionOptions.DisableDefaultCmd = true
	checkPaths := root.RunE
	root.RunE = func(c *cobra.Command, args []string) error { return mistyped(c, checkPaths(c, args)) }
	return root
}

// mistyped adds to "no such path" the command that may have been meant: a
// word that is no command is taken for a path.
func mistyped(root *cobra.Command, err error) error {
	var missing *loaders.PathError
	if !errors.As(err, &missing) {
		return err
	}
	if similar := root.SuggestionsFor(missing.Path); len(similar) > 0 {
		return usagef("%w; for the command, write \"faultline %s\"", err, similar[0])
	}
	return err
}

// flagError puts pflag's errors into our words, with the nearest flag.
func flagError(c *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown) && len(unknown.GetSpecifiedName()) > 1:
		return usagef("--%s is not a flag of %s: the nearest is --%s; see \"%s --help\"",
			unknown.GetSpecifiedName(), c.CommandPath(), nearest(unknown.GetSpecifiedName(), flagNames(c)), c.CommandPath())
	case errors.As(err, &invalid):
		return usagef("--%s: %w", invalid.GetFlag().Name, invalid.Unwrap())
	}
	return usagef("%w; see \"%s --help\"", err, c.CommandPath())
}

func flagNames(c *cobra.Command) []string {
	var names []string
	c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	return names
}

// noArgs refuses arguments in our words.
func noArgs(c *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usagef("%s takes no arguments, but got %q", c.CommandPath(), args[0])
	}
	return nil
}
