// Package message holds every text that the command shows to a person, in
// English and in French, keyed by constants.
//
// The texts stand in one table per topic, one file each, both languages side by
// side, so that neither can lack a key. To add one: a constant at the end of the
// topic's list, and a line in the table below it. Names that programs rely on
// (flags, keys of JSON and of the configuration, error codes) are never here:
// they are the same in every language.
package message

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Key names one text of the catalogue.
type Key int

// Each topic has its own range of keys, so that its texts can stand in a table
// of their own: the tables are laid out by the compiler and cost nothing at start.
const (
	topicFlags Key = iota << topicBits
	topicWords
	topicLine
	topicErrors
	topicSettings
	topicExit
	topicCommand
	topicRDV
	topicSystem
	topicStore
	topicTokenCommand
	topicRemote
	topicRefusal
	topicPlace
	topicRender
	topicZOPS
	topicGoPaaS
	topicAstor
	topicPull
	topicTrust

	topicBits = 10
)

// text is one message in both languages.
type text struct{ en, fr string }

func (t text) in(c *Catalogue) string {
	if c != nil && c.Lang == French {
		return t.fr
	}
	return t.en
}

var topics = [...][]text{
	topicFlags >> topicBits:    flagTexts,
	topicWords >> topicBits:    wordTexts,
	topicLine >> topicBits:     lineTexts,
	topicErrors >> topicBits:   errorTexts,
	topicSettings >> topicBits: settingTexts,
	topicExit >> topicBits:     exitTexts,
	topicCommand >> topicBits:  commandTexts,
	topicRDV >> topicBits:      rdvTexts,
	topicSystem >> topicBits:   systemTexts,
	topicStore >> topicBits:    storeTexts,

	topicTokenCommand >> topicBits: tokenCommandTexts,
	topicRemote >> topicBits:       remoteTexts,
	topicRefusal >> topicBits:      refusalTexts,
	topicPlace >> topicBits:        placeTexts,
	topicRender >> topicBits:       renderTexts,
	topicZOPS >> topicBits:         zopsTexts,
	topicPull >> topicBits:         pullTexts,
	topicGoPaaS >> topicBits:       goPaaSTexts,
	topicAstor >> topicBits:        astorTexts,
	topicTrust >> topicBits:        trustTexts,
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
}

// For gives the catalogue of a language; any other than French is English.
func For(lang string) *Catalogue {
	if lang == French {
		return &Catalogue{Lang: French}
	}
	return &Catalogue{Lang: English}
}

// Text gives the text of a key with its placeholders filled in, as fmt.Sprintf
// would; an error stands as [Catalogue.Reason] gives it. Without arguments the
// text is given as it stands.
func (c *Catalogue) Text(key Key, args ...any) string {
	both, ok := lookup(key)
	if !ok {
		return fmt.Sprintf("message %d", int(key))
	}
	chosen := both.in(c)
	if len(args) == 0 {
		return chosen
	}
	said := slices.Clone(args)
	for i, arg := range said {
		if err, ok := arg.(error); ok {
			said[i] = c.Reason(err)
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

// visible writes what cannot be seen in a quoted value as escapes: a line break or
// a no-break space at its end is often what is wrong with it.
func visible(text string) string {
	if !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return text
	}
	quoted := strconv.Quote(text)
	return strings.ReplaceAll(quoted[1:len(quoted)-1], `\"`, `"`)
}

func lookup(key Key) (text, bool) {
	topic, index := int(key>>topicBits), int(key&(1<<topicBits-1))
	if topic < 0 || topic >= len(topics) || index >= len(topics[topic]) {
		return text{}, false
	}
	return topics[topic][index], true
}
