package config

import (
	"fmt"

	"github.com/spf13/pflag"
	"github.com/spf13/viper"
)

// Sources are the places that [Resolve] looks at.
type Sources struct {
	// Flags is a set that [Register] filled and that has been parsed; nil is no flags.
	Flags *pflag.FlagSet
	// Getenv gives the value of a variable, empty when it is unset; nil is no variables.
	Getenv func(name string) string
	// File is the configuration; nil is an empty one.
	File *File
}

// layered is a value with the weaker ones that it covers. Viper holds these
// instead of bare values, so that what it resolves carries where it comes from.
type layered struct {
	value  any
	source Source
	under  *layered
}

// Resolve gives every option its value: from its flag, else its variable, else
// the profile in the file, else the top level of the file, else its default. An
// empty variable is unset. A profile that the file does not have is no error:
// see [File.HasProfile].
//
// A value that does not fit is an *exit.Error with code 2 that names the flag,
// the variable or the line, the value, and what is allowed.
func Resolve(from Sources) (*Settings, error) {
	// A key never holds a NUL: no name is split into a path of keys.
	v := viper.NewWithOptions(viper.KeyDelimiter("\x00"))
	r := resolver{Sources: from, viper: v}
	for _, o := range Options() {
		if err := r.option(o); err != nil {
			return nil, err
		}
	}
	return settings(v), nil
}

type resolver struct {
	Sources
	viper *viper.Viper
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
	if r.File == nil || !o.File {
		return nil
	}
	for _, profile := range []string{"", value[string](r.viper, profileOption)} {
		written, origin, ok := r.File.Value(profile, o.Key())
		if !ok {
			continue
		}
		if err := r.lay(o, origin, origin+": "+o.Key(), written, r.merge); err != nil {
			return err
		}
	}
	return nil
}

// merge puts a value in the layer that viper keeps for the file.
func (r resolver) merge(name string, value any) {
	// Merging a flat map into viper's own cannot fail.
	_ = r.viper.MergeConfigMap(map[string]any{name: value})
}

// lay puts a value over the one that stands.
func (r resolver) lay(o Option, origin, where, written string, put func(string, any)) error {
	// Only a default may stand outside of a closed set: that of --lang does.
	parsed, err := o.parse(where, written)
	if err != nil && origin != "default" {
		return err
	}
	put(o.Name, &layered{
		value:  parsed,
		source: Source{Value: written, Origin: origin},
		under:  current(r.viper, o.Name),
	})
	return nil
}

// current gives what stands for an option, nil when nothing does.
func current(v *viper.Viper, name string) *layered {
	at, _ := v.Get(name).(*layered)
	return at
}

// where names a place in a file, as compilers do.
func where(path string, line int) string { return fmt.Sprintf("%s:%d", path, line) }
