package render

import (
	"bufio"
	"cmp"
	"io"
	"os"
	"strconv"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/paris"
	"github.com/guichet-go/guichet/internal/rawjson"
)

// What a spreadsheet can hold.
const (
	mostRows       = 1 << 20
	mostCharacters = 1<<15 - 1
)

// xlsx writes one sheet of a spreadsheet (ECMA-376, Office Open XML): a header that stays
// in view, a filter, and cells that have a type. Every text is written as one, so that no
// cell can run. The file is made in a temporary one: nothing is written of a list that a
// spreadsheet cannot hold.
type xlsx struct {
	out       *bufio.Writer
	selection *selection
	header    func(path string) string // nil for paths
	headed    bool
	name      string
	zone      *time.Location
	file      *os.File
	archive   *archive
	rows      int      // written, with the header
	number    string   // of the row
	columns   []string // A, B, …
	widths    []int
	held      []byte // the first rows, while the widths are not settled
	settled   bool
	cut       int // cells that were too long
	text      []byte
}

func newXLSX(out *bufio.Writer, o *Options) *xlsx {
	f := &xlsx{out: out, selection: newSelection(o, false), header: o.Header, headed: !o.NoHeader, name: cmp.Or(o.Name, "guichet"), zone: o.Zone}
	if f.zone == nil {
		f.zone = paris.Location()
	}
	return f
}

func (f *xlsx) row(raw []byte) error {
	cells, err := f.selection.read(raw)
	if err == nil && f.archive == nil {
		err = f.begin()
	}
	if err != nil {
		return err
	}
	if f.rows == mostRows {
		return exit.Rejected.New(message.ErrXLSXTooLong, mostRows).WithHint(message.HintXLSXTooMuch)
	}
	f.beginRow()
	for i := range cells {
		f.cell(i, cells[i])
	}
	return f.endRow()
}

// one refuses an object: commands that show one refuse the format before.
func (f *xlsx) one([]byte) error { return refused("output", message.ErrXLSXNoList) }

// begin opens the file and writes the header.
func (f *xlsx) begin() (err error) {
	if f.file, err = temporary(); err != nil {
		return err
	}
	f.archive = newArchive(f.file)
	for _, part := range xlsxParts {
		if err := f.part(part.name, part.content); err != nil {
			return err
		}
	}
	f.widths = make([]int, len(f.selection.columns))
	for i := range f.widths {
		f.columns = append(f.columns, columnName(i))
	}
	if !f.headed || len(f.widths) == 0 {
		return nil
	}
	f.beginRow()
	for i, title := range titles(f.selection.columns, f.header) {
		f.text = append(f.text[:0], title...)
		f.writeText(i, styleHeader)
	}
	return f.endRow()
}

func (f *xlsx) part(name, content string) error {
	f.archive.create(name)
	_, err := io.WriteString(f.archive, content)
	return err
}

func (f *xlsx) beginRow() {
	f.rows++
	f.number = strconv.Itoa(f.rows)
	f.add(`<row r="`, f.number, `">`)
}

func (f *xlsx) endRow() error {
	f.add("</row>")
	if !f.settled && f.rows < batchRows {
		return nil
	}
	return f.settle()
}

// settle writes the rows that are held, and before them what stands before the first row.
func (f *xlsx) settle() error {
	if !f.settled {
		f.settled = true
		if err := f.part("xl/worksheets/sheet1.xml", f.sheetHead()); err != nil {
			return err
		}
	}
	_, err := f.archive.Write(f.held)
	f.held = f.held[:0]
	return err
}

func (f *xlsx) sheetHead() string {
	head := xmlHead + `<worksheet xmlns="` + mainSpace + `"><sheetViews><sheetView workbookViewId="0">`
	if f.headed {
		head += `<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>`
	}
	head += `</sheetView></sheetViews>`
	for i, width := range f.widths {
		if i == 0 {
			head += "<cols>"
		}
		n := strconv.Itoa(i + 1)
		head += `<col min="` + n + `" max="` + n + `" customWidth="1" width="` + strconv.Itoa(min(max(width, 6), 60)+2) + `"/>`
	}
	if len(f.widths) > 0 {
		head += "</cols>"
	}
	return head + "<sheetData>"
}

