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

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/pull/reading"
	"github.com/guichet-go/guichet/cmd/guichet/pull/row"
	"github.com/guichet-go/guichet/cmd/guichet/rdv"
	"github.com/guichet-go/guichet/internal/page"
	"github.com/guichet-go/guichet/internal/rest"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

// rdvConnection is a client of RDV-Solidarités and what it was found to see.
type rdvConnection struct {
	client        *rdvsolidarites.Client
	messages      *message.Catalogue
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
	return &Source{account, &connection{rdv: &rdvConnection{client: client, messages: r.Messages}}}, nil
}

// noSuchRoute reports whether the service answered that it does not know a
// route: 404, 405, or a page for a browser with the status 200 or 500.
func noSuchRoute(err error) bool {
	var e *rest.Error
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
func (c *rdvConnection) page(ctx context.Context, path, root string, w reading.Window, n int) (reading.Page, error) {
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
	var meta rest.Meta
	// As bytes, inside the request that is repeated when they are damaged.
	split := func(body []byte) (err error) {
		rows, meta, err = command.SplitPage(body, root)
		return err
	}
	err = patiently(ctx, func() error { return c.client.Do(ctx, "GET", path+"?"+query.Encode(), nil, split, listing(root)) })
	if err != nil {
		return reading.Page{}, err
	}
	if meta.CurrentPage != 0 && meta.CurrentPage != n {
		return reading.Page{}, page.ErrStuck
	}
	return reading.Page{Rows: rows, Pages: meta.TotalPages, Total: meta.TotalCount}, nil
}

// listing names the operation in errors as the client's own methods do.
func listing(root string) rdvsolidarites.CallOption {
	var name strings.Builder
	for word := range strings.SplitSeq(root, "_") {
		name.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return func(c *rest.Call) { c.Op = strings.Replace(name.String(), "Rdvs", "RDVs", 1) + ".List" }
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
		var e *rest.Error
		if n == signInRetries || !errors.As(err, &e) || e.Class != rest.SignIn || e.Kind != rest.ErrUnavailable && e.Kind != rest.ErrNetwork {
			return err
		}
		if rest.Sleep(ctx, signInWait<<n) != nil {
			return err
		}
	}
}

// part is the list at a path.
func (c *rdvConnection) part(name, path, root string) reading.Part {
	return reading.Part{Name: name, Page: func(ctx context.Context, w reading.Window, n int) (reading.Page, error) {
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
			return nil, exit.Usagef(c.messages.Text(message.PullHintOrganisations, fmt.Sprint(visible)), "%s",
				c.messages.Text(message.PullErrOrganisation, id))
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

// each is read organisation by organisation. whole, when not empty, is the path
// of the list of all organisations together.
func each(whole, path, root string, windowed bool) func(context.Context, *connection, Filter) ([]reading.Part, error) {
	return func(ctx context.Context, c *connection, f Filter) ([]reading.Part, error) {
		if whole != "" && f.OrganisationIDs == nil {
			return []reading.Part{c.rdv.part("all", whole, root)}, nil
		}
		return c.rdv.byOrganisation(ctx, f, func(name, id string) reading.Part {
			part := c.rdv.part(name, strings.ReplaceAll(path, "{id}", id), root)
			part.Windowed, part.Start = windowed, startsAt
			return part
		})
	}
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
	err := t.UnmarshalJSON(row.StartsAt(raw))
	return t.Unix(), err == nil && !t.IsZero()
}

// rdvOrganisations leaves out the organisations that were not asked for.
func rdvOrganisations(ctx context.Context, c *connection, f Filter) ([]reading.Part, error) {
	if f.OrganisationIDs == nil {
		return []reading.Part{c.rdv.part("all", "/api/v1/organisations", "organisations")}, nil
	}
	return c.rdv.byOrganisation(ctx, f, func(name, id string) reading.Part {
		return reading.Part{Name: name, Page: func(ctx context.Context, _ reading.Window, _ int) (reading.Page, error) {
			var answer struct {
				Organisation json.RawMessage `json:"organisation"`
			}
			err := c.rdv.client.Do(ctx, "GET", "/api/v1/organisations/"+id, nil, &answer)
			return reading.Page{Rows: []json.RawMessage{answer.Organisation}, Pages: 1, Total: 1}, err
		}}
	})
}
