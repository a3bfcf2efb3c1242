package pull_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet/gopaas/gopaastest"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

func TestMaskedFieldsKeepTheirColumns(t *testing.T) {
	w := newWorld(t)
	w.rdv(rdvsolidaritestest.Options{RDVs: 40})
	p := newPlayer(t)
	p.night(w, "rdv.users", "rdv.rdvs")
	p.night(w, "rdv.users", "rdv.rdvs", "--mask", "notify_by_sms,birth_date,created_at,motif.service_id,lieu,agents")
	for _, record := range p.records["rdv.users"] {
		user := parse(t, record.record).(map[string]any)
		if value, there := user["notify_by_sms"]; !there || value != nil {
			t.Fatalf("%s", record.record)
		}
	}
	if column := p.jsonb["rdv.users"].columns["notify_by_sms"]; column != "boolean" {
		t.Errorf("its column is %s", column)
	}
}

func TestMomentsAreSentInUTCAndAreThoseOfTheService(t *testing.T) {
	w := newWorld(t)
	w.rdv(rdvsolidaritestest.Options{RDVs: 60})
	w.must("pull", "run", "rdv.rdvs", "--out", "out")
	p := newPlayer(t)
	p.night(w, "rdv.rdvs")
	for i, raw := range w.rows("out/rdv.rdvs.ndjson") {
		was, is := parse(t, raw).(map[string]any), parse(t, p.records["rdv.rdvs"][i].record).(map[string]any)
		for _, name := range []string{"starts_at", "created_at"} {
			at, err := time.Parse("2006-01-02 15:04:05 -0700", was[name].(string))
			if err != nil {
				t.Fatal(err)
			}
			if want := at.UTC().Format(time.RFC3339); is[name] != want {
				t.Fatalf("%s %v was sent as %v", name, was[name], is[name])
			}
		}
		if was["cancelled_at"] == nil && is["cancelled_at"] != nil {
			t.Fatalf("null was sent as %v", is["cancelled_at"])
		}
	}
}

func TestATextThatIsNoMomentIsSentAsNullAndSaid(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 20})
	front := httptest.NewServer(changing(t, server, func(_ *http.Request, body []byte) []byte {
		return bytes.ReplaceAll(body, []byte(`"created_at":"2024`), []byte(`"created_at":"vers 2024`))
	}))
	defer front.Close()
	w.at(front.URL)
	out, errs, code := w.run("pull", "run", "rdv.users", "--format", "singer")
	obeys(t, out)
	if code != 0 || !strings.Contains(errs, "values are not dates with a time") || !strings.Contains(out, `"created_at":null`) {
		t.Errorf("exit %d: %s", code, errs)
	}
	w.fails(9, "values are not dates with a time", "pull", "run", "rdv.users", "--format", "singer", "--strict")
}

// columns are the fields of a stream's schema.
func (p *player) columns(stream string) (names []string) {
	for name := range p.schemas[stream].Schema.Properties {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func TestAViewHasTheColumnsOfItsRowsAndCleAsItsKey(t *testing.T) {
	w := newWorld(t)
	w.gopaas(gopaastest.Options{Accounts: 63})
	p := newPlayer(t)
	p.night(w, "gopaas.list:1170")
	if got := p.columns("gopaas.list_1170"); !slices.Equal(got, []string{"cle", "commentaire", "compte", "email", "idcontact", "nom", "nom_compte", "prenom"}) || p.schemas["gopaas.list_1170"].Key[0] != "cle" {
		t.Errorf("%v", got)
	}
	if got := len(p.flat["gopaas.list_1170"].alive()); got != 252 {
		t.Errorf("%d rows", got)
	}
	if strings.Contains(strings.Join(p.kinds, " "), "ACTIVATE") || p.records["gopaas.list_1170"][0].version != nil {
		t.Error("a view has a version")
	}
}

func TestAViewThatRepeatsKeysHasADigestAsItsKeyFromThenOn(t *testing.T) {
	w := newWorld(t)
	server := w.gopaas(gopaastest.Options{Accounts: 63, Seed: 4})
	w.must("pull", "run", "gopaas.list:1206", "--out", "out")
	p := newPlayer(t)
	p.night(w, "gopaas.list:1206")
	key := p.schemas["gopaas.list_1206"].Key
	if !slices.Equal(key, []string{"_digest"}) || len(p.jsonb["gopaas.list_1206"].alive()) != len(w.rows("out/gopaas.list:1206.ndjson")) {
		t.Errorf("%v, %d rows", key, len(p.jsonb["gopaas.list_1206"].alive()))
	}
	if _, _, err := server.ChangeRows("gopaas.list:1170", 0, 251); err != nil {
		t.Fatal(err)
	}
	p.night(w, "gopaas.list:1206")
	w.must("pull", "run", "gopaas.list:1206", "--out", "out")
	cles := w.cles("out/gopaas.list:1206.ndjson")
	if got := len(p.records["gopaas.list_1206"]); got == 0 || got != len(cles) {
		t.Errorf("%d rows with %d cles", got, len(cles))
	}
}

func TestAViewWithoutRowsOrFieldsHasNoSchema(t *testing.T) {
	w := newWorld(t)
	w.gopaas(gopaastest.Options{Empty: true})
	p := newPlayer(t)
	p.night(w, "gopaas.list:1170")
	if !slices.Equal(p.kinds, []string{"STATE"}) {
		t.Errorf("%v", p.kinds)
	}
	server := w.gopaas(gopaastest.Options{Accounts: 5})
	front := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		answer := &recorded{header: http.Header{}, status: http.StatusOK}
		server.ServeHTTP(answer, r)
		rw.Header().Set("Content-Type", "application/json")
		rw.WriteHeader(answer.status)
		_, _ = rw.Write(bytes.ReplaceAll(answer.body.Bytes(), []byte(`"cle"`), []byte(`"clef"`))) // the client may have left
	}))
	defer front.Close()
	w.env["GUICHET_GOPAAS_BASE_URL"] = front.URL + "/crm"
	p = newPlayer(t)
	p.night(w, "gopaas.list:1170", "--fields", "other")
	if !slices.Equal(p.kinds, []string{"STATE"}) {
		t.Errorf("%v", p.kinds)
	}
	p = newPlayer(t)
	p.night(w, "gopaas.list:1170", "--fields", "nom")
	if got := p.columns("gopaas.list_1170"); !slices.Equal(got, []string{"_digest", "nom"}) {
		t.Errorf("%v", got)
	}
}

