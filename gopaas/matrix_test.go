package gopaas_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/gopaas"
	"github.com/guichet-go/guichet/gopaas/gopaastest"
	"github.com/guichet-go/guichet/internal/conform"
	"github.com/guichet-go/guichet/internal/rest"
)

// TestEveryOperationEndsAsTheFaultTableSays plays every fault to every method,
// in both flavours.
func TestEveryOperationEndsAsTheFaultTableSays(t *testing.T) {
	server := gopaastest.New(gopaastest.Options{})
	posted := gopaastest.New(gopaastest.Options{ItemByPOST: true})
	binary := gopaastest.New(gopaastest.Options{BinaryFiles: true})
	open := func(credential gopaas.Credential, operations func(*gopaas.Client) []conform.Operation) func(testing.TB, string, ...guichet.Option) []conform.Operation {
		return func(t testing.TB, base string, options ...guichet.Option) []conform.Operation {
			client, err := gopaas.New(credential, append(options, guichet.WithBaseURL(base))...)
			if err != nil {
				t.Fatal(err)
			}
			return operations(client)
		}
	}
	refuse := func(w http.ResponseWriter) { http.Error(w, `{"msg":"Invalid API key."}`, http.StatusUnauthorized) }
	key, ids := flavours["with an API key"], flavours["with OAuth2 client ids"]
	conform.Matrix(t, ".",
		conform.Service{Name: "with an API key", Prefix: "/crm", Handler: server, Refuse: refuse, Open: open(key, func(c *gopaas.Client) []conform.Operation {
			return append(records(t, c, "/api"), files(c)...)
		})},
		conform.Service{Name: "with an API key and files without a link", Prefix: "/crm", Handler: binary, Refuse: refuse, Open: open(key, files)},
		conform.Service{Name: "with an API key and items by POST", Prefix: "/crm", Handler: posted, Refuse: refuse, Open: open(key, itemByPOST)},
		conform.Service{Name: "with OAuth2 client ids", Prefix: "/crm", Handler: server, Refuse: refuse, Renews: true, Open: open(ids, func(c *gopaas.Client) []conform.Operation {
			token := conform.Operation{Name: "Auth.Token", Class: rest.SignIn, Shared: true, Call: func(ctx context.Context) error { return second(c.Auth.Token(ctx)) }}
			return append([]conform.Operation{token}, records(t, c, "/api/oauth2")...)
		})},
	)
}

// records are the operations of both flavours.
func records(t testing.TB, c *gopaas.Client, root string) []conform.Operation {
	rows := accounts(t, 1)
	checked := check(t, rows)
	return []conform.Operation{
		{Name: "Lists.Page", Call: func(ctx context.Context) error {
			return second(c.Lists.Page(ctx, "1167", gopaas.ListQuery{}))
		}},
		{Name: "Lists.Rows", Call: func(ctx context.Context) (err error) {
			for _, err = range c.Lists.Rows(ctx, "1167", gopaas.ListQuery{}) {
			}
			return err
		}},
		{Name: "RowsAs", Call: func(ctx context.Context) (err error) {
			for _, err = range gopaas.RowsAs[map[string]any](ctx, c.Lists, "1167", gopaas.ListQuery{}) {
			}
			return err
		}},
		{Name: "Items.Get", Call: func(ctx context.Context) error { return second(c.Items.Get(ctx, "compte", "1")) }},
		{Name: "ItemAs", Call: func(ctx context.Context) error {
			return second(gopaas.ItemAs[map[string]any](ctx, c.Items, "compte", "1"))
		}},
		{Name: "Items.Push", Call: func(ctx context.Context) error {
			return second(c.Items.Push(ctx, "compte", rows, gopaas.PushOptions{}))
		}},
		{Name: "Items.PushChecked", Call: func(ctx context.Context) error {
			return second(c.Items.PushChecked(ctx, "compte", checked, gopaas.PushOptions{}))
		}},
		{Name: "Client.Do", Call: func(ctx context.Context) error {
			var list any
			return c.Do(ctx, http.MethodGet, root+"/list/1167/", nil, &list)
		}},
		{Name: "Client.Do", Case: "writing", Call: func(ctx context.Context) error {
			var answer any
			return c.Do(ctx, http.MethodPost, root+"/items/compte/", []map[string]string{{"cle": "9_mgoo"}}, &answer)
		}},
	}
}

// files are the operations of an API key alone.
func files(c *gopaas.Client) []conform.Operation {
	return []conform.Operation{
		{Name: "Files.Open", Streams: true, Call: func(ctx context.Context) error {
			file, err := c.Files.Open(ctx, "compte", "1", "contrat")
			if err != nil {
				return err
			}
			defer file.Body.Close()
			_, err = io.Copy(io.Discard, file.Body)
			return err
		}},
		{Name: "Files.Upload", Call: func(ctx context.Context) error {
			return second(c.Files.Upload(ctx, "compte", gopaas.FileUpload{Name: "a.txt", Content: strings.NewReader("a")}))
		}},
	}
}

// itemByPOST is the one operation that a service may want in another way.
func itemByPOST(c *gopaas.Client) []conform.Operation {
	return []conform.Operation{{Name: "Items.GetByPOST", Class: rest.ReadEffect, Any: true, Call: func(ctx context.Context) error {
		return second(c.Items.GetByPOST(ctx, "compte", "1"))
	}}}
}
