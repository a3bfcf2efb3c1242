package render

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"iter"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/incomparable"
)

const bufferSize = 64 << 10

var errEmptyRow = message.Fail(message.RenderNoValue)

// Options say how objects are written.
type Options struct {
	// Format is "table", "json", "ndjson", "csv", "yaml", "id", for lists "xlsx", or for
	// appointments "ics"; empty is "table".
	Format string
	// Columns are the paths that the user chose for table and csv: names
	// joined by dots. Where a path meets an array, a number picks one element
	// and a name is read from every element, joined with commas. Empty means
	// Default.
	Columns []string
	// Default holds the paths of the command's own columns. Without any, the
	// fields of the first object are taken.
	Default []string
	// Table holds the paths of a table where they are not those of Default: what
	// people read, such as a whole person.
	Table []string
	// Constant are paths of Default or Table that the question makes the same in every
	// row: a table leaves them out when its first rows agree.
	Constant []string
	// Header gives the title of a column in a table and of a value of a single object,
	// and "" for one that it does not know; nil knows none. An unknown title is the path,
	// as all are in csv.
	Header func(path string) string
	// NoHeader leaves out the header of table and csv, and the names of a
	// single object in a table.
	NoHeader bool
	// JQ is a filter for the whole value: the array of a list, or the single
	// object. Its results are printed as JSON, one a line, whatever the Format.
	// Numbers keep their digits. On a list, .[], .[].x, .[] | f, map(f) and [.[] | f]
	// run on one row after the other and hold no row; a map prints its array at
	// the end unless f cannot fail. Any other filter holds all rows.
	JQ string
	// Raw prints the results of the filter that are strings without quotes and
	// escapes.
	Raw bool
	// Context stops a filter that does not end; nil lets it run.
	Context context.Context
	// CSVDialect is "rfc" (the default: commas, LF) or "excel-fr" (semicolons,
	// byte order mark, CRLF, decimal comma).
	CSVDialect string
	// NoFormulaGuard leaves CSV text as it is even where a spreadsheet would
	// run it.
	NoFormulaGuard bool
	// Terminal says that the output is a terminal: then lines may be cut, and
	// the data formats escape what could drive the terminal (csv and id, which
	// have no escapes, lose it).
	Terminal bool
	// Width is the width of the terminal in cells; 0, unknown, cuts nothing.
	Width int
	// Color prints the header of a table in bold, and what needs attention in colours.
	Color bool
	// Notice tells people what a table leaves out; nil tells nobody.
	Notice func(key message.Key, args ...any)
	// Zone is the time zone in which people read times; nil is Paris.
	Zone *time.Location
	// Now is the present moment: a table leaves out the year when it is this one.
	Now time.Time
	// Name is what the sheet of a spreadsheet is called; empty is "guichet".
	Name string
	// Messages are the texts in the reader's language; nil is English.
	Messages *message.Catalogue
	// IDPath holds the paths at which Format "id" looks for the id or natural
	// key; the first that holds something is printed. Empty means "id".
	IDPath []string
	// Event reads a row as an entry of a calendar, for the Format "ics"; nil refuses it.
	Event func(row json.RawMessage) (Event, error)
	// Layout writes all rows of a list in another form than a table, in the Format
	// "table" without Columns; nil is a table.
	Layout func(w io.Writer, rows []json.RawMessage) error
}

// format writes objects in one output format.
type format interface {
	row(raw []byte) error
	one(raw []byte) error
	// close ends a list.
	close() error
}

// flusher is a format that holds rows back for their layout.
type flusher interface{ flush() error }

// Writer writes the objects of a list with Row, or a single object with One.
// It buffers; nothing is sure to be written before Flush or Close.
type Writer struct {
	_ incomparable.Field

	out    *bufio.Writer
	format format
	// ended says that nothing is left for Close to complete: a single object
	// was written, or the options turned out not to fit the data.
	ended bool
}

// New makes a Writer. Options that make no sense are an error of exit.Usage.
func New(w io.Writer, o Options) (*Writer, error) {
	out := bufio.NewWriterSize(w, bufferSize)
	format, err := newFormat(out, &o)
	if err != nil {
		return nil, err
	}
	return &Writer{out: out, format: format}, nil
}

