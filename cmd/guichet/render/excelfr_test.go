package render_test

import (
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/render"
)

// french is one cell in the excel-fr dialect.
func french(t *testing.T, value string) string {
	t.Helper()
	o := render.Options{Format: "csv", CSVDialect: "excel-fr", Columns: []string{"v", "w"}, NoHeader: true}
	reader := csv.NewReader(strings.NewReader(strings.TrimPrefix(list(t, o, `{"v":`+value+`,"w":1}`), "\ufeff")))
	reader.Comma = ';'
	record, err := reader.Read()
	if err != nil {
		t.Fatal(err)
	}
	return record[0]
}

func TestAFrenchSpreadsheetReadsNumbersAndTimes(t *testing.T) {
	for value, want := range map[string]string{
		`"2026-11-30 08:45:00 +0100"`: "30/11/2026 08:45:00",
		`"2026-07-01T08:00:00Z"`:      "01/07/2026 10:00:00",
		`"2026-11-30 08:45:00"`:       "30/11/2026 08:45:00",
		`"2026-11-30"`:                "30/11/2026",
		`"08:45"`:                     "08:45",
		`"08:45:30"`:                  "08:45:30",
		`"164319.35"`:                 "164319,35",
		`"-0.50"`:                     "-0,50",
		`"-12"`:                       "-12",
		`"42"`:                        "42",
		`"0"`:                         "0",
		`"75011"`:                     "75011",
		`12.5`:                        "12,5",
		`123456789012345`:             "123456789012345",
		`true`:                        "true",
	} {
		if got := french(t, value); got != want {
			t.Errorf("%s is written %s, not %s", value, got, want)
		}
	}
}

func TestAFrenchSpreadsheetKeepsDigitsAsText(t *testing.T) {
	for _, text := range []string{
		"05483092963738", "12345678901234", "123456789012", "01000", "00", "+33612345678", "06 12 34 56 78", "06.12.34.56.78",
		"054\u00a0830\u202f929", "1/2", "3-4", "10:61", "1.2.3", "007.5", "12E3", "1e-5", "-007", "-1+2", "1234567890123456.5",
		"1,2", "12,13,14", "-0,5", "1,5E3", "30/11/2026", "30/11/2026 08:45:00",
	} {
		quoted, _ := json.Marshal(text)
		got := french(t, string(quoted))
		if want := `="` + text + `"`; got != want {
			t.Errorf("%s is written %s", text, got)
		}
		if back := render.Unguard(got); back != text {
			t.Errorf("%s is read back as %s", text, back)
		}
	}
	for number, want := range map[string]string{"1234567890123456": `="1234567890123456"`, "-1234567890123456.5": `="-1234567890123456.5"`} {
		if got := french(t, number); got != want {
			t.Errorf("%s is written %s", number, got)
		}
	}
}

func TestOnlyDigitsAreWrittenAsAFormula(t *testing.T) {
	for _, text := range []string{`="1"`, "=1+1", "1+A1", `1"+HYPERLINK("x")+"1`, "0E", "E5", "1E5E5", "-", "+ ", "12a", "+SUM(1)", "１２", "0\t1", "0\n1", "1;2"} {
		quoted, _ := json.Marshal(text)
		got := french(t, string(quoted))
		if strings.HasPrefix(got, "=") || render.Unguard(got) != text {
			t.Errorf("%q is written %q", text, got)
		}
	}
	for _, cell := range []string{`="a"`, `=""`, `="1"&A1&"2"`, `="1`, `"1"`, `="1";"2"`} {
		if got := render.Unguard(cell); got != cell {
			t.Errorf("%s is read as %s", cell, got)
		}
	}
}

func TestACellOfTheFrenchDialectIsReadAsTheServiceWroteIt(t *testing.T) {
	for _, text := range []string{"164319.35", "-0.50", "2026-11-30", "2026-11-30 08:45:00", "01000", "05483092963738", "+33612345678", "x", "'=1", "=1", "12E3", "1.10", "1,10", "12,13", "1,5E3", "30/11/2026", "30/11/2026 08:45:00", "-1,5"} {
		quoted, _ := json.Marshal(text)
		cell := french(t, string(quoted))
		got, ok := render.FromExcelFR(cell)
		if !ok {
			got = render.Unguard(cell)
		}
		if got != text {
			t.Errorf("%s is written %s and read %s", text, cell, got)
		}
	}
}

func TestTitlesForAFrenchSpreadsheetAreFrenchAndDiffer(t *testing.T) {
	o := render.Options{Format: "csv", CSVDialect: "excel-fr", Default: []string{"id"}, Header: message.For(message.English).Header,
		Columns: []string{"id", "starts_at", "organisation.name", "organisation_id", "users.first_name_x"}}
	same(t, list(t, o), "\ufeffID;Début;Organisation (organisation.name);Organisation (organisation_id);users.first_name_x\r\n")
	o.Default, o.Columns = nil, []string{"email", "email"}
	same(t, list(t, o), "\ufeffemail;email\r\n")
}

func TestTimesForAFrenchSpreadsheetAreInTheZone(t *testing.T) {
	zone := time.FixedZone("Réunion", 4*3600)
	o := render.Options{Format: "csv", CSVDialect: "excel-fr", Columns: []string{"v"}, NoHeader: true, Zone: zone}
	same(t, list(t, o, `{"v":"2026-11-30 08:45:00 +0100"}`), "\ufeff30/11/2026 11:45:00\r\n")
}

// FuzzAFrenchCellReadsBackUnchanged is the round trip of a text that is not a time.
func FuzzAFrenchCellReadsBackUnchanged(f *testing.F) {
	for _, text := range []string{"1,5", "30/11/2026", "30/11/2026 08:45:00,5", "-0,5", "1,5E3", "1.10", "-", "'=1", `="1"`, "+1;=2", "00", "12:30"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || strings.ContainsAny(text, "\r") || len(text) >= 16 && text[4] == '-' {
			t.Skip() // encoding/csv changes a carriage return
		}
		quoted, _ := json.Marshal(text)
		cell := french(t, string(quoted))
		got, ok := render.FromExcelFR(cell)
		if !ok {
			got = render.Unguard(cell)
		}
		if got != text {
			t.Fatalf("%q is written %q and read %q", text, cell, got)
		}
		if c, _ := utf8.DecodeRuneInString(cell); !strings.HasPrefix(cell, `="`) && strings.ContainsRune("=+@＝＋－＠", c) {
			t.Fatalf("%q is written %q, which a spreadsheet runs", text, cell)
		}
	})
}
