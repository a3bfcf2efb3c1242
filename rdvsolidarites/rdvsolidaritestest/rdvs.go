package rdvsolidaritestest

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"sync"
)

func (s *Server) rdv(id int64) (*rdv, bool) { return byID(s.rdvs, id, rdvID) }

// rdvQuery is the query of a list of rdvs. It is comparable, as the key of a cached list.
type rdvQuery struct {
	caller, organisation, user, agent int64
	after, before                     int64
	statuses                          uint8 // a bit for each status that is asked for, 0 for all
}

func (s *Server) listRDVs(c *call) *reply {
	q, refused := s.readRDVQuery(c)
	if refused != nil {
		return refused
	}
	shown := c.associations()
	write := func(w *writer, r *rdv) { w.rdvWith(r, shown) }
	if ids, filtered := c.rdvIDs(); filtered {
		return page(c, "rdvs", unordered(s, c, "rdvs", s.rdvsByID(c.agent, q, ids)), write)
	}
	list := s.lists.get(q, s.version, func() []*rdv { return s.queryRDVs(c.agent, q) })
	return page(c, "rdvs", unordered(s, c, "rdvs", list), write)
}

// readRDVQuery returns the query of c, or the answer to parameters that match nothing or that the service
// fails on.
func (s *Server) readRDVQuery(c *call) (rdvQuery, *reply) {
	q := rdvQuery{caller: c.agent.id, organisation: c.filter("organisation_id"), after: math.MinInt64, before: math.MaxInt64}
	if s.flatRDVs {
		q.user, q.agent = c.filter("user_id"), c.filter("agent_id")
	}
	none, failed := page(c, "rdvs", nil, (*writer).rdv), s.exception()
	if c.params.isNested("starts_after") || c.params.isNested("starts_before") {
		return q, failed
	}
	if text := c.params.text("starts_after"); text != "" {
		b, dated, err := s.moments.read(text, s.options.Today)
		if err != nil {
			return q, failed
		}
		if q.after = b.after(); !dated {
			return q, none
		}
	}
	if text := c.params.text("starts_before"); text != "" {
		b, dated, err := s.moments.read(text, s.options.Today)
		if err != nil {
			return q, failed
		}
		if q.before = b.before(); !dated {
			return q, none
		}
	}
	if s.rdvStatus {
		for _, word := range c.words("status") {
			at := slices.Index(statuses(), word)
			if at < 0 {
				return q, failed
			}
			q.statuses |= 1 << at
		}
	}
	return q, nil
}

func statuses() []string { return []string{"unknown", "seen", "excused", "revoked", "noshow"} }

// filter returns the id in the path or in a parameter, 0 without one, and noID for text that is no number,
// which matches nothing.
func (c *call) filter(name string) int64 {
	text := c.request.PathValue(name)
	if text == "" {
		text = c.params.text(name)
	}
	id := parseID(text)
	if text != "" && id == 0 {
		return noID
	}
	return id
}

const noID = -1

// words returns a parameter that is a list, or text with commas. As Ruby does, it keeps spaces and drops
// what is empty at the end.
func (c *call) words(name string) []string {
	if c.params.text(name) != "" {
		return strings.Split(strings.TrimRight(c.params.raw(name), ","), ",")
	}
	return c.params.texts(name)
}

// rdvIDs returns the ids that c asks for. An empty text does not filter, an empty list does.
func (c *call) rdvIDs() (ids []int64, filtered bool) {
	if !c.rules.rdvIDs || c.params["id"] == nil {
		return nil, false
	}
	if text := c.params.text("id"); c.rules.rdvIDCommas && text != "" {
		for word := range strings.SplitSeq(text, ",") {
			ids = append(ids, parseID(word))
		}
		return distinctIDs(ids), true
	}
	_, list := c.params["id"].([]any)
	ids = c.params.ids("id")
	return distinctIDs(ids), len(ids) > 0 || list
}

// associations returns the names of the associations that the rdvs of the answer have.
func (c *call) associations() []string {
	_, given := c.params["include"]
	if !c.rules.rdvInclude || !given {
		return allAssociations()
	}
	return c.words("include")
}

