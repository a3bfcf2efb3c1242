package zops_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/zops"
	"github.com/guichet-go/guichet/zops/zopstest"
)

const exchangePath = "/v1/auth/token"

// tokens returns a client of a server's token server.
func tokens(t testing.TB, base string, options ...guichet.Option) *zops.TokenServer {
	t.Helper()
	return must[*zops.TokenServer](t)(zops.NewTokenServer(append(options,
		guichet.WithBaseURL(base), guichet.WithBackoff(func(int) time.Duration { return 0 }))...))
}

// consumerToken makes a token of a new consumer for the push service of a project.
func consumerToken(t testing.TB, client *zops.Client, projectID string) guichet.Secret {
	t.Helper()
	consumer := must[*zops.Consumer](t)(client.Consumers.Create(t.Context()))
	must[*zops.ProjectConsumer](t)(client.ProjectConsumers.Attach(t.Context(), projectID, consumer.ID))
	in := zops.ConsumerTokenCreate{ConsumerID: consumer.ID, ProjectID: projectID, ServiceCatalogCode: zops.ServicePush}
	return must[*zops.ConsumerToken](t)(client.ConsumerTokens.Create(t.Context(), in)).Token
}

func TestAConsumerTokenBecomesAnAccessToken(t *testing.T) {
	server, client := admin(t)
	token := consumerToken(t, client, project(t, client, "Accueil numérique").ID)
	auth := tokens(t, server.URL)
	first := must[*zops.AccessToken](t)(auth.Exchange(t.Context(), token))
	if first.AccessToken.IsZero() || first.RefreshToken == token || first.ExpiresIn != 3*60*60 {
		t.Errorf("the exchange gave %+v", first)
	}
	second := must[*zops.AccessToken](t)(auth.Exchange(t.Context(), first.RefreshToken))
	if second.AccessToken == first.AccessToken || second.RefreshToken == first.RefreshToken {
		t.Error("the second exchange gave the tokens of the first")
	}
	for _, used := range []guichet.Secret{token, first.RefreshToken, guichet.NewSecret("inconnu")} {
		_, err := auth.Exchange(t.Context(), used)
		want(t, err, guichet.ErrUnauthorized)
		if err == nil || !strings.Contains(err.Error(), "exchanged already") || strings.Contains(err.Error(), used.Reveal()) {
			t.Errorf("a refused exchange says %v", err)
		}
	}
	for _, r := range server.Requests() {
		if r.Path == exchangePath && r.Headers["Authorization"] != nil {
			t.Error("the token server got a credential")
		}
	}
	if _, err := zops.NewTokenServer(); err == nil || !strings.Contains(err.Error(), "base URL") {
		t.Errorf("without a base URL: %v", err)
	}
}

// TestWhatReplacesATokenIsSentOnce is about calls that end the token before.
func TestWhatReplacesATokenIsSentOnce(t *testing.T) {
	server, client := admin(t)
	id := project(t, client, "Accueil numérique").ID
	auth := tokens(t, server.URL)
	path := "/api/v1/projects/" + id + "/services-token"
	for _, call := range []struct {
		name, method, path string
		do                 func(ctx context.Context) error
	}{
		{"an exchange", "POST", exchangePath, func(ctx context.Context) error { return second(auth.Exchange(ctx, consumerToken(t, client, id))) }},
		{"a token of services", "GET", path, func(ctx context.Context) error { return second(client.ProjectServices.Token(ctx, id)) }},
		{"the same GET by hand", "GET", path, func(ctx context.Context) error { return client.Do(ctx, "GET", path, nil, nil) }},
		{"with a slash and a query", "GET", path + "/", func(ctx context.Context) error { return client.Do(ctx, "GET", path+"/?indent=2", nil, nil) }},
		{"with an escaped slash", "GET", strings.ReplaceAll(path, "/services", "%2Fservices"), func(ctx context.Context) error {
			return client.Do(ctx, "GET", strings.ReplaceAll(path, "/services", "%2Fservices"), nil, nil)
		}},
	} {
		for _, fault := range []zopstest.Fault{{Cut: zopstest.CutBeforeAnswer}, {Cut: zopstest.CutBody}} {
			fault.Match, fault.Count = call.method+" "+call.path, 5
			server.ClearFaults()
			server.Fault(fault)
			server.ResetRequests()
			e := failure(t, call.do(t.Context()))
			if n := count(server, call.method, call.path); n != 1 || !e.UnknownOutcome() {
				t.Errorf("%s, %s: %d requests, an unknown outcome: %t", call.name, fault.Cut, n, e.UnknownOutcome())
			}
		}
	}
	server.ClearFaults()
	server.Fault(zopstest.Fault{Match: "GET /api/v1/services", Count: 1, Cut: zopstest.CutBeforeAnswer})
	if err := client.Do(t.Context(), "GET", "/api/v1/services", nil, nil); err != nil {
		t.Errorf("another GET is not repeated: %v", err)
	}
}

func TestATokenOfServicesIsForAdmins(t *testing.T) {
	server, client := admin(t)
	id := project(t, client, "Accueil numérique").ID
	first := must[guichet.Secret](t)(client.ProjectServices.Token(t.Context(), id))
	if next := must[guichet.Secret](t)(client.ProjectServices.Token(t.Context(), id)); first.IsZero() || next == first {
		t.Error("the second token is the first")
	}
	_, err := client.ProjectServices.Token(t.Context(), unknownID)
	want(t, err, guichet.ErrNotFound)
	developer := connect(t, server, zops.Login(zopstest.DeveloperEmail, zopstest.DeveloperPassword))
	_, err = developer.ProjectServices.Token(t.Context(), id)
	want(t, err, guichet.ErrForbidden)
}

func TestAnAnswerWithoutItsTokenIsNoSuccess(t *testing.T) {
	base := scripted(t, func(string, string, int) (int, string) {
		return http.StatusCreated, `{"content": {"expiresIn": 10800}}`
	})
	_, err := tokens(t, base).Exchange(t.Context(), guichet.NewSecret("x"))
	want(t, err, guichet.ErrUnusableAnswer)
	_, err = client(t, base, zops.Token("x")).ProjectServices.Token(t.Context(), unknownID)
	want(t, err, guichet.ErrUnusableAnswer)
	if e := failure(t, err); e.Op != "ProjectServices.Token" || !e.Changes || e.Sent != guichet.Answered {
		t.Errorf("the error is %+v", e)
	}
}
