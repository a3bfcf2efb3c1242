package pull_test

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// planned is a row of "pull plan -o ndjson".
type planned struct {
	Dataset        string `json:"dataset"`
	OrganisationID *int64 `json:"organisation_id"`
	Rows           *int   `json:"rows"`
	Pages          *int   `json:"pages"`
	Requests       *int   `json:"requests"`
	Command        string `json:"command"`
}

func (w *world) plan(args ...string) (rows []planned) {
	w.t.Helper()
	decoder := json.NewDecoder(strings.NewReader(w.must(append([]string{"pull", "plan", "-o", "ndjson"}, args...)...)))
	decoder.DisallowUnknownFields()
	for decoder.More() {
		var row planned
		if err := decoder.Decode(&row); err != nil {
			w.t.Fatal(err)
		}
		rows = append(rows, row)
	}
	return rows
}

func TestThePlanHasALineForEveryListThatReadsIt(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the lines are for a shell")
	}
	w := newWorld(t)
	w.rdv(rdvsolidaritestest.Options{RDVs: 500, Users: 150})
	w.session()
	w.env["GUICHET_PSEUDONYM_KEY"] = "une-clé-de-test-assez-longue"
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	w.env["PATH"] = filepath.Dir(path) + ":" + w.env["PATH"]
	window := strings.Fields("--from 2026-10-24 --to 2026-12-24 --mask first_name,context --pseudonymise email,users.id")
	pull := append([]string{"rdv.rdvs", "rdv.users", "rdv.motifs", "rdv.teams"}, window...)
	w.must(append([]string{"pull", "run", "--out", "one"}, pull...)...)
	var rdvs, users [][]byte
	for _, row := range w.plan(pull...) {
		if byOrganisation := row.Dataset == "rdv.rdvs" || row.Dataset == "rdv.motifs"; (row.OrganisationID != nil) != byOrganisation || row.Rows == nil || row.Pages == nil || row.Requests == nil {
			t.Errorf("%+v", row)
		}
		cmd := exec.Command("sh", "-c", row.Command+" --strict")
		run := w.command()
		cmd.Dir, cmd.Env = run.Dir, run.Env
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", row.Command, err, out)
			continue
		}
		_, out, _ := strings.Cut(row.Command, " --out ")
		found := byteSlices(w.rows(out + "/" + row.Dataset + ".ndjson"))
		if len(found) != *row.Rows {
			t.Errorf("%s: %d rows, and %d were planned", row.Command, len(found), *row.Rows)
		}
		switch row.Dataset {
		case "rdv.rdvs":
			rdvs = append(rdvs, found...)
		case "rdv.users":
			users = append(users, found...)
		}
	}
	slices.SortFunc(rdvs, bytes.Compare) // all ids have as many digits
	for name, rows := range map[string][][]byte{"rdv.rdvs": rdvs, "rdv.users": users} {
		if got := append(bytes.Join(rows, []byte("\n")), '\n'); !bytes.Equal(got, w.read("one/"+name+".ndjson")) {
			t.Errorf("the lines give other rows of %s than one run", name)
		}
	}
}

func TestALineOfThePlanHasOnlyWhatItsDatasetHas(t *testing.T) {
	w := newWorld(t)
	w.rdv(rdvsolidaritestest.Options{Organisations: 1})
	for args, want := range map[string]string{
		"rdv.teams rdv.users --fields email --mask phone_number":           "guichet pull run rdv.teams --fields id --out rdv.teams | guichet pull run rdv.users --fields email --mask phone_number --out rdv.users",
		"rdv.teams --format csv --csv-dialect excel-fr --no-formula-guard": "guichet pull run rdv.teams --format csv --csv-dialect excel-fr --out rdv.teams --no-formula-guard",
		"rdv.rdvs --format singer --to 2026-07-14":                         "guichet pull run rdv.rdvs --organisation-id 101 --to '2026-07-14T23:59:59' --format singer",
	} {
		var lines []string
		for _, row := range w.plan(strings.Fields(args)...) {
			lines = append(lines, row.Command)
		}
		if got := strings.Join(lines, " | "); got != want {
			t.Errorf("%s:\n got %s\nwant %s", args, got, want)
		}
	}
	if got := w.must("pull", "plan", "rdv.teams", "--sandbox", "-o", "id"); got != "guichet pull run rdv.teams --sandbox --out rdv.teams\n" {
		t.Errorf("-o id gives %q", got)
	}
}
