package rdvsolidaritestest

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/guichet-go/guichet/internal/fake"
)

const maxRows = 100_000

// Rows inserts and deletes invented rows of a dataset and returns their ids. The dataset is "rdv.rdvs",
// "rdv.users", "rdv.absences", "rdv.teams" or "rdv.webhook_endpoints". It deletes all rows when there are
// fewer, but none overseas. Inserted absences all start at the same time, inserted endpoints belong to the first
// organisation, inserted teams to its territory. It sends no webhooks. The rows count as writes, see
// [Options.LossyPages].
func (s *Server) Rows(dataset string, insert, remove int) (inserted, deleted []int64, err error) {
	return s.changeRows(dataset, insert, remove, nil)
}

// changeRows inserts rdvs at the given time, if there is one.
func (s *Server) changeRows(dataset string, insert, remove int, startsAt *int64) (inserted, deleted []int64, err error) {
	if insert < 0 || remove < 0 || insert > maxRows || remove > maxRows {
		return nil, nil, fmt.Errorf("insert and delete must be between 0 and %d", maxRows)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	// Rows are deleted first, so that the inserted ones are kept.
	switch dataset {
	case "rdv.rdvs":
		if insert > 0 && len(s.organisations[0].motifs) == 0 {
			return nil, nil, errors.New("an empty sandbox has no motif that an rdv could have")
		}
		deleted = s.deleteRDVs(remove)
		inserted = s.insertRDVs(insert, startsAt)
	case "rdv.users":
		overseas := s.users[:s.overseas.users]
		var home []*user
		home, deleted = drop(&s.generator, slices.Clone(s.users[len(overseas):]), remove, userID)
		s.users = slices.Concat(overseas, home)
		inserted = repeated(insert, func() int64 { return s.addUser().id })
	case "rdv.absences":
		s.absences, deleted = drop(&s.generator, s.absences, remove, func(a *absence) int64 { return a.id })
		inserted = repeated(insert, s.insertAbsence)
	case "rdv.teams":
		s.teams, deleted = drop(&s.generator, s.teams, remove, func(t *team) int64 { return t.id })
		inserted = repeated(insert, s.insertTeam)
	case "rdv.webhook_endpoints":
		s.endpoints, deleted = drop(&s.generator, s.endpoints, remove, func(e *webhookEndpoint) int64 { return e.id })
		inserted = repeated(insert, s.insertEndpoint)
	default:
		return nil, nil, fmt.Errorf("dataset must be one of rdv.absences, rdv.rdvs, rdv.teams, rdv.users and rdv.webhook_endpoints, not %q", dataset)
	}
	s.writes[strings.TrimPrefix(dataset, "rdv.")] += len(inserted) + len(deleted)
	return inserted, deleted, nil
}

//go:noinline
func repeated(n int, insert func() int64) []int64 {
	var ids []int64
	for range n {
		ids = append(ids, insert())
	}
	return ids
}

// drop deletes n rows that g draws.
//
//go:noinline
func drop[T any](g *generator, rows []T, n int, id func(T) int64) (left []T, deleted []int64) {
	for range min(n, len(rows)) {
		i := g.intN(len(rows))
		deleted = append(deleted, id(rows[i]))
		rows = slices.Delete(rows, i, i+1)
	}
	return rows, deleted
}

// insertAbsence adds an absence of one common day. The day lies before the other absences, so that page 1
// of a long list ends among rows without a defined order.
func (d *data) insertAbsence() int64 {
	d.last.absence++
	d.absences = append(d.absences, &absence{id: d.last.absence, agent: d.staff(d.organisations[0])[int(d.last.absence)%len(d.staff(d.organisations[0]))],
		title: "Fermeture", firstDay: d.date(-70), endDay: d.date(-70), startTime: "08:00:00", endTime: "18:00:00"})
	return d.last.absence
}

func (d *data) insertTeam() int64 {
	return d.addTeam(fmt.Sprintf("Équipe %d", d.last.team+1), d.territories[0], nil)
}

func (d *data) insertEndpoint() int64 {
	return d.addEndpoint(&webhookEndpoint{organisationID: d.organisations[0].id, secret: "secret",
		targetURL:     fmt.Sprintf("https://destinataire.example.fr/webhooks/%d", d.last.endpoint+1),
		subscriptions: []string{"rdv"}})
}

func (s *Server) insertRDVs(n int, startsAt *int64) []int64 {
	users := s.usersByOrganisation()
	var ids []int64
	for range n {
		o := pick(&s.generator, s.home)
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
	for range min(n, len(s.rdvs)-s.overseas.rdvs) {
		r := pick(&s.generator, s.rdvs[s.overseas.rdvs:])
		s.removeRDV(r)
		ids = append(ids, r.id)
	}
	return ids
}

func (s *Server) controlRows(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Dataset string `json:"dataset"`
		Insert  int    `json:"insert"`
		Delete  int    `json:"delete"`
		// StartsAt gives all inserted rdvs the same start.
		StartsAt string `json:"starts_at"`
	}
	if !readControl(w, r, &in) {
		return
	}
	var startsAt *int64
	if in.StartsAt != "" {
		b, dated, err := s.moments.read(in.StartsAt, s.options.Today)
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

// orEmpty encodes no ids as an empty list instead of null.
func orEmpty(ids []int64) []int64 {
	if ids == nil {
		return []int64{}
	}
	return ids
}

// readControl decodes the body of a control request, or answers with the error.
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
