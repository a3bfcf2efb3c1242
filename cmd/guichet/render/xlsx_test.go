package render_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/render"
)

// sheet is a spreadsheet that was read back.
type sheet struct {
	Views []struct {
		Pane struct {
			Rows  int    `xml:"ySplit,attr"`
			State string `xml:"state,attr"`
		} `xml:"pane"`
	} `xml:"sheetViews>sheetView"`
	Columns []struct {
		Width float64 `xml:"width,attr"`
	} `xml:"cols>col"`
	Rows []struct {
		Cells []cell `xml:"c"`
	} `xml:"sheetData>row"`
	Filter struct {
		Ref string `xml:"ref,attr"`
	} `xml:"autoFilter"`
	name, filter string
}

type cell struct {
	Ref   string `xml:"r,attr"`
	Style string `xml:"s,attr"`
	Type  string `xml:"t,attr"`
	Value string `xml:"v"`
	Text  string `xml:"is>t"`
}

// String is the type, the style and the value.
func (c cell) String() string { return c.Type + c.Style + " " + c.Value + c.Text }

// spreadsheet reads a file with archive/zip and encoding/xml.
func spreadsheet(t *testing.T, data []byte) (s sheet) {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range archive.File {
		in, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(in) // and compares the checksum
		if err != nil {
			t.Fatal(err)
		}
		var book struct {
			Sheets []struct {
				Name string `xml:"name,attr"`
			} `xml:"sheets>sheet"`
			Names []string `xml:"definedNames>definedName"`
		}
		var into any = new(struct{})
		switch file.Name {
		case "xl/worksheets/sheet1.xml":
			into = &s
		case "xl/workbook.xml":
			into = &book
		}
		if err := xml.Unmarshal(content, into); err != nil {
			t.Fatalf("%s: %v", file.Name, err)
		}
		if len(book.Sheets) == 1 {
			s.name, s.filter = book.Sheets[0].Name, strings.Join(book.Names, " ")
		}
	}
	return s
}

// workbook is the spreadsheet of rows.
func workbook(t *testing.T, o render.Options, rows ...string) sheet {
	t.Helper()
	o.Format = "xlsx"
	return spreadsheet(t, []byte(list(t, o, rows...)))
}

// only is the cell of a spreadsheet with one value.
func only(t *testing.T, value string) string {
	t.Helper()
	s := workbook(t, render.Options{Columns: []string{"v"}, NoHeader: true}, `{"v":`+value+`}`)
	if len(s.Rows[0].Cells) == 0 {
		return ""
	}
	return s.Rows[0].Cells[0].String()
}

func TestASpreadsheetHasTypedCells(t *testing.T) {
	const text, digits, instant, day, clock = "inlineStr0 ", "inlineStr2 ", "3 ", "4 ", "5 "
	for value, want := range map[string]string{
		`12.50`:                         "0 12.50",
		`-1e3`:                          "0 -1e3",
		`123456789012345`:               "0 123456789012345",
		`1234567890123456`:              digits + "1234567890123456",
		`1e400`:                         digits + "1e400",
		`1e-400`:                        digits + "1e-400",
		`0.000`:                         "0 0.000",
		`true`:                          "b0 1",
		`false`:                         "b0 0",
		`null`:                          "",
		`""`:                            "",
		`"164319.35"`:                   "0 164319.35",
		`"05483092963738"`:              digits + "05483092963738",
		`"75011"`:                       digits + "75011",
		`"+33 6 12"`:                    digits + "+33 6 12",
		`"2026-11-30 08:45:00 +0100"`:   instant + "46356.36458333333",
		`"2026-11-30T07:45:00Z"`:        instant + "46356.36458333333",
		`"2026-11-30 08:45:00"`:         instant + "46356.36458333333",
		`"2026-07-01T12:00:00Z"`:        instant + "46204.58333333333",
		`"2026-11-30"`:                  day + "46356",
		`"1900-03-01"`:                  day + "61",
		`"1899-12-31"`:                  digits + "1899-12-31",
		`"08:45"`:                       clock + "0.3645833333333333",
		`"06:00:00"`:                    clock + "0.25",
		`"=1+1"`:                        text + "=1+1",
		`"\u00e9<&>\"'"`:                text + "é<&>\"'",
		`"a\u0000\u001bb\ufffe\uffffc"`: text + "abc",
		`" a\r\nb\rc\td "`:              text + " a\nb\nc\td ",
		`"_x000D_ _x00G0_ _x0041"`:      text + "_x005F_x000D_ _x00G0_ _x0041",
		`{"a": 1}`:                      text + `{"a":1}`,
		`"😀"`:                           text + "😀",
		`"\ud800x"`:                     text + "\ufffdx",
		`{"a":"` + "\xff" + `"}`:        text + `{"a":"` + "\ufffd" + `"}`,
	} {
		if got := only(t, value); got != want {
			t.Errorf("%s is %q, not %q", value, got, want)
		}
	}
}

