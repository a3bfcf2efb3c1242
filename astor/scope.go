package astor

import (
	"cmp"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
)

// Source says where a variable has its value from. Earlier ones win.
type Source string

// The sources in their order: what the caller gives wins, the collection comes
// last.
const (
	FromCall        Source = "call"
	FromCredential  Source = "credential"
	FromEnvironment Source = "environment"
	FromRequest     Source = "request" // the value of a path variable
	FromFolder      Source = "folder"  // the nearest one first
	FromCollection  Source = "collection"
	FromClock       Source = "clock"  // {{$timestamp}}, {{$isoTimestamp}}
	FromRandom      Source = "random" // {{$guid}}, {{$randomInt}}, …
	FromNowhere     Source = "none"   // it has no value
)

// Limits of what a hostile collection may cost.
const (
	deepestValue = 20
	deepestName  = 8
	mostValues   = 10_000
	mostBytes    = 16 << 20
)

// binding is a variable with its value.
type binding struct {
	text   string
	source Source
	secret bool
	// literal values are data: braces in them mean nothing.
	literal bool
}

// scope gives the variables of one call their values.
type scope struct {
	core   *core
	op     *Operation
	values Values
	// hide puts marks in place of secrets, for people to look at.
	hide bool
	// authenticating makes every value a secret. guarded does so, too, and lets no
	// value of the file count.
	authenticating, guarded bool
	// alias is the name that stands for the token, of the author's choice.
	alias string
	// generated are the values of dynamic variables in the order of their use;
	// a second scope for the same call takes them again.
	generated, replay []string

	used        map[string]bool // the caller's variables that were looked up
	data        bool            // the last value was the caller's
	token       string          // what stands for the token where it was used
	active      []string        // the names whose values are being resolved
	count, size int
	secrets     []string
	missing     []string
	anonymous   bool
	lacking     string // the variable that has no token
	proves      bool   // a credential was used that the caller did not give
	err         *guichet.Error
}

func (v Variable) binding(source Source) binding {
	return binding{v.reveal(), source, !v.Secret.IsZero(), !v.Secret.IsZero()}
}

// lookup finds a variable by the order of Source.
func (s *scope) lookup(name string) binding {
	if b, ok := s.given(name); ok {
		return b
	}
	env, declared := s.core.variables[name]
	nowhere := cmp.Or(dynamic(name), FromNowhere)
	switch {
	case name == VarBaseURL && s.core.environment.BaseURL != "":
		return binding{s.core.environment.BaseURL, FromEnvironment, false, true}
	case name == VarCamsBaseURL && s.core.environment.CamsBaseURL != "":
		return binding{s.core.environment.CamsBaseURL, FromEnvironment, false, true}
	case name == VarCamsBaseURL:
		return binding{source: FromNowhere}
	case name == VarToken, name == s.alias && len(s.active) == 0 && env.reveal() == "":
		// The author's own name for the token. A value that the file has for it
		// is the author's too.
		if s.core.token.IsZero() {
			return binding{source: nowhere, secret: true}
		}
		return binding{s.core.token.Reveal(), FromCredential, true, true}
	case declared:
		return env.binding(FromEnvironment)
	case s.guarded:
		return binding{source: nowhere}
	}
	for f := s.op.Folder; f != nil; f = f.parent {
		switch v, ok := f.values[name]; {
		case ok && f.parent == nil:
			return v.binding(FromCollection)
		case ok:
			return v.binding(FromFolder)
		}
	}
	return binding{source: nowhere}
}

