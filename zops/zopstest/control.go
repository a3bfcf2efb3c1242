package zopstest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"

	"github.com/guichet-go/guichet/internal/fake"
)

const maxRows = 100_000

// shifted returns the rows in another order when a fault shifts this answer.
func shifted(c *call, rows []any) []any {
	n := fake.ShiftPages(c.request.Context())
	if n == 0 {
		return rows
	}
	random := rand.New(rand.NewPCG(n, 1))
	random.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	return rows
}

func (s *Server) controlMailbox(w http.ResponseWriter, r *http.Request) {
	to := r.URL.Query().Get("to")
	switch {
	case r.Method != http.MethodGet:
		fake.Refuse(w, http.StatusMethodNotAllowed, errors.New("mailbox takes GET"))
	case to == "":
		fake.Refuse(w, http.StatusBadRequest, errors.New("to must be an e-mail address: mailbox?to=EMAIL"))
	default:
		fake.WriteJSON(w, http.StatusOK, s.Mailbox(to))
	}
}

// Rows inserts and deletes consumers of the first account ("zops.consumers") and returns their ids. It
// deletes all consumers when there are fewer.
func (s *Server) Rows(dataset string, insert, remove int) (inserted, deleted []string, err error) {
	if dataset != "zops.consumers" {
		return nil, nil, fmt.Errorf("dataset must be zops.consumers, not %q", dataset)
	}
	if insert < 0 || remove < 0 || insert > maxRows || remove > maxRows {
		return nil, nil, fmt.Errorf("insert and delete must be between 0 and %d", maxRows)
	}
	inserted, deleted = s.churn(insert, remove)
	return inserted, deleted, nil
}

// churn deletes first, so that the inserted rows are kept.
func (s *Server) churn(insert, remove int) (inserted, deleted []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	inserted, deleted = []string{}, []string{}
	if len(s.accounts) == 0 {
		return inserted, deleted
	}
	owner := s.accounts[0].id
	for range remove {
		x := first(s.consumers, func(x *consumer) bool { return x.account == owner && !s.isAttached(x.id) })
		if x == nil {
			break
		}
		s.consumers = without(s.consumers, func(other *consumer) bool { return other == x })
		deleted = append(deleted, x.id)
	}
	for range insert {
		x := &consumer{s.newID(), owner}
		s.consumers = append(s.consumers, x)
		inserted = append(inserted, x.id)
	}
	return inserted, deleted
}

func (s *Server) isAttached(consumer string) bool {
	return first(s.attachments, func(a *attachment) bool { return a.consumer == consumer }) != nil
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
	err := fake.ReadJSON(r, &in)
	var inserted, deleted []string
	if err == nil {
		inserted, deleted, err = s.Rows(in.Dataset, in.Insert, in.Delete)
	}
	if err != nil {
		fake.Refuse(w, http.StatusBadRequest, err)
		return
	}
	fake.WriteJSON(w, http.StatusOK, map[string][]string{"inserted": inserted, "deleted": deleted})
}
