package app

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// translate replaces cobra's own words on every help page. Functions, not
// templates: a template keeps every method of every type in the binary.
func translate(c *message.Catalogue, root *cobra.Command) {
	root.SetUsageFunc(func(cmd *cobra.Command) error {
		_, err := io.WriteString(cmd.OutOrStdout(), usage(c, cmd))
		return err
	})
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) {
		_, _ = io.WriteString(cmd.OutOrStdout(), page(c, cmd)) // help has no one to complain to
	})
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

// page is the whole help of a command.
func page(c *message.Catalogue, cmd *cobra.Command) string {
	about := cmd.Long
	if about == "" {
		about = cmd.Short
	}
	return strings.TrimSpace(about) + "\n\n" + usage(c, cmd)
}

// usage is how a command is called.
func usage(c *message.Catalogue, cmd *cobra.Command) string {
	var b strings.Builder
	section := func(title message.Key, body string) {
		if body != "" {
			fmt.Fprintf(&b, "\n%s\n%s\n", c.Text(title), strings.TrimRight(body, " \n"))
		}
	}
	arguments := strings.TrimPrefix(cmd.Use, cmd.Name())
	if cmd.HasAvailableSubCommands() {
		arguments = " " + c.Text(message.WordCommand)
	}
	fmt.Fprintf(&b, "%s\n  %s%s %s\n", c.Text(message.WordUsage), cmd.CommandPath(), arguments, c.Text(message.WordFlagsPlace))
	section(message.WordAvailableCommands, children(cmd))
	section(message.WordFlags, cmd.LocalFlags().FlagUsages())
	section(message.WordGlobalFlags, cmd.InheritedFlags().FlagUsages())
	if cmd.HasAvailableSubCommands() {
		fmt.Fprintf(&b, "\n%s\n", c.Text(message.WordMoreHelp, cmd.CommandPath()))
	}
	return b.String()
}

func children(cmd *cobra.Command) string {
	var b strings.Builder
	for _, child := range cmd.Commands() {
		if child.IsAvailableCommand() || child.Name() == "help" {
			fmt.Fprintf(&b, "  %-*s %s\n", child.NamePadding(), child.Name(), child.Short)
		}
	}
	return b.String()
}

// helpCommand is "guichet help": the pages of commands, and the topics.
func helpCommand(c *message.Catalogue, root *cobra.Command) *cobra.Command {
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