// close ends the sheet, and copies the file to where it goes.
func (f *xlsx) close() error {
	if f.archive == nil {
		if err := f.begin(); err != nil {
			return err
		}
	}
	defer func() { _ = f.file.Close() }() // it was copied, or is not needed
	if err := f.settle(); err != nil {
		return err
	}
	end, filter := "</sheetData>", ""
	if f.headed && len(f.columns) > 0 {
		last := f.columns[len(f.columns)-1]
		rows := strconv.Itoa(f.rows)
		end += `<autoFilter ref="A1:` + last + rows + `"/>`
		filter = `<definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">'` + f.name +
			`'!$A$1:$` + last + `$` + rows + `</definedName></definedNames>`
	}
	if _, err := io.WriteString(f.archive, end+"</worksheet>"); err != nil {
		return err
	}
	err := f.part("xl/workbook.xml", xmlHead+`<workbook xmlns="`+mainSpace+`" xmlns:r="`+documentSpace+`"><sheets><sheet name="`+
		f.name+`" sheetId="1" r:id="rId1"/></sheets>`+filter+`</workbook>`)
	if err != nil {
		return err
	}
	if err := f.archive.close(); err != nil {
		return err
	}
	if _, err := f.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	_, err = f.out.ReadFrom(f.file)
	return err
}

// columnName is A for the first column, AA for the 27th.
func columnName(i int) string {
	name := string(rune('A' + i%26))
	if i < 26 {
		return name
	}
	return columnName(i/26-1) + name
}

// cell writes a value by its type.
func (f *xlsx) cell(column int, cell rawjson.Found) {
	f.text = appendCell(f.text[:0], cell.Values, false)
	switch {
	case len(f.text) == 0:
	case len(cell.Values) != 1:
		f.writeText(column, styleNone)
	case number(cell):
		f.writeNumber(column)
	case cell.Values[0][0] == 't':
		f.write(column, styleNone, `" t="b"><v>`, "1")
	case cell.Values[0][0] == 'f':
		f.write(column, styleNone, `" t="b"><v>`, "0")
	case cell.Values[0][0] == '"':
		f.writeString(column)
	default:
		f.writeText(column, styleNone)
	}
}

// writeNumber writes a number that a spreadsheet keeps in all its digits, and any other
// as text.
func (f *xlsx) writeNumber(column int) {
	value, err := strconv.ParseFloat(string(f.text), 64)
	digits := significant(f.text)
	if err != nil || digits > mostDigits || value == 0 && digits > 0 {
		f.writeText(column, styleText)
		return
	}
	f.write(column, styleNone, `"><v>`, string(f.text))
}

// writeString writes a text of JSON: a time or a decimal number by its value, and digits
// with a format that keeps them text when somebody edits the cell.
func (f *xlsx) writeString(column int) {
	if at, kind := readMoment(f.text); kind != noMoment {
		if serial, ok := f.serial(at, kind); ok {
			f.write(column, momentStyles[kind], `"><v>`, strconv.FormatFloat(serial, 'f', -1, 64))
			return
		}
	}
	text := string(f.text)
	_, digits := plainNumber(text)
	switch {
	case decimal(text):
		f.write(column, styleNone, `"><v>`, text)
	case digits || changeable(text):
		f.writeText(column, styleText)
	default:
		f.writeText(column, styleNone)
	}
}

// serial is a time as a spreadsheet counts it: in days from 30 December 1899, by the clock
// of the zone. Excel counts a 29 February 1900: before March of that year ok is false.
func (f *xlsx) serial(at time.Time, kind momentKind) (days float64, ok bool) {
	const day, epoch, march = 24 * 60 * 60, 25569, 61
	switch kind {
	case aClock:
		return float64(at.Sub(time.Time{})) / float64(day*time.Second), true
	case anInstant:
		at = at.In(f.zone)
	}
	_, ahead := at.Zone()
	days = (float64(at.Unix()+int64(ahead))+float64(at.Nanosecond())/1e9)/day + epoch
	return days, days >= march
}
