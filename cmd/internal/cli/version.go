package cli

import (
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/faultline-dev/faultline/policies"
)

// release is set by the release build: -ldflags "-X <this package>.release=1.2.3".
// Nothing writes to it at run time.
var release string

// build says what program this is.
type build struct {
	Name     string `json:"name"`
	Version  string `json:"version"`
	Commit   string `json:"commit"`
	Modified bool   `json:"modified"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
	Rules    int    `json:"rules"`
	Policies string `json:"policies"`
}

// version reads what the linker and the go command left in the binary: the
// release's version, or the module's when it was built by "go install", or
// else "devel".
func version() build {
	b := build{Name: "faultline", Version: release, Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if ok {
		for _, setting := range info.Settings {
			switch setting.Key {
			case "vcs.revision":
				b.Commit = setting.Value
			case "vcs.modified":
				b.Modified = setting.Value == "true"
			}
		}
		if b.Version == "" && info.Main.Version != "(devel)" {
			b.Version = info.Main.Version
		}
	}
	if b.Version == "" {
		b.Version = "devel"
	}
	return b
}

func newVersion(s Streams) *cobra.Command {
	format := choice{value: "text", noun: "a format", words: []string{"json", "text"}}
	command := &cobra.Command{
		Use:   "version",
		Short: "Print the version, and what it was built from",
		Args:  noArgs,
		RunE: func(*cobra.Command, []string) error {
			b := version()
			b.Rules, b.Policies = len(policies.Rules()), policies.Digest()
			if format.value == "json" {
				return encode(s.Out, b)
			}
			fmt.Fprintf(s.Out, "faultline %s, %d rules (%.12s)\n", b.Version, b.Rules, b.Policies)
			if b.Commit != "" {
				modified := ""
				if b.Modified {
					modified = ", modified"
				}
				fmt.Fprintf(s.Out, "commit %s%s\n", b.Commit, modified)
			}
			fmt.Fprintf(s.Out, "%s, %s\n", b.Go, b.Platform)
			return nil
		},
	}
	format.define(command, "format", "format of the output")
	return command
}

// encode writes indented JSON that people can read too.
func encode(w interface{ Write([]byte) (int, error) }, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}
