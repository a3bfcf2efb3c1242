package dataset

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/pull/reading"
	"github.com/guichet-go/guichet/cmd/guichet/rdv"
	"github.com/guichet-go/guichet/internal/page"
	"github.com/guichet-go/guichet/internal/rawjson"
	"github.com/guichet-go/guichet/internal/rest"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

// rdvConnection is a client of RDV-Solidarités and what it was found to see.
type rdvConnection struct {
	client        *rdvsolidarites.Client
	organisations []int64 // nil until they are asked for
}

func connectRDV(ctx context.Context, r *command.Run) (*Source, error) {
	client, err := rdv.Connect(ctx, r)
	if err != nil {
		return nil, err
	}
	account := Account{Origin: client.BaseURL()}
	var agent *rdvsolidarites.Agent
	err = patiently(ctx, func() (err error) { agent, err = client.Agents.Me(ctx); return err })
	switch {
	case err == nil:
		account.Agent = strconv.FormatInt(agent.ID, 10)
	case !noSuchRoute(err): // a service without this route does not say
		return nil, err
	}
	return &Source{account, &connection{rdv: &rdvConnection{client: client}}}, nil
}

// noSuchRoute reports whether the service answered that it does not know a
// route: 404, 405, or a page for a browser with the status 200 or 500.
func noSuchRoute(err error) bool {
	var e *guichet.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Status {
	case http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusGone, http.StatusNotImplemented:
		return true
	case http.StatusOK, http.StatusInternalServerError:
		return strings.HasPrefix(strings.TrimSpace(e.Body), "<")
	}
	return false
}

// page reads one page of a list.
func (c *rdvConnection) page(ctx context.Context, path, root string, w page.Window, n int) (reading.Page, error) {
	path, own, _ := strings.Cut(path, "?")
	query, err := url.ParseQuery(own)
	if err != nil {
		return reading.Page{}, err
	}
	query.Set("page", strconv.Itoa(n))
	from, to := w.Text()
	if from != "" {
		query.Set("starts_after", from)
	}
	if to != "" {
		query.Set("starts_before", to)
	}
	var rows []json.RawMessage
	var meta rdvsolidarites.Meta
	// As bytes, inside the request that is repeated when they are damaged.
	split := func(body []byte) (err error) {
		rows, meta, err = rest.SplitPage[rdvsolidarites.Meta](body, root)
		return err
	}
	err = patiently(ctx, func() error { return c.client.Do(ctx, "GET", path+"?"+query.Encode(), nil, split) })
	if err != nil {
		var failed *guichet.Error
		if errors.As(err, &failed) && failed.Op == "Do" {
			failed.Op = operation(root)
		}
		return reading.Page{}, err
	}
	if meta.CurrentPage != 0 && meta.CurrentPage != n {
		return reading.Page{}, guichet.ErrStuck
	}
	if meta.TotalCount <= 0 && (len(rows) > 0 || n > 1) {
		meta.TotalCount = -1 // the page does not say
	}
	return reading.Page{Rows: rows, Pages: meta.TotalPages, Total: meta.TotalCount}, nil
}

