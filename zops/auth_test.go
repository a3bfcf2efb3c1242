package zops_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/zops"
	"github.com/guichet-go/guichet/zops/zopstest"
)

const sessionPath = "/api/v1/session"

func TestAClientWithoutABaseURLIsRefusedWithItsOption(t *testing.T) {
	_, err := zops.New(zops.Anonymous())
	if err == nil || err.Error() != "zops: the base URL is missing: it has no default value, set it with WithBaseURL" {
		t.Errorf("New returned %v", err)
	}
}

func TestAnIncompleteCredentialIsRefused(t *testing.T) {
	for _, credential := range []zops.Credential{{}, zops.Login("", "x"), zops.Login("a@b.c", ""), zops.Token(""), zops.TokenSource(nil)} {
		if _, err := zops.New(credential, guichet.WithBaseURL("https://zops.example.fr")); err == nil {
			t.Errorf("%v was accepted", credential)
		}
	}
}

func TestTheTokenIsSentWithoutASchemeAndFetchedOnce(t *testing.T) {
	server, client := admin(t)
	for range 3 {
		must[*zops.User](t)(client.Me.Get(t.Context()))
	}
	if n := count(server, "POST", sessionPath); n != 1 {
		t.Errorf("there were %d logins", n)
	}
	last := server.Requests()[len(server.Requests())-1]
	if token := last.Headers.Get("Authorization"); len(token) < 200 || token[:2] != "ey" {
		t.Errorf("the header was %q", token)
	}
}

func TestAWrongPasswordIsAnAuthenticationError(t *testing.T) {
	server := start(t, zopstest.Options{})
	client := connect(t, server, zops.Login(zopstest.Email, "faux"))
	_, err := client.Me.Get(t.Context())
	want(t, err, guichet.ErrUnauthorized)
	if errors.Is(err, guichet.ErrNotFound) {
		t.Error("the error is also a missing object")
	}
	_, err = client.Session.Login(t.Context(), "personne@example.fr", "x")
	want(t, err, guichet.ErrUnauthorized)
}

func TestARevokedTokenIsReplacedOnceAndTheCallRepeated(t *testing.T) {
	server, client := admin(t)
	must[*zops.User](t)(client.Me.Get(t.Context()))
	server.RevokeTokens()
	must[*zops.Project](t)(client.Projects.Create(t.Context(), zops.ProjectCreate{Name: "Portail"}))
	if n := count(server, "POST", sessionPath); n != 2 {
		t.Errorf("there were %d logins, not 2", n)
	}
	if n := count(server, "POST", "/api/v1/projects"); n != 2 {
		t.Errorf("the write was sent %d times, not once in vain and once well", n)
	}
}

func TestAnExpiredTokenIsReplaced(t *testing.T) {
	now := time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
	var mu sync.Mutex
	server := start(t, zopstest.Options{Now: func() time.Time { mu.Lock(); defer mu.Unlock(); return now }})
	client := connect(t, server, zops.Login(zopstest.Email, zopstest.Password))
	must[*zops.User](t)(client.Me.Get(t.Context()))
	mu.Lock()
	now = now.AddDate(0, 0, 8)
	mu.Unlock()
	must[[]zops.Project](t)(client.Projects.List(t.Context()))
	if n := count(server, "POST", sessionPath); n != 2 {
		t.Errorf("there were %d logins, not 2", n)
	}
}

func TestARefusedRoleIsForbiddenAndCausesNoLogin(t *testing.T) {
	server := start(t, zopstest.Options{})
	client := connect(t, server, zops.Login(zopstest.DeveloperEmail, zopstest.DeveloperPassword))
	for range 20 {
		_, err := client.Admins.List(t.Context())
		want(t, err, guichet.ErrForbidden)
		if errors.Is(err, guichet.ErrUnauthorized) {
			t.Error("the error also says that the credential was refused")
		}
	}
	if n := count(server, "POST", sessionPath); n != 1 {
		t.Errorf("20 refusals to the role made %d logins", n)
	}
}

func TestConcurrentRefusalsCauseNoNewLogin(t *testing.T) {
	server := start(t, zopstest.Options{})
	client := connect(t, server, zops.Login(zopstest.DeveloperEmail, zopstest.DeveloperPassword))
	var callers sync.WaitGroup
	for range 20 {
		callers.Go(func() {
			if err := client.Account.Delete(t.Context()); !errors.Is(err, guichet.ErrForbidden) {
				t.Error(err)
			}
		})
	}
	callers.Wait()
	if n := count(server, "POST", sessionPath); n != 1 {
		t.Errorf("there were %d logins", n)
	}
}

