package rdvsolidarites_test

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/conform"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

const (
	email    = "martine.validay@example.fr"
	password = "canary-password"
)

// TestTheClientHoldsTheConformanceTable runs the hostile-server table with each way in
// that renews itself.
func TestTheClientHoldsTheConformanceTable(t *testing.T) {
	password := subject(rdvsolidarites.SignIn(email, password), signIn)
	t.Run("password", func(t *testing.T) { conform.Run(t, password) })
	t.Run("OAuth", func(t *testing.T) {
		app := rdvsolidarites.OAuthApp{ClientID: "application", ClientSecret: guichet.NewSecret("canary-client-secret")}
		current := rdvsolidarites.OAuthToken{RefreshToken: guichet.NewSecret("canary-refresh-token")}
		conform.Run(t, subject(rdvsolidarites.OAuth(app, current, nil), refresh))
	})
}

func subject(credential rdvsolidarites.Credential, signIn func(http.ResponseWriter, *http.Request) bool) conform.Subject {
	return conform.Subject{
		Open: func(t testing.TB, base string, options ...guichet.Option) conform.Client {
			return open(t, credential, base, options...)
		},
		OpenAs: openAs,
		SignIn: signIn,
		Refuse: func(w http.ResponseWriter) {
			http.Error(w, `{"errors":["Vous devez vous connecter"]}`, http.StatusUnauthorized)
		},
		Object: `{"absence":{"id":7,"title":"Congés d'été","first_day":"2026-08-03"}}`,
		Page:   page,
		Rows: func(rows string) string {
			return `{"organisations":[` + rows + `],"meta":{"current_page":1,"next_page":null,"prev_page":null,"total_pages":1,"total_count":2}}`
		},
		Key: "id",
		Stuck: func(*http.Request) string {
			return `{"organisations":[{"id":1}],"meta":{"current_page":1,"next_page":2,"prev_page":null,"total_pages":9,"total_count":900}}`
		},
		Secrets:  []string{password, "canary-access-token", "canary-client", "canary-refresh-token"},
		RowCount: 27,
	}
}

func openAs(token string, options ...guichet.Option) (func(context.Context, ...guichet.CallOption) error, error) {
	client, err := rdvsolidarites.New(rdvsolidarites.Bearer(token), options...)
	return func(ctx context.Context, options ...guichet.CallOption) error {
		_, err := client.Absences.Get(ctx, 7, options...)
		return err
	}, err
}

func open(t testing.TB, credential rdvsolidarites.Credential, base string, options ...guichet.Option) conform.Client {
	t.Helper()
	client, err := rdvsolidarites.New(credential, append(options, guichet.WithBaseURL(base))...)
	if err != nil {
		t.Fatal(err)
	}
	session := rdvsolidarites.Session{
		AccessToken: guichet.NewSecret("canary-access-token"), Client: guichet.NewSecret("canary-client"), UID: email,
	}
	return conform.Client{
		Values: []any{client, *client, credential, session, &session, client.Absences, rdvsolidarites.Resume(session)},
		GoodID: "7",
		Do:     client.Do,
		Path:   "/api/v1/absences/7",
		Get: func(ctx context.Context, id string) error {
			n, err := strconv.ParseInt(id, 10, 64)
			if err != nil {
				return err // ids are numbers here: the compiler refuses a text
			}
			_, err = client.Absences.Get(ctx, n)
			return err
		},
		Create: func(ctx context.Context) error {
			_, err := client.Absences.Create(ctx, rdvsolidarites.AbsenceCreate{AgentID: 1, Title: "Formation"})
			return err
		},
		All: func(ctx context.Context) (rows int, err error) {
			for _, err := range client.Organisations.All(ctx, rdvsolidarites.OrganisationQuery{}) {
				if err != nil {
					return rows, err
				}
				rows++
			}
			return rows, nil
		},
		AllRaw: func(ctx context.Context) (rows int, err error) {
			all, _ := client.Organisations.AllRaw(ctx, rdvsolidarites.OrganisationQuery{})
			for _, err := range all {
				if err != nil {
					return rows, err
				}
				rows++
			}
			return rows, nil
		},
	}
}

// refresh answers with the pair that a refresh gives.
func refresh(w http.ResponseWriter, r *http.Request) bool {
	if r.URL.Path != "/oauth/token" {
		return false
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = fmt.Fprint(w, `{"access_token":"canary-access-token","refresh_token":"canary-refresh-token","expires_in":7200}`)
	return true
}

func signIn(w http.ResponseWriter, r *http.Request) bool {
	if r.URL.Path != "/api/v1/auth/sign_in" {
		return false
	}
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("access-token", "canary-access-token")
	h.Set("client", "canary-client")
	h.Set("uid", email)
	h.Set("expiry", "1795000000")
	_, _ = fmt.Fprintf(w, `{"data":{"id":1,"email":%q}}`, email)
	return true
}

// page is a page of two organisations.
func page(r *http.Request, last int) string {
	n, _ := strconv.Atoi(r.URL.Query().Get("page"))
	next := "null"
	if n < last {
		next = strconv.Itoa(n + 1)
	}
	rows := []string{}
	for i := range 2 {
		rows = append(rows, fmt.Sprintf(`{"id":%d,"name":"Organisation"}`, 2*n+i))
	}
	return fmt.Sprintf(`{"organisations":[%s],"meta":{"current_page":%d,"next_page":%s,"prev_page":null,"total_pages":%d,"total_count":%d}}`,
		strings.Join(rows, ","), n, next, last, 2*last)
}
