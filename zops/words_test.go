package zops_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/zops"
)

// TestAPasswordThatIsAWordOfOurMessageIsNotRedactedThere uses a refused login for
// which the service sends no message.
func TestAPasswordThatIsAWordOfOurMessageIsNotRedactedThere(t *testing.T) {
	for _, body := range []string{`{"title": "404 Not Found"}`, "<error><title>the e-mail or the password is wrong</title></error>"} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/xml")
			w.WriteHeader(http.StatusNotFound)
			_, _ = w.Write([]byte(body))
		}))
		t.Cleanup(server.Close)
		for _, password := range []string{"wrong", "e-mail", "password", "or"} {
			client, err := zops.New(zops.Login("ada@example.fr", password), guichet.WithBaseURL(server.URL))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := client.Me.Get(t.Context()); err == nil || !strings.Contains(err.Error(), "the e-mail or the password is wrong") {
				t.Errorf("the password %q: %v", password, err)
			}
		}
	}
}
