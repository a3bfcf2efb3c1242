package zops_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/zops"
)

// TestAListIgnoresWhatItsCallerChangesAfterwards is about lists that are read
// long after All was called.
func TestAListIgnoresWhatItsCallerChangesAfterwards(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if got := r.Header["X-Trace"]; !slices.Equal(got, []string{"mine"}) {
			t.Errorf("%s was sent with %q", r.URL.Path, got)
		}
		_, _ = fmt.Fprint(w, `{"meta":{},"content":[]}`)
	}))
	t.Cleanup(server.Close)
	client, err := zops.New(zops.Token("canary"), guichet.WithBaseURL(server.URL))
	if err != nil {
		t.Fatal(err)
	}
	options := append(make([]guichet.CallOption, 0, 4), guichet.WithHeader("X-Trace", "mine"))
	projects := client.Projects.All(t.Context(), options...)
	raw, _ := client.Projects.AllRaw(t.Context(), options...)
	theirs := guichet.WithHeader("X-Trace", "theirs")
	options[0] = append(options, theirs)[1] // into the room that is left, too
	for _, err := range projects {
		t.Fatal(err)
	}
	for _, err := range raw {
		t.Fatal(err)
	}
}
