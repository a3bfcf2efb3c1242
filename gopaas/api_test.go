package gopaas_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/gopaas"
	"github.com/guichet-go/guichet/gopaas/gopaastest"
	"github.com/guichet-go/guichet/internal/conform"
)

// TestEveryEndpointSendsWhatItsAPILineSays calls all of them, in both flavours.
func TestEveryEndpointSendsWhatItsAPILineSays(t *testing.T) {
	server := gopaastest.New(gopaastest.Options{})
	recorder := conform.NewRecorder(server.Transport(), "/crm")
	transport := guichet.WithHTTPClient(&http.Client{Transport: recorder})
	key := withKey(t, server.URL, transport)
	oauth := connect(t, server.URL, flavours["with OAuth2 client ids"], transport)

	call := func(name string, endpoint func(ctx context.Context) error) {
		t.Helper()
		if err := endpoint(recorder.Call(t.Context(), name)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	call("Auth.Token", func(ctx context.Context) error { return second(oauth.Auth.Token(ctx)) })
	for _, client := range []*gopaas.Client{key, oauth} {
		call("Lists.Page", func(ctx context.Context) error {
			return second(client.Lists.Page(ctx, "1167", gopaas.ListQuery{}))
		})
		call("Lists.Rows", func(ctx context.Context) (err error) {
			for _, err = range client.Lists.Rows(ctx, "1167", gopaas.ListQuery{RowsPerPage: 50}) {
			}
			return err
		})
		call("RowsAs", func(ctx context.Context) (err error) {
			for _, err = range gopaas.RowsAs[map[string]any](ctx, client.Lists, "1167", gopaas.ListQuery{}) {
			}
			return err
		})
		call("Items.Get", func(ctx context.Context) error { return second(client.Items.Get(ctx, "compte", "1")) })
		call("Items.GetByPOST", func(ctx context.Context) error {
			_, err := client.Items.GetByPOST(ctx, "compte", "1")
			var refused *guichet.Error
			if errors.As(err, &refused) && refused.Status == http.StatusBadRequest {
				return nil // this server has the other form
			}
			return err
		})
		call("ItemAs", func(ctx context.Context) error {
			return second(gopaas.ItemAs[map[string]any](ctx, client.Items, "compte", "1"))
		})
		call("Items.Push", func(ctx context.Context) error {
			return second(client.Items.Push(ctx, "compte", accounts(t, 1), gopaas.PushOptions{}))
		})
		call("Items.PushChecked", func(ctx context.Context) error {
			return second(client.Items.PushChecked(ctx, "compte", check(t, accounts(t, 1)), gopaas.PushOptions{}))
		})
	}
	call("Client.Do", func(ctx context.Context) error { return key.Do(ctx, "GET", "/api/list/1167/", nil, nil) })
	call("Files.Open", func(ctx context.Context) error {
		file, err := key.Files.Open(ctx, "compte", "1", "contrat")
		if err != nil {
			return err
		}
		return file.Body.Close()
	})
	call("Files.Upload", func(ctx context.Context) error {
		return second(key.Files.Upload(ctx, "compte", gopaas.FileUpload{Name: "a.txt", Content: strings.NewReader("a")}))
	})
	conform.CheckAPILines(t, ".", recorder.Observed())
}
