package gopaastest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
)

func (s *Server) item(w http.ResponseWriter, r *http.Request) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	t := s.tables[r.PathValue("table")]
	if t == nil {
		s.message(w, http.StatusInternalServerError)
		return
	}
	if found := t.find(r.PathValue("id")); found != nil {
		s.json(w, t.object(found))
		return
	}
	switch s.options.MissingItem {
	case NotFound:
		s.message(w, http.StatusNotFound)
	case Nothing:
		s.raw(w, http.StatusOK, nil)
	default:
		s.raw(w, http.StatusOK, []byte(s.options.MissingItem))
	}
}

// push writes a whole batch or nothing.
func (s *Server) push(w http.ResponseWriter, r *http.Request) {
	var rows []map[string]any
	if err := json.NewDecoder(r.Body).Decode(&rows); err != nil {
		s.message(w, http.StatusInternalServerError)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.tables[r.PathValue("table")]
	if t == nil {
		s.message(w, http.StatusInternalServerError)
		return
	}
	batch := make([]map[string]string, len(rows))
	for i, row := range rows {
		fields, ok := t.fields(row, s.options.Now().Format("2006-01-02"))
		if !ok {
			s.message(w, http.StatusInternalServerError)
			return
		}
		batch[i] = fields
	}
	for _, fields := range batch {
		t.upsert(fields["cle"], fields)
	}
	s.json(w, object{{"msg", "OK"}})
}

// fields converts a sent row to the stored one, and evaluates expressions as
// the application's forms do. It returns false for a row that the database
// refuses.
func (t *table) fields(row map[string]any, today string) (map[string]string, bool) {
	fields := make(map[string]string, len(row))
	for name, value := range row {
		if !slices.Contains(t.columns, name) {
			return nil, false
		}
		switch v := value.(type) {
		case string:
			fields[name] = v
		case float64:
			fields[name] = strconv.FormatFloat(v, 'f', -1, 64)
		case bool:
			fields[name] = strconv.FormatBool(v)
		case nil:
			fields[name] = ""
		default:
			return nil, false
		}
		switch fields[name] {
		case "$$NULL":
			fields[name] = ""
		case "$$CURDATE()":
			fields[name] = today
		}
	}
	return fields, fields["cle"] != ""
}
