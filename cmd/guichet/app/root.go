package app

import (
	"fmt"
	"io"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/guichet-go/guichet/cmd/guichet/auth"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/config"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
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
	root.SetVersionTemplate("guichet {{.Version}}\n")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return command.LineError(e.Messages, cmd, err) })
	translate(e.Messages, root)
	return root
}

// translate replaces cobra's own words on every help page.
func translate(c *message.Catalogue, root *cobra.Command) {
	root.SetUsageTemplate(usageTemplate(c))
	root.SetHelpCommand(helpCommand(c, root))
	each(root, func(cmd *cobra.Command) {
		cmd.DisableFlagsInUseLine = true
		if cmd.Flags().Lookup("help") == nil {
			cmd.Flags().BoolP("help", "h", false, c.Text(message.WordHelpFlag, cmd.Name()))
		}
	})
	root.Flags().Bool("version", false, c.Text(message.WordVersionFlag, root.Name()))
}

func each(cmd *cobra.Command, f func(*cobra.Command)) {
	f(cmd)
	for _, child := range cmd.Commands() {
		each(child, f)
	}
}

func usageTemplate(c *message.Catalogue) string {
	return c.Text(message.WordUsage) + `
  {{.CommandPath}}{{if .HasAvailableSubCommands}} ` + c.Text(message.WordCommand) + `{{else}}{{args .}}{{end}} ` + c.Text(message.WordFlagsPlace) + `{{if .HasAvailableSubCommands}}

` + c.Text(message.WordAvailableCommands) + `{{range .Commands}}{{if (or .IsAvailableCommand (eq .Name "help"))}}
  {{rpad .Name .NamePadding }} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

` + c.Text(message.WordFlags) + `
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableInheritedFlags}}

` + c.Text(message.WordGlobalFlags) + `
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableSubCommands}}

{{more .CommandPath}}{{end}}
`
}

// helpCommand is "guichet help": the pages of commands, and the topics.
func helpCommand(c *message.Catalogue, root *cobra.Command) *cobra.Command {
	cobra.AddTemplateFunc("args", func(cmd *cobra.Command) string { return strings.TrimPrefix(cmd.Use, cmd.Name()) })
	cobra.AddTemplateFunc("more", func(path string) string { return c.Text(message.WordMoreHelp, path) })
	return &cobra.Command{
		Use: "help", Short: c.Text(message.WordHelpShort), Long: c.Text(message.WordHelpLong, root.Name()),
		ValidArgs: []string{"exit-codes"},
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 && args[0] == "exit-codes" {
				return exitCodes(c, root.OutOrStdout())
			}
			cmd, rest, err := root.Find(args)
			if err != nil || cmd == nil || len(rest) > 0 {
				return exit.Usagef(c.Text(message.LineSeeHelp, root.Name()), "%s", c.Text(message.WordHelpUnknownTopic, strings.Join(args, " ")))
			}
			cmd.InitDefaultHelpFlag()
			return cmd.Help()
		},
	}
}

func exitCodes(c *message.Catalogue, out io.Writer) error {
	var b strings.Builder
	_, _ = fmt.Fprintf(&b, "%s\n\n", c.Text(message.HelpExitCodesTable))
	for _, row := range exit.Table(c.Lang) {
		_, _ = fmt.Fprintf(&b, "%5d  %-18s %s\n", row.Code, row.Name, row.Meaning)
	}
	_, err := io.WriteString(out, b.String())
	return err
}

func versionCommand(e *command.Env) *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: e.Messages.Text(message.VersionShort),
		RunE: func(*cobra.Command, []string) error {
			_, err := io.WriteString(e.Out, "guichet "+version()+"\n")
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
