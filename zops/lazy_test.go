package zops_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/zops"
)

// TestAListIgnoresWhatItsCallerChangesAfterwards is about lists that are read
// long after All was called.
func TestAListIgnoresWhatItsCallerChangesAfterwards(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if got := r.Header.Get("X-Trace"); got != "mine" {
			t.Errorf("%s was sent with %q", r.URL.Path, got)
		}
		_, _ = fmt.Fprint(w, `{"meta":{},"content":[]}`)
	}))
	t.Cleanup(server.Close)
	client, err := zops.New(zops.Token("canary"), guichet.WithBaseURL(server.URL))
	if err != nil {
		t.Fatal(err)
	}
	options := []guichet.CallOption{guichet.WithHeader("X-Trace", "mine")}
	projects := client.Projects.All(t.Context(), options...)
	options[0] = guichet.WithHeader("X-Trace", "theirs")
	for _, err := range projects {
		t.Fatal(err)
	}
}
