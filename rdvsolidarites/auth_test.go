package rdvsolidarites_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/rdvsolidarites"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

const (
	sandboxEmail    = rdvsolidaritestest.Email
	sandboxPassword = rdvsolidaritestest.Password
)

// validate asks whether the credential of a client is accepted.
func validate(ctx context.Context, c *rdvsolidarites.Client) error {
	_, err := c.Auth.Validate(ctx)
	return err
}

func TestASessionIsOpenedValidatedAndEnded(t *testing.T) {
	now := time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
	server := sandbox(t, rdvsolidaritestest.Options{Now: func() time.Time { return now }})
	anybody := newClient(t, server.URL, rdvsolidarites.Anonymous())
	session, err := anybody.Auth.SignIn(t.Context(), sandboxEmail, sandboxPassword)
	if err != nil {
		t.Fatal(err)
	}
	if session.UID != sandboxEmail || !session.ExpiresAt.Equal(now.AddDate(0, 0, 14)) || session.AccessToken.IsZero() || session.Client.IsZero() {
		t.Errorf("the session is %+v", session)
	}
	client := newClient(t, server.URL, rdvsolidarites.Resume(session))
	account, err := client.Auth.Validate(t.Context())
	if err != nil || account.Email != sandboxEmail || account.ID != server.Agents()[0].ID || !account.ExpiresAt.Equal(session.ExpiresAt) {
		t.Errorf("the account is %+v (%v)", account, err)
	}
	if err := client.Auth.SignOut(t.Context()); err != nil {
		t.Error(err)
	}
	if err := validate(t.Context(), client); !errors.Is(err, guichet.ErrUnauthorized) {
		t.Errorf("after signing out the session gave %v", err)
	}
	if err := client.Auth.SignOut(t.Context()); !errors.Is(err, guichet.ErrNotFound) {
		t.Errorf("signing out twice gave %v", err)
	}
	if server.SignIns() != 1 {
		t.Errorf("there were %d sign-ins", server.SignIns())
	}
}

func TestAWrongPasswordIsFinalAndNotShown(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{})
	_, err := newClient(t, server.URL, rdvsolidarites.Anonymous()).Auth.SignIn(t.Context(), sandboxEmail, "canari-faux")
	e := failure(t, err)
	if !errors.Is(err, guichet.ErrUnauthorized) || e.Sent != guichet.Answered || len(server.Requests()) != 1 {
		t.Errorf("the sign-in gave %v after %d requests", err, len(server.Requests()))
	}
	client := newClient(t, server.URL, rdvsolidarites.SignIn(sandboxEmail, "canari-faux"))
	err = validate(t.Context(), client)
	if e := failure(t, err); !errors.Is(err, guichet.ErrUnauthorized) || e.Op != "Auth.SignIn" || strings.Contains(fmt.Sprintf("%v %+v", err, *e), "canari") {
		t.Errorf("a call gave %+v", *e)
	}
	if validate(t.Context(), client) == nil || len(server.Requests()) != 2 {
		t.Errorf("a refused password was tried %d times", len(server.Requests())-1)
	}
}

func TestASignInAnsweredWithoutATokenIsAnError(t *testing.T) {
	client := replay(t, recording{Method: "POST", Status: 200, Body: []byte(`{"data":{"id":1,"email":"a@example.fr"}}`)})
	if session, err := client.Auth.SignIn(t.Context(), "a@example.fr", "mot-de-passe"); !errors.Is(err, guichet.ErrUnusableAnswer) || session != (rdvsolidarites.Session{}) {
		t.Errorf("the sign-in gave %+v and %v", session, err)
	}
}

func TestARefusedResumedSessionIsNotReplaced(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{})
	session, err := newClient(t, server.URL, rdvsolidarites.Anonymous()).Auth.SignIn(t.Context(), sandboxEmail, sandboxPassword)
	if err != nil {
		t.Fatal(err)
	}
	server.RevokeSessions()
	server.ResetRequests()
	err = validate(t.Context(), newClient(t, server.URL, rdvsolidarites.Resume(session)))
	if e := failure(t, err); !errors.Is(err, guichet.ErrUnauthorized) || e.Status != 401 || len(server.Requests()) != 1 || server.SignIns() != 1 {
		t.Errorf("the call gave %v after %d requests", err, len(server.Requests()))
	}
}

func TestAnExpiredSessionIsRenewedOnceForAWrite(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{})
	client := admin(t, server)
	if err := validate(t.Context(), client); err != nil {
		t.Fatal(err)
	}
	server.RevokeSessions()
	server.ResetRequests()
	if _, err := client.Absences.Create(t.Context(), newAbsence(server.Agents()[0].ID)); err != nil {
		t.Fatal(err)
	}
	var seen []string
	for _, r := range server.Requests() {
		seen = append(seen, fmt.Sprintf("%s %s %d", r.Method, r.Path, r.Status))
	}
	want := "[POST /api/v1/absences 401 POST /api/v1/auth/sign_in 200 POST /api/v1/absences 200]"
	if fmt.Sprint(seen) != want || server.SignIns() != 2 {
		t.Errorf("the server saw %v", seen)
	}
}

