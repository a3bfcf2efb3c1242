package rdvsolidarites_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/rdvsolidarites"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

const redirectURL = "https://exemple.fr/retour"

func app() rdvsolidarites.OAuthApp {
	return rdvsolidarites.OAuthApp{
		ClientID: rdvsolidaritestest.ClientID, ClientSecret: guichet.NewSecret(rdvsolidaritestest.ClientSecret), RedirectURL: redirectURL,
	}
}

// authorize goes the way of an agent's browser: the address, consent, the
// redirect with its code, the exchange.
func authorize(t *testing.T, server *rdvsolidaritestest.Server) rdvsolidarites.OAuthToken {
	t.Helper()
	client := newClient(t, server.URL, rdvsolidarites.Anonymous())
	verifier := rdvsolidarites.NewVerifier()
	browser := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := browser.Get(client.Auth.AuthorizeURL(app(), "état", verifier))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	back, err := response.Location()
	if err != nil || back.Query().Get("state") != "état" {
		t.Fatalf("the redirect is %v (%v)", back, err)
	}
	if _, err := client.Auth.Exchange(t.Context(), app(), back.Query().Get("code"), "un autre"); !errors.Is(err, guichet.ErrUnauthorized) {
		t.Errorf("another verifier gave %v", err)
	}
	token, err := client.Auth.Exchange(t.Context(), app(), back.Query().Get("code"), verifier)
	if err != nil || token.AccessToken.IsZero() || token.RefreshToken.IsZero() || token.ExpiresAt.IsZero() {
		t.Fatalf("the token is %+v (%v)", token, err)
	}
	_, err = client.Auth.Exchange(t.Context(), app(), back.Query().Get("code"), verifier)
	if e := failure(t, err); !errors.Is(err, guichet.ErrUnauthorized) || e.Code != "invalid_grant" || e.Status != 400 {
		t.Errorf("a code used twice gave %v", err)
	}
	return token
}

func TestAnAuthorizationGivesATokenThatIsAccepted(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{})
	token := authorize(t, server)
	client := newClient(t, server.URL, rdvsolidarites.OAuth(app(), token, nil))
	if _, err := client.Agents.Me(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := newClient(t, server.URL, rdvsolidarites.Bearer(token.AccessToken.Reveal())).Agents.Me(t.Context()); err != nil {
		t.Error(err)
	}
	if server.SignIns() != 0 {
		t.Errorf("there were %d sign-ins", server.SignIns())
	}
}

