package gopaas_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/gopaas"
	"github.com/guichet-go/guichet/gopaas/gopaastest"
)

const tokenPath = "/crm/api/oauth2/access_token/"

// TestAnHourOfCallsAsksForOneTokenPerLifetime has twenty callers at work for an
// hour of virtual time with tokens of 60 s, which are renewed 10 s early.
func TestAnHourOfCallsAsksForOneTokenPerLifetime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tokens, refusals atomic.Int32
		server := gopaastest.New(gopaastest.Options{Accounts: 1, Latency: 700 * time.Millisecond})
		client := connect(t, server.URL, flavours["with OAuth2 client ids"],
			guichet.WithHTTPClient(&http.Client{Transport: tally{server.Transport(), &tokens, &refusals}}))
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		var callers sync.WaitGroup
		for i := range 20 {
			callers.Go(func() {
				for ctx.Err() == nil {
					_, err := client.Items.Get(ctx, "compte", "1")
					if err != nil && ctx.Err() == nil {
						t.Error(err)
					}
					time.Sleep(time.Duration(5000+37*i) * time.Millisecond)
				}
			})
		}
		callers.Wait()
		if n, most := int(tokens.Load()), int(time.Hour/(50*time.Second)); n > most || n < most-3 {
			t.Errorf("%d tokens were asked for in an hour, not one each 50 s, which is %d", n, most)
		}
		if n := refusals.Load(); n != 0 {
			t.Errorf("%d calls were sent with a token that had ended", n)
		}
	})
}

// tally counts the token requests and the refusals that go by.
type tally struct {
	next             http.RoundTripper
	tokens, refusals *atomic.Int32
}

func (c tally) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Path == tokenPath {
		c.tokens.Add(1)
	}
	resp, err := c.next.RoundTrip(r)
	if err == nil && resp.StatusCode == http.StatusUnauthorized {
		c.refusals.Add(1)
	}
	return resp, err
}

func TestATokenOfAFewSecondsIsNotAskedForAtEachCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := gopaastest.New(gopaastest.Options{Accounts: 1, TokenLifetime: 2500 * time.Millisecond})
		client := connect(t, server.URL, flavours["with OAuth2 client ids"],
			guichet.WithHTTPClient(&http.Client{Transport: server.Transport()}))
		for range 100 {
			if _, err := client.Items.Get(t.Context(), "compte", "1"); err != nil {
				t.Fatal(err)
			}
			time.Sleep(100 * time.Millisecond)
		}
		if n := server.TokensIssued(); n != 5 {
			t.Errorf("%d tokens were asked for in 10 s, not one each 2 s", n)
		}
	})
}

// TestATokenLifetimeIsReadInEveryForm covers the forms that a service may write.
func TestATokenLifetimeIsReadInEveryForm(t *testing.T) {
	for written, want := range map[string]time.Duration{
		`"60"`: time.Minute, `60`: time.Minute, `"90.5"`: 90500 * time.Millisecond, `3600`: time.Hour,
		`0`: time.Minute, `"0"`: time.Minute, `null`: time.Minute, `""`: time.Minute, `"bientôt"`: time.Minute,
		`-5`: time.Minute, `true`: time.Minute, `"NaN"`: time.Minute, `0.001`: time.Second, `1e300`: 24 * time.Hour,
		`"inf"`: 24 * time.Hour, `{"s":60}`: time.Minute,
	} {
		info, err := tokenAnswered(t, `{"access_token":"jeton","scope":"ADMIN","expires_in":`+written+`}`)
		if err != nil || info.Lifetime != want || info.Scope != "ADMIN" {
			t.Errorf("expires_in %s was read as %+v, and %v", written, info, err)
		}
	}
	if info, err := tokenAnswered(t, `{"access_token":"jeton"}`); err != nil || info.Lifetime != time.Minute {
		t.Errorf("a token without expires_in was read as %+v, and %v", info, err)
	}
	for _, answer := range []string{`{"expires_in":"60"}`, `{"access_token":"a\nb"}`, `{"access_token":7}`, `[]`, `<html></html>`} {
		_, err := tokenAnswered(t, answer)
		failure(t, err, guichet.ErrUnusableAnswer)
	}
}

func tokenAnswered(t *testing.T, answer string) (*gopaas.TokenInfo, error) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, answer) }))
	defer server.Close()
	return connect(t, server.URL, gopaas.ClientCredentials("a", "secret")).Auth.Token(t.Context())
}

// TestATokenIsObtainedInEveryEncoding covers the encodings that the vendor
// documents.
func TestATokenIsObtainedInEveryEncoding(t *testing.T) {
	for _, encoding := range []gopaas.Encoding{gopaas.EncodeForm, gopaas.EncodeMultipart, gopaas.EncodeJSON} {
		for _, grant := range []string{"client_credentials", "Client Credentials"} {
			server := start(t, gopaastest.Options{TokenEncoding: string(encoding), GrantType: grant, NumericExpiry: grant != "client_credentials"})
			right := gopaas.ClientCredentials(gopaastest.ClientID, gopaastest.ClientSecret, gopaas.WithEncoding(encoding), gopaas.WithGrantType(grant))
			info, err := connect(t, server.URL, right).Auth.Token(t.Context())
			if err != nil || info.Scope != "ADMIN" || info.Lifetime != time.Minute {
				t.Errorf("%s, %s: the token is %+v, and %v", encoding, grant, info, err)
			}
			wrong := gopaas.ClientCredentials(gopaastest.ClientID, gopaastest.ClientSecret, gopaas.WithEncoding(encoding), gopaas.WithGrantType("password"))
			_, err = connect(t, server.URL, wrong).Auth.Token(t.Context())
			failure(t, err, guichet.ErrInvalid)
		}
	}
}

