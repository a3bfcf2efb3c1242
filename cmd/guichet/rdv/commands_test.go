package rdv_test

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

func TestACommandPrintsTheObjectAsTheServiceWroteIt(t *testing.T) {
	w := newWorld(t)
	const user = `{"id":7,"neuf":12345678901234567890,"first_name":"Zo\u00e9"}`
	w.answer = func(writer http.ResponseWriter, _ *http.Request) bool {
		writer.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(writer, `{"user": `+user+`, "autre": 1}`)
		return true
	}
	if code := w.run(t, "user", "get", "7", "-o", "ndjson"); code != 0 || strings.TrimSpace(w.out) != user {
		t.Errorf("exit code %d: %s%s", code, w.out, w.err)
	}
}

func TestAnAnswerWithoutItsObjectIsAFailureOfTheService(t *testing.T) {
	w := newWorld(t)
	w.answer = func(writer http.ResponseWriter, _ *http.Request) bool {
		writer.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(writer, `{"usager": {"id": 7}}`)
		return true
	}
	if code := w.run(t, "user", "get", "7", "-o", "json"); code != 8 || w.out != "" || !strings.Contains(w.err, `\"user\"`) {
		t.Errorf("exit code %d: %s%s", code, w.out, w.err)
	}
}

// TestAMomentOfOctoberIsCompletedBeforeItIsChecked changes the time of an absence
// whose day has that hour twice: only the stored day shows it.
func TestAMomentOfOctoberIsCompletedBeforeItIsChecked(t *testing.T) {
	w := newWorld(t)
	agent := fmt.Sprint(w.server.Agents()[0].ID)
	if code := w.run(t, "absence", "create", "--agent-id", agent, "--title", "Formation", "--first-day", "2026-10-25",
		"--start-time", "09:00", "--end-time", "17:00", "-o", "id"); code != 0 {
		t.Fatalf("exit code %d: %s", code, w.err)
	}
	id := strings.TrimSpace(w.out)
	if code := w.run(t, "absence", "update", id, "--start-time", "02:30"); code == 0 || len(w.seen("PATCH")) != 0 || !strings.Contains(w.err, "02:30") {
		t.Errorf("exit code %d, %q: %s", code, w.seen("PATCH"), w.err)
	}
	gets := len(w.seen("GET"))
	if code := w.run(t, "absence", "update", id, "--start-time", "10:00"); code != 0 || len(w.seen("GET")) != gets {
		t.Errorf("exit code %d after %d more reads: %s", code, len(w.seen("GET"))-gets, w.err)
	}
}

func TestADeletionShowsNothingAndSaysThatItWasDone(t *testing.T) {
	w := newWorld(t)
	agent := fmt.Sprint(w.server.Agents()[0].ID)
	if code := w.run(t, "absence", "create", "--agent-id", agent, "--title", "Formation", "--first-day", "2026-12-14",
		"--start-time", "09:00", "--end-time", "17:00", "-o", "id"); code != 0 {
		t.Fatalf("exit code %d: %s", code, w.err)
	}
	id := strings.TrimSpace(w.out)
	if code := w.run(t, "absence", "delete", id, "--yes", "-o", "json"); code != 0 || w.out != "" || strings.TrimSpace(w.err) != "guichet: absence "+id+" deleted" {
		t.Errorf("exit code %d, stdout %q, stderr %q", code, w.out, w.err)
	}
}

func TestTheBoundsOfAListAreSentAsTheyWereWritten(t *testing.T) {
	w := newWorld(t)
	if code := w.run(t, "rdv", "list", "--starts-after", "2026-11-16 08:00", "--starts-before", "2026-11-17"); code != 0 {
		t.Fatalf("exit code %d: %s", code, w.err)
	}
	if seen := w.seen("GET"); len(seen) == 0 || !strings.Contains(seen[0], "starts_after=2026-11-16+08%3A00") || !strings.Contains(seen[0], "starts_before=2026-11-17") {
		t.Errorf("it asked for %q", seen)
	}
	if code := w.run(t, "rdv", "list", "--from", "2026-11-16", "--starts-after", "2026-11-16"); code != 2 {
		t.Errorf("two bounds on one side: exit code %d", code)
	}
}

func TestAListOfOneAnswerSaysHowManyRowsItLeavesOut(t *testing.T) {
	w := newWorld(t)
	w.server = rdvsolidaritestest.New(rdvsolidaritestest.Options{RDVs: 30, Generation: rdvsolidaritestest.Generation2024})
	if code := w.run(t, "public-link", "list", "--territory", "62", "-o", "ndjson"); code != 0 || w.err != "" {
		t.Fatalf("exit code %d: %s", code, w.err)
	}
	total := strings.Count(w.out, "\n")
	code := w.run(t, "public-link", "list", "--territory", "62", "--limit", "1", "-o", "ndjson")
	if code != 0 || total < 2 || strings.Count(w.out, "\n") != 1 || !strings.Contains(w.err, fmt.Sprint(total)) {
		t.Errorf("exit code %d: %d of %d rows, stderr %q", code, strings.Count(w.out, "\n"), total, w.err)
	}
}

// TestAnEndpointIsWrittenOnlyWhenItDiffers counts the requests of each way.
func TestAnEndpointIsWrittenOnlyWhenItDiffers(t *testing.T) {
	w := newWorld(t)
	w.in = "clé-de-signature"
	ensure := func(subscriptions string) {
		t.Helper()
		if code := w.run(t, "webhook", "ensure", "--organisation-id", "101", "--target-url", "https://exemple.fr/x",
			"--subscriptions", subscriptions, "--secret-stdin", "--yes", "-o", "json", "--jq", ".subscriptions"); code != 0 {
			t.Fatalf("exit code %d: %s", code, w.err)
		}
	}
	for _, c := range []struct {
		subscriptions, shown string
		get, post, patch     int // so far
	}{
		{"rdv,user", `["rdv","user"]`, 2, 1, 0},
		{"user,rdv", `["rdv","user"]`, 3, 1, 0},
		{"rdv", `["rdv"]`, 5, 1, 1},
	} {
		ensure(c.subscriptions)
		counts := []int{len(w.seen("GET")), len(w.seen("POST")), len(w.seen("PATCH"))}
		if compact := strings.Join(strings.Fields(w.out), ""); compact != c.shown || !slices.Equal(counts, []int{c.get, c.post, c.patch}) {
			t.Errorf("%s: %s is shown after %v requests", c.subscriptions, compact, counts)
		}
	}
}
