package render

import (
	"bufio"
	"bytes"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/incomparable"
	"github.com/guichet-go/guichet/internal/paris"
)

// dialect is a way to write CSV that one family of programs opens well.
type dialect struct {
	_ incomparable.Field

	comma, point byte
	mark, ending string
	french       bool
}

// dialectNamed resolves [Options.CSVDialect]. RFC 4180 asks for CRLF,
// but the tools that read this dialect are line tools, for which the CR would
// belong to the last field; every CSV reader accepts the LF.
func dialectNamed(name string) (dialect, bool) {
	switch name {
	case "", "rfc":
		return dialect{comma: ',', point: '.', ending: "\n"}, true
	case "excel-fr":
		return dialect{comma: ';', point: ',', mark: "\uFEFF", ending: "\r\n", french: true}, true
	}
	return dialect{}, false
}

type csvFormat struct {
	out       *bufio.Writer
	selection *selection
	dialect   dialect
	guard     bool
	terminal  bool
	header    bool
	title     func(path string) string // nil for paths
	zone      *time.Location
	begun     bool
	line      []byte
	field     []byte
	scratch   []byte
}

func newCSV(out *bufio.Writer, o *Options, d dialect) *csvFormat {
	f := &csvFormat{
		out:       out,
		selection: newSelection(o, false),
		dialect:   d,
		guard:     !o.NoFormulaGuard,
		terminal:  o.Terminal,
		header:    !o.NoHeader,
		zone:      o.Zone,
	}
	if d.french && f.zone == nil {
		f.zone = paris.Location()
	}
	// Fields that only the service knows keep their names: "gopaas push" reads them again.
	if d.french && len(o.Default) > 0 {
		f.title = message.For(message.French).Header
	}
	return f
}

func (f *csvFormat) row(raw []byte) error {
	cells, err := f.selection.read(raw)
	if err != nil {
		return err
	}
	if err := f.begin(); err != nil {
		return err
	}
	f.line = f.line[:0]
	for i := range cells {
		f.field = appendCell(f.field[:0], cells[i].Values, false)
		switch {
		case f.dialect.french && f.localise(cells[i]):
		case number(cells[i]):
			f.point()
		default:
			f.protect()
		}
		f.appendField(i, len(cells))
	}
	return f.end()
}

func (f *csvFormat) one(raw []byte) error { return f.row(raw) }

func (f *csvFormat) close() error { return f.begin() }

// begin writes what precedes the first row.
func (f *csvFormat) begin() error {
	if f.begun {
		return nil
	}
	f.begun = true
	if _, err := f.out.WriteString(f.dialect.mark); err != nil {
		return err
	}
	columns := f.selection.columns
	if !f.header || len(columns) == 0 {
		return nil
	}
	f.line = f.line[:0]
	for i, title := range titles(columns, f.title) {
		f.field = append(f.field[:0], title...)
		f.protect()
		f.appendField(i, len(columns))
	}
	return f.end()
}

func (f *csvFormat) end() error {
	f.line = append(f.line, f.dialect.ending...)
	_, err := f.out.Write(f.line)
	return err
}

// point gives a number the dialect's decimal sign.
func (f *csvFormat) point() {
	if at := bytes.IndexByte(f.field, '.'); at >= 0 {
		f.field[at] = f.dialect.point
	}
}

// protect keeps text from running: as a formula in a spreadsheet, and as an
// escape sequence when the file is shown on a terminal instead of being kept.
func (f *csvFormat) protect() {
	if f.terminal {
		f.field = append(f.field[:0], Sanitize(string(f.field))...)
	}
	if f.guard {
		f.scratch = AppendGuarded(f.scratch[:0], f.field)
		f.field, f.scratch = f.scratch, f.field
	}
}

// appendField adds the field to the line, in quotes where it needs them.
func (f *csvFormat) appendField(index, count int) {
	if index > 0 {
		f.line = append(f.line, f.dialect.comma)
	}
	// A line with nothing on it would be skipped by readers.
	lone := count == 1 && len(f.field) == 0
	if !lone && !f.needsQuotes() {
		f.line = append(f.line, f.field...)
		return
	}
	f.line = append(f.line, '"')
	for _, c := range f.field {
		if c == '"' {
			f.line = append(f.line, '"')
		}
		f.line = append(f.line, c)
	}
	f.line = append(f.line, '"')
}

func (f *csvFormat) needsQuotes() bool {
	if len(f.field) == 0 {
		return false
	}
	if f.field[0] == ' ' || f.field[len(f.field)-1] == ' ' {
		return true
	}
	return bytes.IndexByte(f.field, f.dialect.comma) >= 0 || bytes.ContainsAny(f.field, "\"\r\n")
}
