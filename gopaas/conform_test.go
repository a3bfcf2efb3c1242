package gopaas_test

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/gopaas"
	"github.com/guichet-go/guichet/internal/conform"
)

const (
	canaryKey    = "canary-api-key"
	canarySecret = "canary-client-secret"
	canaryToken  = "canary-access-token"
)

// TestAnAPIKeyHoldsTheConformanceTable runs the hostile-server table.
func TestAnAPIKeyHoldsTheConformanceTable(t *testing.T) {
	s := subject(gopaas.APIKey(canaryKey), "/api/item/compte/7")
	s.Secrets, s.RowCount = []string{canaryKey}, 24
	conform.Run(t, s)
}

// TestClientCredentialsHoldTheConformanceTable runs the hostile-server table.
func TestClientCredentialsHoldTheConformanceTable(t *testing.T) {
	s := subject(gopaas.ClientCredentials("guichet", canarySecret), "/api/oauth2/item/compte/7")
	s.Secrets, s.RowCount = []string{canarySecret, canaryToken}, 27
	s.SignIn = func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != "/api/oauth2/access_token/" {
			return false
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprintf(w, `{"access_token":%q,"token_type":"Bearer","expires_in":"60","scope":"ADMIN"}`, canaryToken)
		return true
	}
	conform.Run(t, s)
}

func subject(credential gopaas.Credential, path string) conform.Subject {
	return conform.Subject{
		Open: func(t testing.TB, base string, options ...guichet.Option) conform.Client {
			return open(t, base, credential, path, options)
		},
		OpenAs: openAs,
		Refuse: func(w http.ResponseWriter) {
			http.Error(w, `{"msg":"Invalid API key."}`, http.StatusUnauthorized)
		},
		Object: `{"idcompte":"7","cle":"1711385365000_mgoo","nom":"Librairie Évrard"}`,
		Page:   page,
		Rows:   func(rows string) string { return `{"rows":[` + rows + `]}` },
		Key:    "cle",
		Stuck:  func(*http.Request) string { return `{"rows":[` + rows(0, full) + `]}` },
	}
}

// full is the number of rows of every page but the last, which has one.
const full = 6

func page(r *http.Request, last int) string {
	n, _ := strconv.Atoi(r.Header.Get("page"))
	count := full
	if n == last {
		count = 1
	}
	return `{"rows":[` + rows(n*full, count) + `]}`
}

func rows(from, count int) string {
	var list []string
	for i := range count {
		list = append(list, fmt.Sprintf(`{"cle":"%d_mgoo"}`, from+i))
	}
	return strings.Join(list, ",")
}

func openAs(token string, options ...guichet.Option) (func(context.Context, ...guichet.CallOption) error, error) {
	client, err := gopaas.New(gopaas.APIKey(token), options...)
	return func(ctx context.Context, options ...guichet.CallOption) error {
		_, err := client.Items.Get(ctx, "compte", "7", options...)
		return err
	}, err
}

func open(t testing.TB, base string, credential gopaas.Credential, path string, options []guichet.Option) conform.Client {
	t.Helper()
	client, err := gopaas.New(credential, append(options, guichet.WithBaseURL(base))...)
	if err != nil {
		t.Fatal(err)
	}
	return conform.Client{
		Values: []any{client, *client, credential, client.Auth, client.Files, client.Items, client.Lists},
		GoodID: "1711385365000 mgoo_1",
		Do:     client.Do,
		Path:   path,
		Get: func(ctx context.Context, id string) error {
			_, err := client.Items.Get(ctx, "compte", id)
			return err
		},
		Create: func(ctx context.Context) error {
			row, err := gopaas.NewRow(map[string]string{"cle": "1_mgoo", "nom": "Ateliers Noël"})
			if err != nil {
				return err
			}
			_, err = client.Items.Push(ctx, "compte", []gopaas.Row{row}, gopaas.PushOptions{})
			return err
		},
		All: func(ctx context.Context) (n int, err error) {
			for _, err := range client.Lists.Rows(ctx, "1170", gopaas.ListQuery{RowsPerPage: full, FirstPage: guichet.Set(1)}) {
				if err != nil {
					return n, err
				}
				n++
			}
			return n, nil
		},
	}
}
