package zops

import (
	"bytes"
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
)

// What the service can store: of an id, in characters, and of a telephone number.
const maxID, phoneDigits = 32, 11

// limit is how many characters the service can store of a field.
func limit(field string) int {
	switch field {
	case "firstName", "lastName":
		return 32
	case "email", "name":
		return 70
	case "organizationName":
		return 100
	case "address", "description":
		return 200
	case "fcmApiKeys", "fcmProjectNumber":
		return 255
	}
	return math.MaxInt
}

// storable sets the body of a call and refuses texts that are too long for the
// service.
func storable(call *rest.Call, body any) *rest.Call {
	call.JSON(body)
	return call.Check(texts(call.Body, func(field, text string) error { return length(field, text, limit(field)) }))
}

// length refuses a text that the service would answer with a 500.
func length(field, value string, limit int) error {
	if n := utf8.RuneCountInString(value); n > limit {
		return rest.Invalid(field, refusal.New("too_long", "%d characters given: the maximum is %d", n, limit))
	}
	return nil
}

// noNUL refuses a body with a NUL in one of its texts, for the same reason. Only
// the escape of JSON can bring one, so that other bodies need not be read.
func noNUL(body []byte) error {
	if !bytes.Contains(body, []byte(`\u0000`)) {
		return nil
	}
	return texts(body, func(field, text string) error {
		if strings.ContainsRune(text, 0) {
			return rest.Invalid(field, refusal.New("nul", "the text must not contain the character NUL"))
		}
		return nil
	})
}

// texts returns the first error that check has for a text in a body.
func texts(body []byte, check func(field, text string) error) error {
	var fields map[string]any
	if err := json.Unmarshal(body, &fields); err != nil {
		return err
	}
	for _, field := range slices.Sorted(maps.Keys(fields)) {
		text, _ := fields[field].(string)
		if err := check(field, text); err != nil {
			return err
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
		return rest.Invalid(field, refusal.New("email_form", "expected an e-mail such as name@example.fr"))
	}
	return nil
}

func phoneForm(field, value string) error {
	if len(value) != phoneDigits || strings.Trim(value, "0123456789") != "" {
		return rest.Invalid(field, refusal.New("phone_form", "expected exactly %d digits, without + or spaces; got %d characters",
			phoneDigits, utf8.RuneCountInString(value)))
	}
	return nil
}

// noSlash keeps an id inside its element of the path.
func noSlash(field, value string) error {
	if strings.Contains(value, "/") {
		return rest.Invalid(field, refusal.New("slash", "the text must not contain a slash"))
	}
	return nil
}

func knownService(field string, code ServiceCode) error {
	switch code {
	case ServicePush, ServiceROC, ServiceSMS:
		return nil
	}
	return rest.Invalid(field, refusal.New("zops_service", "unknown value %q; possible values: push, roc, sms", string(code)))
}
