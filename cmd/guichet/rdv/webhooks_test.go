package rdv_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

const target = "http://127.0.0.1:9/x"

func ensured(organisation string) []string {
	return []string{"webhook", "ensure", "--organisation-id", organisation, "--target-url", target, "--subscriptions", "rdv", "--secret-stdin", "-y", "-o", "id"}
}

func TestAnEmptyListOfEndpointsSaysWhatItDoesNotTell(t *testing.T) {
	w := newWorld(t)
	w.as = w.server.Agents()[1]
	if code := w.run(t, "webhook", "list", "--organisation-id", "101", "-o", "json"); code != 0 || strings.TrimSpace(w.out) != "[]" || !strings.Contains(w.err, "endpoints may exist") {
		t.Errorf("exit code %d, %q: %s", code, w.out, w.err)
	}
}

func TestAnAgentWithoutTheRightMakesNoEndpointAndLearnsWhy(t *testing.T) {
	w := newWorld(t)
	w.in = "secret-canari"
	if code := w.run(t, ensured("101")...); code != 0 || !strings.Contains(w.err, "territorial admins only") {
		t.Fatalf("exit code %d: %s", code, w.err)
	}
	first := w.out
	w.as = w.server.Agents()[1]
	if code := w.run(t, ensured("101")...); code != 5 || w.out != "" || !strings.Contains(w.err, "this endpoint is not visible") || !strings.Contains(w.err, "nothing was created") {
		t.Errorf("exit code %d, %q: %s", code, w.out, w.err)
	}
	w.as.Email, w.in = "", ""
	if code := w.run(t, ensured("101")...); code != 0 || w.out != first || strings.Contains(w.err, "visible") {
		t.Errorf("exit code %d, %q: %s", code, w.out, w.err)
	}
}

func TestAnEndpointOfAnotherOrganisationIsNotMoved(t *testing.T) {
	w := newWorld(t)
	w.in = "secret-canari"
	if code := w.run(t, ensured("101")...); code != 0 {
		t.Fatalf("exit code %d: %s", code, w.err)
	}
	there := w.out
	if code := w.run(t, ensured("102")...); code != 0 || w.out == there || len(w.seen("PATCH")) != 0 {
		t.Errorf("exit code %d, %q, %q: %s", code, w.out, w.seen("PATCH"), w.err)
	}
	// Nor is one that a list shows beside the organisation's own.
	w.answer = func(writer http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodGet || !strings.HasSuffix(r.URL.Path, "/103/webhook_endpoints") {
			return false
		}
		writer.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(writer, `{"webhook_endpoints":[{"id":9,"target_url":"`+target+`","organisation_id":101,"subscriptions":["rdv"]}],"meta":{"total_count":1,"total_pages":1,"current_page":1}}`)
		return true
	}
	if code := w.run(t, ensured("103")...); code != 8 || len(w.seen("PATCH")) != 0 || len(w.seen("POST")) != 3 {
		t.Errorf("exit code %d, %q: %s", code, w.seen("POST"), w.err)
	}
}
