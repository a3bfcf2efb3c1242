package rdvsolidarites_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

// TestAListIgnoresWhatItsCallerChangesAfterwards is about lists that are read
// long after All was called.
func TestAListIgnoresWhatItsCallerChangesAfterwards(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api/v1/organisations" {
			_, _ = fmt.Fprint(w, `{"organisations":[{"id":3}],"meta":{"current_page":1,"next_page":null,"total_pages":1,"total_count":1}}`)
			return
		}
		if got := fmt.Sprint(r.Header["X-Trace"], r.URL.Query()["ids[]"]); got != "[mine] [5 6]" && got != "[mine] []" {
			t.Errorf("%s was sent with %s", r.URL.Path, got)
		}
		_, _ = fmt.Fprint(w, `{"users":[{"id":5}],"motifs":[{"id":5}],"meta":{"current_page":1,"next_page":null,"total_pages":1,"total_count":1}}`)
	}))
	t.Cleanup(server.Close)
	client, err := rdvsolidarites.New(rdvsolidarites.Bearer("canary"), guichet.WithBaseURL(server.URL))
	if err != nil {
		t.Fatal(err)
	}
	ids, options := []int64{5, 6}, []guichet.CallOption{guichet.WithHeader("X-Trace", "mine")}
	users := client.Users.All(t.Context(), rdvsolidarites.UserQuery{IDs: ids}, options...)
	rawUsers, _ := client.Users.AllRaw(t.Context(), rdvsolidarites.UserQuery{IDs: ids}, options...)
	motifs := client.Motifs.All(t.Context(), rdvsolidarites.MotifQuery{OrganisationID: 3}, options...)
	rawMotifs, _ := client.Motifs.AllRaw(t.Context(), rdvsolidarites.MotifQuery{OrganisationID: 3}, options...)
	ids[0], options[0] = 99, guichet.WithHeader("X-Trace", "theirs")
	for _, err := range users {
		failOn(t, err)
	}
	for _, err := range rawUsers {
		failOn(t, err)
	}
	for _, err := range motifs {
		failOn(t, err)
	}
	for _, err := range rawMotifs {
		failOn(t, err)
	}
}

func failOn(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
