package command

import (
	"slices"
	"strconv"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/input"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Flags adds flags to a command that is being declared.
type Flags struct {
	cmd        *cobra.Command
	messages   *message.Catalogue
	completing bool
	required   []string
}

// Value adds a flag that parse reads into target. kind is what help shows after
// the name.
func Value[T any](f *Flags, target *T, name string, kind message.Key, parse func(string) (T, error), help message.Key) {
	f.add(&input.Flag{Name: name, Take: func(text string) (err error) {
		*target, err = parse(text)
		return err
	}}, kind, help)
}

// Values adds a flag that may be given several times: what parse reads is added
// to target.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func Values[T any](f *Flags, target *[]T, name string, kind message.Key, parse func(string) ([]T, error), help message.Key) {
	f.Each(name, kind, help, func(text string) error {
		parsed, err := parse(text)
		*target = append(*target, parsed...)
		return err
	})
}

// Words adds a flag that takes words of a closed set, with commas between them.
func Words[T ~string](f *Flags, target *[]T, name string, known []T, help message.Key) {
	var texts []string
	for _, word := range known {
		texts = append(texts, string(word))
	}
	flag := f.declare(&input.Flag{Name: name, List: true, Take: func(given string) error {
		for word := range strings.SplitSeq(given, ",") {
			if word = strings.TrimSpace(word); !slices.Contains(texts, word) {
				return exit.Usage.New(message.SetNotOneOf, "--"+name, word, strings.Join(texts, ", ")).Suggest(word, texts)
			}
			*target = append(*target, T(word))
		}
		return nil
	}}, message.PlaceTexts, help)
	f.values(flag, texts)
}

// values says in the help and to completion what a flag takes.
func (f *Flags) values(flag *pflag.Flag, texts []string) {
	flag.Usage += f.messages.Text(message.FlagValues, strings.Join(texts, ", "))
	f.Offer(flag.Name, texts...)
}

// Each adds a flag that may be given several times: take reads each value.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (f *Flags) Each(name string, kind, help message.Key, take func(text string) error) {
	f.add(&input.Flag{Name: name, List: true, Take: take}, kind, help)
}

// Data adds --data. Its value may hold secrets.
func (f *Flags) Data(target *string, kind, help message.Key) {
	f.add(&input.Flag{Name: "data", Private: true, Take: func(text string) error {
		*target = text
		return nil
	}}, kind, help)
}

// add adds a flag. What Take refuses is named with the flag.
func (f *Flags) add(value *input.Flag, kind, help message.Key) *pflag.Flag {
	take := value.Take
	value.Take = func(text string) error {
		if err := take(text); err != nil {
			return exit.Usage.New(message.WithCause, "--"+value.Name, err)
		}
		return nil
	}
	return f.declare(value, kind, help)
}

func (f *Flags) declare(value *input.Flag, kind, help message.Key) *pflag.Flag {
	text, place := f.messages.FlagHelp(help)
	if place == "" {
		place = f.messages.Text(kind)
	}
	value.Place = place
	return f.cmd.Flags().VarPF(value, value.Name, "", text)
}

// addSwitch adds a flag that needs no value.
func (f *Flags) addSwitch(name string, help message.Key, set func(bool)) *pflag.Flag {
	flag := f.cmd.Flags().VarPF(&input.Flag{Name: name, Place: input.Bool, Take: func(text string) error {
		on, err := strconv.ParseBool(text)
		if err != nil {
			return exit.Usage.New(message.WithCause, "--"+name, message.Fail(message.ErrNoBool, text))
		}
		set(on)
		return nil
	}}, name, "", f.messages.Text(help))
	flag.NoOptDefVal = "true"
	return flag
}

// Text adds a flag that takes any text.
func (f *Flags) Text(target *string, name string, help message.Key) {
	Value(f, target, name, message.PlaceText, func(s string) (string, error) { return s, nil }, help)
}

// Day adds a flag that takes a day, for [Run.Day].
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (f *Flags) Day(target *string, name string, help message.Key) {
	Value(f, target, name, message.PlaceDate, func(text string) (string, error) { return text, checkDay(text) }, help)
	f.OfferDays(name)
}

// Moment adds a flag that takes a day or a time, for [Run.Bound].
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (f *Flags) Moment(target *string, name string, help message.Key) {
	f.Text(target, name, help)
	f.OfferDays(name)
}

// OfferDays completes a flag with the words for days in the reader's language.
func (f *Flags) OfferDays(name string) {
	f.Offer(name, f.messages.Text(message.WordToday), f.messages.Text(message.WordTomorrow), f.messages.Text(message.WordYesterday))
}

// ID adds a flag that takes one id.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (f *Flags) ID(target *int64, name string, help message.Key) {
	Value(f, target, name, message.PlaceID, ParseID, help)
}

// IDs adds a flag that takes ids with commas between them.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (f *Flags) IDs(target *[]int64, name string, help message.Key) {
	Values(f, target, name, message.PlaceIDs, parseIDs, help)
}

// Switch adds a flag that is on when it is given.
//
// Inlined, it would make each of its 50 callers larger.
//
//go:noinline
func (f *Flags) Switch(target *bool, name string, help message.Key) {
	f.addSwitch(name, help, func(on bool) { *target = on })
}

// Require names the flags without which the command cannot run.
func (f *Flags) Require(names ...string) {
	f.required = append(f.required, names...)
	for _, name := range names {
		f.mark(f.cmd.Flags().Lookup(name))
	}
}

// mark says in the help that a flag is required.
func (f *Flags) mark(flag *pflag.Flag) { flag.Usage += f.messages.Text(message.FlagRequired) }

// OneOf says in the help that at least one of these flags is required. The command
// checks it: some of them may be in the body.
func (f *Flags) OneOf(names ...string) {
	all := "--" + strings.Join(names, ", --")
	for _, name := range names {
		f.cmd.Flags().Lookup(name).Usage += f.messages.Text(message.FlagOneOf, all)
	}
}

// missing reports the required flags that were not given.
func (f *Flags) missing() error {
	var names []string
	for _, name := range f.required {
		if !f.cmd.Flags().Changed(name) {
			names = append(names, "--"+name)
		}
	}
	if names == nil {
		return nil
	}
	return exit.Line(f.cmd, message.LineRequiredFlags, strings.Join(names, ", "))
}

// ParseID reads one id of a service that numbers its objects.
func ParseID(text string) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n <= 0 {
		return 0, message.Fail(message.ErrNoID, text)
	}
	return n, nil
}

func parseIDs(text string) ([]int64, error) {
	ids := []int64{}
	for part := range strings.SplitSeq(text, ",") {
		n, err := ParseID(strings.TrimSpace(part))
		if err != nil {
			return nil, err
		}
		ids = append(ids, n)
	}
	return ids, nil
}

// OptionalBool adds a flag that is true, false or left out.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func OptionalBool(f *Flags, target *guichet.Opt[bool], name string, help message.Key) {
	f.addSwitch(name, help, func(on bool) { *target = guichet.Set(on) })
}
