package rdvsolidaritestest

import (
	"cmp"
	"math"
	"slices"
	"sync"
)

func (s *Server) rdv(id int64) (*rdv, bool) { return byID(s.rdvs, id, rdvID) }

// rdvQuery is the query of a list of rdvs. It is comparable, as the key of a cached list.
type rdvQuery struct {
	caller, organisation, user, agent int64
	after, before                     int64
	repeat                            bool // an admin gets a row for each agent
}

func (s *Server) listRDVs(c *call) reply {
	q := rdvQuery{caller: c.agent.id, organisation: c.organisationID(), user: c.params.id("user_id"),
		agent: c.params.id("agent_id"), after: math.MinInt64, before: math.MaxInt64, repeat: s.repeatedRDVs}
	if text := c.params.text("starts_after"); text != "" {
		b, dated, err := s.moments.read(text)
		if err != nil {
			return s.exception()
		}
		if q.after = b.after(); !dated {
			return page(c, "rdvs", nil, (*writer).rdv)
		}
	}
	if text := c.params.text("starts_before"); text != "" {
		b, dated, err := s.moments.read(text)
		if err != nil {
			return s.exception()
		}
		if q.before = b.before(); !dated {
			return page(c, "rdvs", nil, (*writer).rdv)
		}
	}
	if ids := c.params.ids("id"); len(ids) > 0 {
		return page(c, "rdvs", unordered(s, c, "rdvs", s.rdvsByID(c.agent, q, unique(ids))), (*writer).rdv)
	}
	list := s.lists.get(q, s.version, func() []*rdv { return s.queryRDVs(c.agent, q) })
	return page(c, "rdvs", unordered(s, c, "rdvs", list), (*writer).rdv)
}

func (s *Server) rdvsByID(a *agent, q rdvQuery, ids []int64) []*rdv {
	var list []*rdv
	for _, id := range ids {
		if r, ok := s.rdv(id); ok && r.startsAt >= q.after && r.startsAt <= q.before &&
			(q.organisation == 0 || q.organisation == r.organisation.id) {
			list = q.appendRows(list, a, r)
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
			list = q.appendRows(list, a, r)
		}
	}
	slices.SortFunc(list, func(a, b *rdv) int { return cmp.Compare(a.rank, b.rank) })
	return list
}

// appendRows adds r, if it matches q, as often as the caller's join returns it.
func (q rdvQuery) appendRows(list []*rdv, a *agent, r *rdv) []*rdv {
	if q.user != 0 && !slices.ContainsFunc(r.participations, func(p participation) bool { return p.user.id == q.user }) ||
		q.agent != 0 && !slices.ContainsFunc(r.agents, func(a *agent) bool { return a.id == q.agent }) {
		return list
	}
	for range a.rows(r, q.repeat) {
		list = append(list, r)
	}
	return list
}

// rows returns how often r is in the caller's list. The secretariat gets every rdv once. For other agents
// the service joins rdvs with agents without DISTINCT, so that an rdv with two agents whom the caller sees
// is listed twice; for an admin only when repeat is set.
func (a *agent) rows(r *rdv, repeat bool) int {
	level := a.roles[r.organisation.id]
	switch {
	case level == "":
		return 0
	case level == levelAdmin && repeat && !a.seesAllServices():
		return len(r.agents)
	case level == levelAdmin || a.seesAllServices():
		return 1
	}
	n := 0
	for _, taking := range r.agents {
		if taking == a || level == levelBasic && a.sharesService(taking) {
			n++
		}
	}
	if n == 0 && level == levelBasic && slices.Contains(a.services, r.motif.serviceID) {
		return 1
	}
	return n
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
