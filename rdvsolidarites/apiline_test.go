package rdvsolidarites_test

import (
	"net/http"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/conform"
	"github.com/guichet-go/guichet/internal/fake"
	"github.com/guichet-go/guichet/rdvsolidarites"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// TestEveryMethodSendsWhatItsDocCommentSays calls each method of the package
// against the test server, and compares.
func TestEveryMethodSendsWhatItsDocCommentSays(t *testing.T) {
	server := rdvsolidaritestest.New(rdvsolidaritestest.Options{RDVs: 30})
	recorder := conform.NewRecorder(fake.New(withPublicLinks(server), fake.Options{}).Transport(), "")
	client := newClient(t, server.URL, rdvsolidarites.Bearer(server.BearerToken()),
		guichet.WithHTTPClient(&http.Client{Transport: recorder}))
	ids := find(t, server, client)
	if _, err := client.Motifs.List(t.Context(), rdvsolidarites.MotifQuery{OrganisationID: ids.organisation}); err != nil {
		t.Fatal(err) // and the client knows the agent's organisations from here on
	}
	for _, e := range endpoints(ids) {
		if _, err := e.call(recorder.Call(t.Context(), e.name), client); err != nil {
			t.Errorf("%s: %v", e.name, err)
		}
	}

	// What follows is refused or unknown here: what counts is what was sent.
	_, _ = client.Agents.Me(recorder.Call(t.Context(), "Agents.Me"))
	_, _ = client.Agents.MeRaw(recorder.Call(t.Context(), "Agents.MeRaw"))
	_, _ = client.Auth.Refresh(recorder.Call(t.Context(), "Auth.Refresh"), rdvsolidarites.OAuthApp{ClientID: "a"}, guichet.NewSecret("r"))
	_, _ = client.Auth.Exchange(recorder.Call(t.Context(), "Auth.Exchange"), rdvsolidarites.OAuthApp{ClientID: "a"}, "code", "verifier")
	_, _ = client.Auth.Validate(recorder.Call(t.Context(), "Auth.Validate"))
	_ = client.Auth.ResetPassword(recorder.Call(t.Context(), "Auth.ResetPassword"), rdvsolidaritestest.Email, "https://exemple.fr/")
	_ = client.Auth.ChangePassword(recorder.Call(t.Context(), "Auth.ChangePassword"), "nouveau mot de passe")
	_ = client.Auth.SignOut(recorder.Call(t.Context(), "Auth.SignOut"))
	_, _ = client.Auth.SignIn(recorder.Call(t.Context(), "Auth.SignIn"), rdvsolidaritestest.Email, "faux")
	_ = client.Do(recorder.Call(t.Context(), "Client.Do"), http.MethodGet, "/api/v1/agents?page=1", nil, nil)

	conform.CheckAPILines(t, ".", recorder.Observed())
}
