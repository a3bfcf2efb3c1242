package command

import (
	"github.com/spf13/cobra"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// Group returns a noun. Without a verb, or with an unknown one, it is a usage
// error that names the nearest verb.
func Group(e *Env, name string, short message.Key, commands ...*cobra.Command) *cobra.Command {
	cmd := &cobra.Command{Use: name, Short: e.Messages.Text(short)}
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return exit.UnknownVerb(cmd, args) }
	cmd.AddCommand(commands...)
	return cmd
}

// Verb is a command that is declared for one kind of client: a List or an Object.
type Verb[C any] interface {
	Command(*Env, Connect[C]) *cobra.Command
}

// Service makes the nouns of one service out of declared verbs.
type Service[C any] struct {
	Env     *Env
	Connect Connect[C]
}

// Noun is a Group of verbs.
func (s Service[C]) Noun(name string, short message.Key, verbs ...Verb[C]) *cobra.Command {
	group := Group(s.Env, name, short)
	for _, verb := range verbs {
		group.AddCommand(verb.Command(s.Env, s.Connect))
	}
	return group
}

// TooMany is the refusal of arguments that a command does not take.
func TooMany(cmd *cobra.Command, args []string) error {
	return exit.Line(cmd, message.LineInvalidArgument, args[0], cmd.CommandPath())
}

// NewFlags adds flags to a command that is not declared.
//
// Inlined, it would make each of its 30 callers larger.
//
//go:noinline
func NewFlags(e *Env, cmd *cobra.Command) *Flags {
	return &Flags{cmd: cmd, messages: e.Messages, completing: e.Completing}
}