func TestARefusedStaticTokenIsNotReplaced(t *testing.T) {
	server, client := admin(t)
	token := must[guichet.Secret](t)(client.Session.Login(t.Context(), zopstest.BillingEmail, zopstest.BillingPassword))
	kept := connect(t, server, zops.Token(token.Reveal()))
	server.ResetRequests()
	_, err := kept.Projects.List(t.Context())
	want(t, err, guichet.ErrUnauthorized)
	if requests := server.Requests(); len(requests) != 1 {
		t.Errorf("the server saw %d requests, not 1", len(requests))
	}
	garbage := connect(t, server, zops.Token("Token "+token.Reveal()))
	_, err = garbage.Me.Get(t.Context())
	want(t, err, guichet.ErrUnauthorized)
}

func TestATokenSourceIsCalledAgainOnlyWhenTheTokenIsInvalid(t *testing.T) {
	server, client := admin(t)
	var rejected []guichet.Secret
	source := connect(t, server, zops.TokenSource(func(ctx context.Context, old guichet.Secret) (guichet.Secret, error) {
		rejected = append(rejected, old)
		return client.Session.Login(ctx, zopstest.DeveloperEmail, zopstest.DeveloperPassword)
	}))
	_, err := source.Admins.List(t.Context())
	want(t, err, guichet.ErrForbidden)
	if len(rejected) != 1 || !rejected[0].IsZero() {
		t.Fatalf("after a refusal to the role the source was asked %d times", len(rejected))
	}
	server.RevokeTokens()
	must[[]zops.Project](t)(source.Projects.List(t.Context()))
	if len(rejected) != 2 || rejected[1].IsZero() {
		t.Errorf("after the end of the token the source was asked %d times", len(rejected))
	}
}

func TestATokenThatCannotBeCheckedIsNotReplaced(t *testing.T) {
	server, client := admin(t)
	must[*zops.User](t)(client.Me.Get(t.Context()))
	server.RevokeTokens()
	server.Fault(zopstest.Fault{Match: "GET /api/v1/me", Count: 5, Status: 503})
	_, err := client.Projects.List(t.Context())
	want(t, err, guichet.ErrUnavailable)
	if n := count(server, "POST", sessionPath); n != 1 {
		t.Errorf("there were %d logins, not 1", n)
	}
}

func TestLoggingOutEndsOneTokenOrAllTheOthers(t *testing.T) {
	now := time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
	server := start(t, zopstest.Options{Now: func() time.Time { now = now.Add(time.Second); return now }})
	login := func() *zops.Client {
		token := must[guichet.Secret](t)(connect(t, server, zops.Anonymous()).Session.Login(t.Context(), zopstest.Email, zopstest.Password))
		return connect(t, server, zops.Token(token.Reveal()))
	}
	first, second, third := login(), login(), login()
	if err := third.Session.LogoutOthers(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, ended := range []*zops.Client{first, second} {
		_, err := ended.Me.Get(t.Context())
		want(t, err, guichet.ErrUnauthorized)
	}
	if err := third.Session.Logout(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, err := third.Me.Get(t.Context())
	want(t, err, guichet.ErrUnauthorized)
}

func TestAManagerCannotLogOut(t *testing.T) {
	server := start(t, zopstest.Options{Empty: true})
	client := connect(t, server, zops.Login(zopstest.ManagerEmail, zopstest.ManagerPassword))
	want(t, client.Session.Logout(t.Context()), guichet.ErrForbidden)
	if me := must[*zops.User](t)(client.Me.Get(t.Context())); me.Role != zops.RoleManager {
		t.Errorf("the manager is %+v", me)
	}
}

func TestATokenSaysWhenItEnds(t *testing.T) {
	now := time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
	server := start(t, zopstest.Options{Now: func() time.Time { return now }})
	token := must[guichet.Secret](t)(connect(t, server, zops.Anonymous()).Session.Login(t.Context(), zopstest.Email, zopstest.Password))
	if ends, ok := zops.ExpiresAt(token); !ok || !ends.Equal(now.AddDate(0, 0, 7)) {
		t.Errorf("the token ends at %v, %v", ends, ok)
	}
	for _, odd := range []string{"", "abc", "a.b.c", "a.e30.c"} {
		if _, ok := zops.ExpiresAt(guichet.NewSecret(odd)); ok {
			t.Errorf("%q says when it ends", odd)
		}
	}
}
