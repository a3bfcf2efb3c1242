package rdvsolidaritestest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// client calls a server over a real socket, or without one.
type client struct {
	t       *testing.T
	http    http.Client
	url     string
	headers http.Header
}

// object is a decoded JSON object.
type object map[string]any

func start(t *testing.T, o rdvsolidaritestest.Options) (*rdvsolidaritestest.Server, *client) {
	t.Helper()
	server := rdvsolidaritestest.New(o)
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	return server, &client{t: t, url: server.URL}
}

// signedIn starts a server and signs in the agent that always exists.
func signedIn(t *testing.T, o rdvsolidaritestest.Options) (*rdvsolidaritestest.Server, *client) {
	t.Helper()
	server, c := start(t, o)
	c.signIn(rdvsolidaritestest.Email, rdvsolidaritestest.Password)
	return server, c
}

func (c *client) signIn(email, password string) {
	c.t.Helper()
	response := c.send("POST", "/api/v1/auth/sign_in", object{"email": email, "password": password})
	if response.StatusCode != 200 {
		c.t.Fatalf("sign-in answered %d", response.StatusCode)
	}
	c.headers = http.Header{}
	for _, name := range []string{"access-token", "client", "uid"} {
		c.headers.Set(name, response.Header.Get(name))
	}
}

// as is a client of another agent on the same server.
func (c *client) as(a rdvsolidaritestest.Agent) *client {
	c.t.Helper()
	other := &client{t: c.t, url: c.url, http: c.http}
	other.signIn(a.Email, a.Password)
	return other
}

// send sends body as JSON, or as it is when it is a string. The body of the answer is read already.
func (c *client) send(method, path string, body any) *http.Response {
	c.t.Helper()
	var content []byte
	switch body := body.(type) {
	case nil:
	case string:
		content = []byte(body)
	default:
		var err error
		if content, err = json.Marshal(body); err != nil {
			c.t.Fatal(err)
		}
	}
	request, err := http.NewRequest(method, c.url+path, bytes.NewReader(content))
	if err != nil {
		c.t.Fatal(err)
	}
	for k, v := range c.headers {
		request.Header[k] = v
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := c.http.Do(request)
	if err != nil {
		c.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	response.Body = io.NopCloser(bytes.NewReader(text))
	return response
}

func (c *client) text(method, path string, body any) (int, string) {
	c.t.Helper()
	response := c.send(method, path, body)
	text, _ := io.ReadAll(response.Body)
	return response.StatusCode, string(text)
}

// json sends a request whose answer must have status, and decodes it.
func (c *client) json(status int, method, path string, body any) object {
	c.t.Helper()
	got, text := c.text(method, path, body)
	if got != status {
		c.t.Fatalf("%s %s answered %d %.300s, want %d", method, path, got, text, status)
	}
	if text == "" {
		return nil
	}
	var out object
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		c.t.Fatalf("%s %s answered no JSON: %v: %.300s", method, path, err, text)
	}
	return out
}

// get is a GET that must succeed.
func (c *client) get(path string) object { c.t.Helper(); return c.json(200, "GET", path, nil) }

// want sends a request and compares status and body, in which X stands for anything.
func (c *client) want(status int, pattern, method, path string, body any) {
	c.t.Helper()
	got, text := c.text(method, path, body)
	if got != status || !like(text, pattern) {
		c.t.Errorf("%s %s answered %d %.300s, want %d %s", method, path, got, text, status, pattern)
	}
}

func like(text, pattern string) bool {
	parts := strings.Split(pattern, "X")
	if !strings.HasPrefix(text, parts[0]) || !strings.HasSuffix(text, parts[len(parts)-1]) {
		return false
	}
	for _, part := range parts {
		_, rest, ok := strings.Cut(text, part)
		if !ok {
			return false
		}
		text = rest
	}
	return true
}

func (o object) rows(root string) []object {
	var rows []object
	for _, row := range o[root].([]any) {
		rows = append(rows, row.(map[string]any))
	}
	return rows
}

func (o object) object(k string) object { return o[k].(map[string]any) }

func (o object) id() int64 { return int64(o["id"].(float64)) }

// all reads the pages of a list to their end and gives the ids in their order.
func (c *client) all(root, path string) (ids []int64, total int) {
	c.t.Helper()
	for next := any(float64(1)); next != nil; {
		separator := "?"
		if strings.Contains(path, "?") {
			separator = "&"
		}
		answer := c.get(fmt.Sprintf("%s%spage=%v", path, separator, next))
		for _, row := range answer.rows(root) {
			ids = append(ids, row.id())
		}
		total = int(answer.object("meta")["total_count"].(float64))
		next = answer.object("meta")["next_page"]
	}
	return ids, total
}

func distinct(ids []int64) int {
	seen := map[int64]bool{}
	for _, id := range ids {
		seen[id] = true
	}
	return len(seen)
}

func TestTheSameSeedGivesTheSameBytes(t *testing.T) {
	now := func() time.Time { return time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC) }
	_, first := signedIn(t, rdvsolidaritestest.Options{Seed: 7, Now: now})
	_, second := signedIn(t, rdvsolidaritestest.Options{Seed: 7, Now: now})
	_, other := signedIn(t, rdvsolidaritestest.Options{Seed: 8})
	for _, path := range []string{"/api/v1/rdvs?page=3", "/api/v1/users", "/api/v1/absences", "/api/v1/teams"} {
		_, a := first.text("GET", path, nil)
		if _, b := second.text("GET", path, nil); a != b {
			t.Errorf("%s differs between two servers of one seed", path)
		}
		if _, c := other.text("GET", path, nil); a == c && path == "/api/v1/rdvs?page=3" {
			t.Errorf("%s is the same for another seed", path)
		}
	}
}