func TestANewTokenIsKeptBeforeItIsUsed(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{})
	first := authorize(t, server)
	var kept []rdvsolidarites.OAuthToken
	client := newClient(t, server.URL, rdvsolidarites.OAuth(app(), first, func(_ context.Context, token rdvsolidarites.OAuthToken) error {
		for _, r := range server.Requests() {
			if r.Headers.Get("Authorization") == "Bearer "+token.AccessToken.Reveal() {
				t.Error("the new token was used before it was kept")
			}
		}
		kept = append(kept, token)
		return nil
	}))
	for round := 1; round <= 3; round++ {
		server.RevokeSessions()
		var callers sync.WaitGroup
		for range 20 {
			callers.Go(func() {
				if _, err := client.Agents.Me(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		callers.Wait()
		if len(kept) != round {
			t.Fatalf("round %d: %d tokens were kept", round, len(kept))
		}
	}
	if kept[0].RefreshToken == kept[1].RefreshToken || kept[2].AccessToken.Reveal() == first.AccessToken.Reveal() {
		t.Error("the tokens did not change")
	}
}

func TestATokenThatCannotBeKeptFailsTheCall(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{})
	full := errors.New("le disque est plein")
	client := newClient(t, server.URL, rdvsolidarites.OAuth(app(), authorize(t, server), func(context.Context, rdvsolidarites.OAuthToken) error { return full }))
	server.RevokeSessions()
	_, err := client.Agents.Me(t.Context())
	if failure(t, err); !errors.Is(err, full) || !errors.Is(err, guichet.ErrNoCredential) || strings.Contains(err.Error(), "\n") {
		t.Errorf("the call gave %v", err)
	}
}

func TestATokenIsRenewedBeforeItEnds(t *testing.T) {
	now := time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	server := sandbox(t, rdvsolidaritestest.Options{Now: clock})
	token := authorize(t, server)
	token.ExpiresAt = now.Add(time.Hour)
	renewals := 0
	client := newClient(t, server.URL,
		rdvsolidarites.OAuth(app(), token, func(context.Context, rdvsolidarites.OAuthToken) error { renewals++; return nil }),
		guichet.WithClock(clock, func(context.Context, time.Duration) error { return nil }))
	for _, c := range []struct{ after, renewals int }{{0, 0}, {3589, 0}, {1, 1}} {
		now = now.Add(time.Duration(c.after) * time.Second)
		if _, err := client.Agents.Me(t.Context()); err != nil || renewals != c.renewals {
			t.Errorf("%d s later there were %d renewals (%v)", c.after, renewals, err)
		}
	}
}

func TestAnExpiredTokenWithoutRefreshAsksToAuthorizeAgain(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{})
	token := authorize(t, server)
	token.RefreshToken = guichet.Secret{}
	client := newClient(t, server.URL, rdvsolidarites.OAuth(app(), token, nil))
	server.RevokeSessions()
	if _, err := client.Agents.Me(t.Context()); !errors.Is(err, guichet.ErrUnauthorized) || !strings.Contains(err.Error(), "authorize again") {
		t.Errorf("the call gave %v", err)
	}
}

// TestTheTokenRequestGoesToASafeAddressOnly because it has the secret of the
// application.
func TestTheTokenRequestGoesToASafeAddressOnly(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{})
	unsafe := app()
	unsafe.TokenURL = "http://autre.example.fr/oauth/token"
	token := rdvsolidarites.OAuthToken{AccessToken: guichet.NewSecret("a")}
	if _, err := rdvsolidarites.New(rdvsolidarites.OAuth(unsafe, token, nil)); err == nil {
		t.Error("a client was made for an address that is not encrypted")
	}
	sent := false
	client := newClient(t, server.URL, rdvsolidarites.Anonymous(), guichet.WithHTTPClient(&http.Client{
		Transport: roundTrip(func(*http.Request) (*http.Response, error) { sent = true; return nil, errors.New("unreachable") }),
	}))
	if _, err := client.Auth.Exchange(t.Context(), unsafe, "code", "verifier"); err == nil || sent {
		t.Errorf("the exchange gave %v, and sent something: %v", err, sent)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestAFailedExchangeHasAnErrorKindAndShowsNoSecret(t *testing.T) {
	for _, c := range []struct {
		status int
		body   string
		kind   error
		sent   guichet.Sent
	}{
		{400, `{"error":"invalid_grant","error_description":"le code canari est refusé"}`, guichet.ErrUnauthorized, guichet.Answered},
		{401, `{"error":"invalid_client"}`, guichet.ErrUnauthorized, guichet.Answered},
		{429, ``, guichet.ErrRateLimited, guichet.Answered},
		{500, `<h1>canari-secret</h1>`, guichet.ErrUnavailable, guichet.Answered},
		{302, ``, guichet.ErrUnusableAnswer, guichet.Answered},
		{200, `<h1>Connexion</h1>`, guichet.ErrUnusableAnswer, guichet.Answered},
		{200, `{}`, guichet.ErrUnusableAnswer, guichet.Answered},
		{0, ``, guichet.ErrNetwork, guichet.MaybeSent},
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			if c.status == 0 {
				panic(http.ErrAbortHandler)
			}
			w.Header().Set("Location", "https://autre.example.fr/?canari")
			if strings.HasPrefix(c.body, "{") {
				w.Header().Set("Content-Type", "application/json")
			}
			w.WriteHeader(c.status)
			_, _ = fmt.Fprint(w, c.body)
		}))
		own := app()
		own.ClientSecret = guichet.NewSecret("canari-secret")
		_, err := newClient(t, server.URL, rdvsolidarites.Anonymous()).Auth.Exchange(t.Context(), own, "canari", "canari-verifier")
		server.Close()
		e := failure(t, err)
		if !errors.Is(err, c.kind) || e.Status != c.status || e.Sent != c.sent || strings.Contains(fmt.Sprintf("%v %+v", err, *e), "canari") {
			t.Errorf("%d %s gave %+v", c.status, c.body, *e)
		}
	}
}

