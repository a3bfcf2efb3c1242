package gopaas_test

import (
	"errors"
	"testing"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/gopaas"
	"github.com/guichet-go/guichet/gopaas/gopaastest"
)

// flavours are the two ways in.
var flavours = map[string]gopaas.Credential{
	"with an API key":        gopaas.APIKey(gopaastest.APIKey),
	"with OAuth2 client ids": gopaas.ClientCredentials(gopaastest.ClientID, gopaastest.ClientSecret),
}

// inBothFlavours runs test against a server of its own with each credential.
func inBothFlavours(t *testing.T, o gopaastest.Options, test func(t *testing.T, server *gopaastest.Server, client *gopaas.Client)) {
	t.Helper()
	for name, credential := range flavours {
		t.Run(name, func(t *testing.T) {
			server := start(t, o)
			test(t, server, connect(t, server.URL, credential))
		})
	}
}

func start(t testing.TB, o gopaastest.Options) *gopaastest.Server {
	t.Helper()
	server := gopaastest.New(o)
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return server
}

func connect(t testing.TB, base string, credential gopaas.Credential, options ...guichet.Option) *gopaas.Client {
	t.Helper()
	options = append([]guichet.Option{
		guichet.WithBaseURL(base), guichet.WithBackoff(func(int) time.Duration { return 0 }),
	}, options...)
	client, err := gopaas.New(credential, options...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func withKey(t testing.TB, base string, options ...guichet.Option) *gopaas.Client {
	t.Helper()
	return connect(t, base, gopaas.APIKey(gopaastest.APIKey), options...)
}

// read collects the keys of a list.
func read(t testing.TB, client *gopaas.Client, view string, q gopaas.ListQuery) (keys []string, err error) {
	t.Helper()
	for row, err := range client.Lists.Rows(t.Context(), view, q) {
		if err != nil {
			return keys, err
		}
		keys = append(keys, row.Cle())
	}
	return keys, nil
}

func failure(t testing.TB, err error, kind error) *guichet.Error {
	t.Helper()
	var e *guichet.Error
	if !errors.As(err, &e) || !errors.Is(err, kind) {
		t.Fatalf("the error is %v, not an *Error of the kind %q", err, kind)
	}
	return e
}