// The application decides about the types, and may change its mind from row to row.
func TestEveryValueOfAViewIsATextOrNull(t *testing.T) {
	w := newWorld(t)
	server := w.gopaas(gopaastest.Options{Accounts: 5})
	answers := 0
	front := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		answer := &recorded{header: http.Header{}, status: http.StatusOK}
		server.ServeHTTP(answer, r)
		body := bytes.Replace(answer.body.Bytes(), []byte(`"commentaire":""`), []byte(`"commentaire":{"note":"a\"b"},"tags":[1,null],"actif":true,"rien":null,"n":1.50`), 1)
		rw.Header().Set("Content-Type", "application/json")
		rw.WriteHeader(answer.status)
		_, _ = rw.Write(body) // the client may have left
		answers++
	}))
	defer front.Close()
	w.env["GUICHET_GOPAAS_BASE_URL"] = front.URL + "/crm"
	p := newPlayer(t)
	p.night(w, "gopaas.list:1170")
	found := false
	for _, r := range p.records["gopaas.list_1170"] {
		row := parse(t, r.record).(map[string]any)
		if row["tags"] == nil {
			continue
		}
		found = true
		for name, want := range map[string]any{"commentaire": `{"note":"a\"b"}`, "tags": "[1,null]", "actif": "true", "rien": nil, "n": "1.50"} {
			if row[name] != want {
				t.Errorf("%s is %v and not %v", name, row[name], want)
			}
		}
	}
	if !found || answers == 0 {
		t.Errorf("no such row in %d answers", answers)
	}
}

func TestTheCatalogOfDiscoverServesAsItIs(t *testing.T) {
	w := newWorld(t)
	w.rdv(rdvsolidaritestest.Options{RDVs: 20})
	w.write("catalog.json", w.must("pull", "run", "--discover"))
	p := newPlayer(t)
	p.night(w, "--catalog", "catalog.json")
	if len(p.schemas) != 8 || len(p.records["rdv.rdvs"]) != 20 {
		t.Errorf("%d streams, %d rdvs", len(p.schemas), len(p.records["rdv.rdvs"]))
	}
	for _, selected := range []bool{true, false} {
		var catalog map[string]any
		if err := json.Unmarshal(w.read("catalog.json"), &catalog); err != nil {
			t.Fatal(err)
		}
		for _, stream := range catalog["streams"].([]any) {
			s := stream.(map[string]any)
			s["metadata"].([]any)[0].(map[string]any)["metadata"].(map[string]any)["selected"] = selected && s["stream"] == "rdv.motifs"
		}
		text, err := json.Marshal(catalog)
		if err != nil {
			t.Fatal(err)
		}
		w.write("chosen.json", string(text))
		if !selected {
			w.fails(2, "selects no stream", "pull", "run", "--catalog", "chosen.json")
			continue
		}
		if p.night(w, "--catalog", "chosen.json"); len(p.schemas) != 1 {
			t.Errorf("%d streams", len(p.schemas))
		}
	}
}

// field says of a nested field in a catalog whether it is selected.
func field(selected bool, breadcrumb ...string) map[string]any {
	return map[string]any{"breadcrumb": breadcrumb, "metadata": map[string]any{"selected": selected}}
}

