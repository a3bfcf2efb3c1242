package rdvsolidaritestest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// exchange is a request and the answer of the real server.
type exchange struct {
	Name   string          `json:"name"`
	As     string          `json:"as"`
	Method string          `json:"method"`
	Path   string          `json:"path"`
	Query  json.RawMessage `json:"query"`
	Body   json.RawMessage `json:"body"`
	Answer struct {
		Status  int               `json:"status"`
		Headers map[string]string `json:"headers"`
		Body    any               `json:"body"`
	} `json:"answer"`
}

// recordedHeaders are request headers that the recording names only in words, and recordedBodies are such
// bodies. Every other request accepts application/json.
var (
	recordedHeaders = map[string]map[string]string{
		"auth lower-case bearer":             {"Authorization": "bearer {PACKED}"},
		"auth uid in capitals":               {"access-token": "{TOKEN}", "client": "{CLIENT}", "uid": strings.ToUpper(rdvsolidaritestest.Email)},
		"auth wrong token":                   {"access-token": "wrong", "client": "{CLIENT}", "uid": rdvsolidaritestest.Email},
		"auth sign_out second":               {"access-token": "{TOKEN}", "client": "{CLIENT}", "uid": rdvsolidaritestest.Email},
		"auth credentials as headers":        {"email": rdvsolidaritestest.Email, "password": rdvsolidaritestest.Password},
		"auth text/plain":                    {"Content-Type": "text/plain"},
		"organisation Accept html":           {"Accept": "text/html"},
		"organisation patch no content type": {"Content-Type": ""},
		"organisation If-None-Match":         {"If-None-Match": "{ETAG}"},
		"organisations OPTIONS preflight":    {"Origin": "https://example.fr", "Access-Control-Request-Method": "GET"},
		"unknown route, no Accept":           {"Accept": ""},
		"unknown route, Accept html":         {"Accept": "text/html"},
		"user create as form":                {"Content-Type": "application/x-www-form-urlencoded"},
	}
	recordedBodies = map[string]string{
		"auth invalid JSON":                  "{broken",
		"auth text/plain":                    "email=x",
		"organisation patch no content type": `{"email":"x@example.fr"}`,
		"user create as form":                "first_name=Ana&last_name=Form&organisation_ids[]=101&organisation_ids[]=102",
	}
)

// between are the writes that made the state of an exchange; each is an agent, a method, a path, a body and
// the variable for the id of the answer.
var between = map[string][][5]string{
	"organisation put":                  {{"camille", "PATCH", "organisations/102", `{"name":"Maison «Été» — œuvres","phone_number":"03 21 00 00 01"}`}},
	"organisation patch name very long": {{"camille", "PATCH", "organisations/102", `{"email":"pas une adresse","verticale":"rdv_mairie"}`}},
	"organisation patch name object":    {{"camille", "PATCH", "organisations/102", `{"name":12}`}},
	"users of organisation 102":         {{"camille", "PATCH", "organisations/102", `{"phone_number":"03 21 00 00 01"}`}},
	"user patch put":                    {{"camille", "PATCH", "users/{U1}", `{"first_name":"Maïwenn","address":"2 rue Neuve, Arras, 62000","birth_date":"2000-01-01"}`}},
	"user patch organisation_ids empty": {{"camille", "POST", "users", `{"first_name":"Maëlle","last_name":"Lefèvre","organisation_ids":[101]}`, "U2"}},
	"profile create":                    {{"camille", "PATCH", "users/{U1}", `{"organisation_ids":[103]}`}},
	"profile delete":                    {{"camille", "DELETE", "user_profiles?organisation_id=101&user_id={U1}"}},
	"referent delete as basic":          {{"camille", "POST", "referent_assignations", `{"agent_id":207,"user_id":1002}`}},
	"referent delete again":             {{"camille", "DELETE", "referent_assignations?agent_id=207&user_id=1003"}},
	"absence patch agent ignored":       {{"camille", "PATCH", "absences/{AB1}", `{"title":"Nouveau"}`}},
	"absence create title long":         {{"camille", "DELETE", "absences/{BROKEN}"}},
	"absence delete again":              {{"camille", "DELETE", "absences/{AB1}"}},
	"webhook patch subscriptions empty": {{"camille", "PATCH", "organisations/101/webhook_endpoints/{W1}", `{"target_url":"{HOOK}/b"}`}},
	"live user patch":                   {{"camille", "POST", "users", `{"first_name":"Maëlle","last_name":"Lefèvre","organisation_ids":[103]}`, "L1"}},
}

// ids are the variables that an exchange gives the id of its answer to.
var ids = map[string]string{"user create minimal": "U1", "absence create": "AB1", "webhook create lieu and motif": "W1"}

