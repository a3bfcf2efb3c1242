package exit

import (
	"errors"
	"os"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// OfLine gives what cobra and pflag refuse its words and its hint. An error that
// has a code keeps it; a pipe that is closed is nil, as in [From].
func OfLine(cmd *cobra.Command, err error) error {
	switch {
	case err == nil, errors.As(err, new(*Error)):
		return err
	case errors.Is(err, syscall.EPIPE):
		return nil
	case errors.As(err, new(*os.PathError)): // such as a full disk
		return Unexpected.Wrap(err)
	}
	refused := refusedFlag(cmd, err)
	if refused == nil {
		refused = Usage.Wrap(errors.New(strings.TrimSpace(err.Error())))
	}
	if refused.Hint == nil && cmd != nil {
		refused.WithHint(message.LineSeeHelp, cmd.CommandPath())
	}
	return refused
}

// Line refuses a command line: the hint names the page of help.
func Line(cmd *cobra.Command, key message.Key, args ...any) *Error {
	return Usage.New(key, args...).WithHint(message.LineSeeHelp, cmd.CommandPath())
}

// Arguments refuses a command line with more or fewer arguments than the usage of the
// command names.
func Arguments(cmd *cobra.Command, args []string) error {
	names := strings.Fields(cmd.Use)[1:]
	switch {
	case len(args) < len(names):
		return Line(cmd, message.LineMissingArgument, strings.Join(names[len(args):], " "))
	case len(args) > len(names):
		return Line(cmd, message.LineInvalidArgument, args[len(names)], cmd.CommandPath())
	}
	return nil
}

// refusedFlag says what pflag found wrong, nil for anything else.
func refusedFlag(cmd *cobra.Command, err error) *Error {
	var absent *pflag.NotExistError
	var bare *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	var syntax *pflag.InvalidSyntaxError
	switch {
	case errors.As(err, &absent) && cmd != nil && cmd.HasSubCommands() && len(cmd.Flags().Args()) > 0:
		// The word before it is not a command, which is why its flags are unknown.
		return UnknownVerb(cmd, cmd.Flags().Args())
	case errors.As(err, &absent) && absent.GetSpecifiedShortnames() != "":
		return Usage.New(message.LineUnknownShorthand, absent.GetSpecifiedName(), absent.GetSpecifiedShortnames())
	case errors.As(err, &absent):
		name := absent.GetSpecifiedName()
		return Usage.New(message.LineUnknownFlag, name).Suggest("--"+name, flagNames(cmd))
	case errors.As(err, &bare) && bare.GetSpecifiedShortnames() != "":
		return Usage.New(message.LineShorthandNeedsValue, bare.GetSpecifiedName(), bare.GetSpecifiedShortnames())
	case errors.As(err, &bare):
		return Usage.New(message.LineFlagNeedsValue, bare.GetSpecifiedName())
	case errors.As(err, &invalid):
		return Usage.New(message.LineInvalidFlagValue, invalid.GetFlag().Name, invalid.GetValue())
	case errors.As(err, &syntax):
		return Usage.New(message.LineBadFlag, syntax.GetSpecifiedFlag())
	}
	return nil
}

// UnknownCommand is the cause of an error of [UnknownVerb]: a noun has no command
// of these words. Another noun may have one.
type UnknownCommand struct {
	Noun  *cobra.Command
	Words []string
}

func (u *UnknownCommand) Error() string { return "unknown command" }

// UnknownVerb refuses a noun that stands alone or before a verb that it does not
// have.
func UnknownVerb(cmd *cobra.Command, args []string) *Error {
	var verbs []string
	for _, child := range cmd.Commands() {
		if child.IsAvailableCommand() && child.Name() != "help" {
			verbs = append(verbs, child.Name())
		}
	}
	slices.Sort(verbs)
	if len(args) == 0 {
		return Usage.New(message.LineMissingCommand, cmd.CommandPath()).WithHint(message.LineVerbs, strings.Join(verbs, ", "))
	}
	refused := Usage.New(message.LineUnknownCommand, args[0], cmd.CommandPath()).WithHint(message.LineVerbs, strings.Join(verbs, ", "))
	refused.Err = &UnknownCommand{cmd, args}
	return refused
}

func flagNames(cmd *cobra.Command) (names []string) {
	if cmd == nil {
		return nil
	}
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
	return names
}
