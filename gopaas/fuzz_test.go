package gopaas_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/gopaas"
	"github.com/guichet-go/guichet/internal/conform"
	"github.com/guichet-go/guichet/internal/fake"
)

func answered(t *testing.T, s fake.Says) *gopaas.Client {
	t.Helper()
	return withKey(t, "https://gopaas.example.fr/crm", guichet.WithRetries(0), guichet.WithHTTPClient(&http.Client{Transport: s}))
}

// FuzzAnErrorBody answers anything at all with the status of an error: it is
// always an *Error with that status, in one line.
func FuzzAnErrorBody(f *testing.F) {
	for _, body := range []string{
		``, `{"msg":"API key invalid"}`, `{"msg":7}`, `[]`, "\ufeff{\"msg\":\"é\"}", "<br />\nFatal error: in /srv/index.php",
		"\x1b]0;x\x07", "\xff\xfe", strings.Repeat("é", 300), `"\ud800"`,
	} {
		f.Add(uint16(0), "text/html", body)
		f.Add(uint16(1), "application/json", body)
	}
	f.Fuzz(func(t *testing.T, status uint16, contentType, body string) {
		code := 400 + int(status)%200
		_, err := answered(t, fake.Says{Status: code, ContentType: contentType, Body: body}).Lists.Page(t.Context(), "vue", gopaas.ListQuery{})
		conform.Told(t, err, code, body)
	})
}

// FuzzRowsAreThoseOfTheAnswer reads anything at all as a list: it is refused,
// or every row is an object of the answer, in its own bytes.
func FuzzRowsAreThoseOfTheAnswer(f *testing.F) {
	for _, body := range []string{
		`[]`, `[{"cle":"1"}]`, `{"rows":[{"cle":"1"}],"total":"12","column":{"a":1}}`, `{"items":[]}`, `{"rows":7,"data":[{}]}`, `{"rows":[1]}`,
		`{"msg":"no"}`, `null`, ``, "\ufeff[]", `[[]]`, `{"rows":[{"a":1,"a":2}],"rows":[]}`, `{"total":-1,"data":[ {} ]}`, `{"total":1e99,"data":[]}`,
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		page, err := answered(t, fake.Says{Status: 200, ContentType: "application/json", Body: body}).Lists.Page(t.Context(), "vue", gopaas.ListQuery{})
		if err != nil {
			var e *guichet.Error
			if !errors.As(err, &e) || page != nil {
				t.Errorf("%q gave %v and %v", body, page, err)
			}
			return
		}
		if page.Total < -1 || !strings.Contains(body, string(page.Raw)) {
			t.Errorf("%q: a total of %d in %q", body, page.Total, page.Raw)
		}
		for _, row := range page.Rows {
			var object map[string]json.RawMessage
			if json.Unmarshal(row.Raw, &object) != nil || object == nil || !strings.Contains(body, string(row.Raw)) {
				t.Errorf("%q has the row %q", body, row.Raw)
			}
		}
	})
}
