package loopback_test

import (
	"testing"

	"github.com/guichet-go/guichet/internal/loopback"
)

func TestLoopbackKnowsEverySpelling(t *testing.T) {
	for host, want := range map[string]bool{
		"localhost": true, "LOCALHOST": true, "localhost.": true, "app.localhost": true, "App.LocalHost.": true, "127.0.0.1": true, "127.9.9.9": true, "::1": true,
		"localhost.example.fr": false, "notlocalhost": false, "xlocalhost": false, "localhost..": false, ".": false, "": false, "10.0.0.1": false,
	} {
		got := loopback.Host(host) || loopback.Nickname(host)
		if got != want {
			t.Errorf("%q: %v", host, got)
		}
	}
}