func allAssociations() []string {
	return []string{"agents", "lieu", "motif", "organisation", "participations", "users"}
}

func (s *Server) rdvsByID(a *agent, q rdvQuery, ids []int64) []*rdv {
	var list []*rdv
	for _, id := range ids {
		if r, ok := s.rdv(id); ok && r.startsAt >= q.after && r.startsAt <= q.before &&
			(q.organisation == 0 || q.organisation == r.organisation.id) {
			list = s.appendRows(list, q, a, r)
		}
	}
	return list
}

// queryRDVs returns the rows of the service's query. Nothing sorts them, but their order is stable.
func (s *Server) queryRDVs(a *agent, q rdvQuery) []*rdv {
	var list []*rdv
	for _, o := range s.organisations {
		if a.roles[o.id] == "" || q.organisation != 0 && q.organisation != o.id {
			continue
		}
		for _, r := range o.window(q.after, q.before) {
			list = s.appendRows(list, q, a, r)
		}
	}
	slices.SortFunc(list, func(a, b *rdv) int { return cmp.Compare(a.rank, b.rank) })
	return list
}

// appendRows adds r, if it matches q, as often as the caller's join returns it.
func (s *Server) appendRows(list []*rdv, q rdvQuery, a *agent, r *rdv) []*rdv {
	if q.user != 0 && !some(r.participations, func(p *participation) bool { return p.user.id == q.user }) ||
		q.agent != 0 && !some(r.agents, func(a *agent) bool { return a.id == q.agent }) ||
		q.statuses != 0 && q.statuses&(1<<slices.Index(statuses(), r.status)) == 0 {
		return list
	}
	for range s.rowsOf(a, r) {
		list = append(list, r)
	}
	return list
}

// rowsOf returns how often r is in the list of a. Until July 2026 the service joins rdvs with agents without
// DISTINCT, so that an admin and a basic agent get a row for each agent of an rdv of their own. The
// secretariat gets every rdv once.
func (s *Server) rowsOf(a *agent, r *rdv) int {
	level := a.roles[r.organisation.id]
	switch {
	case level == "":
		return 0
	case level != levelAdmin && a.seesAll(r.organisation.id), level == levelAdmin && contains(a.services, serviceSecretariat):
		return 1
	case level == levelAdmin, level == levelBasic && s.inServices(a, r.motif):
		if s.repeatedRDVs {
			return len(r.agents)
		}
		return 1
	case contains(r.agents, a):
		return 1
	}
	return 0
}

// inServices reports whether a motif is one of the agent's services, or of none.
func (s *Server) inServices(a *agent, m *motif) bool {
	if m.serviceID == 0 {
		return s.unassignedRDVs
	}
	return contains(a.services, m.serviceID)
}

// addRDV stores r in both sort orders.
func (s *Server) addRDV(r *rdv) {
	s.rdvs = append(s.rdvs, r)
	at, _ := slices.BinarySearchFunc(r.organisation.rdvs, r, compareRDVs)
	r.organisation.rdvs = slices.Insert(r.organisation.rdvs, at, r)
	s.version++
}

func (s *Server) removeRDV(r *rdv) {
	at, _ := slices.BinarySearchFunc(s.rdvs, r.id, func(r *rdv, id int64) int { return cmp.Compare(r.id, id) })
	s.rdvs = slices.Delete(s.rdvs, at, at+1)
	at, _ = slices.BinarySearchFunc(r.organisation.rdvs, r, compareRDVs)
	r.organisation.rdvs = slices.Delete(r.organisation.rdvs, at, at+1)
	s.version++
}

// listCache keeps the last lists, so that each page of a long list does not search all rdvs.
type listCache struct {
	mu      sync.Mutex
	version uint64
	lists   map[rdvQuery][]*rdv
}

const keptLists = 16

func (k *listCache) get(q rdvQuery, version uint64, query func() []*rdv) []*rdv {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.lists == nil || k.version != version || len(k.lists) >= keptLists && k.lists[q] == nil {
		k.lists, k.version = map[rdvQuery][]*rdv{}, version
	}
	list, kept := k.lists[q]
	if !kept {
		list = query()
		k.lists[q] = list
	}
	return list
}
