package rdvsolidarites_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

func TestABareWordOfTheServiceIsPutIntoASentenceWithWhatElseItSays(t *testing.T) {
	for body, want := range map[string]string{
		`{"not_found":"absence"}`: "absence not found",
		`{"missing":"title"}`:     "title is missing",
		`{"missing":"title","error_messages":["refusé","trop tôt"]}`: "title is missing: refusé; trop tôt",
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, body)
		}))
		t.Cleanup(server.Close)
		client, err := rdvsolidarites.New(rdvsolidarites.Anonymous(), guichet.WithBaseURL(server.URL))
		if err != nil {
			t.Fatal(err)
		}
		_, err = client.Absences.Get(t.Context(), 1)
		if e := failure(t, err); e.Message != want || e.Err == nil || e.Err.Error() != want {
			t.Errorf("%s: it reads %q, because of %v", body, e.Message, e.Err)
		}
	}
}

func TestASignInThatGivesNoSessionIsAnErrorOfTheSignIn(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"data":{"id":1}}`)
	}))
	t.Cleanup(server.Close)
	client, err := rdvsolidarites.New(rdvsolidarites.Anonymous(), guichet.WithBaseURL(server.URL))
	if err != nil {
		t.Fatal(err)
	}
	_, err = client.Auth.SignIn(t.Context(), "a@b.fr", "secret")
	if e := failure(t, err); e.Kind != guichet.ErrUnusableAnswer || !e.SignIn || !e.Changes || e.Sent != guichet.Answered || e.Method != http.MethodPost {
		t.Errorf("the error is %+v", e)
	}
}