// value returns what stands for a name.
func (s *scope) value(name string) string {
	s.count++
	if s.count > mostValues || s.size > mostBytes {
		s.fail(guichet.ErrInvalid, refusal.New("unfolds", "the variables of the operation expand to more than %d values or %d MiB", mostValues, mostBytes>>20))
		return ""
	}
	b := s.lookup(name)
	s.data = b.source == FromCall
	nowhere := b.source == FromNowhere
	switch {
	case dynamic(name) == b.source, nowhere && strings.HasPrefix(name, "$"):
		return s.dynamic(name)
	case b.secret, (s.authenticating || s.guarded) && !nowhere && !strings.Contains(b.text, "{{"):
		return s.secret(name, b)
	case nowhere:
		s.miss(name)
		return ""
	}
	s.size += len(b.text)
	if b.literal || !strings.Contains(b.text, "{{") {
		return b.text
	}
	switch {
	case slices.Contains(s.active, name):
		s.fail(guichet.ErrInvalid, refusal.New("refers_to_itself", "the variable %s refers to itself: %s", quote(name), oneLine(strings.Join(append(s.active, name), " → "))))
		return ""
	case len(s.active) >= deepestValue:
		s.fail(guichet.ErrInvalid, refusal.New("refers_too_deep", "the variables of the operation refer to one another more than %d levels deep", deepestValue))
		return ""
	}
	s.active = append(s.active, name)
	text := s.text(b.text)
	s.active, s.data = s.active[:len(s.active)-1], false
	return text
}

func same(s string) string { return s }

// secret returns a secret value, or its mark.
func (s *scope) secret(name string, b binding) string {
	if strings.TrimSpace(b.text) == "" {
		s.anonymous, s.lacking = true, name
		return ""
	}
	s.secrets = append(s.secrets, b.text)
	s.proves = s.proves || name == VarToken || b.source != FromCall
	text := b.text
	if s.hide {
		text = mark(name)
	}
	if name == VarToken || b.source == FromCredential {
		s.token = text
	}
	return text
}

// A mark stands for a secret while a request is built for people to look at. It
// is letters and digits, so that every encoding leaves it as it is.
const markBegin, markEnd = "zqSecretz", "zq0"

func mark(name string) string { return markBegin + hex.EncodeToString([]byte(name)) + markEnd }

// unmark writes {{NAME}} for each secret.
func unmark(text string) string {
	var out strings.Builder
	for {
		before, after, found := strings.Cut(text, markBegin)
		out.WriteString(before)
		if !found {
			return out.String()
		}
		code, rest, found := strings.Cut(after, markEnd)
		if name, err := hex.DecodeString(code); found && err == nil {
			out.WriteString("{{" + string(name) + "}}")
			text = rest
		} else {
			out.WriteString(markBegin)
			text = after
		}
	}
}

func (s *scope) miss(name string) {
	if name == VarCamsBaseURL || name == VarBaseURL {
		s.fail(ErrHostNotConfigured, refusal.New("no_host_value", "%s is not set: the environment %s does not contain the address of this service; ask the vendor for it", name, quote(s.core.environment.Name)))
	}
	if !slices.Contains(s.missing, name) && len(s.missing) < mostValues {
		s.missing = append(s.missing, name)
	}
}

// Inlined, it would make each of its callers larger.
//
//go:noinline
func (s *scope) fail(kind guichet.Kind, why *refusal.Refusal) {
	if s.err == nil {
		s.err = s.op.refuse(kind, why)
	}
}

// problem returns why the call cannot be built, nil when it can.
func (s *scope) problem() error {
	switch {
	case s.err != nil:
		return s.err
	case s.anonymous && s.lacking != "":
		return s.op.refuse(guichet.ErrNoCredential, refusal.New("needs_token_in", "the operation requires a token for the variable %s; nothing was sent", quote(s.lacking)))
	case s.anonymous:
		return s.op.refuse(guichet.ErrNoCredential, refusal.New("needs_token", "the operation requires a token; nothing was sent"))
	case len(s.missing) > 0:
		return s.op.refuse(ErrUnresolved, refusal.New("unresolved", "the variable %s has no value: set it", quoteAll(s.missing)))
	}
	return nil
}

// refuse is a call of this operation that is not sent.
func (o *Operation) refuse(kind guichet.Kind, why *refusal.Refusal) *guichet.Error {
	e := refuse(kind, oneLine(o.Path()), why)
	e.Method = o.Method
	return e
}
