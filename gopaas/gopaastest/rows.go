package gopaastest

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/guichet-go/guichet/internal/fake"
)

const mostRows = 100_000

// ChangeRows inserts and deletes invented records of the table below a view,
// such as "gopaas.list:1170", and returns their keys. It deletes all records
// when there are fewer.
func (s *Server) ChangeRows(dataset string, insert, remove int) (inserted, deleted []string, err error) {
	if insert < 0 || remove < 0 || insert > mostRows || remove > mostRows {
		return nil, nil, fmt.Errorf("insert and delete must be between 0 and %d", mostRows)
	}
	id, ok := strings.CutPrefix(dataset, "gopaas.list:")
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.findView(id)
	if !ok || v == nil {
		return nil, nil, fmt.Errorf("dataset must be gopaas.list: and a view, such as gopaas.list:%s, not %q", ContactView, dataset)
	}
	t := s.tables[v.base]
	for range min(remove, len(t.records)) {
		r := t.records[s.random.IntN(len(t.records))]
		deleted = append(deleted, r.values["cle"])
		t.remove(r)
	}
	for range insert {
		inserted = append(inserted, s.add(v.base).values["cle"])
	}
	return inserted, deleted, nil
}

// add makes one record, and the records that it links to if they are missing.
func (s *Server) add(tableName string) *record {
	some := func(name string) *record {
		if t := s.tables[name]; len(t.records) > 0 {
			return t.records[s.random.IntN(len(t.records))]
		}
		return s.add(name)
	}
	switch tableName {
	case "compte":
		return s.addAccount()
	case "contact":
		return s.addContact(some("compte"))
	}
	return s.addAction(some("compte"), some("contact"))
}

func (s *Server) controlRows(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		fake.Refuse(w, http.StatusMethodNotAllowed, errors.New("rows takes POST"))
		return
	}
	var in struct {
		Dataset string `json:"dataset"`
		Insert  int    `json:"insert"`
		Delete  int    `json:"delete"`
	}
	if err := fake.ReadJSON(r, &in); err != nil {
		fake.Refuse(w, http.StatusBadRequest, err)
		return
	}
	inserted, deleted, err := s.ChangeRows(in.Dataset, in.Insert, in.Delete)
	if err != nil {
		fake.Refuse(w, http.StatusBadRequest, err)
		return
	}
	fake.WriteJSON(w, http.StatusOK, map[string][]string{"inserted": orEmpty(inserted), "deleted": orEmpty(deleted)})
}

func orEmpty(keys []string) []string {
	if keys == nil {
		return []string{}
	}
	return keys
}
