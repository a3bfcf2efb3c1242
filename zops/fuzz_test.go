package zops_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/conform"
	"github.com/guichet-go/guichet/internal/fake"
	"github.com/guichet-go/guichet/zops"
)

// FuzzAnErrorBody answers anything at all, in JSON or in XML, with the status
// of an error: it is always an *Error with that status.
func FuzzAnErrorBody(f *testing.F) {
	for _, seed := range [][2]string{
		{"application/json", `{"title":"400 Bad Request","description":"missing: ['email', 'password']"}`},
		{"application/json", `{"title":"Invalid parameter","description":"The \"Authorization\" header is invalid."}`},
		{"application/json", `{"title":"400 Bad Request","description":"invalid: {'code': 'x'}"}`},
		{"application/json", `{"title":7}`}, {"application/json", ``}, {"text/html", `<html>`},
		{"text/xml", `<error><title>409 Conflict</title><description>e</description></error>`},
		{"text/xml", `<!DOCTYPE a [<!ENTITY b "c">]><error><title>&b;</title></error>`},
	} {
		f.Add(uint16(0), seed[0], seed[1])
		f.Add(uint16(24), seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, status uint16, contentType, body string) {
		code := 400 + int(status)%200
		client, err := zops.New(zops.Token("jeton"), guichet.WithBaseURL("https://zops.example.fr"), guichet.WithRetries(0),
			guichet.WithBackoff(func(int) time.Duration { return 0 }),
			guichet.WithHTTPClient(&http.Client{Transport: fake.Says{Status: code, ContentType: contentType, Body: body}}))
		if err != nil {
			t.Fatal(err)
		}
		_, err = client.Account.Get(t.Context())
		conform.Told(t, err, code, body)
	})
}
