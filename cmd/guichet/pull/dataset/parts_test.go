package dataset

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/pull/reading"
	"github.com/guichet-go/guichet/gopaas"
	"github.com/guichet-go/guichet/internal/page"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// everything is the window without ends.
var everything = page.Window{From: page.OpenFrom, To: page.OpenTo}

// partsOf are the lists of a dataset of the test server.
func partsOf(t *testing.T, name string, organisations ...int64) ([]reading.Part, error) {
	t.Helper()
	d, ok := Find(name)
	if !ok {
		t.Fatalf("there is no %s", name)
	}
	s := signedIn(t, rdvsolidaritestest.New(rdvsolidaritestest.Options{RDVs: 30, Organisations: 2}))
	return s.Parts(t.Context(), d, Filter{OrganisationIDs: organisations})
}

func TestADatasetIsOneListOrOneForEachOrganisation(t *testing.T) {
	each := []string{"organisation 101", "organisation 102"}
	for name, want := range map[string]struct{ all, chosen []string }{
		"rdv.organisations": {[]string{"all"}, each[:1]}, "rdv.agents": {[]string{"all"}, each[:1]}, "rdv.users": {[]string{"all"}, each[:1]},
		"rdv.teams": {[]string{"all"}, nil}, "rdv.absences": {[]string{"all"}, nil},
		"rdv.motifs": {each, each[:1]}, "rdv.rdvs": {each, each[:1]}, "rdv.webhook_endpoints": {each, each[:1]},
	} {
		for _, c := range []struct {
			filter []int64
			want   []string
		}{{nil, want.all}, {[]int64{101, 101}, want.chosen}} {
			if c.want == nil {
				continue // it cannot be asked for by organisation
			}
			parts, err := partsOf(t, name, c.filter...)
			var names []string
			for _, part := range parts {
				names = append(names, part.Name)
				p, err := part.Page(t.Context(), everything, 1)
				if err != nil || p.Pages < 0 || len(p.Rows) == 0 && name != "rdv.webhook_endpoints" {
					t.Errorf("%s, %s: %d rows, %v", name, part.Name, len(p.Rows), err)
				}
				if d, _ := Find(name); part.Windowed != d.ByTime {
					t.Errorf("%s is read in windows: %v", name, part.Windowed)
				}
			}
			if err != nil || !slices.Equal(names, c.want) {
				t.Errorf("%s of %v is %q, not %q (%v)", name, c.filter, names, c.want, err)
			}
		}
	}
}

func TestAnOrganisationWithoutARoleForTheAgentIsRefused(t *testing.T) {
	if parts, err := partsOf(t, "rdv.rdvs", 101, 999); err == nil || parts != nil {
		t.Errorf("%d parts, %v", len(parts), err)
	}
}

func TestAWindowBoundsTheStartsOfRDVs(t *testing.T) {
	parts, err := partsOf(t, "rdv.rdvs", 101)
	if err != nil {
		t.Fatal(err)
	}
	all, err := parts[0].Page(t.Context(), everything, 1)
	if err != nil || len(all.Rows) < 2 || all.Total != len(all.Rows) {
		t.Fatalf("%d of %d rows, %v", len(all.Rows), all.Total, err)
	}
	var starts []int64
	for _, row := range all.Rows {
		at, ok := parts[0].Start(row)
		if !ok || parts[0].Times(row) < 1 {
			t.Fatalf("%s does not say when it starts", row)
		}
		starts = append(starts, at)
	}
	slices.Sort(starts)
	for _, w := range []page.Window{{From: starts[1], To: page.OpenTo}, {From: page.OpenFrom, To: starts[1]}, {From: starts[1], To: starts[1]}} {
		want := 0
		for _, at := range starts {
			if at >= w.From && at <= w.To {
				want++
			}
		}
		if p, err := parts[0].Page(t.Context(), w, 1); err != nil || p.Total != want {
			t.Errorf("%v has %d rows, not %d (%v)", w, p.Total, want, err)
		}
	}
}

// TestUsersHaveOtherWaysToTheirRows asks for two of them by id, and in the other lists.
func TestUsersHaveOtherWaysToTheirRows(t *testing.T) {
	for _, organisations := range [][]int64{nil, {101}} {
		parts, err := partsOf(t, "rdv.users", organisations...)
		if err != nil {
			t.Fatal(err)
		}
		all, err := parts[0].Page(t.Context(), everything, 1)
		if err != nil {
			t.Fatal(err)
		}
		var ids []int64
		for _, row := range all.Rows[:2] {
			var user struct{ ID int64 }
			if err := json.Unmarshal(row, &user); err != nil {
				t.Fatal(err)
			}
			ids = append(ids, user.ID)
		}
		if p, err := parts[0].ByID(t.Context(), ids); err != nil || len(p.Rows) != 2 {
			t.Errorf("%v by id: %d rows, %v", organisations, len(p.Rows), err)
		}
		lists, err := parts[0].Lists(t.Context())
		want := []string{"organisation 101", "organisation 102"}
		if organisations != nil {
			want = []string{"all"}
		}
		var names []string
		for _, list := range lists {
			names = append(names, list.Name)
			if p, err := list.Page(t.Context(), 1); err != nil || len(p.Rows) == 0 {
				t.Errorf("%s: %d rows, %v", list.Name, len(p.Rows), err)
			}
		}
		if err != nil || !slices.Equal(names, want) {
			t.Errorf("%v: %q (%v)", organisations, names, err)
		}
	}
}

