package render

import (
	"slices"
	"strings"

	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/rawjson"
)

// selection reads the columns of a table or CSV file out of objects.
type selection struct {
	options *Options
	columns []string // paths; the empty one is the whole value
	// chosen says that the user named the columns, so that a wrong name is an
	// error rather than an empty column.
	chosen    bool
	flat      bool     // without columns, take the fields that fit in a cell
	more      []string // paths that are read with the columns
	extractor *rawjson.Extractor
}

func newSelection(o *Options, flat bool) *selection {
	s := &selection{options: o, columns: o.Default, flat: flat}
	var chosen []string
	for _, path := range o.Columns {
		if path = strings.TrimSpace(path); path != "" {
			chosen = append(chosen, path)
		}
	}
	if len(chosen) > 0 {
		s.columns, s.chosen = chosen, true
	}
	return s
}

// read gives the cells of one object, and then what more leads to. The first object
// settles the columns.
func (s *selection) read(raw []byte) ([]rawjson.Found, error) {
	if s.extractor != nil {
		return s.extractor.Read(raw)
	}
	if len(s.columns) == 0 {
		columns, err := fieldsOf(raw, s.flat)
		if err != nil {
			return nil, err
		}
		s.columns = columns
	}
	extractor := rawjson.NewExtractor(slices.Concat(s.columns, s.more))
	cells, err := extractor.Read(raw)
	if err == nil && s.chosen {
		err = s.check(cells, raw)
	}
	if err != nil {
		return nil, err
	}
	s.extractor = extractor
	return cells, nil
}

func (s *selection) check(cells []rawjson.Found, raw []byte) error {
	for i, path := range s.columns {
		if known := s.options.Default; cells[i].Presence == rawjson.Absent && !slices.Contains(known, path) {
			return unknown("columns", message.RenderUnknownColumn, path, append(paths(raw), known...))
		}
	}
	return nil
}

// fieldsOf returns an object's own fields as columns, for commands that cannot know
// them beforehand.
func fieldsOf(raw []byte, flat bool) (columns []string, err error) {
	r := rawjson.Lenient(raw)
	defer r.Free()
	if r.Kind() == '{' {
		for name := range r.Members {
			if kind := r.Kind(); len(name) > 0 && !(flat && (kind == '{' || kind == '[')) {
				columns = append(columns, string(name))
			}
		}
	}
	if len(columns) == 0 {
		columns = []string{""}
	}
	return columns, r.End()
}

// wholeName is the title of the column that is a whole value.
const wholeName = "value"

// number reports whether a cell is one JSON number.
func number(cell rawjson.Found) bool {
	return len(cell.Values) == 1 && (cell.Values[0][0] == '-' || cell.Values[0][0] >= '0' && cell.Values[0][0] <= '9')
}

// appendCell appends the text of a cell. What went through an array is joined with
// commas, and so is an array of plain values when joined is set; anything else that
// is nested is compact JSON.
func appendCell(dst []byte, values [][]byte, joined bool) []byte {
	before := len(dst)
	for _, value := range values {
		if value[0] == 'n' {
			continue
		}
		if len(dst) > before {
			dst = append(dst, ", "...)
		}
		dst = appendValue(dst, value, joined)
	}
	return dst
}

func appendValue(dst, value []byte, joined bool) []byte {
	switch value[0] {
	case 'n':
		return dst
	case '"':
		return rawjson.AppendText(dst, value)
	case '[':
		if joined {
			elements, err := rawjson.Elements(value)
			if err == nil && !slices.ContainsFunc(elements, func(e []byte) bool { return e[0] == '{' || e[0] == '[' }) {
				return appendCell(dst, elements, false)
			}
		}
	}
	if value[0] != '{' && value[0] != '[' {
		return append(dst, value...)
	}
	// A value that was read once formats without error.
	dst, _ = rawjson.AppendCompact(dst, value)
	return dst
}

// paths lists what can be asked of an object: its fields, and those of the
// objects below, through the first element of arrays, for a few levels.
func paths(raw []byte) []string {
	const levels, most = 4, 300
	var found []string
	r := rawjson.Lenient(raw)
	defer r.Free()
	var walk func(prefix string, level int)
	walk = func(prefix string, level int) {
		if level > levels || len(found) >= most {
			return
		}
		switch r.Kind() {
		case '{':
			for name := range r.Members {
				path := prefix + string(name)
				found = append(found, path)
				walk(path+".", level+1)
			}
		case '[':
			first := true
			for range r.Elements {
				if first {
					walk(prefix, level+1)
				}
				first = false
			}
		}
	}
	walk("", 1)
	var near []string // those of the object itself first
	for dots := 0; len(near) < len(found); dots++ {
		for _, path := range found {
			if strings.Count(path, ".") == dots {
				near = append(near, path)
			}
		}
	}
	return near
}