func newFormat(out *bufio.Writer, o *Options) (format, error) {
	dialect, ok := dialectNamed(o.CSVDialect)
	if !ok {
		return nil, unknown("csv-dialect", message.RenderUnknownDialect, o.CSVDialect, []string{"rfc", "excel-fr"})
	}
	lines := lineWriter{out: out, terminal: o.Terminal}
	var chosen format
	var err error
	switch o.Format {
	case "", "table":
		chosen = newTable(out, o)
		if o.Layout != nil && len(o.Columns) == 0 {
			chosen = &wholeList{format: chosen, out: out, layout: o.Layout}
		}
	case "json":
		chosen = &jsonArray{lineWriter: lines}
	case "ndjson":
		chosen = &ndjson{lines}
	case "csv":
		chosen = newCSV(out, o, dialect)
	case "yaml":
		chosen = &yamlFormat{out: out, terminal: o.Terminal}
	case "id":
		chosen = newIdentifiers(out, o)
	case "xlsx":
		if o.Terminal && o.JQ == "" {
			return nil, refused("output", message.ErrXLSXOnTerminal).WithHint(message.HintXLSXFile, o.Name+".xlsx")
		}
		chosen = newXLSX(out, o)
	case "ics":
		chosen, err = newCalendar(out, o)
	default:
		return nil, unknown("output", message.RenderUnknownFormat, o.Format, Formats())
	}
	if o.JQ != "" {
		return newFilter(lines, o)
	}
	return chosen, err
}

// Formats lists the values of [Options.Format].
func Formats() []string {
	return []string{"table", "json", "ndjson", "csv", "yaml", "id", "xlsx", "ics"}
}

// wholeList hands all rows of a list to a layout of their own.
type wholeList struct {
	format // of a single object
	out    io.Writer
	rows   []json.RawMessage
	layout func(w io.Writer, rows []json.RawMessage) error
}

func (f *wholeList) row(raw []byte) error {
	f.rows = append(f.rows, bytes.Clone(raw))
	return nil
}

func (f *wholeList) flush() error { return nil }
func (f *wholeList) close() error { return f.layout(f.out, f.rows) }

// Row writes one item of a list. It does not keep raw, which must be one JSON
// value: json and ndjson pass it through without reading it, and the others do not
// read on when they have every field that they show. A chosen column that
// the first item shows not to exist is an error of exit.Usage; an error of the
// underlying writer is returned as it is.
func (w *Writer) Row(raw json.RawMessage) error {
	if t, ok := w.format.(*table); ok && t.lines {
		return w.noted(t.row(raw))
	}
	raw = bytes.Trim(raw, " \t\r\n")
	if len(raw) == 0 {
		return errEmptyRow
	}
	return w.noted(w.format.row(raw))
}

// Arrange gives rows in an order, each for Row of this Writer only: a table reads the cells
// of a row together with its sort key, and keeps its line in place of the row. One without
// columns needs the first row in order to know them.
func (w *Writer) Arrange(o Order, rows iter.Seq2[json.RawMessage, error]) iter.Seq2[json.RawMessage, error] {
	t, ok := w.format.(*table)
	if !ok || len(t.selection.columns) == 0 {
		return o.Rows(rows)
	}
	t.lines = true
	return o.rows(rows, t)
}

// One writes a single object, as a get or a write gives it.
func (w *Writer) One(raw json.RawMessage) error {
	w.ended = true
	raw = bytes.Trim(raw, " \t\r\n")
	if len(raw) == 0 {
		return errEmptyRow
	}
	return w.format.one(raw)
}

// OneInParts is One for an object that is made piece by piece, as its parts are yielded.
// JSON is written as it comes; the other formats need the whole. A part has no line break
// and does not end within a text.
func (w *Writer) OneInParts(parts iter.Seq[[]byte]) error {
	lines, whole := (*lineWriter)(nil), []byte(nil)
	switch f := w.format.(type) {
	case *jsonArray:
		lines = &f.lineWriter
	case *ndjson:
		lines = &f.lineWriter
	}
	w.ended = true
	for part := range parts {
		if lines == nil {
			whole = append(whole, part...)
			continue
		}
		part, err := lines.prepare(part)
		if err == nil {
			_, err = lines.out.Write(part)
		}
		if err != nil {
			return err
		}
	}
	if lines == nil {
		return w.format.one(whole)
	}
	return lines.out.WriteByte('\n')
}

// noted writes what stands before an error, and keeps Close from adding a header or
// an end to output that was refused.
func (w *Writer) noted(err error) error {
	if err == nil {
		return nil
	}
	w.ended = w.ended || exit.Of(err) == exit.Usage
	_ = w.out.Flush() // the first error counts
	return err
}

// Cut is how many cells were too long for a spreadsheet and are cut.
func (w *Writer) Cut() int {
	if f, ok := w.format.(*xlsx); ok {
		return f.cut
	}
	return 0
}

// Flush makes what was written so far visible. A table that has not seen its
// first rows yet settles its columns on those it has.
func (w *Writer) Flush() error {
	if f, ok := w.format.(flusher); ok {
		if err := f.flush(); err != nil {
			return err
		}
	}
	return w.out.Flush()
}

// Close ends the list and flushes; it does not close the underlying writer. A
// list without rows is [] in JSON and YAML, a header in csv, and nothing in a table. With
// a filter, a list is filtered and printed here. Only the first call ends the
// list.
func (w *Writer) Close() error {
	var err error
	if !w.ended {
		w.ended = true
		err = w.format.close()
	}
	if flushed := w.out.Flush(); err == nil {
		err = flushed
	}
	return err
}
