package render_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/render"
)

func rdvTitle(path string) string {
	return map[string]string{"id": "Numéro", "motif.name": "Motif", "users.last_name": "Usagers", "cancelled": "Annulé"}[path]
}

func TestATableAlignsItsColumns(t *testing.T) {
	got := list(t, render.Options{Default: []string{"id", "motif.name", "users.last_name", "cancelled"}, Header: rdvTitle},
		`{"id":7,"motif":{"name":"Être suivi"},"users":[{"last_name":"Lovelace"},{"last_name":"Noël"}],"cancelled":false}`,
		`{"id":12345678901234567890,"motif":null,"users":[],"cancelled":true}`,
		`{"id":null}`)
	same(t, got, ""+
		"              NUMÉRO  MOTIF       USAGERS         ANNULÉ\n"+
		"                   7  Être suivi  Lovelace, Noël  no\n"+
		"12345678901234567890                              yes\n"+
		"\n")
}

func TestATableCountsCellsOfTheScreen(t *testing.T) {
	got := list(t, render.Options{Columns: []string{"a", "b"}, NoHeader: true},
		`{"a":"e\u0301te\u0301","b":1}`, `{"a":"日本","b":2}`, `{"a":"plus","b":3}`)
	same(t, got, "e\u0301te\u0301   1\n日本  2\nplus  3\n")
}

func TestATableShowsBeforeTheListIsComplete(t *testing.T) {
	var out bytes.Buffer
	w := open(t, &out, render.Options{Columns: []string{"id"}})
	for i := range 60 {
		if err := w.Row(json.RawMessage(fmt.Sprintf(`{"id":%d}`, i))); err != nil {
			t.Fatal(err)
		}
	}
	if !strings.HasPrefix(out.String(), "ID\n 0\n") {
		t.Errorf("after 60 rows without Flush the output is %q", out.String())
	}
}

