package gopaastest

import (
	"strconv"
)

// record is a row of a table.
type record struct {
	id     int
	values map[string]string
}

// table has records in the order of their creation.
type table struct {
	name    string
	columns []string // without the id
	records []*record
	byCle   map[string]*record
	lastID  int
}

func newTable(name string, columns ...string) *table {
	columns = append([]string{"cle"}, columns...)
	columns = append(columns, "date_creation", "creation_par", "date_modification", "gestion_par")
	return &table{name: name, columns: columns, byCle: map[string]*record{}}
}

func (t *table) idColumn() string { return "id" + t.name }

func (t *table) find(key string) *record {
	if r := t.byCle[key]; r != nil {
		return r
	}
	id, err := strconv.Atoi(key)
	if err != nil {
		return nil
	}
	for _, r := range t.records {
		if r.id == id {
			return r
		}
	}
	return nil
}

// upsert writes the fields into the record with that cle, and makes the record
// if it is missing.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (t *table) upsert(cle string, fields map[string]string) *record {
	r := t.byCle[cle]
	if r == nil {
		t.lastID++
		r = &record{id: t.lastID, values: make(map[string]string, len(t.columns))}
		r.values["cle"] = cle
		t.records = append(t.records, r)
		t.byCle[cle] = r
	}
	for name, value := range fields {
		r.values[name] = value
	}
	return r
}

func (t *table) remove(r *record) {
	for i := range t.records {
		if t.records[i] == r {
			t.records = append(t.records[:i], t.records[i+1:]...)
			delete(t.byCle, r.values["cle"])
			return
		}
	}
}

// object returns the record as the service answers it: flat, with all values as
// text.
func (t *table) object(r *record) object {
	o := object{{t.idColumn(), strconv.Itoa(r.id)}}
	for _, column := range t.columns {
		o = append(o, pair{column, r.values[column]})
	}
	return o
}

// Record returns the fields of the record with this cle, or nil.
func (s *Server) Record(tableName, cle string) map[string]string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	t := s.tables[tableName]
	if t == nil || t.byCle[cle] == nil {
		return nil
	}
	fields := make(map[string]string, len(t.columns))
	for name, value := range t.byCle[cle].values {
		fields[name] = value
	}
	return fields
}

// Count returns the number of records of a table.
func (s *Server) Count(tableName string) int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if t := s.tables[tableName]; t != nil {
		return len(t.records)
	}
	return 0
}
