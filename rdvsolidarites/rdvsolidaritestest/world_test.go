package rdvsolidaritestest

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet/internal/paris"
)

// The ids of the world in which the cases of the contract play. R1 to R9 are rdvs, W1 is a webhook endpoint.
var worldIDs = map[string]int64{"O1": 1, "O2": 2, "O3": 3, "O9": 9, "NONE": 999, "M0": 20, "M1": 21, "M2": 22,
	"L1": 31, "U1": 41, "UC": 42, "U9": 43, "R0": 50, "R1": 51, "R2": 52, "R3": 53, "R9": 59, "W1": 61,
	"basic": 11, "pair": 12, "other": 13, "admin": 14, "desk": 15, "terr": 16, "far": 17, "gone": 18}

// world is a server with the data of the cases, and an access token for each agent.
type world struct {
	t      *testing.T
	server *Server
	url    string
	tokens map[string]string
	agents map[string]*agent
}

func newWorld(t *testing.T, g Generation, i Instance) *world {
	t.Helper()
	s := New(Options{Empty: true, Generation: g, Instance: i, Deliver: true})
	w := &world{t: t, server: s, tokens: map[string]string{}, agents: map[string]*agent{}}
	t1, t9 := &territory{id: 1, number: "62", name: "Pas-de-Calais"}, &territory{id: 9, number: "26", name: "Drôme"}
	o1 := &organisation{id: 1, territory: t1, name: "O1", verticale: "rdv_insertion"}
	o2 := &organisation{id: 2, territory: t1, name: "O2", verticale: "rdv_solidarites"}
	o3 := &organisation{id: 3, territory: t1, name: "O3", verticale: "rdv_solidarites", zone: &zone{"America/Martinique", -4 * hour}}
	o9 := &organisation{id: 9, territory: t9, name: "O9", verticale: "rdv_insertion"}
	s.territories, s.organisations = []*territory{t1, t9}, []*organisation{o1, o2, o3, o9}
	s.home = s.organisations[:1]
	s.agents = nil
	const s1, s2 = serviceMaternity, serviceSocial
	w.agent("basic", map[int64]string{1: levelBasic}, s1)
	w.agent("pair", map[int64]string{1: levelBasic}, s1)
	w.agent("other", map[int64]string{1: levelBasic}, s2)
	w.agent("admin", map[int64]string{1: levelAdmin}, s1)
	w.agent("desk", map[int64]string{1: levelReception})
	w.agent("terr", map[int64]string{1: levelAdmin, 2: levelAdmin, 3: levelAdmin}, s1).territories = []int64{1}
	w.agent("far", map[int64]string{9: levelBasic}, s1)
	w.agent("gone", map[int64]string{1: levelBasic}, s1).deleted = true
	s.sessions.agents = s.agents
	for name, a := range w.agents {
		w.tokens[name] = s.sessions.grant(a, ClientID, nil).access
	}
	o1.motifs = []*motif{
		{id: 20, organisationID: 1, name: "M0", locationType: "phone", bookableBy: "everyone", minutes: 30},
		{id: 21, organisationID: 1, serviceID: s1, name: "M1", locationType: "public_office", bookableBy: "everyone", minutes: 30},
		{id: 22, organisationID: 1, serviceID: s2, name: "M2", locationType: "phone", bookableBy: "agents", minutes: 30},
	}
	o3.motifs = []*motif{{id: 23, organisationID: 3, serviceID: s1, name: "M3", locationType: "phone", minutes: 30}}
	o9.motifs = []*motif{{id: 29, organisationID: 9, serviceID: s1, name: "M9", locationType: "phone", minutes: 30}}
	o1.lieux = []*lieu{{id: 31, organisationID: 1, name: "L1", address: "1 rue de la Gare, Arras, 62000", latitude: 50.29, longitude: 2.78}}
	s.users = []*user{
		{id: 41, rank: 41, firstName: "Ada", lastName: "Caron", email: "u1@example.fr", organisations: []int64{1}},
		{id: 42, rank: 42, firstName: "Ève", lastName: "Colin", email: "uc@example.fr", confirmed: true, organisations: []int64{1}},
		{id: 43, rank: 43, firstName: "Ugo", lastName: "Vidal", email: "u9@example.fr", organisations: []int64{9}},
	}
	w.rdv(50, o1, o1.motifs[0], "2024-01-02 09:00", "excused", "pair")
	r1 := w.rdv(51, o1, o1.motifs[1], "2022-01-01 09:00", "unknown", "basic", "pair")
	r1.lieu, r1.participations = o1.lieux[0], []*participation{{s.users[0], "unknown", createdBy{"Agent", 11}}}
	w.rdv(52, o1, o1.motifs[2], "2024-01-01 09:00", "seen", "other")
	w.rdv(53, o3, o3.motifs[0], "2025-01-15 10:00", "unknown", "terr")
	w.rdv(59, o9, o9.motifs[0], "2025-01-15 10:00", "unknown", "far")
	s.endpoints = []*webhookEndpoint{{id: 61, organisationID: 1, targetURL: "https://example.fr/w1", secret: "s", subscriptions: []string{"rdv"}}}
	s.last = lastIDs{user: 1000, rdv: 1000, absence: 600, endpoint: 800, plan: 900, team: 700, lieu: 500}
	listening := httptest.NewServer(s)
	t.Cleanup(func() { listening.Close(); s.Close() })
	w.url = listening.URL
	return w
}