func TestAWiderCellOverflowsOnceTheWidthsAreSettled(t *testing.T) {
	var out bytes.Buffer
	w := open(t, &out, render.Options{Columns: []string{"nom", "id"}, NoHeader: true})
	for _, row := range []string{`{"nom":"Ada","id":1}`, `{"nom":"Théodora-Élisabeth","id":2}`} {
		if err := w.Row(json.RawMessage(row)); err != nil {
			t.Fatal(err)
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	same(t, out.String(), "Ada  1\nThéodora-Élisabeth  2\n")
}

func TestOnATerminalALineIsCutToTheWidth(t *testing.T) {
	o := render.Options{Columns: []string{"id", "texte", "nom"}, Terminal: true, Width: 60}
	got := list(t, o, `{"id":1,"texte":"une phrase qui est bien trop longue pour tenir sur une ligne","nom":"Ada"}`)
	same(t, got, "ID  TEXTE                                                NOM\n 1  une phrase qui est bien trop longue pour tenir sur…  Ada\n")
}

func TestOnATerminalEveryRowKeepsToTheColumns(t *testing.T) {
	var out bytes.Buffer
	w := open(t, &out, render.Options{Columns: []string{"nom", "id"}, NoHeader: true, Terminal: true, Width: 80})
	for _, nom := range []string{"Élisabeth", "Ada", "Théodora-Élisabeth"} {
		if err := w.Row(json.RawMessage(`{"nom":"` + nom + `","id":1}`)); err != nil {
			t.Fatal(err)
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	same(t, out.String(), "Élisabeth  1\nAda        1\nThéodora…  1\n")
}

func TestOffATerminalCellsAreNeverCut(t *testing.T) {
	long := strings.Repeat("très ", 100)
	got := list(t, render.Options{Columns: []string{"texte"}, Width: 20}, `{"texte":"`+long+`fin"}`)
	if !strings.Contains(got, long+"fin") {
		t.Errorf("text was cut: %q", got)
	}
}

func TestOnlyTheHeaderIsBold(t *testing.T) {
	got := list(t, render.Options{Columns: []string{"id"}, Color: true}, `{"id":1}`)
	same(t, got, "\x1b[1mID\x1b[0m\n 1\n")
}

func TestTableCellsHaveNoLineBreaksOrControlCharacters(t *testing.T) {
	got := list(t, render.Options{Columns: []string{"a", "b"}, NoHeader: true},
		`{"a":"x\u001b]52;c;YQ==\u0007y\nz\tt","b":["\u202Ei","\u009b31mj"]}`)
	same(t, got, "xy z t  i, j\n")
}

func TestHeadersFromTheServiceAreSanitizedToo(t *testing.T) {
	got := list(t, render.Options{}, `{"a\u001b[2J":1}`)
	same(t, got, "A\n1\n")
}

func TestWithoutColumnsTheFieldsOfTheFirstObjectAreTaken(t *testing.T) {
	got := list(t, render.Options{}, `{"id":1,"nom.complet":"Ada","lieu":{"id":3},"tags":[]}`, `{"nom.complet":"Zoé","id":2}`)
	same(t, got, "ID  NOM.COMPLET\n 1  Ada\n 2  Zoé\n")
}

const record = `{"id":5,"lieu":{"name":"Mairie","geo":{"lat":1.50}},"users":[{"id":1}],"tags":["a","b"],"note":null,"start":"2026-07-01T08:00:00Z"}`

func TestASingleObjectIsLinesOfNameAndValue(t *testing.T) {
	same(t, one(t, render.Options{}, record), ""+
		"id:     5\n"+
		"lieu:\n"+
		"  name:  Mairie\n"+
		"  geo:\n"+
		"    lat:  1.50\n"+
		"users:\n"+
		"  - id:  1\n"+
		"tags:   a, b\n"+
		"note:\n"+
		"start:  Jul 01 2026 10:00\n")
}

func TestChosenColumnsOfASingleObject(t *testing.T) {
	o := render.Options{Columns: []string{"lieu.geo.lat", " id "}}
	same(t, one(t, o, record), "lieu.geo.lat:  1.50\nid:            5\n")
	o.NoHeader = true
	same(t, one(t, o, record), "1.50\n5\n")
}

func TestAColumnThatDoesNotExistNamesTheNearest(t *testing.T) {
	for _, tt := range []struct{ column, object, nearest string }{
		{"motif.nane", `{"id":1,"motif":{"name":"x"}}`, "motif.name"},
		{"name", `{"id":1,"motif":{"name":"x"}}`, "motif.name"},
		{"user.last_name", `{"users":[{"last_name":"x"}]}`, "users.last_name"},
		{"users.lastname", `{"users":[{"last_name":"x"}]}`, "users.last_name"},
		{"id.x", `{"id":1}`, "id"},
		{"parfaitement_inconnu", `{"id":1}`, ""},
		{"statut", `{"id":1}`, "status"}, // a column of the command's own
	} {
		for _, format := range []string{"table", "csv"} {
			var out bytes.Buffer
			w := open(t, &out, render.Options{
				Format: format, Columns: []string{"id", tt.column}, Default: []string{"status", "id"},
			})
			err := w.Row(json.RawMessage(tt.object))
			refusedFor(t, err, `--columns: unknown column "`+tt.column+`"`, tt.nearest)
			if err := w.Close(); err != nil || out.Len() > 0 {
				t.Errorf("%s: refused output still wrote %q, %v", format, out.String(), err)
			}
		}
	}
}

func TestAColumnBelowANullIsNotAMistake(t *testing.T) {
	for _, tt := range []struct{ column, object string }{
		{"lieu.name", `{"id":1,"lieu":null}`},
		{"lieu.name", `{"id":1,"lieu":{}}`},
		{"users.last_name", `{"id":1,"users":[]}`},
		{"users.last_name", `{"id":1,"users":[null]}`},
		{"users.3.last_name", `{"id":1,"users":[{"last_name":"x"}]}`},
		{"status", `{"id":1}`}, // a column of the command's own
	} {
		w := open(t, io.Discard, render.Options{Columns: []string{tt.column}, Default: []string{"status"}})
		if err := w.Row(json.RawMessage(tt.object)); err != nil {
			t.Errorf("column %s of %s: %v", tt.column, tt.object, err)
		}
	}
}

func TestAColumnMissingFromLaterRowsIsEmpty(t *testing.T) {
	got := list(t, render.Options{Columns: []string{"id", "lieu.name"}, NoHeader: true},
		`{"id":1,"lieu":{"name":"Mairie"}}`, `{"id":2}`)
	same(t, got, "1  Mairie\n2\n")
}

func TestPathsReachIntoArrays(t *testing.T) {
	object := `{"users":[{"n":"a","t":[1,2]},{"n":null,"t":[3]},{"n":"c"}],"m":[[1],[2]]}`
	for path, want := range map[string]string{
		"users.n":   "a, c\n",
		"users.0.n": "a\n",
		"users.2.n": "c\n",
		"users.t":   "1, 2, 3\n",
		"m":         "1, 2\n",
		"m.1":       "2\n",
	} {
		got := list(t, render.Options{Columns: []string{path}, NoHeader: true}, object)
		if got != want {
			t.Errorf("%s is %q, want %q", path, got, want)
		}
	}
}
