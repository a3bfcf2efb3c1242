package zops

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/guichet-go/guichet/internal/rest"
)

// Lengths that the service can store, in characters.
const (
	maxEmail        = 70
	maxPersonName   = 32
	maxOrganization = 100
	maxAddress      = 200
	maxName         = 70
	maxDescription  = 200
	maxKeys         = 255
	maxID           = 32
	phoneDigits     = 11
)

// length refuses a text that the service would answer with a 500.
func length(field, value string, limit int) error {
	if n := utf8.RuneCountInString(value); n > limit {
		return rest.Invalid(field, "%d characters are too many: at most %d are kept", n, limit)
	}
	return nil
}

// texts refuses a body with a NUL in one of its texts, for the same reason. Only
// the escape of JSON can bring one.
func texts(body []byte) error {
	if !bytes.Contains(body, []byte(`\u0000`)) {
		return nil
	}
	var fields map[string]any
	if err := json.Unmarshal(body, &fields); err != nil {
		return err
	}
	for _, field := range slices.Sorted(maps.Keys(fields)) {
		if text, _ := fields[field].(string); strings.ContainsRune(text, 0) {
			return rest.Invalid(field, "it cannot hold the character NUL")
		}
	}
	return nil
}

// emailForm is the service's own idea of an e-mail address: a name, and a domain
// with a dot inside it.
func emailForm(field, value string) error {
	name, after, _ := strings.Cut(value, "@")
	domain, _, _ := strings.Cut(after, "@")
	if name == "" || len(domain) < 3 || !strings.Contains(domain[1:len(domain)-1], ".") {
		return rest.Invalid(field, "it must look like name@example.fr")
	}
	return nil
}

func phoneForm(field, value string) error {
	if len(value) != phoneDigits || strings.Trim(value, "0123456789") != "" {
		return rest.Invalid(field, "it must be exactly %d digits, without a + or spaces; %d characters were given",
			phoneDigits, utf8.RuneCountInString(value))
	}
	return nil
}

// noSlash keeps an id inside its element of the path.
func noSlash(field, value string) error {
	if strings.Contains(value, "/") {
		return rest.Invalid(field, "it cannot hold a slash")
	}
	return nil
}

func knownService(field string, code ServiceCode) error {
	switch code {
	case ServicePush, ServiceROC, ServiceSMS:
		return nil
	}
	return rest.Invalid(field, "%q is none of push, roc, sms", string(code))
}
