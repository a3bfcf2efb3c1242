package config

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/input"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// fallback is the default as it would be written, the zero value included.
func (o Option) fallback() string {
	if o.Default != "" {
		return o.Default
	}
	switch o.Kind {
	case Bool:
		return "false"
	case Int:
		return "0"
	case Duration:
		return "0s"
	default:
		return ""
	}
}

// parse reads a value of the option: a string, a []string for a List, bool, int or
// time.Duration. Where the value was written is for the error, which names it.
func (o Option) parse(where, written string) (any, error) {
	if err := input.UTF8(where, []byte(written)); err != nil {
		return nil, err
	}
	switch o.Kind {
	case Bool:
		b, err := strconv.ParseBool(written)
		if err != nil {
			return nil, exit.Usage.New(message.SetNotABool, where, written)
		}
		return b, nil
	case Int:
		n, err := strconv.Atoi(written)
		if err != nil || n < o.Min {
			return nil, exit.Usage.New(message.SetNotANumber, where, written, o.Min)
		}
		return n, nil
	case Duration:
		d, err := time.ParseDuration(written)
		if err != nil {
			return nil, exit.Usage.New(message.SetNotADuration, where, written).WithHint(message.SetHintDuration)
		}
		if d < 0 {
			return nil, exit.Usage.New(message.SetNegativeDuration, where, written)
		}
		return d, nil
	default:
		return o.parseString(where, written)
	}
}

func (o Option) parseString(where, written string) (any, error) {
	if o.Name == profileOption && !profileName(written) {
		return nil, exit.Usage.New(message.SetBadProfileName, where, written)
	}
	if o.Values != nil && !slices.Contains(o.Values, written) {
		return nil, exit.Usage.New(message.SetNotOneOf, where, written, strings.Join(o.Values, ", ")).Suggest(written, o.Values)
	}
	if o.List {
		return list(written), nil
	}
	return written, nil
}

// list splits a comma-separated value, leaving out what is empty.
func list(written string) []string {
	var parts []string
	for part := range strings.SplitSeq(written, ",") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// profileName says whether a word can name a profile. A slash cannot: it parts
// the profile from the service in the name of a stored credential.
func profileName(name string) bool {
	if name == "" || strings.TrimSpace(name) != name || strings.ContainsAny(name, `/\`) {
		return false
	}
	return !strings.ContainsFunc(name, func(r rune) bool {
		return !unicode.IsPrint(r)
	})
}
