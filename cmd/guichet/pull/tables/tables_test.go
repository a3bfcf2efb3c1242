package tables

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
)

// written are the files that rows become.
func written(t *testing.T, tables *Tables, rows ...string) (files []string) {
	t.Helper()
	buffers := make([]bytes.Buffer, len(tables.Files()))
	var outs []*bufio.Writer
	for i := range buffers {
		outs = append(outs, bufio.NewWriter(&buffers[i]))
	}
	tables.Begin(outs)
	for _, row := range rows {
		if err := tables.Row([]byte(row)); err != nil {
			t.Fatal(err)
		}
	}
	for i, out := range outs {
		if err := out.Flush(); err != nil {
			t.Fatal(err)
		}
		files = append(files, buffers[i].String())
	}
	return files
}

func find(t *testing.T, name string) dataset.Dataset {
	t.Helper()
	d, ok := dataset.Find(name)
	if !ok {
		t.Fatalf("there is no %s", name)
	}
	return d
}

func TestEachTableAndColumnHasANameOfItsOwnThatPostgreSQLTakesWhole(t *testing.T) {
	seen := map[string]bool{LoadName: true, result.ManifestName: true}
	for _, d := range dataset.All() {
		tables := New(d.Name, d.Key, d.Schema)
		for _, name := range append(tables.Files(), tables.SQL()) {
			if seen[name] {
				t.Errorf("%s is the name of two files", name)
			}
			seen[name] = true
		}
		for _, each := range tables.all {
			if len(each.name) > longest {
				t.Errorf("the name %s is too long", each.name)
			}
			columns := map[string]bool{}
			for _, c := range each.columns {
				if columns[c.name] || len(c.name) > longest {
					t.Errorf("%s has a column %s twice, or its name is too long", each.name, c.name)
				}
				columns[c.name] = true
			}
		}
	}
	for _, name := range []string{"rdv_rdvs.csv", "rdv_rdvs_participations.csv", "rdv_rdvs_agents.csv", "rdv_teams_territory_motif_categories.csv", "gopaas_list_VIEW.csv"} {
		if view := strings.HasSuffix(name, "VIEW.csv"); seen[name] == view {
			t.Errorf("%s: %t", name, seen[name])
		}
	}
}

func TestViewsHaveTablesOfTheirOwn(t *testing.T) {
	seen := map[string]string{}
	for _, view := range []string{"1170", "a.b", "a_b", "a-b", "A.b", "a\"b", "é", "e", strings.Repeat("x", 63), strings.Repeat("x", 64)} {
		name := nameOf("gopaas.list:" + view)
		if seen[name] != "" {
			t.Errorf("%q and %q are both %s", seen[name], view, name)
		}
		seen[name] = view
		if len(name) > longest || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" {
			t.Errorf("%q is %q", view, name)
		}
	}
	if seen["gopaas_list_1170"] != "1170" {
		t.Errorf("%v", seen)
	}
}

func TestColumnsOfAViewHaveNamesThatPostgreSQLTakes(t *testing.T) {
	long := strings.Repeat("é", 40)
	seen := map[string]string{}
	for _, field := range []string{"", "_", "nom", "Nom", `a"b`, "a.b", "a__b", "a\nb", "a_b", "a\x00b", "ctid", "xmin", "ctid_", long, long + "x"} {
		name := identifier(field)
		if seen[name] != "" || name == "" || name == "ctid" || name == "xmin" || len(name) > longest || strings.ContainsAny(name, "\x00\n") {
			t.Errorf("%q is %q", field, name)
		}
		seen[name] = "seen"
		if plain := strings.Trim(field, "nomNa\"b._"); field != "" && plain == "" && name != field {
			t.Errorf("%q is %q", field, name)
		}
	}
}