// operation is what the client's own method is called in errors.
func operation(root string) string {
	var name strings.Builder
	for word := range strings.SplitSeq(root, "_") {
		name.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return strings.Replace(name.String(), "Rdvs", "RDVs", 1) + ".List"
}

// How often, and how long after, a read is repeated whose sign-in failed.
const (
	signInRetries = 3
	signInWait    = 2 * time.Second
)

// patiently repeats a read when the service could not be reached for a sign-in.
// The client sends one once only, as it does with what may not happen twice; a
// long reading should not end for it. Sessions that are contested are another
// matter: those end it.
func patiently(ctx context.Context, read func() error) error {
	for n := 0; ; n++ {
		err := read()
		var e *guichet.Error
		if n == signInRetries || !errors.As(err, &e) || !e.SignIn || e.Kind != guichet.ErrUnavailable && e.Kind != guichet.ErrNetwork {
			return err
		}
		if rest.Sleep(ctx, signInWait<<n) != nil {
			return err
		}
	}
}

// part is the list at a path.
func (c *rdvConnection) part(name, path, root string) reading.Part {
	return reading.Part{Name: name, Page: func(ctx context.Context, w page.Window, n int) (reading.Page, error) {
		return c.page(ctx, path, root, w, n)
	}}
}

// visible are the organisations in which the agent has a role.
func (c *rdvConnection) visible(ctx context.Context) ([]int64, error) {
	if c.organisations != nil {
		return c.organisations, nil
	}
	ids := []int64{}
	for o, err := range c.client.Organisations.All(ctx, rdvsolidarites.OrganisationQuery{}) {
		if err != nil {
			return nil, err
		}
		ids = append(ids, o.ID)
	}
	slices.Sort(ids)
	c.organisations = ids
	return ids, nil
}

// chosen are the organisations that the filter keeps. The service answers with
// everything, with nothing or with an error for one that is not the agent's.
func (c *rdvConnection) chosen(ctx context.Context, f Filter) ([]int64, error) {
	visible, err := c.visible(ctx)
	if err != nil || f.OrganisationIDs == nil {
		return visible, err
	}
	for _, id := range f.OrganisationIDs {
		if !slices.Contains(visible, id) {
			return nil, exit.Usage.New(message.PullErrOrganisation, id).WithHint(message.PullHintOrganisations, fmt.Sprint(visible))
		}
	}
	return slices.Compact(slices.Sorted(slices.Values(f.OrganisationIDs))), nil
}

// one is read as one list for all organisations.
func one(path, root string) func(context.Context, *connection, Filter) ([]reading.Part, error) {
	return func(_ context.Context, c *connection, _ Filter) ([]reading.Part, error) {
		return []reading.Part{c.rdv.part("all", path, root)}, nil
	}
}

// organisationLists is a dataset that can be read organisation by organisation.
type organisationLists struct {
	// whole is the path of the list of all organisations together, "" for none, and
	// path that of one organisation, which {id} stands for.
	whole, path, root string
	// ids is the parameter that selects rows by their ids, "" for none.
	ids string
	// timed says that the rows are appointments.
	timed bool
}

// parts returns how the dataset is read.
func (l organisationLists) parts(ctx context.Context, c *connection, f Filter) ([]reading.Part, error) {
	if l.whole != "" && f.OrganisationIDs == nil {
		return []reading.Part{l.part(c.rdv, "all", l.whole, c.rdv.lists(l))}, nil
	}
	return c.rdv.byOrganisation(ctx, f, func(name, id string) reading.Part {
		var others func(context.Context) ([]reading.List, error)
		if l.whole != "" && l.ids != "" {
			others = func(context.Context) ([]reading.List, error) {
				return []reading.List{c.rdv.list("all", l.whole, l.root)}, nil
			}
		}
		part := l.part(c.rdv, name, l.in(id), others)
		if l.timed {
			part.Windowed, part.Start, part.Times = true, startsAt, listedTimes
		}
		return part
	})
}

// in is the path of one organisation.
func (l organisationLists) in(id string) string { return strings.ReplaceAll(l.path, "{id}", id) }

// part is the list at a path, with the other ways to its rows.
func (l organisationLists) part(c *rdvConnection, name, path string, others func(context.Context) ([]reading.List, error)) reading.Part {
	part := c.part(name, path, l.root)
	part.Lists = others
	if l.ids != "" {
		part.ByID = func(ctx context.Context, ids []int64) (reading.Page, error) {
			query := url.Values{}
			for _, id := range ids {
				query.Add(l.ids, strconv.FormatInt(id, 10))
			}
			answer, err := c.page(ctx, path+"?"+query.Encode(), l.root, open(), 1)
			return answer, rest.NoWay(err)
		}
	}
	return part
}

// open is the window that has no ends.
func open() page.Window { return page.Window{From: page.OpenFrom, To: page.OpenTo} }

// lists gives the list of each organisation.
func (c *rdvConnection) lists(l organisationLists) func(context.Context) ([]reading.List, error) {
	return func(ctx context.Context) (lists []reading.List, err error) {
		ids, err := c.visible(ctx)
		for _, n := range ids {
			id := strconv.FormatInt(n, 10)
			lists = append(lists, c.list("organisation "+id, l.in(id), l.root))
		}
		return lists, rest.NoWay(err)
	}
}

// list is a list that a dataset is not made of.
func (c *rdvConnection) list(name, path, root string) reading.List {
	return reading.List{Name: name, Page: func(ctx context.Context, n int) (reading.Page, error) {
		answer, err := c.page(ctx, path, root, open(), n)
		return answer, rest.NoWay(err)
	}}
}

// byOrganisation makes a part for each organisation that the filter keeps.
func (c *rdvConnection) byOrganisation(ctx context.Context, f Filter, part func(name, id string) reading.Part) (parts []reading.Part, err error) {
	ids, err := c.chosen(ctx, f)
	for _, n := range ids {
		id := strconv.FormatInt(n, 10)
		parts = append(parts, part("organisation "+id, id))
	}
	return parts, err
}

// startsAt is when an rdv starts.
func startsAt(raw json.RawMessage) (int64, bool) {
	var t rdvsolidarites.Time
	err := t.UnmarshalJSON(rawjson.Member(raw, "starts_at"))
	return t.Unix(), err == nil && !t.IsZero()
}

// listedTimes is how often the service may list an rdv: once for each agent.
func listedTimes(raw json.RawMessage) int {
	agents, _ := rawjson.Elements(rawjson.Member(raw, "agents"))
	return max(1, len(agents))
}

// participants are the ids of the users who take part in an rdv.
func participants(raw []byte) (ids []int64) {
	all, _ := rawjson.Elements(rawjson.Member(raw, "participations"))
	for _, participation := range all {
		id, _ := strconv.ParseInt(string(rawjson.Find(participation, "user.id")), 10, 64)
		ids = append(ids, id)
	}
	return ids
}

// rdvOrganisations leaves out the organisations that were not asked for.
func rdvOrganisations(ctx context.Context, c *connection, f Filter) ([]reading.Part, error) {
	if f.OrganisationIDs == nil {
		return []reading.Part{c.rdv.part("all", "/api/v1/organisations", "organisations")}, nil
	}
	return c.rdv.byOrganisation(ctx, f, func(name, id string) reading.Part {
		return reading.Part{Name: name, Page: func(ctx context.Context, _ page.Window, _ int) (reading.Page, error) {
			var answer struct {
				Organisation json.RawMessage `json:"organisation"`
			}
			err := c.rdv.client.Do(ctx, "GET", "/api/v1/organisations/"+id, nil, &answer)
			return reading.Page{Rows: []json.RawMessage{answer.Organisation}, Pages: 1, Total: 1}, err
		}}
	})
}
