package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

var shells = []string{"bash", "zsh", "fish", "powershell"}

// newCompletion returns the completion command. cobra brings one that takes
// an unknown shell for a question and answers it with a help text and success.
func newCompletion(s Streams) *cobra.Command {
	return &cobra.Command{
		Use:   "completion " + strings.Join(shells, "|"),
		Short: "Print a completion script for a shell",
		Long: "Print a completion script for a shell. To use it in the running one:\n\n" +
			"  bash:        source <(faultline completion bash)\n" +
			"  zsh:         source <(faultline completion zsh)\n" +
			"  fish:        faultline completion fish | source\n" +
			"  PowerShell:  faultline completion powershell | Out-String | Invoke-Expression",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("completion takes one shell: %s", strings.Join(shells, ", "))
			}
			if !slices.Contains(shells, args[0]) {
				return usagef("%q is not a shell that completion knows: the nearest is %q; accepted are %s",
					args[0], nearest(args[0], shells), strings.Join(shells, ", "))
			}
			return nil
		},
		ValidArgs: shells,
		RunE: func(c *cobra.Command, args []string) error {
			switch root := c.Root(); args[0] {
			case "bash":
				return root.GenBashCompletionV2(s.Out, true)
			case "zsh":
				return root.GenZshCompletion(s.Out)
			case "fish":
				return root.GenFishCompletion(s.Out, true)
			}
			return c.Root().GenPowerShellCompletionWithDesc(s.Out)
		},
	}
}
