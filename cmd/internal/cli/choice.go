package cli

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
)

// choice is a flag that takes one of a few words.
type choice struct {
	value string
	// noun is what a word stands for, with its article: "a format".
	noun  string
	words []string
}

// String returns the chosen word.
func (c *choice) String() string { return c.value }

// Type is shown as the flag's argument in the help.
func (c *choice) Type() string { return strings.Join(c.words, "|") }

// Set takes one of the words.
func (c *choice) Set(word string) error {
	if !slices.Contains(c.words, word) {
		return fmt.Errorf("%q is not %s: the nearest is %q; accepted are %s",
			word, c.noun, nearest(word, c.words), strings.Join(c.words, ", "))
	}
	c.value = word
	return nil
}

// define adds the choice to a command, with completion of its words.
func (c *choice) define(command *cobra.Command, name, usage string) {
	command.Flags().Var(c, name, usage)
	complete(command, name, cobra.FixedCompletions(c.words, cobra.ShellCompDirectiveNoFileComp))
}

// complete sets a flag's completion. The only error is a flag that does not
// exist, which is a mistake in the program.
func complete(command *cobra.Command, flag string, f cobra.CompletionFunc) {
	if err := command.RegisterFlagCompletionFunc(flag, f); err != nil {
		panic(err)
	}
}

// kubernetesVersion is a flag that takes MAJOR.MINOR, or nothing.
type kubernetesVersion string

// String returns the version.
func (v *kubernetesVersion) String() string { return string(*v) }

// Type is shown as the flag's argument in the help.
func (v *kubernetesVersion) Type() string { return "MAJOR.MINOR" }

// Set takes MAJOR.MINOR. A patch version is refused rather than cut off: no
// rule depends on it, and an exact contract is easier to script against.
func (v *kubernetesVersion) Set(text string) error {
	major, minor, ok := strings.Cut(text, ".")
	if !ok || !isNumber(major) || !isNumber(minor) {
		return fmt.Errorf("%q is not a Kubernetes version; write MAJOR.MINOR, for example 1.34", text)
	}
	*v = kubernetesVersion(text)
	return nil
}

func isNumber(text string) bool {
	n, err := strconv.ParseUint(text, 10, 16)
	return err == nil && strconv.FormatUint(n, 10) == text
}
