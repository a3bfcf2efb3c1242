package astor_test

import (
	"context"
	"net/http"
	"net/http/httputil"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/astor"
	"github.com/guichet-go/guichet/astor/astortest"
	"github.com/guichet-go/guichet/internal/conform"
	"github.com/guichet-go/guichet/internal/rest"
)

// TestEveryOperationEndsAsTheFaultTableSays plays every fault to Do and to each
// operation of the invented collection, as it is and as one that its caller
// says may be repeated.
func TestEveryOperationEndsAsTheFaultTableSays(t *testing.T) {
	server, err := astortest.New(astortest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	collection := parse(t, astortest.Collection())
	conform.Matrix(t, ".", conform.Service{
		Handler: bothServices(server),
		Refuse:  func(w http.ResponseWriter) { http.Error(w, `{}`, http.StatusUnauthorized) },
		Open: func(t testing.TB, base string, options ...guichet.Option) []conform.Operation {
			environment := astor.Environment{Name: "matrix", BaseURL: base, CamsBaseURL: base + cameras}
			client, err := astor.New(astor.Token(astortest.Token), environment, options...)
			if err != nil {
				t.Fatal(err)
			}
			return append(calls(client, collection), raw(client)...)
		},
	})
}

// cameras is where the camera service is, below the other one.
const cameras = "/cameras-service"

// bothServices serves the two services of the test server at one address.
func bothServices(server *astortest.Server) http.Handler {
	return &httputil.ReverseProxy{Transport: server.Transport(), Rewrite: func(r *httputil.ProxyRequest) {
		target := server.URL
		if strings.HasPrefix(r.In.URL.Path, cameras+"/") {
			target = server.CamsURL
		}
		u := r.Out.URL
		u.Path, u.RawPath = strings.TrimPrefix(u.Path, cameras), strings.TrimPrefix(u.RawPath, cameras)
		u.Scheme, u.Host, _ = strings.Cut(target, "://")
	}}
}

// calls are the operations of the collection.
func calls(client *astor.Client, collection *astor.Collection) (list []conform.Operation) {
	for _, o := range collection.Operations() {
		as := func(variant string, class rest.Class, options ...guichet.CallOption) conform.Operation {
			return conform.Operation{Name: "Client.Call", Case: o.Path() + variant, Any: true, Class: class, Call: func(ctx context.Context) error {
				_, err := client.Call(ctx, o, valuesFor(o), options...)
				return err
			}}
		}
		plain, repeatable := rest.Write, rest.Idempotent
		if o.Method == http.MethodGet {
			plain, repeatable = rest.ReadEffect, rest.Read
		}
		list = append(list, as("", plain), as(", repeatable", repeatable, guichet.Repeatable()))
	}
	return list
}

// raw are the calls that no collection describes.
func raw(client *astor.Client) []conform.Operation {
	return []conform.Operation{
		{Name: "Client.Do", Case: "reading", Class: rest.ReadEffect, Call: func(ctx context.Context) error {
			var answer any
			return client.Do(ctx, astor.AuthCRM, http.MethodGet, "/me", nil, &answer)
		}},
		{Name: "Client.Do", Case: "writing", Call: func(ctx context.Context) error {
			var answer any
			return client.Do(ctx, astor.AuthCRM, http.MethodPost, "/users", map[string]string{}, &answer)
		}},
	}
}