// TestASessionSourceGetsTheRefusedSession also checks that fifty callers call the
// source once.
func TestASessionSourceGetsTheRefusedSession(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{})
	anybody := newClient(t, server.URL, rdvsolidarites.Anonymous())
	var rejections []*rdvsolidarites.Session
	client := newClient(t, server.URL, rdvsolidarites.SessionSource(func(ctx context.Context, rejected *rdvsolidarites.Session) (rdvsolidarites.Session, error) {
		rejections = append(rejections, rejected) // calls never overlap
		return anybody.Auth.SignIn(ctx, sandboxEmail, sandboxPassword)
	}))
	everybody := func() {
		var callers sync.WaitGroup
		for range 50 {
			callers.Go(func() {
				if err := validate(t.Context(), client); err != nil {
					t.Error(err)
				}
			})
		}
		callers.Wait()
	}
	everybody()
	if len(rejections) != 1 || rejections[0] != nil {
		t.Fatalf("the source was asked %d times", len(rejections))
	}
	server.RevokeSessions()
	everybody()
	if len(rejections) != 2 || rejections[1] == nil || rejections[1].UID != sandboxEmail || server.SignIns() != 2 {
		t.Errorf("the source was asked %d times, with %d sign-ins", len(rejections), server.SignIns())
	}
}

func TestAFailingSessionSourceFailsTheCall(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{})
	locked := errors.New("le trousseau est verrouillé")
	client := newClient(t, server.URL, rdvsolidarites.SessionSource(func(context.Context, *rdvsolidarites.Session) (rdvsolidarites.Session, error) {
		return rdvsolidarites.Session{}, locked
	}))
	err := validate(t.Context(), client)
	if e := failure(t, err); !errors.Is(err, locked) || !errors.Is(err, guichet.ErrNoCredential) || e.Sent != guichet.NotSent || len(server.Requests()) != 0 {
		t.Errorf("the call gave %v", err)
	}
}

func TestARefusalOutsideTheAPIOfAgentsEndsNoSession(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{RDVs: 10})
	client := admin(t, server)
	for range 5 {
		err := client.Do(t.Context(), "GET", "/api/rdvinsertion/users/1", nil, nil)
		if e := failure(t, err); !errors.Is(err, guichet.ErrUnauthorized) || e.Status != 401 {
			t.Errorf("the error is %v", err)
		}
	}
	if err := validate(t.Context(), client); err != nil || server.SignIns() != 1 {
		t.Errorf("%d sign-ins, and %v", server.SignIns(), err)
	}
}

// TestTwoClientsOfOneAgentContestTheirSession lets each sign-in end the other
// client's session.
func TestTwoClientsOfOneAgentContestTheirSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := rdvsolidaritestest.New(rdvsolidaritestest.Options{RDVs: 10})
		transport := guichet.WithHTTPClient(&http.Client{Transport: server.Transport()})
		one, other := admin(t, server, transport), admin(t, server, transport)
		var err error
		calls := 0
		for ; err == nil && calls < 20; calls++ {
			if err = validate(t.Context(), one); err == nil {
				err = validate(t.Context(), other)
			}
		}
		if !errors.Is(err, guichet.ErrSessionContested) || server.SignIns() > 8 {
			t.Fatalf("after %d calls and %d sign-ins the error is %v", calls, server.SignIns(), err)
		}
		if e := failure(t, err); e.Op != "Auth.Validate" || e.Sent != guichet.NotSent || !strings.Contains(err.Error(), "contested") {
			t.Errorf("the error is %+v", *e)
		}
		time.Sleep(time.Minute)
		if err := validate(t.Context(), one); err != nil {
			t.Errorf("a minute later the call gave %v", err)
		}
	})
}

func TestNewRefusesAnIncompleteCredential(t *testing.T) {
	for name, credential := range map[string]rdvsolidarites.Credential{
		"none": {}, "no password": rdvsolidarites.SignIn("a@example.fr", ""), "no e-mail": rdvsolidarites.SignIn("", "a"),
		"half a session": rdvsolidarites.Resume(rdvsolidarites.Session{UID: "a"}), "no source": rdvsolidarites.SessionSource(nil),
		"no token": rdvsolidarites.Bearer(""), "no application": rdvsolidarites.OAuth(rdvsolidarites.OAuthApp{}, rdvsolidarites.OAuthToken{}, nil),
	} {
		if client, err := rdvsolidarites.New(credential); err == nil || client != nil || !strings.HasPrefix(err.Error(), "rdvsolidarites: ") {
			t.Errorf("%s: %v and %v", name, client, err)
		}
	}
}

func TestASessionWithoutOneOfItsThreeValuesIsNotResumed(t *testing.T) {
	secret := guichet.NewSecret("a")
	for _, session := range []rdvsolidarites.Session{
		{Client: secret, UID: "a"}, {AccessToken: secret, UID: "a"}, {AccessToken: secret, Client: secret},
	} {
		if _, err := rdvsolidarites.New(rdvsolidarites.Resume(session)); err == nil {
			t.Errorf("%+v was accepted", session)
		}
	}
}

func TestPublicLinksNeedNoCredentialAndObeyTheRateLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := rdvsolidaritestest.New(rdvsolidaritestest.Options{RDVs: 10, Generation: rdvsolidaritestest.Generation2024})
		client := newClient(t, server.URL, rdvsolidarites.Anonymous(), guichet.WithHTTPClient(&http.Client{Transport: server.Transport()}))
		start := time.Now()
		for range 51 {
			links, err := client.PublicLinks.List(t.Context(), "62")
			if err != nil || len(links) == 0 || !strings.HasPrefix(links[0].PublicLink, "https://") {
				t.Fatalf("the links are %v (%v)", links, err)
			}
		}
		// Fifty a minute are allowed; the window ends with the minute.
		if want := start.Truncate(time.Minute).Add(time.Minute); !time.Now().Equal(want) {
			t.Errorf("the 51st answer came at %v, not %v", time.Now(), want)
		}
		if n := len(server.Requests()); n != 52 {
			t.Errorf("the server saw %d requests, not 51 and the one that it refused", n)
		}
		for _, r := range server.Requests() {
			if r.Headers.Get("Access-Token")+r.Headers.Get("Authorization") != "" {
				t.Error("a credential was sent")
			}
		}
	})
}
