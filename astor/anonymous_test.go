package astor_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/guichet-go/guichet/astor"
)

func TestWithoutATokenDoSendsNoCredential(t *testing.T) {
	var seen http.Header
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { seen = r.Header }))
	t.Cleanup(server.Close)
	client, err := astor.New(astor.Anonymous(), astor.Environment{Name: "own", BaseURL: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	if err := client.Do(t.Context(), astor.AuthCRM, "GET", "/users", nil, nil); err != nil {
		t.Error(err)
	}
	if got, sent := seen["Authorization"]; sent {
		t.Errorf("it sent %q", got)
	}
}