func (w *world) agent(name string, roles map[int64]string, services ...int64) *agent {
	a := &agent{id: worldIDs[name], firstName: name, lastName: "Agent", email: name + "@example.fr", password: "secret",
		roles: roles, services: services}
	if !w.server.receptionRole && slices.Contains(slices.Collect(maps.Values(roles)), levelReception) {
		a.roles, a.services = map[int64]string{1: levelBasic}, []int64{serviceSecretariat}
	}
	w.server.agents = append(w.server.agents, a)
	w.agents[name] = a
	return a
}

func (w *world) rdv(id int64, o *organisation, m *motif, wall, status string, agents ...string) *rdv {
	at, err := time.Parse("2006-01-02 15:04", wall)
	if err != nil {
		w.t.Fatal(err)
	}
	r := &rdv{id: id, rank: uint64(id), organisation: o, motif: m, startsAt: paris.Moment(at).Unix(), minutes: 30, status: status,
		createdAt: paris.Moment(at).Unix() - day, createdBy: createdBy{"Agent", 11}}
	for _, name := range agents {
		r.agents = append(r.agents, w.agents[name])
	}
	w.server.addRDV(r)
	return r
}

// fill replaces {O1} and the like by their ids.
func fill(text string) string {
	return regexp.MustCompile(`\{(\w+)\}`).ReplaceAllStringFunc(text, func(name string) string {
		if id, ok := worldIDs[name[1:len(name)-1]]; ok {
			return strconv.FormatInt(id, 10)
		}
		return name
	})
}

// credentials are the headers of a caller: "basic" uses an access token, "basic by session" a sign-in,
// "basic by packed session" its base64, "basic by signature" the shared secret, and "nobody" nothing.
func (w *world) credentials(as string) http.Header {
	name, way, _ := strings.Cut(as, " by ")
	h := http.Header{}
	switch way {
	case "":
		if name != "nobody" {
			h.Set("Authorization", "Bearer "+w.tokens[name])
		}
	case "session":
		for k, v := range w.server.sessions.signIn(name+"@example.fr", "secret").header() {
			if k != "Authorization" {
				h[k] = v
			}
		}
	case "packed session":
		s := w.server.sessions.signIn(name+"@example.fr", "secret")
		packed, _ := json.Marshal(map[string]string{"access-token": s.token, "client": s.client, "uid": s.agent.email})
		h.Set("Authorization", "Bearer "+base64.StdEncoding.EncodeToString(packed))
	case "signature":
		a := w.agents[name]
		mac := hmac.New(sha256.New, []byte(SharedSecret))
		fmt.Fprintf(mac, `{"id":%d,"first_name":%q,"last_name":%q,"email":%q}`, a.id, a.firstName, a.lastName, a.email)
		h.Set("Uid", a.email)
		h.Set("X-Agent-Auth-Signature", hex.EncodeToString(mac.Sum(nil)))
	}
	return h
}

// send returns the answer with its body. The request is "GET /path" below /api/v1, or an absolute path.
func (w *world) send(as, request, body string) (*http.Response, string) {
	w.t.Helper()
	method, path, _ := strings.Cut(fill(request), " ")
	if !strings.HasPrefix(path, "/") {
		path = "/api/v1/" + path
	}
	r, err := http.NewRequest(method, w.url+path, bytes.NewReader([]byte(fill(body))))
	if err != nil {
		w.t.Fatal(err)
	}
	r.Header = w.credentials(as)
	r.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return response, string(text)
}

// at returns a part of a JSON text as JSON: "rdvs.0.id", "rdvs.*.id" for each row, "keys" for the sorted
// names of an object. A part that does not exist is "absent".
func at(text, path string) string {
	var v any
	if json.Unmarshal([]byte(text), &v) != nil {
		return "no JSON"
	}
	found, ok := part(v, strings.Split(path, "."))
	if !ok {
		return "absent"
	}
	out, _ := json.Marshal(found)
	return string(out)
}

func part(v any, path []string) (any, bool) {
	if len(path) == 0 || path[0] == "" {
		return v, true
	}
	switch in := v.(type) {
	case map[string]any:
		if path[0] == "keys" {
			return slices.Sorted(maps.Keys(in)), true
		}
		inner, ok := in[path[0]]
		if !ok {
			return nil, false
		}
		return part(inner, path[1:])
	case []any:
		if path[0] == "*" {
			all := []any{}
			for _, item := range in {
				inner, ok := part(item, path[1:])
				if !ok {
					inner = "absent"
				}
				all = append(all, inner)
			}
			return all, true
		}
		if n, err := strconv.Atoi(path[0]); err == nil && n < len(in) {
			return part(in[n], path[1:])
		}
	}
	return nil, false
}