func TestTheAuthorizeURLCanBeSetAndHoldsNoSecret(t *testing.T) {
	client := newClient(t, "https://service.example.fr", rdvsolidarites.Anonymous())
	const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk" // of RFC 7636, appendix B, as is its challenge
	want := url.Values{
		"response_type": {"code"}, "client_id": {rdvsolidaritestest.ClientID}, "redirect_uri": {redirectURL}, "scope": {"write"}, "state": {"état"},
		"code_challenge": {"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"}, "code_challenge_method": {"S256"},
	}
	for set, address := range map[string]string{
		"":                                   "https://service.example.fr/oauth/authorize?",
		"https://connexion.example.fr/a":     "https://connexion.example.fr/a?",
		"https://connexion.example.fr/a?b=c": "https://connexion.example.fr/a?b=c&",
	} {
		own := app()
		own.AuthorizeURL = set
		query, found := strings.CutPrefix(client.Auth.AuthorizeURL(own, "état", verifier), address)
		got, err := url.ParseQuery(query)
		if diff := cmp.Diff(want, got); !found || err != nil || diff != "" {
			t.Errorf("%q: the query after %s is %s (%v):\n%s", set, address, query, err, diff)
		}
	}
}

func TestEachVerifierIsNewAndValid(t *testing.T) {
	first, second := rdvsolidarites.NewVerifier(), rdvsolidarites.NewVerifier()
	allowed := regexp.MustCompile(`^[A-Za-z0-9._~-]{43,128}$`) // RFC 7636, section 4.1
	if first == second || !allowed.MatchString(first) || !allowed.MatchString(second) {
		t.Errorf("the verifiers are %q and %q", first, second)
	}
}

// TestARefreshTokenThatIsNotReplacedIsUsedAgain uses an answer without a refresh
// token.
func TestARefreshTokenThatIsNotReplacedIsUsedAgain(t *testing.T) {
	renewals, refused := 0, map[string]bool{"Bearer jeton-0": true}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		switch {
		case r.URL.Path == "/oauth/token" && r.FormValue("refresh_token") == "renouvellement":
			renewals++
			_, _ = fmt.Fprintf(w, `{"access_token":"jeton-%d"}`, renewals)
		case r.URL.Path == "/oauth/token" || refused[r.Header.Get("Authorization")]:
			w.WriteHeader(http.StatusUnauthorized)
		default:
			_, _ = fmt.Fprint(w, `{}`)
		}
	}))
	t.Cleanup(server.Close)
	current := rdvsolidarites.OAuthToken{AccessToken: guichet.NewSecret("jeton-0"), RefreshToken: guichet.NewSecret("renouvellement")}
	kept := current
	client := newClient(t, server.URL, rdvsolidarites.OAuth(app(), current, func(_ context.Context, token rdvsolidarites.OAuthToken) error { kept = token; return nil }))
	for round := 1; round <= 2; round++ {
		if err := client.Do(t.Context(), "GET", "/api/v1/agents", nil, nil); err != nil || renewals != round {
			t.Fatalf("round %d: %d renewals (%v)", round, renewals, err)
		}
		if kept.RefreshToken.Reveal() != "renouvellement" || kept.AccessToken.Reveal() != fmt.Sprintf("jeton-%d", round) {
			t.Errorf("round %d: other tokens were kept", round)
		}
		refused[fmt.Sprintf("Bearer jeton-%d", round)] = true
	}
}
