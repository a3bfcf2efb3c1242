package conform

import (
	"encoding/json"
	"errors"
	"testing"
	"unicode/utf8"

	"github.com/guichet-go/guichet"
)

// Told checks that a refusal with any body becomes an *Error with its status,
// and that this error can be printed and encoded.
func Told(t *testing.T, err error, status int, body string) {
	t.Helper()
	var e *guichet.Error
	if !errors.As(err, &e) || e.Status != status {
		t.Fatalf("%d %q gave %v", status, body, err)
	}
	if text := e.Error(); text == "" || utf8.ValidString(body) && !utf8.ValidString(text) {
		t.Errorf("%q is told as %q", body, text)
	}
	if _, err := json.Marshal(e); err != nil {
		t.Errorf("%q: %v", body, err)
	}
}
