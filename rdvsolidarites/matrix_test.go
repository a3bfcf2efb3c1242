package rdvsolidarites_test

import (
	"context"
	"io"
	"net/http"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/conform"
	"github.com/guichet-go/guichet/internal/rest"
	"github.com/guichet-go/guichet/rdvsolidarites"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// TestEveryOperationEndsAsTheFaultTableSays plays every fault to every method.
func TestEveryOperationEndsAsTheFaultTableSays(t *testing.T) {
	server := rdvsolidaritestest.New(rdvsolidaritestest.Options{RDVs: 30})
	inside := newClient(t, server.URL, rdvsolidarites.Bearer(server.BearerToken()), guichet.WithHTTPClient(&http.Client{Transport: server.Transport()}))
	found := find(t, server, inside)
	code := server.AuthorizationCode(app().RedirectURL)
	pair, err := inside.Auth.Exchange(t.Context(), app(), server.AuthorizationCode(app().RedirectURL), "verifier")
	if err != nil {
		t.Fatal(err)
	}
	refuse := func(w http.ResponseWriter) {
		http.Error(w, `{"errors":["Vous devez vous connecter"]}`, http.StatusUnauthorized)
	}
	conform.Matrix(t, ".", conform.Service{
		Handler: withPasswords(withPublicLinks(server)),
		Renews:  true,
		Refuse:  refuse,
		Open: func(t testing.TB, base string, options ...guichet.Option) []conform.Operation {
			client, err := rdvsolidarites.New(rdvsolidarites.SignIn(rdvsolidaritestest.Email, rdvsolidaritestest.Password),
				append(options, guichet.WithBaseURL(base))...)
			if err != nil {
				t.Fatal(err)
			}
			return append(operations(client, found), signing(client, code)...)
		},
	}, conform.Service{
		Name:    "with OAuth",
		Handler: server,
		Renews:  true,
		Refuse:  refuse,
		Open: func(t testing.TB, base string, options ...guichet.Option) []conform.Operation {
			client, err := rdvsolidarites.New(rdvsolidarites.OAuth(app(), pair, nil), append(options, guichet.WithBaseURL(base))...)
			if err != nil {
				t.Fatal(err)
			}
			return []conform.Operation{
				{Name: "Agents.Me", Call: func(ctx context.Context) error {
					_, err := client.Agents.Me(ctx)
					return err
				}},
				{Name: "Client.Do", Case: "writing", Call: func(ctx context.Context) error {
					return client.Do(ctx, http.MethodPost, "/api/v1/rdv_plans", map[string]any{"user": map[string]string{"first_name": "Ida", "last_name": "Roy"}}, new(map[string]any))
				}},
				{Name: "Auth.Refresh", Class: rest.Refresh, Anonymous: true, Call: func(ctx context.Context) error {
					_, err := client.Auth.Refresh(ctx, app(), pair.RefreshToken)
					return err
				}},
			}
		},
	})
}

// withPasswords adds the route of passwords, which the test server has not.
func withPasswords(server http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api/v1/auth/password" {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, `{"success":true}`)
			return
		}
		server.ServeHTTP(w, r)
	})
}

// withPublicLinks answers public links as the generation of 2024, the last that has them.
func withPublicLinks(server http.Handler) http.Handler {
	old := rdvsolidaritestest.New(rdvsolidaritestest.Options{RDVs: 30, Generation: rdvsolidaritestest.Generation2024})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api/v1/public_links" {
			old.ServeHTTP(w, r)
			return
		}
		server.ServeHTTP(w, r)
	})
}

// operations are the methods that the service's description has.
func operations(client *rdvsolidarites.Client, found ids) (list []conform.Operation) {
	for _, e := range endpoints(found) {
		o := conform.Operation{Name: e.name, Case: e.route, Mute: e.root == "", Call: func(ctx context.Context) error {
			_, err := e.call(ctx, client)
			return err
		}}
		switch e.name {
		case "PublicLinks.List":
			o.Anonymous = true
		case "Users.InvitationToken", "Users.InvitationTokenRaw":
			o.Class = rest.Idempotent // it gives the token that there is
		}
		list = append(list, o)
	}
	return list
}

// signing are the methods that have to do with credentials, the last of which
// end the session.
func signing(client *rdvsolidarites.Client, code string) []conform.Operation {
	return []conform.Operation{
		{Name: "Agents.Me", Call: func(ctx context.Context) error {
			_, err := client.Agents.Me(ctx)
			return err
		}},
		{Name: "Agents.MeRaw", Call: func(ctx context.Context) error {
			_, err := client.Agents.MeRaw(ctx)
			return err
		}},
		{Name: "Client.Do", Call: func(ctx context.Context) error {
			var page map[string]any
			return client.Do(ctx, http.MethodGet, "/api/v1/agents?page=1", nil, &page)
		}},
		{Name: "Client.Do", Case: "writing", Call: func(ctx context.Context) error {
			var plan map[string]any
			return client.Do(ctx, http.MethodPost, "/api/v1/rdv_plans", map[string]any{"user": map[string]string{"first_name": "Ida", "last_name": "Roy"}}, &plan)
		}},
		{Name: "Auth.Validate", Call: func(ctx context.Context) error {
			_, err := client.Auth.Validate(ctx)
			return err
		}},
		{Name: "Auth.ResetPassword", Anonymous: true, Mute: true, Call: func(ctx context.Context) error {
			return client.Auth.ResetPassword(ctx, rdvsolidaritestest.Email, "https://exemple.fr/")
		}},
		{Name: "Auth.ChangePassword", Mute: true, Call: func(ctx context.Context) error {
			return client.Auth.ChangePassword(ctx, rdvsolidaritestest.Password)
		}},
		{Name: "Auth.Exchange", Class: rest.SignIn, Anonymous: true, Call: func(ctx context.Context) error {
			_, err := client.Auth.Exchange(ctx, app(), code, "verifier")
			return err
		}},
		{Name: "Auth.SignOut", Mute: true, Call: func(ctx context.Context) error { return client.Auth.SignOut(ctx) }},
		{Name: "Auth.SignIn", Class: rest.SignIn, Anonymous: true, Call: func(ctx context.Context) error {
			_, err := client.Auth.SignIn(ctx, rdvsolidaritestest.Email, rdvsolidaritestest.Password)
			return err
		}},
	}
}
