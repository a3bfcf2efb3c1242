package rdvsolidaritestest_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

func TestAnOrganisationIsChangedByItsAdminOnly(t *testing.T) {
	server, c := signedIn(t, rdvsolidaritestest.Options{})
	ids := server.Agents()[0].OrganisationIDs
	path := fmt.Sprintf("/api/v1/organisations/%d", ids[0])
	other := c.get(fmt.Sprintf("/api/v1/organisations/%d", ids[1])).object("organisation")
	if changed := c.json(200, "PATCH", path, object{"phone_number": "3939"}).object("organisation"); changed["phone_number"] != "3939" {
		t.Errorf("changed to %v", changed)
	}
	c.want(422, `{"errors":{"name":[{"error":"taken"X`, "PATCH", path, object{"name": other["name"]})
	c.want(500, `{"errors":["Unexpected internal error"]}`, "PATCH", path, object{"verticale": "rdv_poste"})
	c.want(404, `{"errors":["X"]}`, "GET", "/api/v1/organisations/9", nil)
	basic := c.as(server.Agents()[1])
	basic.want(403, `{"errors":[{"base":"forbidden"}],X`, "PATCH", path, object{"name": "MDS"})
	basic.want(403, `{"errors":[{"base":"forbidden"}],X`, "GET", fmt.Sprintf("/api/v1/organisations/%d", ids[1]), nil)
}

func TestOnlyACityFiltersOrganisations(t *testing.T) {
	_, c := signedIn(t, rdvsolidaritestest.Options{})
	for query, want := range map[string]int{"departement_number=99": 3, "city_code=62041": 1, "city_code=75056": 0, "street_ban_id=1": 0} {
		if got := len(c.get("/api/v1/organisations?" + query).rows("organisations")); got != want {
			t.Errorf("%s gives %d organisations, want %d", query, got, want)
		}
	}
}

func TestMotifFiltersAnswer500ForUnknownValues(t *testing.T) {
	server, c := signedIn(t, rdvsolidaritestest.Options{Generation: rdvsolidaritestest.Generation2025})
	path := fmt.Sprintf("/api/v1/organisations/%d/motifs", server.Agents()[0].OrganisationIDs[0])
	count := func(query string) int { return len(c.get(path + query).rows("motifs")) }
	if count("?active=true")+count("?active=false") != count("") || count("?active=false") == 0 {
		t.Errorf("of %d motifs %d are active and %d are not", count(""), count("?active=true"), count("?active=false"))
	}
	if count("?bookable_publicly=") != count("?bookable_publicly=false") || count("?service_id=2") == 0 {
		t.Error("the filters of motifs do not hold")
	}
	c.want(500, `<!DOCTYPE html>X`, "GET", path+"?motif_category_short_name=rsa", nil)
	c.want(500, `<!DOCTYPE html>X`, "GET", "/api/v1/organisations/9/motifs", nil)
}

func TestPublicLinksNeedNoAgentButHaveALimit(t *testing.T) {
	at := time.Unix(1_800_000_010, 0)
	_, c := start(t, rdvsolidaritestest.Options{Generation: rdvsolidaritestest.Generation2024, Now: func() time.Time { return at }})
	c.want(200, `{"public_links":[{"external_id":"X","public_link":"X"}X]}`, "GET", "/api/v1/public_links?territory=62", nil)
	c.want(400, `{"missing":"territory"}`, "GET", "/api/v1/public_links", nil)
	c.want(404, `{"not_found":"territory"}`, "GET", "/public_api/public_links?territory=99", nil)
	for range 47 {
		c.get("/api/v1/public_links?territory=62")
	}
	response := c.send("GET", "/api/v1/public_links?territory=62", nil)
	if response.StatusCode != 429 || response.Header.Get("Retry-After") != "50" || response.Header.Get("RateLimit-Limit") != "50" {
		t.Errorf("the 51st request got %d with %v", response.StatusCode, response.Header)
	}
	at = at.Add(time.Minute)
	c.get("/api/v1/public_links?territory=62")
}

func TestTeamsNameTheirTerritoryAndAgents(t *testing.T) {
	_, c := signedIn(t, rdvsolidaritestest.Options{})
	c.want(200, `{"teams":[{"id":X,"agents":[{"id":X],"name":"X","territory":{"id":1,"departement_number":"62","motif_categories":[X],"name":"X"}X`,
		"GET", "/api/v1/teams", nil)
}

