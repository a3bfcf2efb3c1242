package config

import (
	"strings"

	"github.com/spf13/pflag"

	"github.com/guichet-go/guichet/cmd/guichet/input"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// Register adds a flag for every option, with its help in the language of the
// catalogue. A flag's value is checked as it is set: the error that pflag then
// gives wraps an *exit.Error.
func Register(flags *pflag.FlagSet, c *message.Catalogue) {
	for _, o := range Options() {
		help, place := c.FlagHelp(o.Help)
		value := &input.Flag{Name: o.Name, Place: place, List: o.List, Private: o.Private, Take: func(written string) error {
			_, err := o.parse("--"+o.Name, written)
			return err
		}}
		if o.Kind == Bool {
			value.Place = input.Bool
		}
		flag := flags.VarPF(value, o.Name, o.Short, o.usage(c, help))
		if o.Kind == Bool {
			flag.NoOptDefVal = "true"
		}
	}
}

// usage is the help of the flag. pflag would say "default" in English only, so
// the default stands in the text and the flag keeps none.
func (o Option) usage(c *message.Catalogue, text string) string {
	if o.Values != nil {
		text += c.Text(message.FlagValues, strings.Join(o.Values, ", "))
	}
	if o.Default != "" {
		text += c.Text(message.FlagDefault, o.Default)
	}
	return text
}
