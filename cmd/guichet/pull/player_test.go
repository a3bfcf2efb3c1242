package pull_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// player plays the targets that load a warehouse, night after night. It checks each
// message against the Singer specification, each row against its schema, and keeps the
// tables as two targets would: one makes a column of each nested field, with "__"
// between the names, and switches to the rows of an activated version; the other keeps
// objects and lists as jsonb, and deletes the rows whose _sdc_deleted_at is set.
type player struct {
	t       *testing.T
	flat    map[string]*table
	jsonb   map[string]*table
	state   string
	kinds   []string           // of the messages of the last run, in order, repeated ones once
	records map[string][]taped // of the last run
	schemas map[string]message
}

// taped is a record and its version.
type taped struct {
	record  json.RawMessage
	version *int64
}

// table is a table of a target.
type table struct {
	key     []string
	columns map[string]string // the type of each, "!" after it when null is refused
	rows    map[string]map[string]any
	version *int64
	hidden  map[int64]map[string]map[string]any // rows of newer versions
}

func newPlayer(t *testing.T) *player {
	return &player{t: t, flat: map[string]*table{}, jsonb: map[string]*table{}}
}

// play loads what a tap wrote.
func (p *player) play(out string) {
	p.t.Helper()
	p.schemas, p.records, p.kinds = map[string]message{}, map[string][]taped{}, nil
	since := map[string]bool{} // streams with rows after the last state
	for line := range strings.Lines(out) {
		var m message
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			p.t.Fatalf("%s: %v", line, err)
		}
		if kind := strings.TrimSpace(m.Type + " " + m.Stream); len(p.kinds) == 0 || p.kinds[len(p.kinds)-1] != kind {
			p.kinds = append(p.kinds, kind)
		}
		if _, announced := p.schemas[m.Stream]; m.Type != "STATE" && m.Type != "SCHEMA" && !announced {
			p.t.Fatalf("%s of %s before its schema", m.Type, m.Stream)
		}
		switch m.Type {
		case "SCHEMA":
			p.announce(m, line)
		case "RECORD":
			p.record(m, line)
			since[m.Stream] = true
		case "ACTIVATE_VERSION":
			if m.Version == nil {
				p.t.Fatalf("no version: %s", line)
			}
			p.flat[m.Stream].activate(p.t, *m.Version)
		case "STATE":
			p.state = string(m.Value)
			clear(since)
		default:
			p.t.Fatalf("unknown message %q", m.Type)
		}
	}
	if len(since) > 0 {
		p.t.Errorf("no state after the rows of %v", slices.Collect(maps.Keys(since)))
	}
	for _, target := range p.jsonb {
		maps.DeleteFunc(target.rows, func(_ string, row map[string]any) bool { return row["_sdc_deleted_at"] != nil })
	}
}

// announce takes a schema, and refuses what the targets refuse.
func (p *player) announce(m message, line string) {
	p.t.Helper()
	if m.Schema == nil || len(m.Key) == 0 {
		p.t.Fatalf("%s has no schema, or no key: %s", m.Stream, line)
	}
	for _, name := range slices.Concat(m.Key, m.Bookmarks) {
		if m.Schema.Properties[name] == nil {
			p.t.Fatalf("%s: %s is not in the schema", m.Stream, name)
		}
	}
	if !regexp.MustCompile(`^[\pL\d_.]+$`).MatchString(m.Stream) {
		p.t.Fatalf("no target can make the name of a table of %q", m.Stream)
	}
	if !slices.Equal(m.Schema.Required, m.Key) {
		p.t.Fatalf("%s: the key is %v, and %v is required", m.Stream, m.Key, m.Schema.Required)
	}
	p.schemas[m.Stream] = m
	flat, jsonb := map[string]string{}, map[string]string{}
	p.flatten(flat, "", m.Schema, m.Key, false)
	p.name(m.Stream+"__1234567890123", m.Schema)
	for name, field := range m.Schema.Properties {
		jsonb[name] = column(field)
	}
	p.alter(p.flat, m, flat)
	p.alter(p.jsonb, m, jsonb)
}

// flatten finds the columns of nested objects. A field is nullable by itself, or because
// of the outermost object only.
func (p *player) flatten(columns map[string]string, prefix string, s *described, key []string, nullable bool) {
	for name, field := range s.Properties {
		full := prefix + name
		literals := slices.DeleteFunc(slices.Clone(field.Type), func(kind string) bool { return slices.Contains([]string{"null", "object", "array"}, kind) })
		if len(literals) > 1 {
			p.t.Fatalf("%s becomes several columns: %v", full, field.Type)
		}
		nullableHere := nullable || slices.Contains(field.Type, "null")
		if !nullableHere && !(prefix == "" && slices.Contains(key, name)) {
			p.t.Fatalf("%s refuses null", full)
		}
		switch {
		case slices.Contains(field.Type, "object"):
			p.flatten(columns, full+"__", field, nil, nullable || prefix == "" && nullableHere)
		case slices.Contains(field.Type, "array"):
			below := field.Items
			if slices.Contains(below.Type, "object") {
				p.flatten(map[string]string{}, full+"__", below, nil, false)
			}
		default:
			if columns[full] != "" {
				p.t.Fatalf("two fields make the column %s", full)
			}
			columns[full] = column(field)
		}
	}
}

// name finds the names of the tables that the flat target makes of lists. It cannot
// activate a version when one of them is cut.
func (p *player) name(above string, s *described) {
	for s.Items != nil {
		s = s.Items
	}
	for name, field := range s.Properties {
		full := above + "__" + name
		if slices.Contains(field.Type, "array") && len(full) > 63 {
			p.t.Fatalf("the name of a table is too long: %s", full)
		}
		p.name(full, field)
	}
}

