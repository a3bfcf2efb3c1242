package zops_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/conform"
	"github.com/guichet-go/guichet/zops"
)

// TestTheClientHoldsTheConformanceTable runs the hostile-server table. ZOPS has
// no pages, so that the rows about paging do not apply.
func TestTheClientHoldsTheConformanceTable(t *testing.T) {
	conform.Run(t, conform.Subject{
		Open:   open,
		OpenAs: openAs,
		SignIn: func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path != "/api/v1/session" {
				return false
			}
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusCreated)
			_, _ = fmt.Fprint(w, `{"meta": {"params": {"indent": 0}}, "content": {"token": "canary-token"}}`)
			return true
		},
		Probe: func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path != "/api/v1/me" {
				return false
			}
			refuse(w)
			return true
		},
		Refuse:       refuse,
		Object:       `{"meta": {"params": {"indent": 0}}, "content": {"name": "Accueil", "description": "", "id": "1f", "userLimit": 1000, "userUsed": 0, "services": ["push"]}}`,
		Rows:         func(rows string) string { return `{"content":[` + rows + `],"meta":{"params":{"indent":0}}}` },
		Key:          "userLimit",
		CreateStatus: http.StatusCreated,
		Secrets:      []string{"canary-password", "canary-token", "canary-key"},
		RowCount:     25,
	})
}

func refuse(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	w.WriteHeader(http.StatusUnauthorized)
	_, _ = fmt.Fprint(w, `{"title": "401 Unauthorized", "description": "gone"}`)
}

func openAs(token string, options ...guichet.Option) (func(context.Context, ...guichet.CallOption) error, error) {
	client, err := zops.New(zops.Token(token), options...)
	return func(ctx context.Context, options ...guichet.CallOption) error {
		_, err := client.Projects.Get(ctx, "1f", options...)
		return err
	}, err
}

func open(t testing.TB, base string, options ...guichet.Option) conform.Client {
	t.Helper()
	credential := zops.Login("ada@example.fr", "canary-password")
	client, err := zops.New(credential, append(options, guichet.WithBaseURL(base))...)
	if err != nil {
		t.Fatal(err)
	}
	key := guichet.NewSecret("canary-key")
	return conform.Client{
		Values: []any{
			client, *client, credential, client.Projects, zops.Token("canary-token"),
			zops.User{Token: guichet.NewSecret("canary-token")}, zops.UserCreate{Password: guichet.NewSecret("canary-password")},
			zops.UserUpdate{Password: guichet.NewSecret("canary-password")},
			zops.Keys{FCMAPIKeys: key, APNSCert: key}, zops.KeysUpdate{FCMAPIKeys: key, APNSCert: key},
			zops.ConsumerToken{Token: guichet.NewSecret("canary-token")}, zops.AccessToken{AccessToken: key, RefreshToken: key},
			zops.RegistrationApprove{Password: guichet.NewSecret("canary-password")},
		},
		GoodID: "1fcedd8e7ac345e8ba60db07ae4fb59a",
		Do:     client.Do,
		Path:   "/api/v1/projects/1f",
		Get: func(ctx context.Context, id string) error {
			_, err := client.Projects.Get(ctx, id)
			return err
		},
		Create: func(ctx context.Context) error {
			_, err := client.Projects.Create(ctx, zops.ProjectCreate{Name: "Accueil"})
			return err
		},
		All: func(ctx context.Context) (int, error) {
			projects, err := client.Projects.List(ctx)
			return len(projects), err
		},
		AllRaw: func(ctx context.Context) (rows int, err error) {
			all, _ := client.Projects.AllRaw(ctx)
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
