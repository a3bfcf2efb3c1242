package guichet

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"
)

// Answer describes the last response to a call. [OnAnswer] gives it.
type Answer struct {
	// Status is the HTTP status.
	Status int
	// Header is the header of the response. Do not change it.
	Header http.Header
	// RequestID is the service's name for the exchange, "" when it gave none.
	RequestID string
	// Attempts is the number of requests that were sent, at least 1.
	Attempts int
	// Duration is the time from the call to this response, waits included.
	Duration time.Duration
}

// Planned is a request that a dry run did not send; see [WithDryRun].
type Planned struct {
	// Method is the HTTP method.
	Method string
	// URL is the whole address, query included.
	URL string
	// Header lacks the client's credential.
	Header http.Header
	// Body is what would have been sent, nil when there is none.
	Body []byte
	// Anonymous requests carry no credential.
	Anonymous bool
	// Secrets are values in Body, URL or Header that must not be shown.
	Secrets []Secret
}

// Report says how far the reading of a list came; see [WithReport]. AllRaw returns
// one. A row is one object of the list. Read the report in the loop or after it.
type Report struct {
	// Pages is the number of requests that were answered.
	Pages int
	// Passes is the number of times that the list was read from its start.
	Passes int
	// Rows is the number of rows read, repeated ones included.
	Rows int
	// Unique is the number of rows given to the loop.
	Unique int
	// Total is the service's own count, -1 when it does not count.
	Total int
	// Done is set when everything that the service counts was read, or when the
	// list was read to its end and the service does not count.
	Done bool
	// OnPage, when set, is called after the rows of a page were given to the loop.
	OnPage func()
}

// Opt is a field of a request that is left out (the zero Opt), set to a value
// ([Set]), or set to null ([Null]):
//
//	rdvsolidarites.OrganisationUpdate{Email: guichet.Set("accueil@example.fr")}
//
// In a struct of your own, give such a field the tag option omitzero.
type Opt[T any] struct {
	value T
	state optState
}

type optState uint8

const (
	optUnset optState = iota
	optValue
	optNull
)

// Set returns an Opt that sends v, even when v is the zero value.
func Set[T any](v T) Opt[T] { return Opt[T]{value: v, state: optValue} }

// Null returns an Opt that sends null.
func Null[T any]() Opt[T] { return Opt[T]{state: optNull} }

// IsZero reports whether the field is left out.
func (o Opt[T]) IsZero() bool { return o.state == optUnset }

// IsNull reports whether the field is sent as null.
func (o Opt[T]) IsNull() bool { return o.state == optNull }

// Value returns the value, and whether there is one.
func (o Opt[T]) Value() (T, bool) { return o.value, o.state == optValue }

// Format prints the value, "null", or nothing for a field that is left out.
func (o Opt[T]) Format(f fmt.State, verb rune) {
	switch o.state {
	case optValue:
		formatValue(f, verb, o.value)
	case optNull:
		_, _ = io.WriteString(f, "null")
	}
}

// formatValue is apart so that it is compiled once, and not for each type of Opt.
//
//go:noinline
func formatValue(f fmt.State, verb rune, value any) {
	_, _ = fmt.Fprintf(f, fmt.FormatString(f, verb), value)
}

// MarshalJSON encodes the value, or null.
func (o Opt[T]) MarshalJSON() ([]byte, error) {
	if o.state != optValue {
		return []byte("null"), nil
	}
	return json.Marshal(o.value)
}

// UnmarshalJSON decodes a value or null. A field that is absent stays left out.
func (o *Opt[T]) UnmarshalJSON(data []byte) error {
	var v T
	state, err := unmarshalValue(data, &v)
	if err == nil {
		*o = Opt[T]{v, state}
	}
	return err
}

// unmarshalValue is apart like formatValue.
//
//go:noinline
func unmarshalValue(data []byte, value any) (optState, error) {
	if string(data) == "null" {
		return optNull, nil
	}
	return optValue, json.Unmarshal(data, value)
}

// Secret is a text that prints as "[redacted]" under every verb and in every
// encoding. [Secret.Reveal] gives the text itself. To compare two secrets, compare
// what they reveal: == is false for two secrets that were made of one text.
type Secret struct {
	// A pointer: %+v of a struct that has a Secret in an unexported field calls
	// no method, and prints what it finds.
	value *string
}

const redacted = "[redacted]"

// NewSecret wraps a text.
//
//go:noinline
func NewSecret(value string) Secret {
	if value == "" {
		return Secret{}
	}
	return Secret{value: &value}
}

// Reveal returns the text itself. Do not log it.
//
//go:noinline
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// IsZero reports whether the secret is empty.
func (s Secret) IsZero() bool { return s.value == nil }

// String returns "[redacted]", or "" for the empty secret.
func (s Secret) String() string {
	if s.value == nil {
		return ""
	}
	return redacted
}

// GoString is String.
func (s Secret) GoString() string { return s.String() }

// Format writes String, whatever the verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(s.String())) }

// MarshalText encodes String, so that JSON, YAML and logs are redacted too.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// LogValue is String.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// UnmarshalText reads the text as a service wrote it.
func (s *Secret) UnmarshalText(text []byte) error {
	*s = NewSecret(string(text))
	return nil
}
