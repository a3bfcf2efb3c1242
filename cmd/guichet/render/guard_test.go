package render_test

import (
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/render"
)

func TestAFormulaBehindASeparatorIsGuardedToo(t *testing.T) {
	for text, want := range map[string]string{
		"x;=1+1":         "x;'=1+1",
		"x,+1":           "x,'+1",
		"x\t-1":          "x\t'-1",
		"x\n@SUM(A1)":    "x\n'@SUM(A1)",
		"x\r\n=1":        "x\r\n'=1",
		"a;=1;b;=2":      "a;'=1;b;'=2",
		"\x00=1":         "\x00'=1",
		";\x00=1":        ";\x00'=1",
		`x;"=1"`:         `x;"'=1"`,
		"x;＝1":           "x;'＝1",
		"'=1":            "''=1",
		"x;''+1":         "x;'''+1",
		"+33612345678":   "'+33612345678",
		"06 12;07 13":    "06 12;07 13",
		"a; =1":          "a; =1",
		"l'été, l'hiver": "l'été, l'hiver",
		"'tis":           "'tis",
		"2026-11-30":     "2026-11-30",
		"\t=1":           "'\t'=1",
	} {
		if got := string(render.AppendGuarded(nil, []byte(text))); got != want {
			t.Errorf("%q is guarded as %q, want %q", text, got, want)
		}
		if got := render.Unguard(want); got != text {
			t.Errorf("%q is read back as %q, want %q", want, got, text)
		}
	}
}

func TestAnUnguardedTextIsReadUnchanged(t *testing.T) {
	for _, text := range []string{"=1", "x;=1", "+33612345678", "'tis", "", "'", "''", "a'=1"} {
		if got := render.Unguard(text); got != text {
			t.Errorf("%q is read as %q", text, got)
		}
	}
}

// FuzzAnExportReadsBackUnchanged is the round trip of a cell: guarded,
// written as CSV, read, and relieved of the guard.
func FuzzAnExportReadsBackUnchanged(f *testing.F) {
	for _, text := range []string{"=1", "'=1", "''=1", "x;=1", "\x00=", "\t\t=", "\r\n=", `;"=`, `;'"=`, "＝", "'＝", "+33612345678", "a,'b", ";\x00'\x00="} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		guarded := string(render.AppendGuarded(nil, []byte(text)))
		if got := render.Unguard(guarded); got != text {
			t.Fatalf("%q becomes %q and then %q", text, guarded, got)
		}
		// A reader may split at any of the separators, and take off quotes and NUL.
		for _, cell := range strings.FieldsFunc(guarded, func(r rune) bool { return strings.ContainsRune(",;\t\r\n", r) }) {
			if cell = strings.TrimLeft(cell, "\"\x00"); cell != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(cell)[0]) {
				t.Fatalf("%q becomes %q, which a spreadsheet runs", text, guarded)
			}
		}
	})
}

func TestACellOfEachDialectReadsBackAsItWas(t *testing.T) {
	for _, dialect := range []string{"rfc", "excel-fr"} {
		for _, text := range []string{"+33612345678", "'+33612345678", "x;=1+1", "x,=1+1", "-", "'", "a\n=b", `"=1`} {
			row, err := json.Marshal(map[string]string{"a": text, "b": "z"})
			if err != nil {
				t.Fatal(err)
			}
			got := list(t, render.Options{Format: "csv", Columns: []string{"a", "b"}, NoHeader: true, CSVDialect: dialect}, string(row))
			reader := csv.NewReader(strings.NewReader(strings.TrimPrefix(got, "\ufeff")))
			if dialect == "excel-fr" {
				reader.Comma = ';'
			}
			record, err := reader.Read()
			if err != nil || render.Unguard(record[0]) != text {
				t.Errorf("%s: %q is written %q and read %q, %v", dialect, text, got, record, err)
			}
		}
	}
}
