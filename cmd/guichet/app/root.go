package app

import (
	"io"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/guichet-go/guichet/cmd/guichet/auth"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/config"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/rdv"
	"github.com/guichet-go/guichet/cmd/guichet/sandbox"
)

func newRoot(e *command.Env) *cobra.Command {
	root := command.Group(e, "guichet", message.CommandShort,
		auth.Command(e, rdv.Service()),
		profileCommand(e),
		configCommand(e),
		rdv.Command(e),
		apiCommand(e, rdv.Service(), rdv.Connect),
		sandbox.Command(e),
		completionCommand(e),
		versionCommand(e),
	)
	root.Args = cobra.ArbitraryArgs
	root.SilenceErrors, root.SilenceUsage = true, true
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetOut(e.Out)
	root.SetErr(e.Err)
	root.SetIn(e.In)
	root.PersistentFlags().SortFlags = false
	config.Register(root.PersistentFlags(), e.Messages)
	e.Global = root.PersistentFlags()
	root.Version = version()
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return command.LineError(e.Messages, cmd, err) })
	translate(e.Messages, root)
	return root
}

func versionCommand(e *command.Env) *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: e.Messages.Text(message.VersionShort),
		RunE: func(*cobra.Command, []string) error {
			_, err := io.WriteString(e.Out, "guichet version "+version()+"\n")
			return err
		},
	}
}

func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}

func completionCommand(e *command.Env) *cobra.Command {
	group := command.Group(e, "completion", message.WordCompletionShort)
	shells := map[string]func(*cobra.Command) error{
		"bash":       func(root *cobra.Command) error { return root.GenBashCompletionV2(e.Out, true) },
		"zsh":        func(root *cobra.Command) error { return root.GenZshCompletion(e.Out) },
		"fish":       func(root *cobra.Command) error { return root.GenFishCompletion(e.Out, true) },
		"powershell": func(root *cobra.Command) error { return root.GenPowerShellCompletionWithDesc(e.Out) },
	}
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		group.AddCommand(&cobra.Command{
			Use: shell, Short: e.Messages.Text(message.WordCompletionShell, shell),
			RunE: func(cmd *cobra.Command, _ []string) error { return shells[shell](cmd.Root()) },
		})
	}
	return group
}
