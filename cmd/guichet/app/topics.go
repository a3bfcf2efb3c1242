package app

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/guichet-go/guichet/cmd/guichet/config"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// What help knows beside the commands.
const (
	flagsTopic     = "flags"
	exitCodesTopic = "exit-codes"
)

// topics are those names and what they are about.
var topics = [...]struct {
	name  string
	about message.Key
}{{flagsTopic, message.HelpFlags}, {exitCodesTopic, message.HelpExitCodes}}

// helpCommand is "guichet help": the pages of commands, and the topics.
func (t *tree) helpCommand() *cobra.Command {
	c, root := t.env.Messages, t.root
	return &cobra.Command{
		Use:   "help " + c.Text(message.WordHelpPlace, flagsTopic+" | "+exitCodesTopic),
		Short: c.Text(message.WordHelpShort), Long: c.Text(message.WordHelpLong, root.Name()),
		ValidArgsFunction: func(_ *cobra.Command, args []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return t.completeTopics(args, word), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			switch strings.Join(args, " ") {
			case flagsTopic:
				_, err := io.WriteString(root.OutOrStdout(), t.flagsPage())
				return err
			case exitCodesTopic:
				_, err := io.WriteString(root.OutOrStdout(), t.exitCodesPage())
				return err
			}
			cmd, rest, err := t.find(args)
			if err != nil || len(rest) > 0 {
				return t.unknownTopic(cmd, args, rest)
			}
			return cmd.Help()
		},
	}
}

// unknownTopic names the page that is nearest to a word that no command has.
func (t *tree) unknownTopic(cmd *cobra.Command, args, rest []string) error {
	refused := exit.Line(cmd, message.WordHelpUnknownTopic, strings.Join(args, " "))
	var names []string
	for _, topic := range t.completeTopics(args[:len(args)-len(rest)], "") {
		name, _, _ := strings.Cut(topic, "\t")
		names = append(names, name)
	}
	if near := message.Nearest(rest[0], names); near != "" {
		path := strings.TrimPrefix(cmd.CommandPath(), t.root.Name())
		refused.WithHint(message.LineDidYouMean, t.root.Name()+" help"+path+" "+near)
	}
	return refused
}

// completeTopics completes what help can tell of.
func (t *tree) completeTopics(args []string, word string) (found []cobra.Completion) {
	cmd, rest, err := t.find(args)
	if err != nil || len(rest) > 0 {
		return nil
	}
	for _, child := range cmd.Commands() {
		if child.IsAvailableCommand() && strings.HasPrefix(child.Name(), word) {
			found = append(found, cobra.CompletionWithDesc(child.Name(), child.Short))
		}
	}
	for _, topic := range topics {
		if cmd == t.root && strings.HasPrefix(topic.name, word) {
			found = append(found, cobra.CompletionWithDesc(topic.name, t.env.Messages.Text(topic.about)))
		}
	}
	return found
}

func (t *tree) exitCodesPage() string {
	s := t.sheet()
	s.text(s.messages.Text(message.HelpExitCodesTable) + "\n")
	for _, row := range exit.Table(s.messages.Lang) {
		s.entry(fmt.Sprintf("%5d  %-18s ", row.Code, row.Name), row.Meaning)
	}
	return s.String()
}

// flagsPage shows the flags of every command in full, each with its variable and its
// key. The last section has those that no other names.
func (t *tree) flagsPage() string {
	s := t.sheet()
	s.text(s.messages.Text(message.HelpFlagsTable))
	all := t.globalFlags()
	for _, section := range [...]struct {
		title message.Key
		names string
	}{
		{message.HelpFlagsOutput, "output columns no-header jq raw sort limit strict csv-dialect no-formula-guard"},
		{message.HelpFlagsConnection, "profile sandbox base-url instance store ca-file timeout retries concurrency"},
		{message.HelpFlagsWrites, "dry-run yes no-input"},
	} {
		var here, left []*pflag.Flag
		for _, flag := range all {
			if strings.Contains(" "+section.names+" ", " "+flag.Name+" ") {
				here = append(here, flag)
			} else {
				left = append(left, flag)
			}
		}
		all = left
		s.section(section.title, func() { s.flags(here) })
	}
	s.section(message.HelpFlagsMessages, func() { s.flags(all) })
	return s.String()
}

// globalFlags are the flags of every command, with their variables and keys.
func (t *tree) globalFlags() (flags []*pflag.Flag) {
	c := t.env.Messages
	for _, option := range config.Options() {
		flag := *t.root.PersistentFlags().Lookup(option.Name)
		if name := option.Variable(); name != "" {
			flag.Usage += "\n" + c.Text(message.HelpVariable, name)
			if key := option.Key(); key != "" {
				flag.Usage += c.Text(message.HelpKey, key)
			}
		}
		flags = append(flags, &flag)
	}
	help := *t.root.Flags().Lookup("help")
	help.Usage = c.Text(message.HelpFlagHelp)
	return append(flags, &help)
}
