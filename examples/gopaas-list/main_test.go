package main

import (
	"strings"
	"testing"

	"github.com/guichet-go/guichet/gopaas/gopaastest"
)

func TestTheAccountsOfATownAreListed(t *testing.T) {
	server := gopaastest.New(gopaastest.Options{Accounts: 250, Total: true})
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	env := func(name string) string {
		return map[string]string{"GUICHET_GOPAAS_BASE_URL": server.URL, "GUICHET_GOPAAS_API_KEY": gopaastest.APIKey}[name]
	}
	var out strings.Builder
	if err := run(t.Context(), []string{gopaastest.AccountView, "Rennes"}, env, &out); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) < 3 || !strings.HasSuffix(lines[len(lines)-1], "whether these are all: complete") {
		t.Fatalf("the program printed %s", out.String())
	}
	for _, line := range lines[:len(lines)-1] {
		if !strings.HasSuffix(line, "35000 Rennes") {
			t.Errorf("the program printed %q", line)
		}
	}
	if err := run(t.Context(), nil, env, &out); err == nil {
		t.Error("the program took a line without arguments")
	}
}
