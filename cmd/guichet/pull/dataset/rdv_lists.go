package dataset

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/pull/reading"
	"github.com/guichet-go/guichet/internal/page"
	"github.com/guichet-go/guichet/internal/rawjson"
	"github.com/guichet-go/guichet/internal/rest"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

type (
	rdvClient = rdvsolidarites.Client
	rdvPage   = rdvsolidarites.Page[json.RawMessage]
)

// request is what one page of a list is asked for with.
type request struct {
	organisation  int64     // 0 is all organisations together
	ids           []int64   // nil for all
	after, before time.Time // the bounds of the starts, zero for none
	page          int       // from 1
}

// The requests of the SDK, by dataset.

func organisationsPage(ctx context.Context, c *rdvClient, r request) (*rdvPage, error) {
	return c.Organisations.ListRaw(ctx, rdvsolidarites.OrganisationQuery{Page: r.page})
}

func agentsPage(ctx context.Context, c *rdvClient, r request) (*rdvPage, error) {
	return c.Agents.ListRaw(ctx, rdvsolidarites.AgentQuery{OrganisationID: r.organisation, Page: r.page})
}

func teamsPage(ctx context.Context, c *rdvClient, r request) (*rdvPage, error) {
	return c.Teams.ListRaw(ctx, rdvsolidarites.TeamQuery{Page: r.page})
}

func motifsPage(ctx context.Context, c *rdvClient, r request) (*rdvPage, error) {
	return c.Motifs.ListRaw(ctx, rdvsolidarites.MotifQuery{OrganisationID: r.organisation, Page: r.page})
}

func usersPage(ctx context.Context, c *rdvClient, r request) (*rdvPage, error) {
	return c.Users.ListRaw(ctx, rdvsolidarites.UserQuery{OrganisationID: r.organisation, IDs: r.ids, Page: r.page})
}

func rdvsPage(ctx context.Context, c *rdvClient, r request) (*rdvPage, error) {
	return c.RDVs.ListRaw(ctx, rdvsolidarites.RDVQuery{OrganisationID: r.organisation, StartsAfter: r.after, StartsBefore: r.before, Page: r.page})
}

func absencesPage(ctx context.Context, c *rdvClient, r request) (*rdvPage, error) {
	return c.Absences.ListRaw(ctx, rdvsolidarites.AbsenceQuery{Page: r.page})
}

func webhookEndpointsPage(ctx context.Context, c *rdvClient, r request) (*rdvPage, error) {
	return c.WebhookEndpoints.ListRaw(ctx, rdvsolidarites.WebhookEndpointQuery{OrganisationID: r.organisation, Page: r.page})
}

// startOf returns when an rdv starts, and whether it says so.
func startOf(rdv json.RawMessage) (int64, bool) {
	start := rdvsolidarites.RawStart(rdv)
	return start.Unix(), !start.IsZero()
}

// Moment returns the JSON of a moment as RFC 3339 in UTC: null for null, and for what is
// no moment, which ok reports.
func Moment(value []byte) (text []byte, ok bool) {
	var at rdvsolidarites.Time
	if err := at.UnmarshalJSON(value); err != nil || at.IsZero() {
		return []byte("null"), err == nil
	}
	return at.UTC().AppendFormat(nil, `"`+time.RFC3339Nano+`"`), true
}

// participants are the ids of the users who take part in an rdv.
func participants(rdv []byte) (ids []int64) {
	all, _ := rawjson.Elements(rawjson.Member(rdv, "participations"))
	for _, participation := range all {
		id, _ := strconv.ParseInt(string(rawjson.Find(participation, "user.id")), 10, 64)
		ids = append(ids, id)
	}
	return ids
}

// rdvList is a dataset that comes in pages.
type rdvList struct {
	// page reads one page. It does not look at what the service has no parameter for.
	page func(context.Context, *rdvClient, request) (*rdvPage, error)
	// whole says that all organisations have a list together, each that each has one of
	// its own.
	whole, each bool
	// byID says that rows can be asked for by their ids, and byTime by when they start.
	byID, byTime bool
}

// parts returns the lists that the dataset consists of: one for all organisations when
// there is one and no organisation is left out, else one for each organisation.
func (l rdvList) parts(ctx context.Context, s *Source, f Filter) (parts []reading.Part, err error) {
	if l.whole && f.OrganisationIDs == nil {
		part := l.part(s, "all", 0)
		if l.each {
			part.Lists = func(ctx context.Context) (lists []reading.List, err error) {
				ids, err := s.visible(ctx)
				for _, id := range ids {
					lists = append(lists, l.list(s, nameOf(id), id))
				}
				return lists, rest.NoWay(err)
			}
		}
		return []reading.Part{part}, nil
	}
	ids, err := s.chosen(ctx, f)
	for _, id := range ids {
		part := l.part(s, nameOf(id), id)
		if l.whole && l.byID {
			part.Lists = func(context.Context) ([]reading.List, error) {
				return []reading.List{l.list(s, "all", 0)}, nil
			}
		}
		parts = append(parts, part)
	}
	return parts, err
}

func nameOf(organisation int64) string { return "organisation " + strconv.FormatInt(organisation, 10) }

// part is the list of an organisation, or of all.
//
// Inlined, its closure would be compiled anew in each of its callers.
//
//go:noinline
func (l rdvList) part(s *Source, name string, organisation int64) reading.Part {
	part := reading.Part{Name: name, Organisation: organisation, Page: func(ctx context.Context, w page.Window, n int) (reading.Page, error) {
		after, before := w.Times()
		return s.page(ctx, l, request{organisation: organisation, after: after, before: before, page: n})
	}}
	if l.byID {
		part.ByID = func(ctx context.Context, ids []int64) (reading.Page, error) {
			p, err := s.page(ctx, l, request{organisation: organisation, ids: ids, page: 1})
			return p, rest.NoWay(err)
		}
	}
	if l.byTime {
		part.Windowed, part.Start, part.Times = true, startOf, rdvsolidarites.RawTimes
	}
	return part
}

// list is a list that has rows of a part, and may have others.
func (l rdvList) list(s *Source, name string, organisation int64) reading.List {
	return reading.List{Name: name, Page: func(ctx context.Context, n int) (reading.Page, error) {
		p, err := s.page(ctx, l, request{organisation: organisation, page: n})
		return p, rest.NoWay(err)
	}}
}