func TestAWayThatTheServiceRefusesIsNoFailure(t *testing.T) {
	server := rdvsolidaritestest.New(rdvsolidaritestest.Options{RDVs: 10})
	s := signedIn(t, server)
	d, _ := Find("rdv.users")
	parts, err := s.Parts(t.Context(), d, Filter{})
	if err != nil {
		t.Fatal(err)
	}
	server.Fault(rdvsolidaritestest.Fault{Match: "GET /api/v1/users", Status: http.StatusForbidden, Count: 1})
	if _, err := parts[0].ByID(t.Context(), []int64{1}); !errors.Is(err, page.ErrNoWay) {
		t.Errorf("%v", err)
	}
}

func TestAServiceThatDoesNotKnowARouteIsToldFromAFailure(t *testing.T) {
	for _, c := range []struct {
		status int
		body   string
		want   bool
	}{
		{404, "", true}, {405, "", true}, {410, "", true}, {501, "", true}, {200, " <!doctype html>", true}, {500, "<html>", true},
		{500, `{"errors":[]}`, false}, {200, "", false}, {503, "<html>", false}, {401, "", false}, {403, "", false},
	} {
		err := fmt.Errorf("it: %w", &guichet.Error{Status: c.status, Body: c.body})
		if got := unknownRoute(err); got != c.want {
			t.Errorf("%d %q: %v", c.status, c.body, got)
		}
	}
	if unknownRoute(context.Canceled) {
		t.Error("a cancelled request counts as a route that is not known")
	}
}

func TestRowsOfAViewAreToldApartByAllThatTheyHold(t *testing.T) {
	d, ok := Find("gopaas.list:1170")
	if !ok || !d.Open {
		t.Fatalf("%+v", d)
	}
	first, err := d.KeyOf([]byte(`{"cle":"7","nom":"a"}`))
	second, failed := d.KeyOf([]byte(`{"cle":"7","nom":"b"}`))
	without, none := d.KeyOf([]byte(`{"nom":"b"}`))
	if err = errors.Join(err, failed, none); err != nil || first == second || without == second || first.String() != "7" || without.String() != "" {
		t.Errorf("%q %q %q (%v)", first, second, without, err)
	}
	for _, name := range []string{"gopaas.list:", "gopaas.list:../x", "gopaas.list:a/b", `gopaas.list:a\b`, "gopaas.list:a\x00", "rdv.nothing"} {
		if _, ok := Find(name); ok {
			t.Errorf("%q is a dataset", name)
		}
	}
}

// TestAViewThatIsIncompleteEndsAndItsCountsSaySo does not take a view that was cut
// off for one that ended.
func TestAViewThatIsIncompleteEndsAndItsCountsSaySo(t *testing.T) {
	for end, fails := range map[gopaas.End]bool{gopaas.EndEmpty: false, gopaas.EndCap: true} {
		all := func(yield func(gopaas.Row, error) bool) {
			_ = yield(gopaas.Row{Raw: []byte(`{"cle":"1"}`)}, nil) && yield(gopaas.Row{}, guichet.ErrIncomplete)
		}
		n, failed := 0, false
		for _, err := range rows(all, &gopaas.Report{End: end}, func() {}) {
			n++
			failed = failed || err != nil
		}
		if failed != fails {
			t.Errorf("%v: %d rows, failed: %v", end, n, failed)
		}
	}
}

func TestParticipantsAreTheUsersOfTheParticipations(t *testing.T) {
	d, _ := Find("rdv.rdvs")
	users, _ := Find("rdv.users")
	ids := d.Mentions(users.Name)([]byte(`{"id":1,"participations":[{"id":5,"user":{"id":7}},{"id":6,"user":{"id":8}}],"users":[{"id":9}]}`))
	if !slices.Equal(ids, []int64{7, 8}) || users.Mentions(d.Name) != nil || d.Mentions(d.Name) != nil {
		t.Errorf("%v", ids)
	}
}

// A row of a view has no key of its own: what is published has to have that of what the
// service sent.
func TestARowOfAViewHasTheSameKeyInAFile(t *testing.T) {
	sent, err := recordKey([]byte(`{ "cle" : 7, "nom": "Zoé  B" }`), "cle")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := recordKey([]byte(`{"cle":7,"nom":"Zoé  B"}`), "cle"); err != nil || got != sent {
		t.Errorf("%q and %q, %v", sent, got, err)
	}
	if got, err := recordKey([]byte(`{"cle":7,"nom":"Zoé B"}`), "cle"); err != nil || got == sent {
		t.Errorf("rows that differ have one key, %v", err)
	}
	if _, err := recordKey([]byte(`{"cle":`), "cle"); err == nil {
		t.Error("what is not JSON has a key")
	}
}
