// Package config resolves the settings of the command. One table of options
// gives the flags, the variables, the keys of the configuration file, the help
// and the completion; the file holds the profiles too.
//
// Nothing here reads the environment of the process, and nothing reads the file
// before [Read] is called: --version, --help and completion never touch it.
package config

import (
	"strings"

	"github.com/spf13/pflag"

	"github.com/guichet-go/guichet/cmd/guichet/input"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// Kind is the type of an option's value.
type Kind int

// The kinds of options.
const (
	String   Kind = iota
	Bool          // true or false; as a flag it needs no value
	Int           // a whole number, at least Option.Min
	Duration      // a number and its unit, such as 30s; never negative
)

const profileOption = "profile"

// DefaultProfile is the profile of a run that names none. It always exists.
const DefaultProfile = "default"

// Option declares one setting of the command.
type Option struct {
	// Name is the flag's long name, in kebab-case and without dashes.
	Name string
	// Short is the flag's one-letter name, or empty.
	Short string
	// Service is the one that the option is about, "" for all of them. The variable
	// and the key have its name, and the key stands in a profile.
	Service string
	// Kind is the type of the value.
	Kind Kind
	// Default is the value that stands when nothing gives one, as it would be
	// written; empty is the zero value of Kind.
	Default string
	// Min is the least value of an Int.
	Min int
	// Env says that a variable can give the value.
	Env bool
	// File says that the configuration file can give the value.
	File bool
	// List says that the flag may be given several times: its values add up. A
	// flag replaces what a variable or the file says.
	List bool
	// Private values are not repeated in errors of the command line.
	Private bool
	// Values is the closed set of values; nil takes any.
	Values []string
	// Help is the text that the help shows.
	Help message.Key
}

// Options gives the options that every command has, in the order of the help.
func Options() []Option {
	return []Option{
		{Name: profileOption, Short: "p", Default: DefaultProfile, Env: true, Help: message.FlagProfile},
		{Name: "output", Short: "o", Default: "table", Env: true, File: true, Help: message.FlagOutput,
			Values: []string{"table", "json", "ndjson", "csv", "yaml", "id", "xlsx", "ics"}},
		{Name: "columns", List: true, Env: true, Help: message.FlagColumns},
		{Name: "sort", List: true, Env: true, Help: message.FlagSort},
		{Name: "no-header", Kind: Bool, Env: true, File: true, Help: message.FlagNoHeader},
		{Name: "jq", Env: true, Help: message.FlagJQ},
		{Name: "raw", Kind: Bool, Env: true, Help: message.FlagRaw},
		{Name: "limit", Kind: Int, Env: true, File: true, Help: message.FlagLimit},
		{Name: "strict", Kind: Bool, Env: true, File: true, Help: message.FlagStrict},
		{Name: "concurrency", Kind: Int, Default: "2", Min: 1, Env: true, File: true, Help: message.FlagConcurrency},
		{Name: "sandbox", Kind: Bool, Help: message.FlagSandbox},
		{Name: "base-url", Private: true, Help: message.FlagBaseURL},
		{Name: "instance", Service: "rdv", Env: true, File: true, Help: message.FlagInstance,
			Values: []string{"historic", "numerique"}},
		{Name: "timeout", Kind: Duration, Env: true, File: true, Help: message.FlagTimeout},
		{Name: "retries", Kind: Int, Default: "4", Env: true, File: true, Help: message.FlagRetries},
		{Name: "dry-run", Kind: Bool, Help: message.FlagDryRun},
		{Name: "yes", Short: "y", Kind: Bool, Help: message.FlagYes},
		{Name: "no-input", Kind: Bool, Env: true, File: true, Help: message.FlagNoInput},
		{Name: "debug", Kind: Bool, Env: true, File: true, Help: message.FlagDebug},
		{Name: "quiet", Short: "q", Kind: Bool, Env: true, File: true, Help: message.FlagQuiet},
		{Name: "color", Default: "auto", Env: true, File: true, Help: message.FlagColor,
			Values: []string{"auto", "always", "never"}},
		{Name: "lang", Env: true, File: true, Help: message.FlagLang,
			Values: []string{message.French, message.English}},
		{Name: "store", Default: "keyring", Env: true, File: true, Help: message.FlagStore,
			Values: []string{"keyring", "file", "none"}},
		{Name: "ca-file", Env: true, File: true, Help: message.FlagCAFile},
		{Name: "csv-dialect", Default: "rfc", Env: true, File: true, Help: message.FlagCSVDialect,
			Values: []string{"rfc", "excel-fr"}},
		{Name: "no-formula-guard", Kind: Bool, Env: true, File: true, Help: message.FlagNoFormulaGuard},
	}
}

// Variable is the name of the variable that can give the value, such as
// GUICHET_CA_FILE, or empty when none can.
func (o Option) Variable() string {
	if !o.Env {
		return ""
	}
	name := "GUICHET_"
	if o.Service != "" {
		name += o.Service + "_"
	}
	return strings.ToUpper(name + snake(o.Name))
}

// Key is the key of the configuration file that can give the value, such as
// ca_file or rdv.instance, or empty when none can.
func (o Option) Key() string {
	switch {
	case !o.File:
		return ""
	case o.Service != "":
		return o.Service + "." + snake(o.Name)
	}
	return snake(o.Name)
}

// Inlined, it would make each of its callers larger.
//
//go:noinline
func snake(name string) string { return strings.ReplaceAll(name, "-", "_") }

// option finds an option of all services by its key in the file, whether it may
// stand there or not.
func option(key string) (Option, bool) {
	for _, o := range Options() {
		if o.Service == "" && snake(o.Name) == key {
			return o, true
		}
	}
	return Option{}, false
}

// optionKeys are the keys of the file that give options of all services.
func optionKeys() []string {
	var keys []string
	for _, o := range Options() {
		if o.File && o.Service == "" {
			keys = append(keys, o.Key())
		}
	}
	return keys
}

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
	if o.Default != "" && o.Name != profileOption { // its default is only a name
		text += c.Text(message.FlagDefault, o.Default)
	}
	return text
}
