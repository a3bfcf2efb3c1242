package app

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/config"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/render"
	"github.com/guichet-go/guichet/internal/incomparable"
)

// build says what this program was built from, and for what.
type build struct {
	_ incomparable.Field

	Version string `json:"version"`
	// Commit, Date and Modified are those of the checkout; a build without git has none.
	Commit   string `json:"commit"`
	Date     string `json:"date"`
	Modified bool   `json:"modified"`
	Go       string `json:"go_version"`
	OS       string `json:"os"`
	Arch     string `json:"arch"`
}

// built reads what the Go toolchain wrote into the binary.
func built() build {
	b := build{Version: "(devel)", Go: runtime.Version(), OS: runtime.GOOS, Arch: runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	if info.Main.Version != "" {
		b.Version = info.Main.Version
	}
	for _, setting := range info.Settings {
		switch setting.Key {
		case "vcs.revision":
			b.Commit = setting.Value
		case "vcs.time":
			b.Date = setting.Value
		case "vcs.modified":
			b.Modified = setting.Value == "true"
		}
	}
	return b
}

// buildVersion adds the command that prints the version. It does not read the
// configuration, so that it works when the configuration is wrong.
func buildVersion(e *command.Env, cmd *cobra.Command) {
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := exit.Arguments(cmd, args); err != nil {
			return err
		}
		b := built()
		if e.Getenv("GUICHET_OUTPUT") != "" || e.Global.Changed("output") || e.Global.Changed("jq") {
			s, err := config.Resolve(config.Sources{Flags: e.Global, Getenv: e.Getenv})
			if err != nil {
				return err
			}
			if s.Output != "table" || s.JQ != "" {
				out, err := render.New(e.Out, render.Options{
					Format: s.Output, Columns: s.Columns, NoHeader: s.NoHeader, JQ: s.JQ, Raw: s.Raw, CSVDialect: s.CSVDialect,
					Context: cmd.Context(), Terminal: e.OutTerminal, Messages: e.Messages, IDPath: []string{"version"},
				})
				if err != nil {
					return err
				}
				return command.PrintOne(out, b)
			}
		}
		_, err := fmt.Fprintln(e.Out, "guichet version "+b.Version)
		return err
	}
}
