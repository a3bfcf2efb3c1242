package rest_test

import (
	"testing"

	"github.com/guichet-go/guichet/internal/rest"
)

func TestAConfigKeepsWhatItSays(t *testing.T) {
	type numbers struct {
		retries, prefetch int
		maxBody           int64
	}
	of := func(cfg rest.Config, options ...rest.Option) numbers {
		cfg.Service, cfg.BaseURL = "service", "https://service.example.fr"
		client, err := rest.New(cfg, options...)
		if err != nil {
			t.Fatal(err)
		}
		made := client.Config()
		return numbers{made.Retries, made.Prefetch, made.MaxBody}
	}
	if got, want := of(rest.Config{}), (numbers{4, 2, 64 << 20}); got != want {
		t.Errorf("by default it has %+v", got)
	}
	own := rest.Config{Retries: 1, Prefetch: 3, MaxBody: 10}
	if got, want := of(own), (numbers{1, 3, 10}); got != want {
		t.Errorf("the own numbers became %+v", got)
	}
	if got, want := of(own, rest.WithRetries(0), rest.WithPrefetch(5)), (numbers{0, 5, 10}); got != want {
		t.Errorf("with options it has %+v", got)
	}
}
