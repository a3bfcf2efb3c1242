package app_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// TestAnEndpointMissingFromTheListIsAFailure has the service answer a
// write that it did not carry out as it answers one that it did.
func TestAnEndpointMissingFromTheListIsAFailure(t *testing.T) {
	const endpoint = `{"webhook_endpoint":{"id":9,"target_url":"http://127.0.0.1:9/x","organisation_id":101,"subscriptions":["rdv"]}}`
	s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/webhook_endpoints") {
				w.Header().Set("Content-Type", "application/json")
				_, _ = fmt.Fprint(w, endpoint)
				return
			}
			next.ServeHTTP(w, r)
		})
	})
	cmd := newWorld(t, s).agent().command(t, "rdv", "webhook", "ensure", "--organisation-id", "101",
		"--target-url", "http://127.0.0.1:9/x", "--subscriptions", "rdv", "--secret-stdin", "-y", "-q", "-o", "json")
	cmd.Stdin = strings.NewReader("clé-de-signature")
	var errs strings.Builder
	cmd.Stderr = &errs
	out, err := cmd.Output()
	o := ended{codeOf(t, err), string(out), errs.String()}
	o.want(t, 8)
	if code, _ := o.failure(t); code != "service" || o.out != "" {
		t.Errorf("code %q, stdout %q", code, o.out)
	}
}
