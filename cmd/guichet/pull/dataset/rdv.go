package dataset

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/pull/reading"
	"github.com/guichet-go/guichet/cmd/guichet/rdv"
	"github.com/guichet-go/guichet/internal/rest"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

// rdvConnection is a client of RDV-Solidarités and what it was found to see.
type rdvConnection struct {
	client        *rdvsolidarites.Client
	messages      *message.Catalogue
	notice        func(message.Key, ...any)
	organisations []int64 // nil until they are asked for
}

func connectRDV(ctx context.Context, r *command.Run) (*Source, error) {
	client, err := rdv.Connect(ctx, r)
	if err != nil {
		return nil, err
	}
	account := Account{Origin: client.BaseURL()}
	agent, err := client.Agents.Me(ctx)
	switch {
	case err == nil:
		account.Agent = strconv.FormatInt(agent.ID, 10)
	case !errors.Is(err, rest.ErrNotFound): // a service without this route does not say
		return nil, err
	}
	return &Source{account, &connection{rdv: &rdvConnection{client: client, messages: r.Messages, notice: r.Notice}}}, nil
}

// pageOf reads a page as the service's own bytes, inside the request that is
// repeated when they turn out to be damaged.
type pageOf struct {
	root string
	rows []json.RawMessage
	meta rest.Meta
}

// UnmarshalJSON cuts the page.
func (p *pageOf) UnmarshalJSON(body []byte) (err error) {
	p.rows, p.meta, err = command.SplitPage(body, p.root)
	return err
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
	p := pageOf{root: root}
	if err := c.patiently(ctx, func() error { return c.client.Do(ctx, "GET", path+"?"+query.Encode(), nil, &p) }); err != nil {
		return reading.Page{}, err
	}
	return reading.Page{Rows: p.rows, Pages: p.meta.TotalPages, Total: p.meta.TotalCount}, nil
}

// A contest over the session is over when the sign-ins that make it are a minute
// old. A long reading can wait for that a few times before it gives up.
const (
	contestWait  = 20 * time.Second
	contestWaits = 6
)

// patiently repeats a read whose session was lost, and waits while it is contested.
func (c *rdvConnection) patiently(ctx context.Context, read func() error) error {
	for lost, n := 0, 0; ; n++ {
		err := read()
		// The credential was accepted when the reading began: a request beside this
		// one met the end of the session that both had.
		if errors.Is(err, rest.ErrUnauthorized) && !errors.Is(err, rest.ErrContested) && lost < contestWaits {
			lost++
			n--
			continue
		}
		if !errors.Is(err, rest.ErrContested) || n == contestWaits {
			return err
		}
		c.notice(message.PullContested, contestWait)
		timer := time.NewTimer(contestWait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return err
		case <-timer.C:
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
		ids, err := c.rdv.chosen(ctx, f)
		if err != nil {
			return nil, err
		}
		var parts []reading.Part
		for _, id := range ids {
			name := strconv.FormatInt(id, 10)
			part := c.rdv.part("organisation "+name, strings.ReplaceAll(path, "{id}", name), root)
			part.Windowed = windowed
			parts = append(parts, part)
		}
		return parts, nil
	}
}

// rdvOrganisations leaves out the organisations that were not asked for.
func rdvOrganisations(ctx context.Context, c *connection, f Filter) ([]reading.Part, error) {
	all := c.rdv.part("all", "/api/v1/organisations", "organisations")
	if f.OrganisationIDs == nil {
		return []reading.Part{all}, nil
	}
	ids, err := c.rdv.chosen(ctx, f)
	if err != nil {
		return nil, err
	}
	var parts []reading.Part
	for _, id := range ids {
		name := strconv.FormatInt(id, 10)
		parts = append(parts, reading.Part{Name: "organisation " + name, Page: func(ctx context.Context, _ reading.Window, _ int) (reading.Page, error) {
			var answer struct {
				Organisation json.RawMessage `json:"organisation"`
			}
			err := c.rdv.client.Do(ctx, "GET", "/api/v1/organisations/"+name, nil, &answer)
			return reading.Page{Rows: []json.RawMessage{answer.Organisation}, Pages: 1, Total: 1}, err
		}})
	}
	return parts, nil
}
