// Package message holds every text that the command shows to a person, in
// English and in French.
//
// Each text is a constant with both languages side by side, in the file of its
// topic: to add one, add a constant. Names that programs rely on (flags, keys of
// JSON and of the configuration, error codes) are never here: they are the same
// in every language.
package message

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Key is one text of the catalogue, in both languages: the English one, fr, and
// the French one. It is a constant, so that neither language can lack it and a
// text that nothing uses costs nothing.
type Key string

// fr stands between the two languages of a text.
const fr = "\x00"

// in gives the text in the language of the catalogue.
func (k Key) in(c *Catalogue) string {
	english, french, _ := strings.Cut(string(k), fr)
	if c != nil && c.Lang == French {
		return french
	}
	return english
}

// The languages of the catalogue, as --lang takes them.
const (
	French  = "fr"
	English = "en"
)

// Catalogue gives the texts in one language. A nil Catalogue speaks English.
type Catalogue struct {
	// Lang is the language, French or English.
	Lang string
	// Place are the flags of the run that choose the profile and the address, such as " -p prod".
	Place string
}

// For gives the catalogue of a language; any other than French is English.
func For(lang string) *Catalogue {
	if lang == French {
		return &Catalogue{Lang: French}
	}
	return &Catalogue{Lang: English}
}

// Text gives the text of a key with its placeholders filled in, as fmt.Sprintf
// would; an error stands as [Catalogue.Reason] gives it, and a duration in the
// reader's words. Without arguments the text is given as it stands.
func (c *Catalogue) Text(key Key, args ...any) string {
	chosen := key.in(c)
	if len(args) == 0 {
		return chosen
	}
	said := slices.Clone(args)
	for i, arg := range said {
		switch arg := arg.(type) {
		case error:
			said[i] = c.Reason(arg)
		case time.Duration:
			said[i] = spelled(arg)
		}
	}
	rest := chosen
	for i := range said {
		before, after, _ := strings.Cut(rest, "%")
		text, isText := said[i].(string)
		if isText && (strings.HasSuffix(before, `"`) || strings.HasSuffix(before, "«\u00a0")) {
			said[i] = visible(text)
		}
		rest = after
	}
	return fmt.Sprintf(chosen, said...)
}

// spelled is a duration in words that both languages have, with no-break spaces: "1 h
// 30 min". What is below a millisecond, or below a second in a longer duration, is
// left out.
func spelled(d time.Duration) string {
	if d > 0 && d < time.Second {
		return strconv.FormatInt(d.Milliseconds(), 10) + "\u00a0ms"
	}
	var words []string
	for _, unit := range [...]struct {
		size time.Duration
		name string
	}{{time.Hour, "h"}, {time.Minute, "min"}, {time.Second, "s"}} {
		if n := d / unit.size; n > 0 {
			words = append(words, strconv.FormatInt(int64(n), 10)+"\u00a0"+unit.name)
			d %= unit.size
		}
	}
	if words == nil {
		return "0\u00a0s"
	}
	return strings.Join(words, "\u00a0")
}

// visible writes what cannot be seen in a quoted value as escapes: a line break or
// a no-break space at its end is often what is wrong with it.
func visible(text string) string {
	if !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return text
	}
	quoted := strconv.Quote(text)
	return strings.ReplaceAll(quoted[1:len(quoted)-1], `\"`, `"`)
}
