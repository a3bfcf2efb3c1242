package render_test

import (
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/render"
)

// officeRow has what a spreadsheet may change, and what LibreOffice makes of it.
var officeRow = []struct{ value, xlsx, csv string }{
	{`"2026-11-30 08:45:00 +0100"`, "date 2026-11-30T08:45:00", "date 2026-11-30T08:45:00"},
	{`"2026-07-01T08:00:30Z"`, "date 2026-07-01T10:00:30", "date 2026-07-01T10:00:30"},
	{`"2026-11-30"`, "date 2026-11-30", "date 2026-11-30"},
	{`"08:45"`, "time PT08H45M00S", "time PT08H45M00S"},
	{`"05483092963738"`, "string 05483092963738", "string 05483092963738"},
	{`"01000"`, "string 01000", "string 01000"},
	{`"+33612345678"`, "string +33612345678", "string +33612345678"},
	{`"06 12 34 56 78"`, "string 06 12 34 56 78", "string 06 12 34 56 78"},
	{`"1/2"`, "string 1/2", "string 1/2"},
	{`"12E3"`, "string 12E3", "string 12E3"},
	{`"164319.35"`, "float 164319.35", "float 164319.35"},
	{`"-0.5"`, "float -0.5", "float -0.5"},
	{`12.5`, "float 12.5", "float 12.5"},
	{`1234567890123456`, "string 1234567890123456", "string 1234567890123456"},
	{`"=1+1"`, "string =1+1", "string '=1+1"},
	{`"Éloïse & <Cie>"`, "string Éloïse & <Cie>", "string Éloïse & <Cie>"},
}

// TestLibreOfficeReadsWhatTheServiceMeant opens a spreadsheet, and CSV for one in French:
// times are times, and digits stay as they are.
func TestLibreOfficeReadsWhatTheServiceMeant(t *testing.T) {
	if os.Getenv("GUICHET_LONG") != "1" {
		t.Skip("LibreOffice takes long to start")
	}
	if _, err := exec.LookPath("soffice"); err != nil {
		t.Skip("LibreOffice is missing")
	}
	var columns, members []string
	for i, cell := range officeRow {
		columns = append(columns, string(rune('a'+i)))
		members = append(members, `"`+columns[i]+`":`+cell.value)
	}
	row := "{" + strings.Join(members, ",") + "}"
	dir := t.TempDir()
	for format, filter := range map[string]string{
		"xlsx": "Calc MS Excel 2007 XML",
		"csv":  "Text - txt - csv (StarCalc):59,34,76,1,,1036,false,true", // ; " UTF-8, French, special numbers are detected
	} {
		content := list(t, render.Options{Format: format, CSVDialect: "excel-fr", Columns: columns}, row)
		file := filepath.Join(dir, "list."+format)
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		out := filepath.Join(dir, format)
		cmd := exec.Command("soffice", "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--infilter="+filter, "--convert-to", "fods", "--outdir", out, file)
		if said, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, said)
		}
		cells := officeCells(t, filepath.Join(out, "list.fods"))
		for i, cell := range officeRow {
			want := map[string]string{"xlsx": cell.xlsx, "csv": cell.csv}[format]
			if got := cells[i]; got != want {
				t.Errorf("%s: %s is %s, not %s", format, cell.value, got, want)
			}
		}
	}
}

// officeCells gives the type and the value of each cell of the second row.
func officeCells(t *testing.T, file string) (cells []string) {
	t.Helper()
	var document struct {
		Rows []struct {
			Cells []struct {
				Type   string `xml:"value-type,attr"`
				Number string `xml:"value,attr"`
				Date   string `xml:"date-value,attr"`
				Time   string `xml:"time-value,attr"`
				Text   string `xml:"p"`
			} `xml:"table-cell"`
		} `xml:"body>spreadsheet>table>table-row"`
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal(data, &document); err != nil {
		t.Fatal(err)
	}
	if len(document.Rows) < 2 || len(document.Rows[1].Cells) < len(officeRow) {
		t.Fatalf("%.2000s", data)
	}
	for _, c := range document.Rows[1].Cells {
		value := c.Number + c.Date + c.Time
		if c.Type == "string" {
			value = c.Text
		}
		cells = append(cells, c.Type+" "+value)
	}
	return cells
}
