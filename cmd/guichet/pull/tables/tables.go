// Package tables writes rows as flat tables: a CSV file with the rows of a dataset, one
// for each list in them, and the SQL that loads all of them into PostgreSQL.
package tables

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"unicode"

	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/internal/incomparable"
	"github.com/guichet-go/guichet/internal/rawjson"
)

// Tables are those of one dataset. They are not safe for concurrent use.
type Tables struct {
	_ incomparable.Field

	// Unfit counts the values that their columns cannot hold. They are written as null.
	Unfit int

	key       string
	keyColumn int      // of the first table
	all       []*table // the first has the rows, the others those of their lists
}

// table is one table, and the row of it that is being written.
type table struct {
	_ incomparable.Field

	name    string
	columns []column
	root    field // of a row, or of an element of the list
	list    bool  // the columns begin with the key of the row and the position
	rows    int64 // of the list, in the current row
	cells   [][]byte
	out     *bufio.Writer
}

type column struct {
	_ incomparable.Field

	name string
	kind kind
}

// field is where the value of a field goes.
type field struct {
	column int // -1 for an object, and for a list with a table of its own
	fields map[string]*field
	list   *table
}

// DigestKey is the key of a view whose rows have no other.
const DigestKey = "_digest"

// New returns the tables of a dataset, whose rows have this schema and this key. A list
// within a list has no table: it is a value of the outer one. Without a schema there are no
// rows, and the only column is the key.
func New(name, key string, schema *dataset.Schema) *Tables {
	t := &Tables{key: key}
	if schema == nil {
		schema = &dataset.Schema{Properties: dataset.Properties{{Name: key, Schema: &dataset.Schema{Types: dataset.Types{"string"}}}}}
	}
	main := t.add(nameOf(name))
	main.root.fields = t.fields(main, "", schema)
	t.keyColumn = main.root.fields[key].column
	for _, list := range t.all[1:] {
		list.columns[0].kind = main.columns[t.keyColumn].kind
	}
	for _, each := range t.all {
		each.cells = make([][]byte, len(each.columns))
	}
	return t
}

// add adds a table without columns.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (t *Tables) add(name string) *table {
	added := &table{name: name, root: field{column: -1}}
	t.all = append(t.all, added)
	return added
}

// grow adds the column of a field to a table, or those of the fields in it. name is the
// path of the field.
func (t *Tables) grow(to *table, name string, s *dataset.Schema) *field {
	at := &field{column: -1}
	switch {
	case s.Properties != nil:
		at.fields = t.fields(to, name+"__", s)
	case s.Items != nil && !to.list:
		at.list = t.add(to.name + "_" + strings.ReplaceAll(name, "__", "_"))
		at.list.list = true
		at.list.columns = []column{{name: to.name + "_" + t.key}, {name: "position", kind: integer}}
		if at.list.root.fields = t.fields(at.list, "", s.Items); at.list.root.fields == nil {
			at.list.root = *t.grow(at.list, "value", s.Items)
		}
	default:
		at.column = len(to.columns)
		to.columns = append(to.columns, column{name: identifier(name), kind: kindOf(s)})
	}
	return at
}

// fields adds the columns of the fields of an object, nil when it has none.
func (t *Tables) fields(to *table, prefix string, s *dataset.Schema) (all map[string]*field) {
	for _, p := range s.Properties {
		if all == nil {
			all = map[string]*field{}
		}
		all[p.Name] = t.grow(to, prefix+p.Name, p.Schema)
	}
	return all
}

// Files are the names of the CSV files. The first one has the rows of the dataset.
func (t *Tables) Files() (names []string) {
	for _, each := range t.all {
		names = append(names, each.name+".csv")
	}
	return names
}

// SQL is the name of the file that [Tables.Load] is written to.
func (t *Tables) SQL() string { return t.all[0].name + ".sql" }

// Begin writes the names of the columns to the files.
func (t *Tables) Begin(files []*bufio.Writer) {
	for i, each := range t.all {
		each.out = files[i]
		for n, c := range each.columns {
			each.cells[n] = appendCell(nil, []byte(c.name))
		}
		each.end()
	}
}

// Row writes a row of the dataset. Errors of the files are those of their Flush.
func (t *Tables) Row(row []byte) error {
	main := t.all[0]
	for _, list := range t.all[1:] {
		list.rows = 0
	}
	// The lists may stand before the key.
	key, _ := main.columns[t.keyColumn].kind.cell(nil, rawjson.Member(row, t.key))
	r := rawjson.Lenient(row)
	defer r.Free()
	main.begin(nil)
	t.value(r, main, &main.root, key)
	main.end()
	return r.End()
}

// value writes the value that comes next to where it belongs.
func (t *Tables) value(r *rawjson.Reader, to *table, at *field, key []byte) {
	kind := r.Kind()
	switch {
	case at.column >= 0:
		cell, fits := to.columns[at.column].kind.cell(to.cells[at.column][:0], r.Value())
		to.cells[at.column] = cell
		if !fits {
			t.Unfit++
		}
	case kind == '{' && at.fields != nil:
		for name := range r.Members {
			if below := at.fields[string(name)]; below != nil {
				t.value(r, to, below, key)
			}
		}
	case kind == '[' && at.list != nil:
		for range r.Elements {
			at.list.begin(key)
			t.value(r, at.list, &at.list.root, key)
			at.list.end()
		}
	case r.Value() != nil && kind != 'n':
		t.Unfit++
	}
}

// begin begins a row; key is that of the row that has the list.
func (t *table) begin(key []byte) {
	for i := range t.cells {
		t.cells[i] = t.cells[i][:0]
	}
	if t.list {
		t.rows++
		t.cells[0] = append(t.cells[0], key...)
		t.cells[1] = strconv.AppendInt(t.cells[1], t.rows, 10)
	}
}

// end writes the row.
func (t *table) end() {
	for i, cell := range t.cells {
		if i > 0 {
			_ = t.out.WriteByte(',')
		}
		_, _ = t.out.Write(cell) // Flush returns the error
	}
	_ = t.out.WriteByte('\n')
}

// nameOf is the name of the table of a dataset: small letters, digits and "_", so that it
// is also a file name everywhere.
func nameOf(dataset string) string {
	service, rest, _ := strings.Cut(dataset, ".")
	rest, view := strings.CutPrefix(rest, "list:")
	name := service + "_"
	if view {
		name += "list_"
	}
	plain := strings.Map(func(r rune) rune {
		if r == '_' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, rest)
	return name + distinct(plain, rest, longest-len(name))
}

// longest is how long a name can be in PostgreSQL, in bytes.
const longest = 63

// identifier is the name of a column of a field. PostgreSQL refuses an empty name, takes
// no more than 63 bytes of another, and has columns of its own.
func identifier(name string) string {
	plain := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return '_'
		}
		return r
	}, name)
	switch plain {
	case "", "ctid", "xmin", "xmax", "cmin", "cmax", "tableoid":
		plain += "_"
	}
	return distinct(plain, name, longest)
}

// distinct returns a plain form of a name that has at most so many bytes. One that is not
// the name itself ends with a digest of it, so that two names never have the same.
func distinct(plain, name string, most int) string {
	if plain == name && len(plain) <= most {
		return plain
	}
	sum := sha256.Sum256([]byte(name))
	return strings.ToValidUTF8(plain[:min(len(plain), most-9)], "") + "_" + hex.EncodeToString(sum[:4])
}
