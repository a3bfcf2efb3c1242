package pull_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// described is the part of JSON Schema that the schemas use.
type described struct {
	Type       kinds                 `json:"type"`
	Format     string                `json:"format"`
	Properties map[string]*described `json:"properties"`
	Required   []string              `json:"required"`
	Items      *described            `json:"items"`
}

// kinds are one type or several.
type kinds []string

func (k *kinds) UnmarshalJSON(data []byte) error {
	var one string
	if json.Unmarshal(data, &one) == nil {
		*k = kinds{one}
		return nil
	}
	return json.Unmarshal(data, (*[]string)(k))
}

// check returns what of a value the schema does not allow.
func (s *described) check(path string, value any) []string {
	kind := kindOf(value)
	if !slices.Contains(s.Type, kind) {
		return []string{fmt.Sprintf("%s is %s and not %v", path, kind, s.Type)}
	}
	var wrong []string
	switch v := value.(type) {
	case string:
		if s.Format == "date" {
			if _, err := time.Parse(time.DateOnly, v); err != nil {
				wrong = append(wrong, path+": "+err.Error())
			}
		}
		if s.Format == "date-time" {
			if _, err := time.Parse(time.RFC3339, v); err != nil {
				wrong = append(wrong, path+": "+err.Error())
			}
		}
		if s.Format == "uuid" && !regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`).MatchString(v) {
			wrong = append(wrong, path+" is no uuid")
		}
	case []any:
		for _, element := range v {
			wrong = append(wrong, s.Items.check(path, element)...)
		}
	case map[string]any:
		for _, name := range s.Required {
			if _, ok := v[name]; !ok {
				wrong = append(wrong, path+" has no "+name)
			}
		}
		for name, member := range v {
			if known := s.Properties[name]; known != nil {
				wrong = append(wrong, known.check(path+"."+name, member)...)
			}
		}
	}
	return wrong
}

func kindOf(value any) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case json.Number:
		if strings.ContainsAny(v.String(), ".eE") {
			return "number"
		}
		return "integer"
	case string:
		return "string"
	case []any:
		return "array"
	}
	return "object"
}

func parse(t *testing.T, raw []byte) (value any) {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		t.Fatalf("%s: %v", raw, err)
	}
	return value
}

// everything is every dataset, with a view that the sandbox has.
func everything() []string {
	names := dataset.Names()
	return append(names[:len(names)-1], "gopaas.list:1167")
}

func TestEveryRowOfEveryDatasetFitsItsSchema(t *testing.T) {
	w := newWorld(t)
	w.must(append([]string{"pull", "run", "--sandbox", "--out", "out"}, everything()...)...)
	for _, name := range everything() {
		var schema described
		if err := json.Unmarshal([]byte(w.must("schema", name)), &schema); err != nil {
			t.Fatal(err)
		}
		rows := w.rows("out/" + name + ".ndjson")
		if len(rows) == 0 && name != "rdv.webhook_endpoints" {
			t.Errorf("%s has no rows to check", name)
		}
		for _, row := range rows {
			for _, wrong := range schema.check(name, parse(t, row)) {
				t.Fatalf("%s\n%s", wrong, row)
			}
		}
	}
}

// A field that the service sends and nobody described would have no column in a
// warehouse.
func TestEveryFieldThatTheServicesSendIsInTheSchema(t *testing.T) {
	w := newWorld(t)
	w.must(append([]string{"pull", "run", "--sandbox", "--out", "out"}, everything()...)...)
	for _, name := range everything() {
		d, _ := dataset.Find(name)
		if d.Open {
			continue
		}
		paths := d.Schema.Paths()
		for _, row := range w.rows("out/" + name + ".ndjson") {
			for field := range parse(t, row).(map[string]any) {
				if !slices.Contains(paths, field) {
					t.Fatalf("%s sends %s", name, field)
				}
			}
		}
		for _, column := range d.Columns {
			if !slices.Contains(paths, column) {
				t.Errorf("%s has a column %s that is not in its schema", name, column)
			}
		}
	}
}

func TestTheCompletenessOfAViewIsUnknown(t *testing.T) {
	w := newWorld(t)
	w.must("pull", "run", "--sandbox", "--out", "out", "gopaas.list:1167")
	if m := w.manifest("out"); m.Completeness != "unknown" || len(m.Warnings) != 1 {
		t.Errorf("%+v", m)
	}
	w.fails(9, "cannot confirm that the result is complete", "pull", "run", "--sandbox", "--out", "strict", "--strict", "gopaas.list:1167")
	w.whole("strict")
}

func TestCSVHasTheDocumentedColumnsInBothDialects(t *testing.T) {
	w := newWorld(t)
	w.rdv(rdvsolidaritestest.Options{RDVs: 30})
	d, _ := dataset.Find("rdv.rdvs")
	for _, c := range []struct {
		dialect, mark string
		comma         rune
	}{{"rfc", "", ','}, {"excel-fr", "\ufeff", ';'}} {
		w.must("pull", "run", "rdv.rdvs", "--out", c.dialect, "--format", "csv", "--csv-dialect", c.dialect)
		text, marked := strings.CutPrefix(string(w.read(c.dialect+"/rdv.rdvs.csv")), c.mark)
		reader := csv.NewReader(strings.NewReader(text))
		reader.Comma = c.comma
		records, err := reader.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		first := d.Columns[0]
		if c.dialect == "excel-fr" {
			first = "ID"
		}
		if len(records) != 31 || !marked || len(records[0]) != len(d.Columns) || records[0][0] != first || records[1][0] != "10001" {
			t.Errorf("%s: %d records, %v", c.dialect, len(records), records[0])
		}
	}
}

func TestFieldsMasksAndPseudonyms(t *testing.T) {
	w := newWorld(t)
	w.rdv(rdvsolidaritestest.Options{RDVs: 60})
	w.env["GUICHET_PSEUDONYM_KEY"] = "une clé assez longue pour ce test"
	w.must("pull", "run", "rdv.rdvs", "--out", "out", "--fields", "starts_at,users.id,users.email,motif",
		"--mask", "email,motif.name", "--pseudonymise", "users.id")
	w.must("pull", "run", "rdv.users", "--out", "out", "--fields", "id", "--pseudonymise", "id")
	known := map[any]bool{}
	for _, row := range w.rows("out/rdv.users.ndjson") {
		known[parse(t, row).(map[string]any)["id"]] = true
	}
	for _, row := range w.rows("out/rdv.rdvs.ndjson") {
		rdv := parse(t, row).(map[string]any)
		if len(rdv) != 4 || rdv["motif"].(map[string]any)["name"] != nil {
			t.Fatalf("%s", row)
		}
		for _, user := range rdv["users"].([]any) {
			u := user.(map[string]any)
			if len(u) != 2 || u["email"] != nil || !known[u["id"]] || !strings.HasPrefix(u["id"].(string), "p") {
				t.Fatalf("%s", row)
			}
		}
	}
	first := w.read("out/rdv.users.ndjson")
	w.env["GUICHET_PSEUDONYM_KEY"] = "une autre clé assez longue aussi"
	w.must("pull", "run", "rdv.users", "--out", "other", "--fields", "id", "--pseudonymise", "id")
	if bytes.Equal(first, w.read("other/rdv.users.ndjson")) {
		t.Error("the key does not count")
	}
}

func TestTheKeyOfPseudonymsIsMadeOnceInTheStoreAndNeverShown(t *testing.T) {
	w := newWorld(t)
	w.rdv(rdvsolidaritestest.Options{RDVs: 10})
	w.env["GUICHET_STORE"] = "file"
	pull := func(dir string) []byte {
		out, errs, code := w.run("pull", "run", "rdv.users", "--out", dir, "--pseudonymise", "email,id")
		if code != 0 || strings.Contains(out+errs+string(w.read(dir+"/manifest.json")), "pseudonym_key") {
			t.Fatalf("exit %d\n%s%s", code, out, errs)
		}
		return w.read(dir + "/rdv.users.ndjson")
	}
	if !bytes.Equal(pull("one"), pull("two")) {
		t.Error("pseudonyms differ from one run to the next")
	}
}

func TestStateAndManifestHoldNoPersonalData(t *testing.T) {
	w := newWorld(t)
	w.rdv(rdvsolidaritestest.Options{RDVs: 200})
	w.must("pull", "run", "rdv.rdvs", "rdv.users", "rdv.agents", "--out", "out")
	kept := w.read("out/manifest.json")
	for _, name := range []string{"rdv.rdvs", "rdv.users", "rdv.agents"} {
		kept = append(kept, w.glob("state/pull/*/"+name+".index")...)
	}
	for _, row := range w.rows("out/rdv.users.ndjson") {
		user := parse(t, row).(map[string]any)
		for _, field := range []string{"email", "last_name", "phone_number"} {
			if text, ok := user[field].(string); ok && len(text) > 5 && bytes.Contains(kept, []byte(text)) {
				t.Fatalf("%s is kept", text)
			}
		}
	}
}