func TestASpreadsheetHasAHeaderAFilterAndWidths(t *testing.T) {
	o := render.Options{Name: "rdv", Header: message.For(message.French).Header, Default: []string{"id", "starts_at", "users.last_name", "organisation.name", "organisation_id"}}
	s := workbook(t, o, `{"id":1,"starts_at":"2026-11-30 08:45:00 +0100","users":[{"last_name":"Marchand"},{"last_name":"Petit"}],"organisation":{"name":"`+strings.Repeat("a", 99)+`"}}`, `{"id":2}`)
	var titles []string
	for _, c := range s.Rows[0].Cells {
		titles = append(titles, c.String())
	}
	want := []string{"inlineStr1 ID", "inlineStr1 Début", "inlineStr1 Nom (Usagers)", "inlineStr1 Organisation (organisation.name)", "inlineStr1 Organisation (organisation_id)"}
	if !slices.Equal(titles, want) {
		t.Errorf("%q", titles)
	}
	if s.name != "rdv" || s.filter != "'rdv'!$A$1:$E$3" || s.Filter.Ref != "A1:E3" || s.Views[0].Pane.Rows != 1 || s.Views[0].Pane.State != "frozen" {
		t.Errorf("%+v", s)
	}
	if c := s.Rows[1].Cells[2]; c.Ref != "C2" || c.Text != "Marchand, Petit" {
		t.Errorf("%+v", c)
	}
	if c := s.Columns; len(c) != 5 || c[0].Width != 12 || c[2].Width != 17 || c[3].Width != 62 {
		t.Errorf("%+v", c)
	}
	if len(s.Rows) != 3 || len(s.Rows[2].Cells) != 1 {
		t.Errorf("%+v", s.Rows)
	}
}

func TestASpreadsheetWithoutRows(t *testing.T) {
	if s := workbook(t, render.Options{Default: []string{"id", "name"}}); len(s.Rows) != 1 || s.Filter.Ref != "A1:B1" || s.name != "guichet" {
		t.Errorf("%+v", s)
	}
	if s := workbook(t, render.Options{Columns: []string{"id"}, NoHeader: true}, `{"id":1}`); len(s.Rows) != 1 || s.Filter.Ref != "" || s.Views[0].Pane.Rows != 0 {
		t.Errorf("%+v", s)
	}
	if s := workbook(t, render.Options{}); len(s.Rows) != 0 || s.Filter.Ref != "" || s.filter != "" {
		t.Errorf("%+v", s)
	}
}

func TestASpreadsheetHasManyRowsAndColumns(t *testing.T) {
	row := map[string]int{}
	for i := range 800 {
		row[fmt.Sprintf("c%03d", i)] = i
	}
	raw, _ := json.Marshal(row)
	rows := slices.Repeat([]string{string(raw)}, 120)
	s := workbook(t, render.Options{}, rows...)
	if len(s.Rows) != 121 || s.Filter.Ref != "A1:ADT121" || s.Rows[120].Cells[799].Ref != "ADT121" || s.Rows[120].Cells[26].Ref != "AA121" {
		t.Errorf("%d rows, %s", len(s.Rows), s.Filter.Ref)
	}
}

func TestATextThatACellCannotHoldIsCutAndCounted(t *testing.T) {
	for text, units := range map[string]int{strings.Repeat("é", 32_767): 32_767, strings.Repeat("é", 32_768): 32_767, strings.Repeat("😀", 16_384): 16_383, strings.Repeat("a", 32_767): 32_767} {
		var out bytes.Buffer
		w := open(t, &out, render.Options{Format: "xlsx", Columns: []string{"v"}})
		raw, _ := json.Marshal(map[string]string{"v": text})
		if err := errors.Join(w.Row(raw), w.Close()); err != nil {
			t.Fatal(err)
		}
		got := []rune(spreadsheet(t, out.Bytes()).Rows[1].Cells[0].Text)
		if cut := len(got) < len([]rune(text)); len(got) != units || (w.Cut() == 1) != cut {
			t.Errorf("%d characters, %d cut", len(got), w.Cut())
		}
	}
}

func TestAListThatASpreadsheetCannotHoldWritesNothing(t *testing.T) {
	if raced {
		t.Skip("it writes a million rows, one after the other")
	}
	var out bytes.Buffer
	w := open(t, &out, render.Options{Format: "xlsx", Columns: []string{"v"}})
	row := json.RawMessage(`{"v":1}`)
	for range 1<<20 - 1 {
		if err := w.Row(row); err != nil {
			t.Fatal(err)
		}
	}
	err := w.Row(row)
	if exit.Of(err) != exit.Rejected || !strings.Contains(err.Error(), "1048576") || out.Len() > 0 {
		t.Errorf("%v, %d bytes", err, out.Len())
	}
}

func TestASpreadsheetIsNotForATerminalNorForOneObject(t *testing.T) {
	_, err := render.New(io.Discard, render.Options{Format: "xlsx", Terminal: true, Name: "rdv"})
	var refused *exit.Error
	if !errors.As(err, &refused) || refused.Code != exit.Usage || !strings.Contains(refused.Hint.Error(), "--out rdv.xlsx") {
		t.Errorf("%v", err)
	}
	w := open(t, io.Discard, render.Options{Format: "xlsx"})
	if err := w.One(json.RawMessage(`{"id":1}`)); exit.Of(err) != exit.Usage {
		t.Errorf("%v", err)
	}
}

func TestTimesOfASpreadsheetAreInTheZone(t *testing.T) {
	o := render.Options{Columns: []string{"v"}, NoHeader: true, Zone: time.FixedZone("Réunion", 4*3600)}
	if got := workbook(t, o, `{"v":"2026-11-30 08:00:00 +0100"}`).Rows[0].Cells[0].Value; got != "46356.45833333333" {
		t.Error(got)
	}
}

func TestASpreadsheetLeavesNoOtherFile(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	t.Setenv("TMP", dir)
	workbook(t, render.Options{}, `{"id":1}`)
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
		t.Errorf("%v, %v", entries, err)
	}
}
