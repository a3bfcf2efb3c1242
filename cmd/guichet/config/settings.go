package config

import (
	"reflect"
	"slices"
	"time"

	"github.com/guichet-go/guichet/internal/incomparable"
	"github.com/spf13/pflag"
	"github.com/spf13/viper"
)

// Settings are the resolved options of one run, each under its name. They are not
// changed after [Resolve] has made them.
type Settings struct {
	Profile        string        `option:"profile"`          // name of the profile in use
	Output         string        `option:"output"`           // table, json, ndjson, csv, yaml, id or xlsx
	Columns        []string      `option:"columns"`          // columns to show, nil for the command's own
	Sort           []string      `option:"sort"`             // columns that sort a list, "-" before those from the greatest; nil for the command's own
	NoHeader       bool          `option:"no-header"`        // no header line
	JQ             string        `option:"jq"`               // jq expression, or empty
	Raw            bool          `option:"raw"`              // strings of the jq expression without quotes
	Limit          int           `option:"limit"`            // most items to show; 0 for all
	Strict         bool          `option:"strict"`           // exit 9 when completeness cannot be shown
	Concurrency    int           `option:"concurrency"`      // pages in flight, at least 1
	Sandbox        bool          `option:"sandbox"`          // run against a sandbox in the process
	BaseURL        string        `option:"base-url"`         // address of the service, or empty
	Instance       string        `option:"instance"`         // known instance of RDV-Solidarités, or empty
	Timeout        time.Duration `option:"timeout"`          // time for the whole command; 0 for unlimited
	Retries        int           `option:"retries"`          // attempts after the first
	DryRun         bool          `option:"dry-run"`          // print the write instead of sending it
	Yes            bool          `option:"yes"`              // confirm without asking
	NoInput        bool          `option:"no-input"`         // never ask
	Debug          bool          `option:"debug"`            // one line per attempt
	Quiet          bool          `option:"quiet"`            // no progress, no notices
	Color          string        `option:"color"`            // auto, always or never
	Lang           string        `option:"lang"`             // fr or en; empty leaves it to the locale
	Store          string        `option:"store"`            // keyring, file or none
	CAFile         string        `option:"ca-file"`          // extra authorities, or empty
	CSVDialect     string        `option:"csv-dialect"`      // rfc or excel-fr
	NoFormulaGuard bool          `option:"no-formula-guard"` // leave cells that a spreadsheet would run

	sources map[string][]Source // by the name of the option, strongest first
}

// Source is one place that gives a value to an option.
type Source struct {
	_ incomparable.Field

	// Value is the value as it was written there.
	Value string
	// Origin is the place: "--output", "GUICHET_OUTPUT", the path of the
	// configuration file with the line, or "default".
	Origin string
}

// Origin gives the value of an option by its flag's name, the place it comes
// from, and what that shadows, strongest first. An unknown name gives nothing.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (s *Settings) Origin(name string) (value, origin string, shadowed []Source) {
	sources := s.sources[name]
	if len(sources) == 0 {
		return "", "", nil
	}
	return sources[0].Value, sources[0].Origin, slices.Clone(sources[1:])
}

// Sources are the places that [Resolve] looks at.
type Sources struct {
	// Flags is a set that [Register] filled and that has been parsed. It may be nil.
	Flags *pflag.FlagSet
	// Getenv gives the value of a variable, empty when it is unset. It may be nil.
	Getenv func(name string) string
	// File is the configuration. It may be nil.
	File *File
}

// Resolve gives every option its value: from its flag, else its variable, else
// the profile in the file, else the top level of the file, else its default. An
// empty variable counts as unset. The profile itself is that of its flag, else of its
// variable, else that which [File.UseProfile] chose. Resolve accepts a profile that
// does not exist: see [File.HasProfile].
//
// A value that does not fit is an *exit.Error with code 2 that names the flag,
// the variable or the line, the value, and what is allowed.
func Resolve(from Sources) (*Settings, error) {
	// A key never holds a NUL: no name is split into a path of keys.
	v := viper.NewWithOptions(viper.KeyDelimiter("\x00"))
	r := resolver{Sources: from, viper: v, settings: &Settings{sources: map[string][]Source{}}}
	for _, o := range Options() {
		if err := r.option(o); err != nil {
			return nil, err
		}
	}
	r.settle()
	return r.settings, nil
}

type resolver struct {
	Sources
	viper    *viper.Viper
	settings *Settings
}

// option lays the values of one option over each other, weakest first. The
// profile is the first option, so the others find it resolved.
func (r resolver) option(o Option) error {
	if err := r.lay(o, "default", o.Name, o.fallback(), r.viper.SetDefault); err != nil {
		return err
	}
	if err := r.file(o); err != nil {
		return err
	}
	if name := o.Variable(); name != "" && r.Getenv != nil {
		if written := r.Getenv(name); written != "" {
			if err := r.lay(o, name, name, written, r.viper.Set); err != nil {
				return err
			}
		}
	}
	if r.Flags == nil {
		return nil
	}
	if flag := r.Flags.Lookup(o.Name); flag != nil && flag.Changed {
		return r.lay(o, "--"+o.Name, "--"+o.Name, flag.Value.String(), r.viper.Set)
	}
	return nil
}

func (r resolver) file(o Option) error {
	chosen := o.Name == profileOption
	if r.File == nil || !o.File && !chosen {
		return nil
	}
	key, levels := o.Key(), []string{""}
	if profile, _ := r.viper.Get(profileOption).(string); chosen {
		key = profileOption
	} else {
		levels = append(levels, profile)
	}
	for _, level := range levels {
		written, origin, ok := r.File.Value(level, key)
		if !ok {
			continue
		}
		merge := func(name string, value any) {
			_ = r.viper.MergeConfigMap(map[string]any{name: value}) // a flat map always merges
		}
		if err := r.lay(o, origin, origin+": "+key, written, merge); err != nil {
			return err
		}
	}
	return nil
}

// lay puts a value over the weaker ones.
func (r resolver) lay(o Option, origin, where, written string, put func(string, any)) error {
	// Only a default may stand outside of a closed set: that of --lang does.
	parsed, err := o.parse(where, written)
	if err != nil && origin != "default" {
		return err
	}
	put(o.Name, parsed)
	sources := r.settings.sources
	sources[o.Name] = append([]Source{{Value: written, Origin: origin}}, sources[o.Name]...)
	return nil
}

// settle takes the resolved values out of viper.
func (r resolver) settle() {
	fields := reflect.ValueOf(r.settings).Elem()
	for i := range fields.NumField() {
		if value := r.viper.Get(fields.Type().Field(i).Tag.Get("option")); value != nil {
			fields.Field(i).Set(reflect.ValueOf(value))
		}
	}
}
