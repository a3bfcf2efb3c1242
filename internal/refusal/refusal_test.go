package refusal_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/internal/refusal"
)

func TestARefusalIsOneLineThatBeginsWithItsField(t *testing.T) {
	field := refusal.New("too_long", "%d characters given: the maximum is %d", 40, 32)
	field.Field = "name"
	for want, r := range map[string]*refusal.Refusal{
		"name: 40 characters given: the maximum is 32": field,
		"100% of it is missing":                        refusal.New("all", "100% of it is missing"),
		"no such rdv: refusé":                          refusal.New("with_words", "%s: %s", refusal.New("no_such", "no such %s", "rdv"), "refusé"),
	} {
		if r.Error() != want {
			t.Errorf("it reads %q, not %q", r, want)
		}
	}
}

func TestTheCausesOfARefusalAreFound(t *testing.T) {
	r := refusal.New("row", "row %d: %s", 3, io.ErrUnexpectedEOF).Because(io.ErrClosedPipe)
	if !errors.Is(r, io.ErrUnexpectedEOF) || !errors.Is(r, io.ErrClosedPipe) || errors.Is(r, io.EOF) {
		t.Errorf("the causes are %v", r.Unwrap())
	}
}

func TestAMappedRefusalKeepsItsWordsAndChangesEachValue(t *testing.T) {
	r := refusal.New("a", "secret %s, %s, %s and %d", "secret", refusal.New("b", "secret %s", "secret"), errors.New("secret"), 7)
	r.Field = "secret"
	mapped := r.Mapped(func(s string) string { return strings.ReplaceAll(s, "secret", "…") })
	if got := mapped.Error(); got != "…: secret …, secret …, … and 7" || mapped.Code != "a" {
		t.Errorf("it reads %q", got)
	}
	if r.Error() != "secret: secret secret, secret secret, secret and 7" {
		t.Errorf("the refusal itself reads %q", r)
	}
}
