package credential

import (
	"errors"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
)

// FuzzWhatACommandPrintsIsACredentialOrRefusedUnseen gives anything at all as what
// a program printed.
func FuzzWhatACommandPrintsIsACredentialOrRefusedUnseen(f *testing.F) {
	for _, printed := range []string{
		"jeton\n", "jeton\r\n", " jeton ", "", "\n\n", "un\ndeux\n", "\x1b[1mjeton", "jeton\x00", "\ufeffjeton", "\xff", "{", "{}", " {\"token\":\"x\"}\n", "\u00a0{}",
		`{"email":"a@b","password":"x"}`, `{"email":"a@b","password":"x"} trop`, `{"password":4711}`, `{"Password":"x"}`, `{"token":""}`, `{"token":null}`, `null`, `["x"]`,
		`{"token":"a","token":"b"}`, `{"token":"\ud800"}`, `{"token":"a\u0000b"}`, `{"":"x"}`, "{\"token\":\"\xff\"}", `{"email":{"a":"x"}}`, `"jeton"`,
	} {
		f.Add([]byte(printed))
	}
	accept := []EnvSet{
		{Name: "e-mail and password", Vars: []EnvVar{{"X", "email"}, {"Y", "password"}}},
		{Name: "token", Vars: []EnvVar{{"Z", "token"}}},
	}
	f.Fuzz(func(t *testing.T, printed []byte) {
		values, err := parseOutput(printed, accept)
		if err != nil {
			var refused *exit.Error
			if !errors.As(err, &refused) || values != nil {
				t.Fatalf("%q: %v, %v", printed, values, err)
			}
			if same, _ := parseOutput([]byte("{"), nil); same != nil || strings.ContainsFunc(refused.Error(), unicode.IsControl) {
				t.Errorf("%q is refused with %q", printed, refused)
			}
			return
		}
		if len(values) == 0 {
			t.Errorf("%q is an empty credential", printed)
		}
		for field, value := range values {
			if !fieldName().MatchString(field) || strings.TrimSpace(value) == "" && field == "token" && !strings.Contains(string(printed), "{") {
				t.Errorf("%q gives %q: %q", printed, field, value)
			}
			if utf8.Valid(printed) && !utf8.ValidString(value) {
				t.Errorf("%q gives %q, which is no text", printed, value)
			}
		}
		again, err := parseOutput(append(printed, '\n'), accept)
		if err != nil || len(again) != len(values) {
			t.Errorf("%q with a line break more: %v, %v", printed, again, err)
		}
	})
}
