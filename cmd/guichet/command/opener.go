package command

import (
	"encoding/json"
	"net/url"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/guichet-go/guichet/cmd/guichet/input"
	"github.com/guichet-go/guichet/internal/rawjson"
)

// opener quotes the words of a curl line and opens a variable where a secret is.
type opener struct {
	secrets  []*secret
	numbered int
}

// secret is a value that must not be shown. Its variable has no name before it is
// first shown, unless it was given one.
type secret struct {
	value, variable string
	// anywhere says that the value is nobody's text: it may be a part of another.
	anywhere bool
}

// opener collects the secrets of a plan.
func (p Plan) opener() *opener {
	o := &opener{}
	add := func(value, variable string, anywhere bool) {
		if value != "" && !slices.ContainsFunc(o.secrets, func(s *secret) bool { return s.value == value }) {
			o.secrets = append(o.secrets, &secret{value, variable, anywhere})
		}
	}
	for _, v := range p.Variables {
		add(v.Value, v.Name, true)
	}
	for _, s := range p.Secrets {
		add(s.Reveal(), "", false)
	}
	return o
}

// span is a piece of a word, and the variable that stands for it.
type span struct {
	start, end int
	secret     *secret
}

// quote quotes a word for a POSIX shell. A variable stands for a secret as it is
// written there, such as with the escapes of JSON.
func (o *opener) quote(word string) string { return o.fill(word, spansOf(word, o.secrets)) }

// quoteHeader is quote for a header. It replaces a secret that is the whole value, and
// within a longer value only one that may stand anywhere.
func (o *opener) quoteHeader(name, value string) string {
	word := name + ": " + value
	var spans []span
	for _, s := range o.secrets {
		if s.value == value {
			return o.fill(word, []span{{len(word) - len(value), len(word), s}})
		}
		if s.anywhere {
			spans = append(spans, s.written(word)...)
		}
	}
	sort.Sort(byPlace(spans))
	return o.fill(word, spans)
}

func (o *opener) fill(word string, spans []span) string {
	var b strings.Builder
	at := 0
	for _, s := range spans {
		if s.start < at {
			continue // a part of the one before
		}
		b.WriteString(input.Quoted(word[at:s.start]) + `"$` + o.name(s.secret) + `"`)
		at = s.end
	}
	b.WriteString(input.Quoted(word[at:]))
	return b.String()
}

// name gives a secret a variable of its own.
func (o *opener) name(s *secret) string {
	if s.variable == "" {
		s.variable = "GUICHET_SECRET"
		if o.numbered++; o.numbered > 1 {
			s.variable += "_" + strconv.Itoa(o.numbered)
		}
	}
	return s.variable
}

// spansOf are the places of the secrets, the longer ones first where two begin.
func spansOf(word string, secrets []*secret) (found []span) {
	if len(secrets) == 0 {
		return nil
	}
	values := stringValues(word)
	for _, s := range secrets {
		for _, v := range values {
			if v.text == s.value {
				found = append(found, span{v.start, v.end, s})
			}
		}
		if s.anywhere || values == nil {
			found = append(found, s.written(word)...)
		}
	}
	sort.Sort(byPlace(found))
	return found
}

// byPlace sorts spans by where they begin, the longest first. sort.Sort is there
// already: an instance of slices.SortFunc weighs 14 kB.
type byPlace []span

func (b byPlace) Len() int      { return len(b) }
func (b byPlace) Swap(i, j int) { b[i], b[j] = b[j], b[i] }
func (b byPlace) Less(i, j int) bool {
	return b[i].start < b[j].start || b[i].start == b[j].start && b[i].end > b[j].end
}

// written are the places where a secret is written in one of its spellings, by
// itself unless it may be a part.
func (s *secret) written(word string) (found []span) {
	encoded, _ := json.Marshal(s.value) // text always encodes
	spellings := []string{s.value, url.QueryEscape(s.value), url.PathEscape(s.value), string(encoded[1 : len(encoded)-1])}
	slices.Sort(spellings)
	for _, spelling := range slices.Compact(spellings) {
		for at := 0; ; {
			n := strings.Index(word[at:], spelling)
			if n < 0 {
				break
			}
			start, end := at+n, at+n+len(spelling)
			before, _ := utf8.DecodeLastRuneInString(word[:start])
			after, _ := utf8.DecodeRuneInString(word[end:])
			if s.anywhere || !inWord(before) && !inWord(after) {
				found = append(found, span{start, end, s})
			}
			at = start + 1
		}
	}
	return found
}

func inWord(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// stringValue is a string of JSON that is no name, and where it stands without
// its quotation marks.
type stringValue struct {
	text       string
	start, end int
}

// stringValues are those of a JSON text; nil when it is not JSON.
func stringValues(text string) []stringValue {
	values := []stringValue{}
	r := rawjson.Lenient([]byte(text))
	defer r.Free()
	var walk func()
	walk = func() {
		switch r.Kind() {
		case '{':
			for range r.Members {
				walk()
			}
		case '[':
			for range r.Elements {
				walk()
			}
		case '"':
			quoted := r.Value()
			decoded, _ := rawjson.Text(quoted)
			values = append(values, stringValue{decoded, r.Mark() - len(quoted) + 1, r.Mark() - 1})
		}
	}
	walk()
	if r.End() != nil {
		return nil
	}
	return values
}
