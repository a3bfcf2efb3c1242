package rdvsolidarites_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"testing"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/fake"
	"github.com/guichet-go/guichet/rdvsolidarites"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// says is a client of a service that gives one answer to everything.
func says(t *testing.T, body string) *rdvsolidarites.Client {
	t.Helper()
	return newClient(t, "https://rdv.example.fr", rdvsolidarites.Bearer("jeton"), guichet.WithRetries(0),
		guichet.WithHTTPClient(&http.Client{Transport: fake.Says{Status: http.StatusOK, ContentType: "application/json", Body: body}}))
}

// TestARawPageHasTheRowsAndTheMetaOfTheTypedPage compares the second page of each.
func TestARawPageHasTheRowsAndTheMetaOfTheTypedPage(t *testing.T) {
	for _, generation := range generations()[1:] {
		compareSecondPages(t, generation)
	}
}

func compareSecondPages(t *testing.T, generation rdvsolidaritestest.Generation) {
	t.Helper()
	client := admin(t, sandbox(t, rdvsolidaritestest.Options{RDVs: 250, Generation: generation}))
	query := rdvsolidarites.RDVQuery{Page: 2}
	typed, err := client.RDVs.List(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := client.RDVs.ListRaw(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	if raw.Meta != typed.Meta || raw.CurrentPage != 2 || len(raw.Items) != len(typed.Items) {
		t.Fatalf("the raw page has %d rows and %+v, the typed one %d and %+v", len(raw.Items), raw.Meta, len(typed.Items), typed.Meta)
	}
	if len(raw.Starts) != len(raw.Items) || typed.Starts != nil {
		t.Fatalf("the raw page has %d starts, the typed one %d", len(raw.Starts), len(typed.Starts))
	}
	for i, row := range raw.Items {
		var rdv rdvsolidarites.RDV
		if err := json.Unmarshal(row, &rdv); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(rdv, typed.Items[i]) {
			t.Errorf("%s is not %+v", row, typed.Items[i])
		}
		want := max(1, len(rdv.Agents))
		if generation == rdvsolidaritestest.Generation2026 {
			want = 1
		}
		if times := rdvsolidarites.RawTimes(row); times != want {
			t.Errorf("%s may be listed %d times", row, times)
		}
		if start := rdvsolidarites.RawStart(row); !start.Equal(rdv.StartsAt.Time) || !start.Equal(raw.Starts[i].Time) {
			t.Errorf("%s starts at %s, and %s", row, start, raw.Starts[i])
		}
	}
}

func TestARawPageKeepsTheBytesOfTheService(t *testing.T) {
	const row = `{ "id":1, "title" : "\u00e9",  "n":1.0e2 }`
	client := says(t, `{"absences":[`+row+`],"meta":{"current_page":1,"total_pages":3,"total_count":201}}`)
	page, err := client.Absences.ListRaw(t.Context(), rdvsolidarites.AbsenceQuery{})
	if err != nil || len(page.Items) != 1 || string(page.Items[0]) != row || page.TotalPages != 3 || page.TotalCount != 201 || page.Starts != nil {
		t.Errorf("%s %+v (%v)", page.Items, page.Meta, err)
	}
}

// TestAnAnswerThatIsNotAListIsNotAnEmptyRawPage matters to whoever compares it with
// an earlier list: every row would be gone.
func TestAnAnswerThatIsNotAListIsNotAnEmptyRawPage(t *testing.T) {
	for _, body := range []string{"", "null", "{}", `{"absences":null}`, `{"absences":[`, `{"absences":[null]}`} {
		page, err := says(t, body).Absences.ListRaw(t.Context(), rdvsolidarites.AbsenceQuery{})
		var failed *guichet.Error
		if page != nil || !errors.As(err, &failed) || failed.Kind != guichet.ErrUnusableAnswer || failed.Op != "Absences.List" {
			t.Errorf("%q: %+v, %v", body, page, err)
		}
	}
}

func TestARawAppointmentThatDoesNotSayWhenItStartsHasTheZeroTime(t *testing.T) {
	for _, row := range []string{`{}`, `{"starts_at":null}`, `{"starts_at":5}`, `{"starts_at":"soon"}`, `{"lieu":{"starts_at":"2026-11-28"}}`, ``} {
		if start := rdvsolidarites.RawStart(json.RawMessage(row)); !start.IsZero() {
			t.Errorf("%s starts at %s", row, start)
		}
		if times := rdvsolidarites.RawTimes(json.RawMessage(row)); times != 1 {
			t.Errorf("%s may be listed %d times", row, times)
		}
	}
}

// TestARawStartIsTheMomentWithWhichBoundsAreCompared reads the clock overseas as if it
// were in Paris, and in Paris the moment itself.
func TestARawStartIsTheMomentWithWhichBoundsAreCompared(t *testing.T) {
	for text, want := range map[string]string{
		"2026-01-15 10:00:00 -0400": "2026-01-15T09:00:00Z",
		"2026-07-15 10:00:00 -0400": "2026-07-15T08:00:00Z",
		"2026-07-15 10:00:00 +0400": "2026-07-15T08:00:00Z",
		"2026-10-25 02:30:00 +0200": "2026-10-25T00:30:00Z",
		"2026-10-25 02:30:00 +0100": "2026-10-25T01:30:00Z",
	} {
		if start := rdvsolidarites.RawStart(json.RawMessage(`{"starts_at":"` + text + `"}`)); start.UTC().Format(time.RFC3339) != want {
			t.Errorf("%s is compared as %s, not %s", text, start.UTC(), want)
		}
	}
}
