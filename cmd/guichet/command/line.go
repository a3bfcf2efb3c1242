package command

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// LineError says in the right language what is wrong with a command line.
func LineError(c *message.Catalogue, cmd *cobra.Command, err error) error {
	var known *exit.Error
	if errors.As(err, &known) {
		return known
	}
	help := ""
	if cmd != nil {
		help = c.Text(message.LineSeeHelp, cmd.CommandPath())
	}
	var absent *pflag.NotExistError
	var bare *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	var syntax *pflag.InvalidSyntaxError
	switch {
	case errors.As(err, &absent) && absent.GetSpecifiedShortnames() != "":
		return exit.Usagef(help, "%s", c.Text(message.LineUnknownShorthand, absent.GetSpecifiedName(), absent.GetSpecifiedShortnames()))
	case errors.As(err, &absent) && cmd != nil && cmd.HasSubCommands() && len(cmd.Flags().Args()) > 0:
		// The word before it is no command: its flags are unknown because it is.
		return unknownVerb(c, cmd, cmd.Flags().Args())
	case errors.As(err, &absent):
		name := absent.GetSpecifiedName()
		if near := c.DidYouMean("--"+name, flagNames(cmd)); near != "" {
			help = near
		}
		return exit.Usagef(help, "%s", c.Text(message.LineUnknownFlag, name))
	case errors.As(err, &bare) && bare.GetSpecifiedShortnames() != "":
		return exit.Usagef(help, "%s", c.Text(message.LineShorthandNeedsValue, bare.GetSpecifiedName(), bare.GetSpecifiedShortnames()))
	case errors.As(err, &bare):
		return exit.Usagef(help, "%s", c.Text(message.LineFlagNeedsValue, bare.GetSpecifiedName()))
	case errors.As(err, &invalid):
		return exit.Usagef(help, "%s", c.Text(message.LineInvalidFlagValue, invalid.GetFlag().Name, invalid.GetValue()))
	case errors.As(err, &syntax):
		return exit.Usagef(help, "%s", c.Text(message.LineBadFlag, syntax.GetSpecifiedFlag()))
	}
	return exit.Usagef(help, "%s", strings.TrimSpace(Reason(c, err)))
}

func flagNames(cmd *cobra.Command) (names []string) {
	if cmd == nil {
		return nil
	}
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
	return names
}
