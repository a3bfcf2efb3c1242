package credential

import (
	"errors"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
)

// FuzzTokenCommandOutputIsACredentialOrRefused gives anything at all as what
// a program printed.
func FuzzTokenCommandOutputIsACredentialOrRefused(f *testing.F) {
	for _, printed := range []string{
		"jeton\n", "jeton\r\n", " jeton ", "", "\n\n", "un\ndeux\n", "\x1b[1mjeton", "jeton\x00", "\ufeffjeton", "\xff", "{", "{}", " {\"token\":\"x\"}\n", "\u00a0{}",
		`{"email":"a@b","password":"x"}`, `{"email":"a@b","password":"x"} trop`, `{"password":4711}`, `{"Password":"x"}`, `{"token":""}`, `{"token":null}`, `null`, `["x"]`,
		`{"token":"a","token":"b"}`, `{"token":"\ud800"}`, `{"token":"a\u0000b"}`, `{"":"x"}`, "{\"token\":\"\xff\"}", `{"email":{"a":"x"}}`, `"jeton"`,
	} {
		f.Add([]byte(printed))
	}
	f.Fuzz(func(t *testing.T, printed []byte) {
		var values login
		if err := parse(printed, &values); err != nil {
			var refused *exit.Error
			if !errors.As(err, &refused) || refused.Code != exit.Usage {
				t.Fatalf("%q: %v", printed, err)
			}
			if strings.ContainsFunc(refused.Error(), unicode.IsControl) {
				t.Errorf("%q is refused with %q", printed, refused)
			}
			return
		}
		fields, complete := filled(&values)
		if !complete {
			t.Errorf("%q is half a credential", printed)
		}
		for _, field := range fields {
			if value := field.get(); value == "" || utf8.Valid(printed) && !utf8.ValidString(value) {
				t.Errorf("%q gives %q: %q", printed, field.Name, value)
			}
		}
		var again login
		if err := parse(append(printed, '\n'), &again); err != nil || !Equal(&again, &values) {
			t.Errorf("%q with a line break more: %v", printed, err)
		}
	})
}

// login is a credential with a password, or a token.
type login struct {
	email           string
	password, token guichet.Secret
}

func (l *login) Ways() []Way {
	return []Way{{{Name: "email", Text: &l.email}, {Name: "password", Secret: &l.password}}, {{Name: "token", Secret: &l.token}}}
}
