package rdvsolidarites_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/rdvsolidarites"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// refreshes counts the requests for a token that named a refresh token.
func refreshes(server *rdvsolidaritestest.Server) (n int) {
	for _, r := range server.Requests() {
		if r.Path == "/oauth/token" && strings.Contains(string(r.Body), "grant_type=refresh_token") {
			n++
		}
	}
	return n
}

// keeper remembers the tokens that are kept.
type keeper struct{ kept []rdvsolidarites.OAuthToken }

func (k *keeper) keep(_ context.Context, token rdvsolidarites.OAuthToken) error {
	k.kept = append(k.kept, token)
	return nil
}

func TestARefreshWithoutAnAnswerIsSentOnceMoreWithTheSameToken(t *testing.T) {
	for _, cut := range []string{"before-answer", "headers", "body"} {
		server := sandbox(t, rdvsolidaritestest.Options{})
		first := authorize(t, server)
		var k keeper
		client := newClient(t, server.URL, rdvsolidarites.OAuth(app(), first, k.keep))
		server.RevokeSessions()
		server.Fault(rdvsolidaritestest.Fault{Match: "POST /oauth/token", Cut: cut})
		if _, err := client.Agents.Me(t.Context()); err != nil || refreshes(server) != 2 || len(k.kept) != 1 {
			t.Errorf("%s: %d refreshes, %d tokens kept (%v)", cut, refreshes(server), len(k.kept), err)
		}
		server.RevokeSessions()
		server.Fault(rdvsolidaritestest.Fault{Match: "POST /oauth/token", Cut: cut, Count: 2})
		if _, err := client.Agents.Me(t.Context()); !errors.Is(err, guichet.ErrNetwork) || refreshes(server) != 4 {
			t.Errorf("%s, always: %d refreshes (%v)", cut, refreshes(server), err)
		}
		// The pair that was kept is whole all the same.
		if _, err := newClient(t, server.URL, rdvsolidarites.OAuth(app(), k.kept[0], k.keep)).Agents.Me(t.Context()); err != nil {
			t.Errorf("%s: the pair that was kept gave %v", cut, err)
		}
	}
}

func TestARefreshTokenThatIsOverIsSentOnceAndAsksForConsent(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{})
	var k keeper
	now := time.Now()
	client := newClient(t, server.URL, rdvsolidarites.OAuth(app(), authorize(t, server), k.keep),
		guichet.WithClock(func() time.Time { return now }, func(context.Context, time.Duration) error { return nil }))
	server.RevokeGrants()
	for range 3 {
		_, err := client.Agents.Me(t.Context())
		e := failure(t, err)
		if !errors.Is(err, guichet.ErrUnauthorized) || e.Code != "invalid_grant" || e.Status != 400 || !strings.Contains(err.Error(), "the agent must consent again") {
			t.Errorf("the call gave %v", err)
		}
		now = now.Add(time.Hour) // no failure is remembered as long
	}
	if refreshes(server) != 1 || len(k.kept) != 0 {
		t.Errorf("%d refreshes, %d tokens kept", refreshes(server), len(k.kept))
	}
}

func TestAPairThatCannotBeKeptIsNotUsedAndTheOneBeforeStaysValid(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{})
	first := authorize(t, server)
	full := true
	client := newClient(t, server.URL, rdvsolidarites.OAuth(app(), first, func(context.Context, rdvsolidarites.OAuthToken) error {
		if full {
			return errors.New("le disque est plein")
		}
		return nil
	}))
	server.RevokeSessions()
	if _, err := client.Agents.Me(t.Context()); err == nil {
		t.Error("the call succeeded")
	}
	full = false
	if _, err := newClient(t, server.URL, rdvsolidarites.OAuth(app(), first, nil)).Agents.Me(t.Context()); err != nil {
		t.Errorf("the pair before gave %v", err)
	}
}

