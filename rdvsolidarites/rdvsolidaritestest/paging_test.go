package rdvsolidaritestest_test

import (
	"fmt"
	"net/url"
	"slices"
	"testing"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// unorderedLists are those that the service lists without an order, or with ties in it.
var unorderedLists = []struct{ root, path string }{
	{"users", "/api/v1/users"},
	{"rdvs", "/api/v1/rdvs"},
	{"absences", "/api/v1/absences"},
	{"teams", "/api/v1/teams"},
}

// filled is a server whose lists without an order have n rows each.
func filled(t *testing.T, n int, o rdvsolidaritestest.Options) (*rdvsolidaritestest.Server, *client) {
	t.Helper()
	o.Users, o.RDVs = n, n
	server, c := signedIn(t, o)
	for _, list := range unorderedLists[2:] {
		_, total := c.all(list.root, list.path)
		if _, _, err := server.Rows("rdv."+list.root, n-total, 0); err != nil {
			t.Fatal(err)
		}
	}
	return server, c
}

func TestALossyListRepeatsAndLosesTheSameRowsInEveryPass(t *testing.T) {
	for _, n := range []int{101, 250, 5000} {
		_, c := filled(t, n, rdvsolidaritestest.Options{LossyPages: true})
		for _, list := range unorderedLists {
			first, total := c.all(list.root, list.path)
			second, _ := c.all(list.root, list.path)
			if total != n || len(first) != n || distinct(first) == n || distinct(first) < n/2 || !slices.Equal(first, second) {
				t.Errorf("%s of %d: read %d, %d distinct, of %d", list.root, n, len(first), distinct(first), total)
			}
		}
	}
}

func TestAListOfOnePageIsCompleteWithLossyPages(t *testing.T) {
	_, c := filled(t, 100, rdvsolidaritestest.Options{LossyPages: true})
	for _, list := range unorderedLists {
		if ids, total := c.all(list.root, list.path); distinct(ids) != 100 || total != 100 {
			t.Errorf("%s: read %d distinct of %d", list.root, distinct(ids), total)
		}
	}
	_, c = signedIn(t, rdvsolidaritestest.Options{LossyPages: true})
	query := url.Values{}
	for id := 1001; id <= 1100; id++ {
		query.Add("ids[]", fmt.Sprint(id))
	}
	if ids, total := c.all("users", "/api/v1/users?"+query.Encode()); distinct(ids) != 100 || total != 100 {
		t.Errorf("ids[]: read %d distinct of %d", distinct(ids), total)
	}
}

func TestAListLosesRowsAfterTenWritesToItsTable(t *testing.T) {
	_, c := signedIn(t, rdvsolidaritestest.Options{Users: 150})
	for i := range 10 {
		if ids, total := c.all("users", "/api/v1/users"); distinct(ids) != total {
			t.Fatalf("after %d writes: read %d distinct of %d", i, distinct(ids), total)
		}
		c.json(200, "POST", "/api/v1/users", object{"first_name": "Léa", "last_name": "Roux", "organisation_ids": []int{101}})
	}
	if ids, total := c.all("users", "/api/v1/users"); total != 160 || distinct(ids) == 160 {
		t.Errorf("after 10 writes: read %d distinct of %d", distinct(ids), total)
	}
	if ids, total := c.all("rdvs", "/api/v1/rdvs"); distinct(ids) != total {
		t.Errorf("the table of rdvs was not written and lost rows: %d distinct of %d", distinct(ids), total)
	}
}

func TestThePagesControlMakesPagesLossy(t *testing.T) {
	_, c := signedIn(t, rdvsolidaritestest.Options{})
	for _, lossy := range []bool{true, false} {
		c.want(200, fmt.Sprintf("{\"lossy\":%v}\n", lossy), "POST", "/_sandbox/pages", object{"lossy": lossy})
		if ids, total := c.all("users", "/api/v1/users"); (distinct(ids) < total) != lossy {
			t.Errorf("lossy %v: read %d distinct of %d", lossy, distinct(ids), total)
		}
	}
	c.want(400, `{"error":X`, "POST", "/_sandbox/pages", object{"lose": true})
}

func TestAnAdminSeesAnRDVOncePerAgentUntil2026(t *testing.T) {
	server, admin := signedIn(t, rdvsolidaritestest.Options{RDVs: 450, Generation: rdvsolidaritestest.Generation2025})
	ids, total := admin.all("rdvs", "/api/v1/rdvs")
	if distinct(ids) != 450 || len(ids) == 450 || total != len(ids) {
		t.Errorf("read %d rows, %d distinct, of %d", len(ids), distinct(ids), total)
	}
	for page := range (total + 99) / 100 {
		for _, row := range admin.get(fmt.Sprintf("/api/v1/rdvs?page=%d", page+1)).rows("rdvs") {
			seen := 0
			for _, id := range ids {
				if id == row.id() {
					seen++
				}
			}
			if agents := len(row.rows("agents")); seen != agents {
				t.Fatalf("rdv %d has %d agents and came %d times", row.id(), agents, seen)
			}
		}
	}
	if ids, total := admin.as(server.Agents()[2]).all("rdvs", "/api/v1/rdvs"); distinct(ids) != total {
		t.Errorf("the secretariat read %d distinct of %d", distinct(ids), total)
	}
}

func TestWebhookEndpointsAreSortedSince2026(t *testing.T) {
	for generation, sorted := range map[rdvsolidaritestest.Generation]bool{rdvsolidaritestest.Generation2025: false, rdvsolidaritestest.Generation2026: true} {
		server, c := signedIn(t, rdvsolidaritestest.Options{Generation: generation})
		if _, _, err := server.Rows("rdv.webhook_endpoints", 120, 0); err != nil {
			t.Fatal(err)
		}
		ids, total := c.all("webhook_endpoints", "/api/v1/organisations/101/webhook_endpoints")
		if slices.IsSorted(ids) != sorted || (distinct(ids) == total) != sorted {
			t.Errorf("%d: read %d distinct of %d", generation, distinct(ids), total)
		}
	}
}