func TestADeselectedNestedFieldIsNotSent(t *testing.T) {
	w := newWorld(t)
	w.rdv(rdvsolidaritestest.Options{RDVs: 20})
	text, err := json.Marshal(map[string]any{"streams": []any{map[string]any{
		"tap_stream_id": "rdv.rdvs", "stream": "rdv.rdvs", "metadata": []any{
			field(true), field(false, "properties", "motif", "properties", "name"), field(false, "properties", "lieu"),
			field(false, "properties", "users", "items", "properties", "email"), field(false, "properties", "agents", "properties", "email"),
			field(false, "properties", "id"),
		},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	w.write("catalog.json", string(text))
	p := newPlayer(t)
	p.night(w, "--catalog", "catalog.json")
	schema := p.schemas["rdv.rdvs"].Schema.Properties
	if schema["motif"].Properties["name"] != nil || schema["motif"].Properties["id"] == nil || schema["lieu"] != nil || schema["users"].Items.Properties["email"] != nil || schema["id"] == nil {
		t.Errorf("the schema has them: %+v", schema)
	}
	for _, r := range p.records["rdv.rdvs"] {
		rdv := parse(t, r.record).(map[string]any)
		motif := rdv["motif"].(map[string]any)
		if _, there := motif["name"]; there || motif["id"] == nil || rdv["lieu"] != nil || rdv["id"] == nil {
			t.Fatalf("%s", r.record)
		}
		for _, list := range []string{"users", "agents"} {
			for _, person := range rdv[list].([]any) {
				if _, there := person.(map[string]any)["email"]; there {
					t.Fatalf("%s", r.record)
				}
			}
		}
	}
}

func TestRdvsAreReplicatedAsTheCatalogSays(t *testing.T) {
	w := newWorld(t)
	w.rdv(rdvsolidaritestest.Options{RDVs: 300})
	w.write("lookback.json", `{"lookback_days":5}`)
	w.write("none.json", `{"lookback_days":""}`)
	method := func(config string, chosen string) (records int, bookmarks []string, said string) {
		text := w.must("pull", "run", "--discover", "rdv.rdvs", "--config", config)
		said = "FULL_TABLE"
		if strings.Contains(text, `"replication-method": "INCREMENTAL"`) && strings.Contains(text, `"replication-key": "starts_at"`) {
			said = "INCREMENTAL"
		}
		if chosen != "" {
			text = strings.Replace(text, `"replication-method": "`+said+`"`, `"replication-method": "`+chosen+`"`, 1)
		}
		w.write("catalog.json", text)
		p := newPlayer(t)
		p.night(w, "--catalog", "catalog.json", "--config", config)
		p.night(w, "--catalog", "catalog.json", "--config", config)
		return len(p.records["rdv.rdvs"]), p.schemas["rdv.rdvs"].Bookmarks, said
	}
	for _, c := range []struct{ config, chosen, says, is string }{
		{"none.json", "", "FULL_TABLE", "FULL_TABLE"},
		{"none.json", "INCREMENTAL", "FULL_TABLE", "INCREMENTAL"},
		{"lookback.json", "", "INCREMENTAL", "INCREMENTAL"},
		{"lookback.json", "FULL_TABLE", "INCREMENTAL", "FULL_TABLE"},
	} {
		records, bookmarks, said := method(c.config, c.chosen)
		if said != c.says || (records == 300) != (c.is == "FULL_TABLE") || (bookmarks != nil) != (c.is == "INCREMENTAL") {
			t.Errorf("%+v: it says %s, sends %d rows, with the bookmarks %v", c, said, records, bookmarks)
		}
	}
}

// Rows need not have the fields that are kept.
func TestARowOfAViewWithoutAnyFieldThatIsKeptIsSent(t *testing.T) {
	w := newWorld(t)
	server := w.gopaas(gopaastest.Options{Accounts: 5})
	front := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		answer := &recorded{header: http.Header{}, status: http.StatusOK}
		server.ServeHTTP(answer, r)
		rw.Header().Set("Content-Type", "application/json")
		rw.WriteHeader(answer.status)
		body := bytes.ReplaceAll(answer.body.Bytes(), []byte(`"cle"`), []byte(`"clef"`))
		_, _ = rw.Write(bytes.Replace(body, []byte(`"nom"`), []byte(`"surnom":"x","nom"`), 1)) // the client may have left
	}))
	defer front.Close()
	w.env["GUICHET_GOPAAS_BASE_URL"] = front.URL + "/crm"
	p := newPlayer(t)
	p.night(w, "gopaas.list:1170", "--fields", "surnom")
	if got := p.flat["gopaas.list_1170"].alive(); len(got) != 2 {
		t.Errorf("%d rows of another content", len(got))
	}
	w.must("pull", "run", "gopaas.list:1170", "--fields", "surnom", "--format", "tables", "--out", "tables")
	if got := w.read("tables/gopaas_list_1170.csv"); !bytes.HasPrefix(got, []byte("surnom,_digest\n")) || bytes.Count(got, []byte("\n")) != 21 {
		t.Errorf("%s", got)
	}
	w.must("pull", "run", "gopaas.list:1170", "--fields", "other", "--format", "tables", "--out", "none")
	if got := string(w.read("none/gopaas_list_1170.csv")) + string(w.read("none/gopaas_list_1170.sql")); got != "_digest\n" {
		t.Errorf("%s", got)
	}
	w.database()
	w.load("tables")
	if got := w.query("select count(*) from gopaas_list_1170"); got != "2" {
		t.Errorf("%s rows", got)
	}
}