// TestGeneration2024AnswersAsTheRealServer replays a recording of the real server.
func TestGeneration2024AnswersAsTheRealServer(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "recorded", "rdv-real-server", "exchanges.json"))
	if err != nil {
		t.Skip("the recording is not beside this checkout")
	}
	var recording struct{ Exchanges []exchange }
	if err := json.Unmarshal(data, &recording); err != nil {
		t.Fatal(err)
	}
	p := newPlayer(t)
	agreed := 0
	for _, x := range recording.Exchanges {
		if list := p.play(x); len(list) > 0 {
			t.Logf("%s (%s %s): %s", x.Name, x.Method, x.Path, strings.Join(list, "; "))
			continue
		}
		agreed++
	}
	percent := 100 * agreed / len(recording.Exchanges)
	t.Logf("%d of %d answers agree, %d %%", agreed, len(recording.Exchanges), percent)
	if percent < 95 {
		t.Errorf("only %d %% of the answers agree", percent)
	}
}

// player plays exchanges against a test server of the recorded world.
type player struct {
	t      *testing.T
	url    string
	agents map[string]rdvsolidaritestest.Agent
	vars   map[string]string
}

func newPlayer(t *testing.T) *player {
	server, c := start(t, recordedWorld())
	p := &player{t, c.url, map[string]rdvsolidaritestest.Agent{}, map[string]string{"PART": "160208", "BROKEN": "642",
		"HOOK": "http://127.0.0.1:36631", "NAME102": "Centre médico-social Lens"}}
	for _, a := range server.Agents() {
		if name, _, ok := strings.Cut(a.Email, "."); ok {
			p.agents[name] = a
		}
	}
	return p
}

// play sends the request of x and returns how the answer differs.
func (p *player) play(x exchange) []string {
	for _, write := range between[x.Name] {
		status, _, answer := p.send(exchange{As: write[0], Method: write[1], Path: "/api/v1/" + write[2], Body: json.RawMessage(write[3])})
		if status >= 300 {
			p.t.Errorf("before %s: %s %s answered %d", x.Name, write[1], write[2], status)
		}
		p.keepID(write[4], answer)
	}
	if strings.Contains(x.Name, "throttled") {
		for range 60 {
			p.send(exchange{Method: "GET", Path: x.Path, Query: x.Query})
		}
	}
	status, header, body := p.send(x)
	p.keepID(ids[x.Name], body)
	return compareAnswers(x, status, header, body)
}

func (p *player) keepID(variable string, answer []byte) {
	var in map[string]struct{ ID json.Number }
	if variable != "" && json.Unmarshal(answer, &in) == nil {
		for _, object := range in {
			p.vars[variable] = object.ID.String()
		}
	}
}

func (p *player) fill(text string) string {
	for name, value := range p.vars {
		text = strings.ReplaceAll(text, "{"+name+"}", value)
	}
	return text
}

func (p *player) send(x exchange) (int, http.Header, []byte) {
	p.t.Helper()
	headers := map[string]string{"Accept": "application/json"}
	if body := string(x.Body); body != "" && body != "null" || recordedBodies[x.Name] != "" {
		headers["Content-Type"] = "application/json"
	}
	p.prepare(x)
	if agent, ok := p.agents[x.As]; ok {
		c := &client{t: p.t, url: p.url}
		c.signIn(agent.Email, agent.Password)
		for name := range c.headers {
			headers[name] = c.headers.Get(name)
		}
	}
	for name, value := range recordedHeaders[x.Name] {
		headers[name] = p.fill(value)
	}
	body := recordedBodies[x.Name]
	if body == "" && string(x.Body) != "null" {
		body = p.fill(string(x.Body))
	}
	request, err := http.NewRequest(x.Method, p.url+p.fill(x.Path)+p.query(x.Query), strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		p.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return response.StatusCode, response.Header, text
}

// prepare sets the variables that the headers of x name.
func (p *player) prepare(x exchange) {
	wanted := strings.Join(collect(maps.Values(recordedHeaders[x.Name])), " ")
	if strings.Contains(wanted, "{TOKEN}") || strings.Contains(wanted, "{CLIENT}") || strings.Contains(wanted, "{PACKED}") {
		c := &client{t: p.t, url: p.url}
		response := c.send("POST", "/api/v1/auth/sign_in", object{"email": rdvsolidaritestest.Email, "password": rdvsolidaritestest.Password})
		p.vars["TOKEN"], p.vars["CLIENT"] = response.Header.Get("access-token"), response.Header.Get("client")
		p.vars["PACKED"] = strings.TrimPrefix(response.Header.Get("Authorization"), "Bearer ")
	}
	if strings.Contains(wanted, "{ETAG}") {
		c := &client{t: p.t, url: p.url}
		c.signIn(rdvsolidaritestest.Email, rdvsolidaritestest.Password)
		p.vars["ETAG"] = c.send("GET", x.Path, nil).Header.Get("ETag")
	}
}

func collect[T any](seq func(yield func(T) bool)) (list []T) {
	for v := range seq {
		list = append(list, v)
	}
	return list
}

// query encodes a recorded query: none, text, or an object.
func (p *player) query(recorded json.RawMessage) string {
	var text string
	if json.Unmarshal(recorded, &text) == nil && text != "" {
		return "?" + text
	}
	var object map[string]any
	if json.Unmarshal(recorded, &object) != nil || len(object) == 0 {
		return ""
	}
	values := url.Values{}
	for name, value := range object {
		values.Set(name, p.fill(fmt.Sprint(value)))
	}
	return "?" + values.Encode()
}