func TestAListIsATableWithTheKeyOfItsRowAndThePosition(t *testing.T) {
	d := find(t, "rdv.webhook_endpoints")
	tables := New(d.Name, d.Key, d.Schema)
	files := written(t, tables,
		`{"subscriptions":["rdv",null,"user"],"id":7,"target_url":"","strange":1,"subscriptions":["absence"]}`,
		`{"id":8,"subscriptions":null,"organisation_id":null}`, `{"id":9,"subscriptions":[]}`, `{"id":10,"subscriptions":{"a":1}}`,
		`{"id":11,"subscriptions":["rdv"]}`)
	want := []string{
		"id,target_url,organisation_id,secret\n7,\"\",,\n8,,,\n9,,,\n10,,,\n11,,,\n",
		"rdv_webhook_endpoints_id,position,value\n7,1,rdv\n7,2,\n7,3,user\n7,4,absence\n11,1,rdv\n",
	}
	for i := range want {
		if files[i] != want[i] {
			t.Errorf("%s\nand not\n%s", files[i], want[i])
		}
	}
	if tables.Unfit != 1 {
		t.Errorf("%d values do not fit", tables.Unfit)
	}
}

func TestAListWithinAListIsAValue(t *testing.T) {
	d := find(t, "rdv.rdvs")
	tables := New(d.Name, d.Key, d.Schema)
	files := written(t, tables, `{"id":1,"organisation":{"id":101},"users":[{"id":5,"user_profiles":[{"organisation":{"id":101,"name":"a\u0000\ud800"}},1e400,[],{}]},{"id":6}]}`)
	if i := len(tables.Files()); i != 4 {
		t.Errorf("%v", tables.Files())
	}
	rows, err := csv.NewReader(strings.NewReader(files[1])).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	row := map[string]string{}
	for i, name := range rows[0] {
		row[name] = rows[1][i]
	}
	if want := "[{\"organisation\":{\"id\":101,\"name\":\"a\ufffd\ufffd\"}},1.7976931348623157e+308,[],{}]"; row["user_profiles"] != want || row["rdv_rdvs_id"] != "1" || row["position"] != "1" || rows[2][1] != "2" {
		t.Errorf("%v", rows)
	}
}

func TestAValueThatDoesNotFitItsColumnIsNullAndCounted(t *testing.T) {
	for _, c := range []struct {
		kind  kind
		value string
		want  string
		fits  bool
	}{
		{text, `null`, "", true},
		{text, `""`, `""`, true},
		{text, `"NULL"`, "NULL", true},
		{text, `"a,b"`, `"a,b"`, true},
		{text, `"a\"b"`, `"a""b"`, true},
		{text, `"\\."`, `"\."`, true},
		{text, `"\u0000"`, "\ufffd", true},
		{text, `"a\n\\.\n\\.\r\n\\.\nb\n\\."`, "\"a\n\\\".\"\n\\\".\"\r\n\\\".\"\nb\n\\.\"", true},
		{text, `1.50`, "1.50", true},
		{text, `{"a":"\u0000"}`, `"{""a"":""\u0000""}"`, true},
		{text, "\"\xff\"", "\ufffd", true},
		{text, "[\"\xff\"]", "\"[\"\"\ufffd\"\"]\"", true},
		{integer, `12`, "12", true},
		{integer, `"012"`, "12", true},
		{integer, `1.5`, "", false},
		{integer, `9223372036854775808`, "", false},
		{integer, `true`, "", false},
		{integer, `""`, "", true},
		{boolean, `false`, "false", true},
		{boolean, `"true"`, "true", true},
		{boolean, `1`, "", false},
		{numeric, `50.2500`, "50.2500", true},
		{numeric, `"-2.75"`, "-2.75", true},
		{numeric, `1e3`, "1000", true},
		{numeric, `1e-20000`, "0", true},
		{numeric, `1e400`, "", false},
		{numeric, `"NaN"`, "", false},
		{numeric, `"0x1p4"`, "", false},
		{numeric, `1` + strings.Repeat("0", 150), "1e+150", true},
		{day, `"1980-02-29"`, "1980-02-29", true},
		{day, `"1981-02-29"`, "", false},
		{day, `"0000-01-01"`, "", false},
		{moment, `"2026-11-16 09:00:00 +0100"`, "2026-11-16T08:00:00Z", true},
		{moment, `"2026-11-16T09:00:00.5+01:00"`, "2026-11-16T08:00:00.5Z", true},
		{moment, `"0000-01-01 00:00:00 +0000"`, "", false},
		{moment, `"hier"`, "", false},
		{moment, `""`, "", true},
		{document, `null`, "", true},
		{document, `["\u0000","\\u0000","\\\u0000","\ud800"]`, "\"[\"\"\ufffd\"\",\"\"\\\\u0000\"\",\"\"\\\\\ufffd\"\",\"\"\ufffd\"\"]\"", true},
		{document, `{"b" : 1,"a":[true,null,"x\"\u00e9"]}`, `"{""b"":1,""a"":[true,null,""x\""é""]}"`, true},
	} {
		if got, fits := c.kind.cell(nil, []byte(c.value)); string(got) != c.want || fits != c.fits {
			t.Errorf("%s %s: %s, %t", types[c.kind], c.value, got, fits)
		}
	}
}

