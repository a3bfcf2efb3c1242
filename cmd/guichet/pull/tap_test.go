package pull_test

import (
	"encoding/json"
	"net/url"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// message is one line of a tap.
type message struct {
	Type      string          `json:"type"`
	Stream    string          `json:"stream"`
	Schema    *described      `json:"schema"`
	Key       []string        `json:"key_properties"`
	Bookmarks []string        `json:"bookmark_properties"`
	Record    json.RawMessage `json:"record"`
	Version   *int64          `json:"version"`
	Extracted string          `json:"time_extracted"`
	Value     json.RawMessage `json:"value"`
}

// obeys checks the rules of the protocol and returns the records of each stream
// and the last state.
func obeys(t *testing.T, out string) (records map[string][]json.RawMessage, state string) {
	t.Helper()
	p := newPlayer(t)
	p.play(out)
	records = map[string][]json.RawMessage{}
	for stream, taped := range p.records {
		for _, r := range taped {
			records[stream] = append(records[stream], r.record)
		}
	}
	return records, p.state
}

func TestATapObeysTheProtocol(t *testing.T) {
	w := newWorld(t)
	w.rdv(rdvsolidaritestest.Options{RDVs: 300})
	records, _ := obeys(t, w.must("pull", "run", "rdv.rdvs", "rdv.users", "rdv.motifs", "--format", "singer"))
	if len(records["rdv.rdvs"]) != 300 || len(records["rdv.users"]) != 130 || len(records["rdv.motifs"]) == 0 {
		t.Errorf("%d rdvs, %d users, %d motifs", len(records["rdv.rdvs"]), len(records["rdv.users"]), len(records["rdv.motifs"]))
	}
}

func TestTheSchemaOfATapFollowsMasksAndPseudonyms(t *testing.T) {
	w := newWorld(t)
	w.rdv(rdvsolidaritestest.Options{RDVs: 60})
	w.env["GUICHET_PSEUDONYM_KEY"] = "une clé assez longue pour ce test"
	records, _ := obeys(t, w.must("pull", "run", "rdv.rdvs", "--format", "singer",
		"--fields", "starts_at,users", "--mask", "email,notify_by_sms", "--pseudonymise", "users.id,responsible"))
	if len(records["rdv.rdvs"]) != 60 {
		t.Errorf("%d rdvs", len(records["rdv.rdvs"]))
	}
}

func TestATapWithAStateReadsOnlyTheAskedWindow(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 600})
	w.write("config.json", `{"start_date":"2026-10-01","end_date":"2026-11-10","organisation_id":101,"lookback_days":2}`)
	_, state := obeys(t, w.must("pull", "run", "rdv.rdvs", "--config", "config.json"))
	w.write("state.json", state)
	w.write("next.json", `{"start_date":"2026-10-01","end_date":"2026-11-20","organisation_id":[101],"lookback_days":2}`)
	server.ResetRequests()
	records, _ := obeys(t, w.must("pull", "run", "rdv.rdvs", "--config", "next.json", "--state", "state.json"))
	if len(records["rdv.rdvs"]) == 0 {
		t.Error("nothing was read")
	}
	asked, first := 0, false
	for _, r := range server.Requests() {
		if !strings.HasSuffix(r.Path, "/rdvs") {
			continue
		}
		asked++
		query, err := url.ParseQuery(r.Query)
		if err != nil {
			t.Fatal(err)
		}
		after, before := query.Get("starts_after"), query.Get("starts_before")
		if !strings.Contains(r.Path, "/101/") || after < "2026-11-07T23:00:00Z" || before == "" || before > "2026-11-20T22:59:59Z" {
			t.Errorf("asked for %s from %q to %q", r.Path, after, before)
		}
		first = first || after == "2026-11-07T23:00:00Z" // a whole day
	}
	if asked == 0 || !first {
		t.Errorf("%d windows were asked for, the first day in one of them: %v", asked, first)
	}
	for _, row := range records["rdv.rdvs"] {
		if day := parse(t, row).(map[string]any)["starts_at"].(string)[:10]; day < "2026-11-08" || day > "2026-11-20" {
			t.Errorf("%s is outside the window", day)
		}
	}
}

