package app

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/input"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// translate replaces cobra's own words on every help page, and its help command.
// Functions, not templates: a template keeps every method of every type in the
// binary.
func (t *tree) translate() {
	c, root := t.env.Messages, t.root
	root.SetUsageFunc(func(cmd *cobra.Command) error {
		_, err := io.WriteString(cmd.OutOrStdout(), usage(c, cmd))
		return err
	})
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) {
		_, _ = io.WriteString(cmd.OutOrStdout(), page(c, cmd)) // help has no one to complain to
	})
	word(root, "version", "", c.Text(message.WordVersionFlag, root.Name()))
	dress(c, root)
	help := t.helpCommand()
	dress(c, help)
	root.AddCommand(help)
	root.SetHelpCommand(help)
}

// dress gives a command and those below it what cobra would say in English.
func dress(c *message.Catalogue, cmd *cobra.Command) {
	cmd.DisableFlagsInUseLine = true
	cmd.Flags().SortFlags = false
	word(cmd, "help", "h", c.Text(message.WordHelpFlag, cmd.Name()))
	for _, child := range cmd.Commands() {
		dress(c, child)
	}
}

// word adds a flag that cobra looks at by itself.
func word(cmd *cobra.Command, name, letter, help string) {
	value := &input.Flag{Name: name, Place: input.Bool, Take: func(text string) error {
		_, err := strconv.ParseBool(text)
		return err
	}}
	cmd.Flags().VarPF(value, name, letter, help).NoOptDefVal = "true"
}

// page is the whole help of a command.
func page(c *message.Catalogue, cmd *cobra.Command) string {
	about := cmd.Long
	if about == "" {
		about = cmd.Short
	}
	return strings.TrimSpace(about) + "\n\n" + usage(c, cmd)
}

// usage is how a command is called: its commands, or its own flags and then
// those that every command has. They are listed where something runs, and once
// for all at the root.
func usage(c *message.Catalogue, cmd *cobra.Command) string {
	var b strings.Builder
	section := func(title message.Key, body string) {
		if body != "" {
			fmt.Fprintf(&b, "\n%s\n%s\n", c.Text(title), strings.TrimRight(body, " \n"))
		}
	}
	root, group := cmd.Root(), cmd.HasAvailableSubCommands()
	arguments := strings.TrimPrefix(cmd.Use, cmd.Name())
	if group {
		arguments = " " + c.Text(message.WordCommand)
	}
	fmt.Fprintf(&b, "%s\n  %s%s %s\n", c.Text(message.WordUsage), cmd.CommandPath(), arguments, c.Text(message.WordFlagsPlace))
	section(message.WordAvailableCommands, children(cmd))
	if cmd == root {
		section(message.WordHelpTopics, fmt.Sprintf("  %-*s  %s", cmd.Commands()[0].NamePadding(), exitCodesTopic, c.Text(message.HelpExitCodes)))
	}
	section(message.WordFlags, linedUp(own(cmd).FlagUsages()))
	if cmd == root || !group {
		section(message.WordGlobalFlags, linedUp(root.PersistentFlags().FlagUsages()))
	}
	if group {
		fmt.Fprintf(&b, "\n%s\n", c.Text(message.WordMoreHelp, cmd.CommandPath()))
	}
	return b.String()
}

// own are the flags of a command that the root does not give to all, in the
// order in which they were declared.
func own(cmd *cobra.Command) *pflag.FlagSet {
	flags := pflag.NewFlagSet(cmd.Name(), pflag.ContinueOnError)
	flags.SortFlags = false
	cmd.Flags().VisitAll(func(flag *pflag.Flag) {
		if cmd.Root().PersistentFlags().Lookup(flag.Name) == nil {
			flags.AddFlag(flag)
		}
	})
	return flags
}

// linedUp adds the spaces that pflag leaves out, which counts bytes: one for each
// further byte of a letter before the help of a flag.
func linedUp(usages string) string {
	lines := strings.Split(usages, "\n")
	for i, line := range lines {
		indent := len(line) - len(strings.TrimLeft(line, " "))
		if width := strings.Index(line[indent:], "  "); width > 0 {
			flag := line[:indent+width]
			lines[i] = flag + strings.Repeat(" ", len(flag)-utf8.RuneCountInString(flag)) + line[len(flag):]
		}
	}
	return strings.Join(lines, "\n")
}

func children(cmd *cobra.Command) string {
	var b strings.Builder
	for _, child := range cmd.Commands() {
		if child.IsAvailableCommand() || child.Name() == "help" {
			fmt.Fprintf(&b, "  %-*s  %s\n", child.NamePadding(), child.Name(), child.Short)
		}
	}
	return b.String()
}

// helpCommand is "guichet help": the pages of commands, and the topics.
func (t *tree) helpCommand() *cobra.Command {
	c, root := t.env.Messages, t.root
	return &cobra.Command{
		Use:   "help " + c.Text(message.WordHelpPlace, exitCodesTopic),
		Short: c.Text(message.WordHelpShort), Long: c.Text(message.WordHelpLong, root.Name()),
		ValidArgsFunction: func(_ *cobra.Command, args []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return t.topics(args, word), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 && args[0] == exitCodesTopic {
				return exitCodes(c, root.OutOrStdout())
			}
			cmd, rest, err := t.find(args)
			if err != nil || len(rest) > 0 {
				return exit.Line(root, message.WordHelpUnknownTopic, strings.Join(args, " "))
			}
			return cmd.Help()
		},
	}
}

// exitCodesTopic is what help knows beside the commands.
const exitCodesTopic = "exit-codes"

// topics completes what help can tell of.
func (t *tree) topics(args []string, word string) (found []cobra.Completion) {
	cmd, rest, err := t.find(args)
	if err != nil || len(rest) > 0 {
		return nil
	}
	for _, child := range cmd.Commands() {
		if child.IsAvailableCommand() && strings.HasPrefix(child.Name(), word) {
			found = append(found, cobra.CompletionWithDesc(child.Name(), child.Short))
		}
	}
	if cmd == t.root && strings.HasPrefix(exitCodesTopic, word) {
		found = append(found, cobra.CompletionWithDesc(exitCodesTopic, t.env.Messages.Text(message.HelpExitCodes)))
	}
	return found
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