// Everything of a window is deleted that the file lacks, and nothing where the columns do
// not tell what is in the window.
func TestOnlyACompleteReadingDeletesAndOnlyWithinItsWindow(t *testing.T) {
	window := result.Filters{StartsAt: result.Bounds{After: "2026-11-16T00:00:00+01:00", Before: "2026-11-17T00:59:59+01:00"}, OrganisationIDs: []int64{101, 103}}
	for _, c := range []struct {
		what, dataset string
		complete      bool
		filters       result.Filters
		schema        func(*dataset.Schema)
		want          string
	}{
		{"a whole list", "rdv.rdvs", true, result.Filters{}, nil, "where\n"},
		{"an incomplete list", "rdv.rdvs", false, result.Filters{}, nil, ""},
		{"a window of some organisations", "rdv.rdvs", true, window, nil,
			`where t."organisation__id" in (101, 103) and t."starts_at" >= '2026-11-15T23:00:00Z' and t."starts_at" <= '2026-11-16T23:59:59Z' and` + "\n"},
		{"from a day on", "rdv.rdvs", true, result.Filters{StartsAt: result.Bounds{After: "2026-11-16T00:00:00Z"}}, nil, `where t."starts_at" >= '2026-11-16T00:00:00Z' and` + "\n"},
		{"a window without the starts", "rdv.rdvs", true, window, drop("starts_at"), ""},
		{"organisations without their ids", "rdv.rdvs", true, window, drop("organisation"), ""},
		{"organisations with pseudonyms", "rdv.motifs", true, result.Filters{OrganisationIDs: []int64{101}}, asText("organisation_id"), ""},
		{"a whole list without the starts", "rdv.rdvs", true, result.Filters{}, drop("starts_at"), "where\n"},
		{"users of an organisation, who may be of another too", "rdv.users", true, result.Filters{OrganisationIDs: []int64{101}}, nil, ""},
		{"an organisation", "rdv.organisations", true, result.Filters{OrganisationIDs: []int64{101}}, nil, `where t."id" in (101) and` + "\n"},
		{"a motif of an organisation", "rdv.motifs", true, result.Filters{OrganisationIDs: []int64{101}}, nil, `where t."organisation_id" in (101) and` + "\n"},
		{"an endpoint of an organisation", "rdv.webhook_endpoints", true, result.Filters{OrganisationIDs: []int64{101}}, nil, `where t."organisation_id" in (101) and` + "\n"},
	} {
		d := find(t, c.dataset)
		schema := *d.Schema
		if c.schema != nil {
			c.schema(&schema)
		}
		script := string(New(d.Name, d.Key, &schema).Load(c.complete, d.Organisation, &c.filters))
		deleted := ""
		if _, after, found := strings.Cut(script, "delete from "+quoted(nameOf(c.dataset))+" t "); found {
			deleted = after
		}
		if !strings.HasPrefix(deleted, c.want) || c.want == "" && deleted != "" {
			t.Errorf("%s: %.200s", c.what, deleted)
		}
	}
}

// drop leaves a field out of a schema.
func drop(name string) func(*dataset.Schema) {
	return func(s *dataset.Schema) {
		*s = *s.Map(func(path string, f *dataset.Schema) *dataset.Schema {
			if path == name {
				return nil
			}
			return f
		})
	}
}

// asText has a field hold texts.
func asText(name string) func(*dataset.Schema) {
	return func(s *dataset.Schema) {
		*s = *s.Map(func(path string, f *dataset.Schema) *dataset.Schema {
			if path == name {
				return &dataset.Schema{Types: dataset.Types{"string", "null"}}
			}
			return f
		})
	}
}