func TestACatalogSelectsStreamsAndFields(t *testing.T) {
	w := newWorld(t)
	w.rdv(rdvsolidaritestest.Options{RDVs: 20})
	out := w.must("pull", "run", "--discover")
	var catalog struct {
		Streams []map[string]any `json:"streams"`
	}
	if err := json.Unmarshal([]byte(out), &catalog); err != nil {
		t.Fatal(err)
	}
	if len(catalog.Streams) < 15 {
		t.Errorf("%d streams", len(catalog.Streams))
	}
	for _, stream := range catalog.Streams {
		if stream["tap_stream_id"] != "rdv.users" {
			continue
		}
		stream["metadata"] = []any{
			map[string]any{"breadcrumb": []string{}, "metadata": map[string]any{"selected": true}},
			map[string]any{"breadcrumb": []string{"properties", "email"}, "metadata": map[string]any{"selected": false}},
		}
	}
	text, err := json.Marshal(catalog)
	if err != nil {
		t.Fatal(err)
	}
	w.write("catalog.json", string(text))
	records, state := obeys(t, w.must("pull", "run", "--catalog", "catalog.json", "rdv.users"))
	if len(records) != 1 || len(records["rdv.users"]) != 130 {
		t.Fatalf("%d streams", len(records))
	}
	user := parse(t, records["rdv.users"][0]).(map[string]any)
	if _, there := user["email"]; there || user["id"] == nil {
		t.Errorf("%v", user)
	}
	if !strings.Contains(state, "rdv.users") {
		t.Errorf("state %s", state)
	}
	var names []string
	for _, stream := range catalog.Streams {
		names = append(names, stream["tap_stream_id"].(string))
	}
	if !slices.Contains(names, "zops.projects") {
		t.Errorf("%v", names)
	}
}

// Orchestrators take their settings from variables, which are texts, and begin with an
// empty state.
func TestATapTakesWhatOrchestratorsPass(t *testing.T) {
	w := newWorld(t)
	w.rdv(rdvsolidaritestest.Options{RDVs: 30})
	for _, c := range []struct {
		config, state string
		motifs        int
	}{
		{`{}`, "", 25}, {`{"organisation_id":null,"lookback_days":"","start_date":"","datasets":null}`, "\n", 25},
		{`{"organisation_id":"101"}`, "{}", 9}, {`{"organisation_id":[101,"102"]}`, "null", 17}, {`{"organisation_id":"101, 102","lookback_days":"30"}`, `{"type":"STATE","value":{}}`, 17},
		{`{"organisation_id":"all","lookback_days":30,"user_agent":"other settings are no concern of a tap"}`, "", 25},
	} {
		w.write("config.json", c.config)
		w.write("state.json", c.state)
		records, _ := obeys(t, w.must("pull", "run", "rdv.motifs", "rdv.rdvs", "--config", "config.json", "--state", "state.json"))
		if got := len(records["rdv.motifs"]); got != c.motifs || len(records["rdv.rdvs"]) == 0 {
			t.Errorf("%s: %d motifs and %d rdvs", c.config, got, len(records["rdv.rdvs"]))
		}
	}
}

func TestAConfigurationCountsForTheStreamsThatCanBeAskedSo(t *testing.T) {
	w := newWorld(t)
	w.rdv(rdvsolidaritestest.Options{RDVs: 30})
	w.write("config.json", `{"organisation_id":"101","start_date":"2026-01-01","lookback_days":"30"}`)
	records, _ := obeys(t, w.must("pull", "run", "rdv.absences", "--config", "config.json"))
	if got := len(records["rdv.absences"]); got != 40 {
		t.Errorf("%d absences", got)
	}
}

// An orchestrator starts an executable with flags, and no words before them.
func TestByTheNameGuichetTapTheCommandIsATap(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs the right to make links")
	}
	w := newWorld(t)
	w.rdv(rdvsolidaritestest.Options{RDVs: 30})
	if err := os.Symlink(w.command().Path, w.path("guichet-tap")); err != nil {
		t.Fatal(err)
	}
	tap := func(args ...string) string {
		cmd := w.command(args...)
		cmd.Path, cmd.Args[0] = w.path("guichet-tap"), w.path("guichet-tap")
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("%v: %v", args, err)
		}
		return string(out)
	}
	w.write("config.json", `{"datasets":"rdv.motifs, rdv.users","organisation_id":"101"}`)
	w.write("catalog.json", tap("--config", "config.json", "--discover"))
	records, state := obeys(t, tap("--config", "config.json", "--catalog", "catalog.json"))
	if len(records) != 2 || len(records["rdv.motifs"]) != 9 {
		t.Errorf("%d streams, %d motifs", len(records), len(records["rdv.motifs"]))
	}
	w.write("state.json", state)
	if records, _ = obeys(t, tap("--config", "config.json", "--state", "state.json")); len(records) != 2 {
		t.Errorf("%d streams without a catalog", len(records))
	}
	if version := tap("--version"); version != w.must("--version") {
		t.Errorf("its version is %q", version)
	}
	if help := tap("--help"); !strings.Contains(help, "--catalog") {
		t.Errorf("its help is %q", help)
	}
}
