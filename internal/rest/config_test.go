package rest_test

import (
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

func TestAClientHasFourRetriesAndTwoPagesInFlightUnlessAnOptionSaysOtherwise(t *testing.T) {
	type numbers struct {
		retries, prefetch int
		baseURL           string
	}
	of := func(options ...guichet.Option) numbers {
		client, err := rest.New(rest.Config{Service: "service", BaseURL: "https://service.example.fr"}, options...)
		if err != nil {
			t.Fatal(err)
		}
		made := client.Options()
		return numbers{made.Retries, made.Prefetch, made.BaseURL}
	}
	if got, want := of(), (numbers{4, 2, "https://service.example.fr"}); got != want {
		t.Errorf("by default it has %+v", got)
	}
	got := of(guichet.WithRetries(0), guichet.WithPrefetch(5), guichet.WithBaseURL("https://other.example.fr"))
	if want := (numbers{0, 5, "https://other.example.fr"}); got != want {
		t.Errorf("with options it has %+v", got)
	}
}