func TestTheDefaultDataFillsTwentyFivePages(t *testing.T) {
	server, c := signedIn(t, rdvsolidaritestest.Options{})
	meta := c.get("/api/v1/rdvs").object("meta")
	if meta["total_pages"] != 25.0 || meta["total_count"] != 2450.0 {
		t.Errorf("the list of rdvs has %v", meta)
	}
	if users, _ := c.all("users", "/api/v1/users"); len(users) < 120 {
		t.Errorf("there are %d users", len(users))
	}
	if len(c.get("/api/v1/organisations").rows("organisations")) != 3 || len(server.Agents()) != 15 {
		t.Errorf("there are %d agents", len(server.Agents()))
	}
}

func TestAnEmptyServerHasOneAgentAndOneOrganisation(t *testing.T) {
	_, c := signedIn(t, rdvsolidaritestest.Options{Empty: true})
	for _, path := range []string{"rdvs", "users", "absences", "teams"} {
		c.want(200, `{"`+path+`":[],"meta":{"current_page":1,"next_page":null,"prev_page":null,"total_pages":0,"total_count":0}}`,
			"GET", "/api/v1/"+path, nil)
	}
	id := c.get("/api/v1/organisations").rows("organisations")[0].id()
	c.json(200, "POST", "/api/v1/users", object{"first_name": "Ada", "last_name": "Caron", "organisation_ids": []int64{id}})
	if len(c.get("/api/v1/users").rows("users")) != 1 {
		t.Error("the user that was created is not listed")
	}
}

func TestPagesFollowTheRulesOfTheService(t *testing.T) {
	_, c := signedIn(t, rdvsolidaritestest.Options{})
	for page, want := range map[string]string{
		"0":  `X"meta":{"current_page":1,"next_page":2,"prev_page":null,"total_pages":25,"total_count":2450}}`,
		"x":  `X"meta":{"current_page":1,"next_page":2,"prev_page":null,"total_pages":25,"total_count":2450}}`,
		"2":  `X"meta":{"current_page":2,"next_page":3,"prev_page":1,"total_pages":25,"total_count":2450}}`,
		"25": `X"meta":{"current_page":25,"next_page":null,"prev_page":24,"total_pages":25,"total_count":2450}}`,
		"99": `{"rdvs":[],"meta":{"current_page":99,"next_page":null,"prev_page":null,"total_pages":25,"total_count":2450}}`,
	} {
		c.want(200, want, "GET", "/api/v1/rdvs?per_page=5&page="+page, nil)
	}
	if got := len(c.get("/api/v1/rdvs?per_page=5").rows("rdvs")); got != 100 {
		t.Errorf("a page has %d rows, want 100", got)
	}
}

func TestAnUnknownRouteIsAnHTMLPage(t *testing.T) {
	_, c := signedIn(t, rdvsolidaritestest.Options{Empty: true, Generation: rdvsolidaritestest.Generation2024})
	c.want(404, "<!DOCTYPE html>X", "GET", "/api/v1/nothing", nil)
	c.want(404, "<!DOCTYPE html>X", "DELETE", "/api/v1/rdvs", nil)
	c.want(400, "", "POST", "/api/v1/users", "{broken")
	for accept, status := range map[string]int{"application/json": 500, "application/json, */*;q=0.1": 404, "*/*": 404, "text/html": 404} {
		c.headers.Set("Accept", accept)
		c.want(status, "<!DOCTYPE html>X", "GET", "/api/v1/nothing", nil)
		c.want(status, "<!DOCTYPE html>X", "DELETE", "/api/v1/rdvs", nil)
	}
}

func TestParametersMayComeInTheQueryOfAWrite(t *testing.T) {
	_, c := signedIn(t, rdvsolidaritestest.Options{})
	id := c.get("/api/v1/organisations").rows("organisations")[0].id()
	query := url.Values{"first_name": {"Ada"}, "last_name": {"Caron"}, "organisation_ids[]": {fmt.Sprint(id)}}
	created := c.json(200, "POST", "/api/v1/users?"+query.Encode(), nil).object("user")
	if created["first_name"] != "Ada" {
		t.Errorf("created %v", created)
	}
}

func TestTheServerAnswersInSynctestWithoutASocket(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := rdvsolidaritestest.New(rdvsolidaritestest.Options{Latency: time.Minute})
		c := &client{t: t, url: server.URL, http: http.Client{Transport: server.Transport()}}
		c.signIn(rdvsolidaritestest.Email, rdvsolidaritestest.Password)
		begin := time.Now()
		if got := len(c.get("/api/v1/rdvs").rows("rdvs")); got != 100 {
			t.Errorf("the first page has %d rows", got)
		}
		if waited := time.Since(begin); waited != time.Minute {
			t.Errorf("waited %s, want the latency", waited)
		}
		time.Sleep(15 * 24 * time.Hour)
		c.want(401, `{"errors":["X"]}`, "GET", "/api/v1/rdvs", nil)
	})
}
