package rest

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"html"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// redacted stands where a secret was.
const redacted = "[redacted]"

// shortest is the number of characters of a secret that can be looked for in a
// text without hiding half of it. A text of the service that repeats a shorter
// one is left out whole.
const shortest = 4

// secrets are what a text must not show, in the spellings that answers have,
// letter case folded.
type secrets struct{ spellings, short []string }

func (s *secrets) add(secret string) {
	switch n := utf8.RuneCountInString(secret); {
	case n == 0:
		return
	case n < shortest:
		s.short = append(s.short, foldCase(secret))
		return
	}
	quoted, _ := json.Marshal(secret)
	unquoted := func(s string) string { return s[1 : len(s)-1] }
	for _, written := range unique([]string{
		secret, unquoted(string(quoted)), unquoted(strconv.Quote(secret)), unquoted(strconv.QuoteToASCII(secret)),
		html.EscapeString(secret), url.QueryEscape(secret), url.PathEscape(secret),
	}) {
		// A service may encode the whole request, in which the secret is escaped.
		list := []string{written, hex.EncodeToString([]byte(written))}
		for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding} {
			list = append(list, encoding.EncodeToString([]byte(written)))
			list = append(list, within(encoding, written)...)
		}
		for _, spelling := range list {
			s.spellings = append(s.spellings, foldCase(spelling))
		}
	}
	s.spellings = unique(s.spellings)
}

// unique returns the list in order, each text once.
func unique(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// within is what base64 makes of the secret inside a longer text: one spelling
// for each of the three places where it can begin. Characters that its
// neighbours share are left out.
func within(encoding *base64.Encoding, secret string) (list []string) {
	for before := range 3 {
		encoded := encoding.EncodeToString(append(make([]byte, before), secret...))
		first, end := (before*8+5)/6, (before+len(secret))*8/6
		list = append(list, encoded[first:end])
	}
	return list
}

// removeFrom returns the text without the secrets. One that is too short to be
// looked for stays.
func (s secrets) removeFrom(text string) string {
	if text == "" || len(s.spellings) == 0 {
		return text
	}
	folded := foldCase(text)
	hidden := make([]bool, len(text))
	for _, spelling := range s.spellings {
		for from := 0; ; from++ {
			at := strings.Index(folded[from:], spelling)
			if at < 0 {
				break
			}
			from += at
			for i := range len(spelling) {
				hidden[from+i] = true
			}
		}
	}
	if !slices.Contains(hidden, true) {
		return text
	}
	var out strings.Builder
	for i := range len(text) {
		switch {
		case !hidden[i]:
			out.WriteByte(text[i])
		case i == 0 || !hidden[i-1]:
			out.WriteString(redacted)
		}
	}
	return out.String()
}

// redact is removeFrom for a text of the service, which is left out whole where
// it repeats a secret that is too short to be looked for.
func (s secrets) redact(text string) string {
	folded := foldCase(text)
	for _, secret := range s.short {
		if strings.Contains(folded, secret) {
			return redacted
		}
	}
	return s.removeFrom(text)
}

// walk redacts every string of a decoded value, and every number.
func (s secrets) walk(value any) (clean any, repeats bool) {
	var changed bool
	switch v := value.(type) {
	case string:
		text := s.redact(v)
		return text, text != v
	case json.Number:
		if text := s.redact(v.String()); text != v.String() {
			return text, true
		}
	case []any:
		for i := range v {
			v[i], changed = s.walk(v[i])
			repeats = repeats || changed
		}
	case map[string]any:
		named := make(map[string]any, len(v))
		for name, member := range v {
			key := s.redact(name)
			named[key], changed = s.walk(member)
			repeats = repeats || changed || key != name
		}
		return named, repeats
	}
	return value, repeats
}

// foldCase makes letters small, and keeps every character in its place.
func foldCase(text string) string {
	out := []byte(text)
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if small := unicode.ToLower(r); small != r && utf8.RuneLen(small) == size {
			utf8.EncodeRune(out[i:], small)
		}
		i += size
	}
	return string(out)
}