func TestWebhookEndpointsMoveToTheOrganisationOfThePath(t *testing.T) {
	server, c := signedIn(t, rdvsolidaritestest.Options{Generation: rdvsolidaritestest.Generation2025})
	ids := server.Agents()[0].OrganisationIDs
	path := func(i int) string { return fmt.Sprintf("/api/v1/organisations/%d/webhook_endpoints", ids[i]) }
	body := object{"target_url": "https://example.fr/rdv", "secret": "s", "subscriptions": []string{"rdv", "user"}}
	created := c.json(200, "POST", path(0), body).object("webhook_endpoint")
	if _, shown := created["secret"]; shown {
		t.Error("the secret is shown")
	}
	c.want(422, `{"errors":{"target_url":[{"error":"taken"X`, "POST", path(0), body)
	c.want(422, `{"errors":{"target_url":[{"error":"blank"}],"secret":[{"error":"blank"}],"base":[{"error":"X"}]},X`,
		"POST", path(0), object{"subscriptions": []string{"participation"}})
	c.json(200, "PATCH", fmt.Sprintf("%s/%d", path(1), created.id()), object{})
	if len(c.get(path(0)).rows("webhook_endpoints"))+1 != len(c.get(path(1)+"?target_url=https://example.fr/rdv").rows("webhook_endpoints")) {
		t.Error("the endpoint did not move")
	}
	c.want(404, `{"errors":["X"]}`, "GET", "/api/v1/organisations/9/webhook_endpoints", nil)
	c.as(server.Agents()[1]).want(403, `{"errors":[{"base":"forbidden"}],X`, "POST", path(0), body)
}

// receiver counts the deliveries whose signature holds.
func receiver(t *testing.T, secret string, models map[string]*atomic.Int64) *httptest.Server {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write(body)
		var in struct {
			Meta struct{ Model, Event string }
		}
		if json.Unmarshal(body, &in) != nil || hex.EncodeToString(mac.Sum(nil)) != r.Header.Get("X-Lapin-Signature") {
			w.WriteHeader(401)
			return
		}
		if count := models[in.Meta.Model+" "+in.Meta.Event]; count != nil {
			count.Add(1)
		}
	}))
	t.Cleanup(server.Close)
	return server
}

func TestSignedWebhooksAreSentToLoopbackOnly(t *testing.T) {
	_, c := start(t, rdvsolidaritestest.Options{})
	for model, name := range map[string]string{"rdv": "Rdv", "absence": "Absence", "plage_ouverture": "PlageOuverture", "user": "User",
		"user_profile": "UserProfile", "organisation": "Organisation", "motif": "Motif", "lieu": "Lieu", "agent": "Agent", "agent_role": "AgentRole"} {
		var count atomic.Int64
		target := receiver(t, "s3cr3t", map[string]*atomic.Int64{name + " updated": &count})
		c.want(200, "{\"sent\":2,\"statuses\":[200,200]}\n", "POST", "/_sandbox/webhooks",
			object{"target": target.URL, "secret": "s3cr3t", "model": model, "event": "updated", "count": 2})
		if count.Load() != 2 {
			t.Errorf("%s arrived %d times", model, count.Load())
		}
	}
	for _, body := range []object{{"target": "https://example.fr/"}, {"target": "http://127.0.0.1:1", "model": "participation"},
		{"target": "http://127.0.0.1:1", "event": "seen"}, {"target": "http://127.0.0.1:1", "count": 0}} {
		c.want(400, "{\"error\":\"X\"}\n", "POST", "/_sandbox/webhooks", body)
	}
}

func TestANewEndpointReceivesExistingObjectsUnlessItWantsAbsences(t *testing.T) {
	server, c := signedIn(t, rdvsolidaritestest.Options{Deliver: true, RDVs: 30})
	var motifs, users atomic.Int64
	target := receiver(t, "s", map[string]*atomic.Int64{"Motif created": &motifs, "User created": &users})
	id := server.Agents()[0].OrganisationIDs[0]
	path := fmt.Sprintf("/api/v1/organisations/%d/webhook_endpoints", id)
	c.json(200, "POST", path, object{"target_url": target.URL + "/a", "secret": "s", "subscriptions": []string{"motif", "absence"}})
	c.json(200, "POST", path, object{"target_url": target.URL + "/b", "secret": "s", "subscriptions": []string{"motif"}})
	c.json(200, "POST", path, object{"target_url": target.URL + "/c", "secret": "s", "subscriptions": []string{"user", "absence"}})
	c.json(200, "POST", "/api/v1/users", object{"first_name": "Ada", "last_name": "Caron", "organisation_ids": []int64{id}})
	server.Close()
	if motifs.Load() != 9 || users.Load() != 1 {
		t.Errorf("%d motifs and %d users arrived, want the 9 of the replay and the new user", motifs.Load(), users.Load())
	}
}

func TestChaosNeverBreaksTheServer(t *testing.T) {
	server := rdvsolidaritestest.New(rdvsolidaritestest.Options{Chaos: true, RDVs: 30})
	c := &client{t: t, url: server.URL, http: http.Client{Transport: server.Transport()}}
	seen := map[int]int{}
	for range 400 {
		status, _ := c.text("GET", "/api/v1/rdvs", nil)
		if seen[status]++; status == 401 {
			response := c.send("POST", "/api/v1/auth/sign_in", object{"email": rdvsolidaritestest.Email, "password": rdvsolidaritestest.Password})
			c.headers = response.Header
		}
	}
	if seen[200] < 300 || seen[401] == 0 || seen[429] == 0 || seen[502] == 0 || seen[500] != 0 {
		t.Errorf("answers by status: %v", seen)
	}
}
