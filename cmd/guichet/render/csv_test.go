package render_test

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/guichet-go/guichet/cmd/guichet/render"
)

func TestCSVQuotesOnlyWhereNeeded(t *testing.T) {
	got := list(t, render.Options{Format: "csv", Columns: []string{"a", "b", "c"}},
		`{"a":"x, y","b":"dit \"oui\"","c":"deux\nlignes"}`, `{"a":" bord","b":null,"c":true}`)
	same(t, got, "a,b,c\n\"x, y\",\"dit \"\"oui\"\"\",\"deux\nlignes\"\n\" bord\",,true\n")
	records, err := csv.NewReader(strings.NewReader(got)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"a", "b", "c"}, {"x, y", `dit "oui"`, "deux\nlignes"}, {" bord", "", "true"}}
	if diff := cmp.Diff(want, records); diff != "" {
		t.Error(diff)
	}
}

func TestCSVHeadersArePathsInEveryLanguage(t *testing.T) {
	o := render.Options{Format: "csv", Default: []string{"motif.name"}, Header: rdvTitle}
	same(t, list(t, o, `{"motif":{"name":"Suivi"}}`), "motif.name\nSuivi\n")
}

func TestCSVForAFrenchSpreadsheet(t *testing.T) {
	o := render.Options{Format: "csv", CSVDialect: "excel-fr", Columns: []string{"prix", "texte", "n"}}
	got := list(t, o, `{"prix":-12.50,"texte":"a;b","n":1.5e3}`, `{"prix":3,"texte":"1.5","n":null}`)
	same(t, got, "\ufeffprix;texte;n\r\n-12,50;\"a;b\";1,5e3\r\n3;1,5;\r\n")
}

func TestCSVTextDoesNotRunInASpreadsheet(t *testing.T) {
	for text, want := range map[string]string{
		"=1+1":     "'=1+1",
		"+33 6":    "'+33 6",
		"-2":       "'-2",
		"@SUM(A1)": "'@SUM(A1)",
		`\tx`:      "'\tx",
		`\rx`:      "\"'\rx\"",
		"＝1":       "'＝1",
		"＋1":       "'＋1",
		"－1":       "'－1",
		"＠x":       "'＠x",
		"a=1":      "a=1",
		"":         `""`,
	} {
		row := `{"a":"` + text + `"}`
		got := list(t, render.Options{Format: "csv", Columns: []string{"a"}, NoHeader: true}, row)
		if got != want+"\n" {
			t.Errorf("%s is written %q, want %q", row, got, want+"\n")
		}
	}
}

func TestCSVNumbersAreNotGuarded(t *testing.T) {
	same(t, list(t, render.Options{Format: "csv", Columns: []string{"a"}, NoHeader: true}, `{"a":-2.50}`), "-2.50\n")
}

func TestTheFormulaGuardCanBeTurnedOff(t *testing.T) {
	o := render.Options{Format: "csv", Columns: []string{"a"}, NoHeader: true, NoFormulaGuard: true}
	same(t, list(t, o, `{"a":"=1+1"}`), "=1+1\n")
}

func TestCSVHeadersAreGuardedToo(t *testing.T) {
	same(t, list(t, render.Options{Format: "csv"}, `{"=cmd":1}`), "'=cmd\n1\n")
}

func TestCSVNestedValuesAreJSON(t *testing.T) {
	got := list(t, render.Options{Format: "csv", NoHeader: true}, `{"o":{"b": 1.50},"l":[1, 2],"s":"x"}`)
	same(t, got, `"{""b"":1.50}","[1,2]",x`+"\n")
}

func TestCSVPathsThroughArraysAreJoined(t *testing.T) {
	got := list(t, render.Options{Format: "csv", Columns: []string{"users.id"}, NoHeader: true}, `{"users":[{"id":-1},{"id":2}]}`, `{"users":[{"id":-3}]}`)
	same(t, got, "\"'-1, 2\"\n-3\n")
}
