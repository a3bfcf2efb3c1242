package astor_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/astor"
	"github.com/guichet-go/guichet/internal/conform"
)

// TestTheClientHoldsTheConformanceTable runs the hostile-server table through
// two operations of an invented collection. The table expects a read to be
// repeated, which this package does only where the caller says so.
func TestTheClientHoldsTheConformanceTable(t *testing.T) {
	conform.Run(t, conform.Subject{
		Open: func(t testing.TB, base string, options ...guichet.Option) conform.Client {
			return table(t, base, guichet.Repeatable, options)
		},
		OpenAs: openAs,
		NoHead: true,
		Refuse: func(w http.ResponseWriter) { http.Error(w, `{}`, http.StatusUnauthorized) },
		Object: `{"id":7,"first_name":"Élise"}`,
		Secrets: []string{
			"canary-token",
		},
		RowCount: 22,
	})
}

func openAs(token string, options ...guichet.Option) (func(context.Context, ...guichet.CallOption) error, error) {
	chosen := guichet.Options{BaseURL: "http://127.0.0.1:9"}
	for _, option := range options {
		if option != nil {
			_ = option(&chosen)
		}
	}
	client, err := astor.New(astor.Token(token), astor.Environment{Name: "table", BaseURL: chosen.BaseURL}, options...)
	return func(ctx context.Context, options ...guichet.CallOption) error {
		return client.Do(ctx, astor.AuthCRM, "GET", "/users/7", nil, nil, options...)
	}, err
}

func table(t testing.TB, base string, repeatable func() guichet.CallOption, options []guichet.Option) conform.Client {
	t.Helper()
	credential := astor.Token("canary-token")
	environment := astor.Environment{Name: "table", BaseURL: base, CamsBaseURL: base, Token: guichet.NewSecret("canary-token"), Variables: []astor.Variable{{Name: "x", Secret: guichet.NewSecret("canary-token")}}}
	client, err := astor.New(credential, environment, options...)
	if err != nil {
		t.Fatal(err)
	}
	c := parse(t, []byte(`{"auth":{"type":"bearer","bearer":{"token":"{{AUTH_TOKEN}}"}},"item":[{"name":"Get","request":"{{base_url}}/users/:id"},
		{"name":"Create","request":{"method":"POST","url":"{{cams_base_url}}/users","body":{"mode":"raw","raw":"{}"}}}]}`))
	get, create := c.Operations()[0], c.Operations()[1]
	request, err := client.Build(get, astor.Values{Vars: map[string]string{"id": "7"}})
	if err != nil {
		t.Fatal(err)
	}
	return conform.Client{
		Values: []any{client, *client, credential, environment, environment.Variables, request, *request, request.Header, get, *get},
		GoodID: "7",
		Do: func(ctx context.Context, method, path string, in, out any, options ...guichet.CallOption) error {
			return client.Do(ctx, astor.AuthCRM, method, path, in, out, options...)
		},
		Path: "/users/7",
		Get: func(ctx context.Context, id string) error {
			_, err := client.Call(ctx, get, astor.Values{Vars: map[string]string{"id": id}}, repeatable())
			return err
		},
		Create: func(ctx context.Context) error {
			_, err := client.Call(ctx, create, astor.Values{})
			return err
		},
	}
}