// column is the type of the column of a field.
func column(s *described) string {
	kind := strings.Join(slices.DeleteFunc(slices.Clone(s.Type), func(kind string) bool { return kind == "null" }), "|")
	switch {
	case strings.Contains(kind, "object") || strings.Contains(kind, "array"):
		kind = "jsonb"
	case s.Format == "date-time":
		kind = "timestamp"
	}
	if !slices.Contains(s.Type, "null") {
		kind += "!"
	}
	return kind
}

// alter makes a table, or adds columns. No target keeps a column whose type or key has
// changed.
func (p *player) alter(tables map[string]*table, m message, columns map[string]string) {
	p.t.Helper()
	to := tables[m.Stream]
	if to == nil {
		to = &table{key: m.Key, columns: columns, rows: map[string]map[string]any{}, hidden: map[int64]map[string]map[string]any{}}
		tables[m.Stream] = to
	}
	if !slices.Equal(to.key, m.Key) {
		p.t.Fatalf("%s: the key was %v and is %v", m.Stream, to.key, m.Key)
	}
	for name, kind := range columns {
		if before := to.columns[name]; before != "" && before != kind {
			p.t.Fatalf("%s.%s was %s and is %s", m.Stream, name, before, kind)
		}
		to.columns[name] = kind
	}
}

// record loads one row.
func (p *player) record(m message, line string) {
	p.t.Helper()
	schema := p.schemas[m.Stream].Schema
	row, isRow := parse(p.t, m.Record).(map[string]any)
	if !isRow || m.Extracted == "" {
		p.t.Fatalf("no row, or no time_extracted: %s", line)
	}
	if _, err := time.Parse(time.RFC3339, m.Extracted); err != nil {
		p.t.Fatal(err)
	}
	if wrong := schema.check(m.Stream, row); wrong != nil {
		p.t.Fatal(wrong)
	}
	for name := range row {
		if schema.Properties[name] == nil {
			p.t.Fatalf("%s.%s is not in the schema: the targets drop it", m.Stream, name)
		}
	}
	p.records[m.Stream] = append(p.records[m.Stream], taped{m.Record, m.Version})
	flat := map[string]any{}
	spread(flat, "", row)
	p.flat[m.Stream].load(p.t, m, flat)
	p.jsonb[m.Stream].load(p.t, message{Stream: m.Stream}, row)
}

// spread makes one object of nested ones.
func spread(into map[string]any, prefix string, row map[string]any) {
	for name, value := range row {
		switch v := value.(type) {
		case map[string]any:
			spread(into, prefix+name+"__", v)
		case []any: // a table of its own
		default:
			into[prefix+name] = v
		}
	}
}

// load inserts or replaces a row of a version, which is nil for a target that does not
// look at versions.
func (to *table) load(t *testing.T, m message, row map[string]any) {
	t.Helper()
	var key []string
	for _, name := range to.key {
		key = append(key, fmt.Sprint(row[name]))
	}
	for name, kind := range to.columns {
		if strings.HasSuffix(kind, "!") && row[name] == nil {
			t.Fatalf("%s.%s refuses null: %v", m.Stream, name, row)
		}
		if strings.HasPrefix(kind, "timestamp") && row[name] != nil && !strings.HasSuffix(row[name].(string), "Z") {
			t.Fatalf("%s.%s: this target forgets the offset of %v", m.Stream, name, row[name])
		}
	}
	rows := to.rows
	switch {
	case to.version == nil && len(to.rows) == 0:
		to.version = m.Version
	case (m.Version == nil) != (to.version == nil):
		t.Fatalf("%s has rows with a version and rows without one", m.Stream)
	case m.Version != nil && *m.Version < *to.version:
		t.Fatalf("%s has the version %d, and rows of the version %d came", m.Stream, *to.version, *m.Version)
	case m.Version != nil && *m.Version > *to.version:
		if rows = to.hidden[*m.Version]; rows == nil {
			rows = map[string]map[string]any{}
			to.hidden[*m.Version] = rows
		}
	}
	rows[strings.Join(key, ",")] = row
}

// activate switches to the rows of a version.
func (to *table) activate(t *testing.T, version int64) {
	t.Helper()
	if to.version == nil && len(to.rows) == 0 {
		to.version = &version
	}
	if rows := to.hidden[version]; rows != nil { // without rows there is nothing to switch to
		for key, row := range rows {
			if row["_sdc_deleted_at"] != nil {
				t.Errorf("%s is gone, and a row of the version that is activated", key)
			}
		}
		to.rows, to.version = rows, &version
		to.hidden = map[int64]map[string]map[string]any{}
	}
}

// alive are the keys of the rows that a table has and that are not marked as deleted.
func (to *table) alive() (keys []string) {
	if to == nil {
		return nil
	}
	for key, row := range to.rows {
		if row["_sdc_deleted_at"] == nil {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// have checks that both targets have these rows of a stream, and no others.
func (p *player) have(stream string, want []string) {
	p.t.Helper()
	want = slices.Sorted(slices.Values(want))
	for name, tables := range map[string]map[string]*table{"flat": p.flat, "jsonb": p.jsonb} {
		if got := tables[stream].alive(); !slices.Equal(got, want) {
			missing := slices.DeleteFunc(slices.Clone(want), func(key string) bool { return slices.Contains(got, key) })
			extra := slices.DeleteFunc(slices.Clone(got), func(key string) bool { return slices.Contains(want, key) })
			p.t.Errorf("%s has %d rows of %s and not %d; missing %.300s, too many %.300s", name, len(got), stream, len(want), fmt.Sprint(missing), fmt.Sprint(extra))
		}
	}
}