func TestASourceOfTokensIsAskedOnceForAllCallersAndToldWhatWasRefused(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{})
	current := authorize(t, server)
	anonymous := newClient(t, server.URL, rdvsolidarites.Anonymous())
	var told []*rdvsolidarites.OAuthToken
	client := newClient(t, server.URL, rdvsolidarites.OAuthSource(func(ctx context.Context, rejected *rdvsolidarites.OAuthToken) (rdvsolidarites.OAuthToken, error) {
		told = append(told, rejected)
		if rejected == nil {
			return current, nil
		}
		renewed, err := anonymous.Auth.Refresh(ctx, app(), rejected.RefreshToken)
		return renewed, err
	}))
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
	if len(told) != 2 || told[0] != nil || told[1] == nil || told[1].AccessToken != current.AccessToken {
		t.Errorf("the source was asked %d times: %+v", len(told), told)
	}
	if _, err := rdvsolidarites.New(rdvsolidarites.OAuthSource(nil)); err == nil {
		t.Error("a source without a function was accepted")
	}
}

func TestARefreshWithoutARefreshTokenSendsNothing(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{})
	_, err := newClient(t, server.URL, rdvsolidarites.Anonymous()).Auth.Refresh(t.Context(), app(), guichet.Secret{})
	if !errors.Is(err, guichet.ErrUnauthorized) || len(server.Requests()) != 0 {
		t.Errorf("got %v and %d requests", err, len(server.Requests()))
	}
}

// TestAnInstanceWithoutPasswordsSaysThatItKnowsOAuthOnly has the route of the sign-in
// missing, as on the instance of 2026.
func TestAnInstanceWithoutPasswordsSaysThatItKnowsOAuthOnly(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{})
	server.Fault(rdvsolidaritestest.Fault{Match: "POST /api/v1/auth/sign_in", Status: http.StatusNotFound, HTML: true, Count: 2})
	anonymous := newClient(t, server.URL, rdvsolidarites.Anonymous())
	_, signIn := anonymous.Auth.SignIn(t.Context(), rdvsolidaritestest.Email, rdvsolidaritestest.Password)
	client := newClient(t, server.URL, rdvsolidarites.SignIn(rdvsolidaritestest.Email, rdvsolidaritestest.Password))
	_, call := client.Agents.Me(t.Context())
	for _, err := range []error{signIn, call} {
		e := failure(t, err)
		if !errors.Is(err, guichet.ErrUnauthorized) || e.Code != "oauth_only" || e.Status != 404 || !strings.Contains(err.Error(), "OAuth only") {
			t.Errorf("got %+v", *e)
		}
	}
	if n := len(server.Requests()); n != 2 {
		t.Errorf("%d requests", n)
	}
}

func TestAnAccessTokenIsFreshUntilTenSecondsBeforeItsEnd(t *testing.T) {
	now := time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
	access := guichet.NewSecret("an access token")
	for _, c := range []struct {
		name  string
		token rdvsolidarites.OAuthToken
		fresh bool
	}{
		{"an end that nobody knows", rdvsolidarites.OAuthToken{AccessToken: access}, true},
		{"more than ten seconds left", rdvsolidarites.OAuthToken{AccessToken: access, ExpiresAt: now.Add(10*time.Second + 1)}, true},
		{"ten seconds left", rdvsolidarites.OAuthToken{AccessToken: access, ExpiresAt: now.Add(10 * time.Second)}, false},
		{"over", rdvsolidarites.OAuthToken{AccessToken: access, ExpiresAt: now.Add(-time.Hour)}, false},
		{"no access token", rdvsolidarites.OAuthToken{RefreshToken: guichet.NewSecret("a refresh token"), ExpiresAt: now.Add(time.Hour)}, false},
	} {
		if fresh := c.token.Fresh(now); fresh != c.fresh {
			t.Errorf("%s: fresh is %v", c.name, fresh)
		}
	}
}
