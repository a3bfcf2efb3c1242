package app

import (
	"io"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/guichet-go/guichet/cmd/guichet/astor"
	"github.com/guichet-go/guichet/cmd/guichet/auth"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/config"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/gopaas"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/pull"
	"github.com/guichet-go/guichet/cmd/guichet/rdv"
	"github.com/guichet-go/guichet/cmd/guichet/sandbox"
	"github.com/guichet-go/guichet/cmd/guichet/zops"
)

func newRoot(e *command.Env) *cobra.Command {
	root := command.Group(e, "guichet", message.CommandShort,
		auth.Command(e, rdv.Service(), zops.Service(), gopaas.Service(), astor.Service()),
		profileCommand(e),
		configCommand(e),
		rdv.Command(e),
		zops.Command(e),
		gopaas.Command(e),
		astor.Command(e),
		command.Group(e, "api", message.APIShort,
			apiCommand(e, "rdv", rdv.Connect),
			apiCommand(e, "zops", zops.Connect),
			apiCommand(e, "gopaas", gopaas.Connect),
			apiAstor(e),
		),
		pull.Command(e),
		pull.SchemaCommand(e),
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
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return exit.OfLine(cmd, err) })
	translate(e.Messages, root)
	completeGlobals(e, root)
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
