package rdvsolidarites_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/conform"
	"github.com/guichet-go/guichet/internal/fake"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

// FuzzAnErrorBody answers anything at all with the status of an error: it is
// always an *Error with that status, which can be printed and encoded.
func FuzzAnErrorBody(f *testing.F) {
	for _, body := range []string{
		``, `null`, `[]`, `"x"`, `<html><h1>502</h1></html>`, `{"errors":["Identifiants incorrects."]}`, `{"errors":[{"base":"forbidden"}]}`,
		`{"errors":{"email":[{"error":"taken","value":"a@b.fr","id":7}]},"error_messages":["Email est déjà utilisé"]}`,
		`{"errors":{"email":null,"nom":[]}}`, `{"not_found":"rdv"}`, `{"missing":"starts_at"}`, `{"error":"invalid_grant","error_description":"no"}`,
		`{"error":{},"errors":7,"error_messages":{}}`, "{\"errors\":[\"\x1b]52;c;eA==\x07\"]}",
	} {
		f.Add(uint16(422), "application/json", body)
	}
	f.Fuzz(func(t *testing.T, status uint16, contentType, body string) {
		code := 400 + int(status)%200
		if code == http.StatusUnauthorized {
			code = http.StatusForbidden // which would be signed in again
		}
		client := newClient(t, "https://rdv.example.fr", rdvsolidarites.SignIn("a@exemple.fr", "mot"), guichet.WithRetries(0),
			guichet.WithHTTPClient(&http.Client{Transport: fake.Says{Status: code, ContentType: contentType, Body: body}}))
		_, err := client.Auth.SignIn(t.Context(), "a@exemple.fr", "mot")
		conform.Told(t, err, code, body)
	})
}

// FuzzASignatureIsOfItsOwnBody accepts the signature of a body for that body
// and secret alone.
func FuzzASignatureIsOfItsOwnBody(f *testing.F) {
	f.Add([]byte(`{"data":{}}`), "0a1b", "clé")
	f.Add([]byte(``), strings.Repeat("0", 64), "x")
	f.Add([]byte(`{}`), strings.Repeat("é", 32), "x")
	f.Fuzz(func(t *testing.T, body []byte, signature, secret string) {
		if secret == "" {
			return
		}
		right := rdvsolidarites.Sign(body, secret)
		if err := rdvsolidarites.Verify(body, right, secret); err != nil {
			t.Errorf("the signature of %q is refused: %v", body, err)
		}
		if !strings.EqualFold(signature, right) && rdvsolidarites.Verify(body, signature, secret) == nil {
			t.Errorf("%q passes for the signature of %q", signature, body)
		}
		if rdvsolidarites.Verify(append(bytes.Clone(body), ' '), right, secret) == nil {
			t.Errorf("the signature of %q passes for a longer body", body)
		}
	})
}
