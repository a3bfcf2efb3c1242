package config

import (
	"strings"

	"github.com/spf13/pflag"

	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// Register adds a flag for every option, with its help in the language of the
// catalogue. A flag's value is checked as it is set: the error that pflag then
// gives wraps an *exit.Error.
func Register(flags *pflag.FlagSet, c *message.Catalogue) {
	for _, o := range Options() {
		help, place := c.FlagHelp(o.Help)
		flag := flags.VarPF(&flagValue{option: o, catalogue: c, place: place}, o.Name, o.Short, o.usage(c, help))
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

// flagValue holds what was written after a flag.
type flagValue struct {
	option    Option
	catalogue *message.Catalogue
	place     string // what help shows after the name
	written   string
}

// String implements pflag.Value.
func (v *flagValue) String() string { return v.written }

// Set implements pflag.Value.
func (v *flagValue) Set(written string) error {
	if _, err := v.option.parse(v.catalogue, "--"+v.option.Name, written); err != nil {
		return err
	}
	v.written = written
	return nil
}

// Type implements pflag.Value. pflag shows it after the name, but for bool.
func (v *flagValue) Type() string {
	if v.option.Kind == Bool {
		return "bool"
	}
	return v.place
}
