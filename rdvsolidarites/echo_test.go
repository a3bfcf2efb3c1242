package rdvsolidarites_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

func TestAnEchoedSignInIsRedacted(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent, _ := io.ReadAll(r.Body)
		if form, err := url.ParseQuery(string(sent)); err == nil && form.Has("grant_type") {
			sent = []byte(form.Get("client_secret") + " " + form.Get("code") + " " + form.Get("code_verifier"))
		}
		echo, _ := json.Marshal(string(sent))
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusUnprocessableEntity)
		_, _ = io.WriteString(w, `{"error":"refus","error_description":`+string(echo)+`,"errors":["refus de "]}`)
	}))
	t.Cleanup(server.Close)
	client := newClient(t, server.URL, rdvsolidarites.Anonymous())
	_, signInErr := client.Auth.SignIn(t.Context(), "a@exemple.fr", "mot-canari")
	own := app()
	own.ClientSecret = guichet.NewSecret("secret-canari")
	_, exchangeErr := client.Auth.Exchange(t.Context(), own, "code-canari", "verif-canari")
	for _, err := range []error{signInErr, exchangeErr} {
		if err == nil || !strings.Contains(err.Error(), "refus") || strings.Contains(err.Error(), "canari") {
			t.Errorf("got %v", err)
		}
	}
}
