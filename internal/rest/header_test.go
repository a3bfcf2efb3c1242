package rest_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

func TestACredentialInAHeaderOfTheCallerIsKeptSecret(t *testing.T) {
	cfg := rest.Config{Service: "service"}
	cfg.ParseError = func(e *guichet.Error, _ string, body []byte) { e.Message = string(body) }
	cfg.BaseURL = serve(t, func(w http.ResponseWriter, r *http.Request, _ int) {
		w.WriteHeader(http.StatusForbidden)
		_, _ = io.WriteString(w, "la clef "+r.Header.Get("X-Visioplainte-Api-Key")+" et "+r.Header.Get("X-Trace-Id"))
	}).URL
	var planned []guichet.Planned
	for _, options := range [][]guichet.Option{nil, {guichet.WithDryRun(func(p guichet.Planned) { planned = append(planned, p) })}} {
		client, err := rest.New(cfg, options...)
		if err != nil {
			t.Fatal(err)
		}
		call := newCall(rest.Write).Apply([]guichet.CallOption{
			guichet.WithHeader("X-VISIOPLAINTE-API-KEY", "clef-canari"), guichet.WithHeader("X-Trace-Id", "trace-7"),
		})
		err = do(t.Context(), client, call)
		if text := fmt.Sprintf("%v %+v", err, err); strings.Contains(text, "canari") || options == nil && !strings.Contains(text, "trace-7") {
			t.Errorf("the error is %s", text)
		}
	}
	if len(planned) != 1 || len(planned[0].Secrets) != 1 || planned[0].Secrets[0].Reveal() != "clef-canari" {
		t.Errorf("a dry run was shown %+v", planned)
	}
}

func TestACredentialIsKnownByTheNameOfItsHeader(t *testing.T) {
	for name, want := range map[string]bool{
		"Authorization": true, "proxy-authorization": true, "access-token": true, "Client": true, "uid": true, "Cookie": true, "Set-Cookie": true,
		"X-VISIOPLAINTE-API-KEY": true, "X-HUB-RDV-AUTH-TOKEN": true, "X-Agent-Auth-Signature": true, "X-ApiKey": true, "X_Client_Secret": true, "X-Auth": true,
		"Accept": false, "X-Trace-Id": false, "User-Agent": false, "Idempotency-Key": false, "X-Client-Version": false, "Author": false, "X-Keys-Sorted": false,
	} {
		if rest.IsSecretHeader(name) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
}