func TestAWrongSecretIsRefusedOnceAndNotShown(t *testing.T) {
	server := start(t, gopaastest.Options{})
	client := connect(t, server.URL, gopaas.ClientCredentials(gopaastest.ClientID, "faux-secret"))
	_, err := client.Items.Get(t.Context(), "compte", "1")
	e := failure(t, err, guichet.ErrUnauthorized)
	if len(server.Requests()) != 1 || strings.Contains(e.Error(), "faux-secret") || !strings.Contains(e.Error(), "Invalid Information. (possible reasons: a wrong client id") {
		t.Errorf("%d requests were sent; the error is %v", len(server.Requests()), e)
	}
}

func TestATokenRequestIsNotRedirected(t *testing.T) {
	server := httptest.NewServer(nil)
	t.Cleanup(server.Close)
	seen := 0
	server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen++
		http.Redirect(w, r, server.URL+"/ailleurs/", http.StatusTemporaryRedirect)
	})
	_, err := connect(t, server.URL, gopaas.ClientCredentials("a", "secret")).Auth.Token(t.Context())
	failure(t, err, guichet.ErrUnusableAnswer)
	if seen != 1 {
		t.Errorf("the server saw %d requests", seen)
	}
}

func TestARevokedTokenIsReplacedOnceAndAPushSentAgain(t *testing.T) {
	server := start(t, gopaastest.Options{})
	client := connect(t, server.URL, flavours["with OAuth2 client ids"])
	if _, err := client.Auth.Token(t.Context()); err != nil {
		t.Fatal(err)
	}
	server.RevokeTokens()
	report, err := client.Items.Push(t.Context(), "compte", accounts(t, 1), gopaas.PushOptions{})
	if err != nil || len(report.Written) != 1 || server.TokensIssued() != 2 {
		t.Errorf("%d tokens were given, the report is %+v, and %v", server.TokensIssued(), report, err)
	}
}

func TestAPIKeyAndOAuthRoutesDoNotMix(t *testing.T) {
	server := start(t, gopaastest.Options{})
	key := withKey(t, server.URL)
	oauth := connect(t, server.URL, flavours["with OAuth2 client ids"])
	for _, err := range []error{
		key.Do(t.Context(), "GET", "/api/oauth2/list/1167/", nil, nil),
		oauth.Do(t.Context(), "GET", "/api/list/1167/", nil, nil),
		second(key.Auth.Token(t.Context())),
		second(oauth.Files.Open(t.Context(), "compte", "1", "contrat")),
		second(oauth.Files.Upload(t.Context(), "compte", gopaas.FileUpload{Name: "a.txt", Content: strings.NewReader("a")})),
	} {
		failure(t, err, guichet.ErrInvalid)
	}
	if n := len(server.Requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
	var all []map[string]any
	for client, path := range map[*gopaas.Client]string{key: "/api/list/1167/", oauth: "/api/oauth2/list/1167/"} {
		var answer struct{ Rows []map[string]any }
		if err := client.Do(t.Context(), "GET", path, nil, &answer); err != nil || len(answer.Rows) == 0 {
			t.Errorf("%s gave %v, and %v", path, all, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestAnErrorNamesAnAddressThatIsNotAllowed(t *testing.T) {
	server := start(t, gopaastest.Options{AllowedAddresses: "192.0.2.1; 192.0.2.2"})
	client := withKey(t, server.URL)
	_, err := client.Items.Get(t.Context(), "compte", "1")
	if e := failure(t, err, guichet.ErrUnauthorized); !strings.Contains(e.Error(), "address") {
		t.Errorf("the error is %v", e)
	}
	server.AllowAddresses("192.0.2.1;127.0.0.1")
	if _, err := client.Items.Get(t.Context(), "compte", "1"); err != nil {
		t.Error(err)
	}
}

func TestAnAddressIsCheckedBeforeAnythingIsSent(t *testing.T) {
	for base, ok := range map[string]bool{
		"https://main.gopaas.net/crm": true, "https://votre-app.gopaas.net/": true, "https://www.gopaas.net/qualif/a/b/": true,
		"": false, "http://main.gopaas.net/crm": false, "https://main.gopaas.net/crm/api": false,
		"https://main.gopaas.net/crm/api/oauth2/": false, "https://u:p@main.gopaas.net/crm/api": false, "main.gopaas.net/crm": false,
	} {
		_, err := gopaas.New(gopaas.APIKey("cle"), guichet.WithBaseURL(base))
		if (err == nil) != ok || err != nil && strings.Contains(err.Error(), "u:p") {
			t.Errorf("the base URL %q gave %v", base, err)
		}
	}
	for _, credential := range []gopaas.Credential{{}, gopaas.APIKey(""), gopaas.ClientCredentials("a", ""),
		gopaas.ClientCredentials("a", "b", gopaas.WithEncoding("xml")), gopaas.ClientCredentials("a", "b", gopaas.WithGrantType(""))} {
		if _, err := gopaas.New(credential, guichet.WithBaseURL("https://main.gopaas.net/crm")); err == nil {
			t.Error("a credential that is none was taken")
		}
	}
}
