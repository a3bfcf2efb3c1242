package dataset

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/guichet-go/guichet"
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

func connectRDV(ctx context.Context, r *command.Run) (*Source, error) {
	client, err := rdv.Connect(ctx, r)
	if err != nil {
		return nil, err
	}
	s := &Source{Account: Account{Origin: client.BaseURL()}, rdv: client}
	agent, err := patiently(ctx, func() (*rdvsolidarites.Agent, error) { return client.Agents.Me(ctx) })
	switch {
	case err == nil:
		s.Account.Agent = strconv.FormatInt(agent.ID, 10)
	case !unknownRoute(err):
		return nil, err
	}
	return s, nil
}

// unknownRoute reports whether the service does not know the route: it answers 404,
// 405, 410, 501, or a page for a browser with the status 200 or 500.
func unknownRoute(err error) bool {
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
func (s *Source) page(ctx context.Context, l rdvList, r request) (reading.Page, error) {
	p, err := patiently(ctx, func() (*rdvPage, error) { return l.page(ctx, s.rdv, r) })
	if err != nil {
		return reading.Page{}, err
	}
	if p.CurrentPage != 0 && p.CurrentPage != r.page {
		return reading.Page{}, guichet.ErrStuck
	}
	answer := reading.Page{Rows: p.Items, Pages: p.TotalPages, Total: page.TotalOf(p.TotalCount, len(p.Items), r.page)}
	for _, start := range p.Starts {
		if !start.IsZero() {
			answer.Starts = append(answer.Starts, start.Unix())
		}
	}
	return answer, nil
}

// How often a read is repeated whose sign-in failed, and how long it waits at first.
const (
	signInRetries = 3
	signInWait    = 2 * time.Second
)

// patiently repeats a read when the service could not be reached for the sign-in
// before it. The client sends a sign-in once, like every request that has an effect;
// a long reading should not end because of it. A contested session does end it.
func patiently[T any](ctx context.Context, read func() (T, error)) (T, error) {
	for n := 0; ; n++ {
		got, err := read()
		var e *guichet.Error
		if n == signInRetries || !errors.As(err, &e) || !e.SignIn || e.Kind != guichet.ErrUnavailable && e.Kind != guichet.ErrNetwork {
			return got, err
		}
		if rest.Sleep(ctx, signInWait<<n) != nil {
			return got, err
		}
	}
}

// visible are the organisations in which the agent has a role.
func (s *Source) visible(ctx context.Context) ([]int64, error) {
	if s.organisations != nil {
		return s.organisations, nil
	}
	ids := []int64{}
	// The typed list would weigh 30 kB in the program.
	organisations, _ := s.rdv.Organisations.AllRaw(ctx, rdvsolidarites.OrganisationQuery{})
	for organisation, err := range organisations {
		if err != nil {
			return nil, err
		}
		key, err := row.Key(organisation, "id")
		if err != nil {
			return nil, err
		}
		ids = append(ids, key.Number)
	}
	slices.Sort(ids)
	s.organisations = ids
	return ids, nil
}

// chosen are the organisations that the filter keeps. It refuses one in which the
// agent has no role: the service would answer with everything, nothing or an error.
func (s *Source) chosen(ctx context.Context, f Filter) ([]int64, error) {
	visible, err := s.visible(ctx)
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

// organisationParts reads the list of organisations, or the chosen ones one by one.
func organisationParts(ctx context.Context, s *Source, f Filter) (parts []reading.Part, err error) {
	if f.OrganisationIDs == nil {
		return rdvList{page: organisationsPage, whole: true}.parts(ctx, s, f)
	}
	ids, err := s.chosen(ctx, f)
	for _, id := range ids {
		parts = append(parts, reading.Part{Name: nameOf(id), Organisation: id, Page: func(ctx context.Context, _ page.Window, _ int) (reading.Page, error) {
			var answer struct {
				Organisation json.RawMessage `json:"organisation"`
			}
			err := s.rdv.Do(ctx, "GET", "/api/v1/organisations/"+strconv.FormatInt(id, 10), nil, &answer)
			return reading.Page{Rows: []json.RawMessage{answer.Organisation}, Pages: 1, Total: 1}, err
		}})
	}
	return parts, err
}
