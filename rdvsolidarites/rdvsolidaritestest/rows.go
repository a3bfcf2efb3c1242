package rdvsolidaritestest

import (
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/guichet-go/guichet/internal/fake"
)

const maxRows = 100_000

// Rows inserts and deletes invented rows of a dataset, "rdv.rdvs" or "rdv.users", and returns their ids.
// Fewer are deleted when there are fewer. Nothing is announced to webhooks.
func (s *Server) Rows(dataset string, insert, remove int) (inserted, deleted []int64, err error) {
	return s.changeRows(dataset, insert, remove, nil)
}

// changeRows inserts rdvs at one moment when it is given.
func (s *Server) changeRows(dataset string, insert, remove int, startsAt *int64) (inserted, deleted []int64, err error) {
	if insert < 0 || remove < 0 || insert > maxRows || remove > maxRows {
		return nil, nil, fmt.Errorf("insert and delete must be between 0 and %d", maxRows)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	// Rows are deleted first, so that the inserted ones are still there afterwards.
	switch dataset {
	case "rdv.rdvs":
		if insert > 0 && len(s.organisations[0].motifs) == 0 {
			return nil, nil, errors.New("an empty sandbox has no motif that an rdv could have")
		}
		deleted = s.deleteRDVs(remove)
		inserted = s.insertRDVs(insert, startsAt)
	case "rdv.users":
		deleted = s.deleteUsers(remove)
		for range insert {
			inserted = append(inserted, s.addUser().id)
		}
	default:
		return nil, nil, fmt.Errorf("dataset must be rdv.rdvs or rdv.users, not %q", dataset)
	}
	return inserted, deleted, nil
}

func (s *Server) insertRDVs(n int, startsAt *int64) []int64 {
	users := s.usersByOrganisation()
	var ids []int64
	for range n {
		o := pick(&s.generator, s.organisations)
		start := s.start()
		if startsAt != nil {
			start = *startsAt
		}
		r := s.newRDV(o, users[o.id], start)
		s.addRDV(r)
		ids = append(ids, r.id)
	}
	return ids
}

func (s *Server) deleteRDVs(n int) []int64 {
	var ids []int64
	for range min(n, len(s.rdvs)) {
		r := pick(&s.generator, s.rdvs)
		s.removeRDV(r)
		ids = append(ids, r.id)
	}
	return ids
}

func (s *Server) deleteUsers(n int) []int64 {
	var ids []int64
	for range min(n, len(s.users)) {
		i := s.random.IntN(len(s.users))
		ids = append(ids, s.users[i].id)
		s.users = slices.Delete(s.users, i, i+1)
	}
	return ids
}

func (s *Server) controlRows(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Dataset string `json:"dataset"`
		Insert  int    `json:"insert"`
		Delete  int    `json:"delete"`
		// StartsAt puts inserted rdvs at one moment, to crowd it.
		StartsAt string `json:"starts_at"`
	}
	if !readControl(w, r, &in) {
		return
	}
	var startsAt *int64
	if in.StartsAt != "" {
		b, dated, err := s.moments.read(in.StartsAt)
		if err != nil || !dated {
			fake.Refuse(w, http.StatusBadRequest, fmt.Errorf("starts_at must be a date or a time, not %q", in.StartsAt))
			return
		}
		at := b.after()
		startsAt = &at
	}
	inserted, deleted, err := s.changeRows(in.Dataset, in.Insert, in.Delete, startsAt)
	if err != nil {
		fake.Refuse(w, http.StatusBadRequest, err)
		return
	}
	fake.WriteJSON(w, http.StatusOK, map[string][]int64{"inserted": orEmpty(inserted), "deleted": orEmpty(deleted)})
}

// orEmpty makes JSON of no ids a list and not null.
func orEmpty(ids []int64) []int64 {
	if ids == nil {
		return []int64{}
	}
	return ids
}

// readControl decodes the body of a control request, or answers why it cannot.
func readControl(w http.ResponseWriter, r *http.Request, in any) bool {
	if r.Method != http.MethodPost {
		fake.Refuse(w, http.StatusMethodNotAllowed, errors.New("this control route takes POST"))
		return false
	}
	if err := fake.ReadJSON(r, in); err != nil {
		fake.Refuse(w, http.StatusBadRequest, err)
		return false
	}
	return true
}
