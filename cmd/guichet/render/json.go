package render

import (
	"bufio"
	"bytes"
	"slices"
	"strings"

	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/rawjson"
)

// lineWriter writes JSON values as they are, each on one line.
type lineWriter struct {
	out      *bufio.Writer
	terminal bool
	scratch  []byte
}

// prepare gives the bytes to write; they are valid until the next call.
func (l *lineWriter) prepare(value []byte) ([]byte, error) {
	if bytes.IndexByte(value, '\n') >= 0 || bytes.IndexByte(value, '\r') >= 0 {
		// Line breaks are never part of a JSON string, so this is layout.
		var err error
		if l.scratch, err = rawjson.AppendCompact(l.scratch[:0], value); err != nil {
			return nil, err
		}
		value = l.scratch
	}
	if l.terminal {
		value = appendEscaped(nil, value)
	}
	return value, nil
}

func (l *lineWriter) writeLine(value []byte) error {
	value, err := l.prepare(value)
	if err != nil {
		return err
	}
	if _, err := l.out.Write(value); err != nil {
		return err
	}
	return l.out.WriteByte('\n')
}

// ndjson writes one object a line.
type ndjson struct{ lineWriter }

func (f *ndjson) row(raw []byte) error { return f.writeLine(raw) }
func (f *ndjson) one(raw []byte) error { return f.writeLine(raw) }
func (f *ndjson) close() error         { return nil }

// jsonArray writes one array, an element a line.
type jsonArray struct {
	lineWriter
	begun bool
}

func (f *jsonArray) row(raw []byte) error {
	value, err := f.prepare(raw)
	if err != nil {
		return err
	}
	separator := ",\n"
	if !f.begun {
		separator = "[\n"
		f.begun = true
	}
	if _, err := f.out.WriteString(separator); err != nil {
		return err
	}
	_, err = f.out.Write(value)
	return err
}

func (f *jsonArray) one(raw []byte) error { return f.writeLine(raw) }

func (f *jsonArray) close() error {
	end := "[]\n"
	if f.begun {
		end = "\n]\n"
	}
	_, err := f.out.WriteString(end)
	return err
}

// identifiers writes the id, or the natural key, of each object.
type identifiers struct {
	out       *bufio.Writer
	terminal  bool
	paths     []string
	extractor *rawjson.Extractor
	scratch   []byte
}

func newIdentifiers(out *bufio.Writer, o *Options) *identifiers {
	paths := o.IDPath
	if len(paths) == 0 {
		paths = []string{"id"}
	}
	return &identifiers{out: out, terminal: o.Terminal, paths: paths, extractor: rawjson.NewExtractor(paths)}
}

func (f *identifiers) row(raw []byte) error {
	cells, err := f.extractor.Read(raw)
	if err != nil {
		return err
	}
	for i := range cells {
		if f.scratch = appendCell(f.scratch[:0], cells[i].Values, true); len(f.scratch) == 0 {
			continue
		}
		// An id is one line whatever it holds, so that lines count objects.
		if f.terminal || bytes.ContainsAny(f.scratch, "\r\n") {
			f.scratch = append(f.scratch[:0], Sanitize(string(f.scratch))...)
		}
		f.scratch = append(f.scratch, '\n')
		_, err := f.out.Write(f.scratch)
		return err
	}
	others := slices.DeleteFunc(Formats(), func(name string) bool { return name == "id" || name == "ics" })
	return refused("output", message.RenderNoID).WithHint(message.RenderHintValid, strings.Join(others, ", "))
}

func (f *identifiers) one(raw []byte) error { return f.row(raw) }
func (f *identifiers) close() error         { return nil }
