package gopaas_test

import (
	"errors"
	"fmt"
	"net/http"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/gopaas"
	"github.com/guichet-go/guichet/gopaas/gopaastest"
)

// numberings are the ways in which a service may count its pages.
var numberings = map[string]gopaastest.Options{
	"from 0":                        {ZeroBased: true},
	"from 1, page 0 is page 1":      {},
	"from 1, page 0 has no rows":    {PageZero: gopaastest.Nothing},
	"from 1, page 0 is a 400":       {PageZero: gopaastest.BadRequest},
	"from 1, page 0 is a 404":       {PageZero: gopaastest.NotFound},
	"from 1, page 0 is a 422":       {PageZero: gopaastest.Unprocessed},
	"from 1, page 0 is a 500":       {PageZero: gopaastest.ServerError},
	"from 0, the last page repeats": {ZeroBased: true, RepeatLastPage: true},
	"from 1, the last page repeats": {RepeatLastPage: true},
}

// accidents are the ways in which one request may fail.
var accidents = map[string]gopaastest.Fault{
	"500": {Status: 500}, "400": {Status: 400}, "404": {Status: 404}, "422": {Status: 422},
	"503": {Status: 503}, "an HTML page": {HTML: true}, "a cut": {Cut: gopaastest.CutBeforeAnswer}, "half a body": {Cut: gopaastest.CutBody},
}

func TestNoRowIsLostWhenTheFirstRequestFailsOnce(t *testing.T) {
	for numbering, o := range numberings {
		for accident, fault := range accidents {
			for _, total := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s/%s/%t", numbering, accident, total), func(t *testing.T) {
					t.Parallel()
					o := o
					o.Accounts, o.Total = 63, total // 252 contacts
					server := start(t, o)
					server.Fault(fault)
					readsEach(t, server, gopaastest.ContactView, "contact", 100)
				})
			}
		}
	}
}

// readsEach fails unless a reading gives each record once.
func readsEach(t *testing.T, server *gopaastest.Server, view, table string, size int) {
	t.Helper()
	keys, err := read(t, withKey(t, server.URL), view, gopaas.ListQuery{RowsPerPage: size})
	if want := server.Count(table); err != nil || len(keys) != want || len(distinct(keys)) != want {
		t.Errorf("%d rows were read, %d of them different, of %d; and %v", len(keys), len(distinct(keys)), want, err)
	}
}

func TestPage0IsRetriedUntilItIsRefusedTwiceInTheSameWay(t *testing.T) {
	for name, faults := range map[string][]gopaastest.Fault{
		"different refusals":    {{Status: 404}, {Status: 422}, {Status: 400}},
		"an HTML page and then": {{HTML: true}, {Status: 404}, {HTML: true}},
	} {
		t.Run(name, func(t *testing.T) {
			// Faults are taken in order: page 1 must not take those of page 0.
			server := start(t, gopaastest.Options{Accounts: 250, ZeroBased: true})
			client := withKey(t, server.URL, guichet.WithHTTPClient(&http.Client{Transport: before(func(r *http.Request) {
				if r.Header.Get("page") == "0" && len(faults) > 0 {
					server.Fault(faults[0])
					faults = faults[1:]
				}
			})}))
			keys, err := read(t, client, gopaastest.AccountView, gopaas.ListQuery{RowsPerPage: 100})
			if err != nil || len(distinct(keys)) != 250 || len(faults) != 0 {
				t.Errorf("%d rows were read, and %v", len(distinct(keys)), err)
			}
		})
	}
}

// before calls a function before each request.
type before func(*http.Request)

func (b before) RoundTrip(r *http.Request) (*http.Response, error) {
	b(r)
	return http.DefaultTransport.RoundTrip(r)
}

func TestAPageThatStaysHTMLIsAnError(t *testing.T) {
	server := start(t, gopaastest.Options{Accounts: 250, ZeroBased: true})
	client := withKey(t, server.URL, guichet.WithHTTPClient(&http.Client{Transport: before(func(r *http.Request) {
		if r.Header.Get("page") == "0" {
			server.Fault(gopaastest.Fault{HTML: true})
		}
	})}))
	keys, err := read(t, client, gopaastest.AccountView, gopaas.ListQuery{RowsPerPage: 100})
	failure(t, err, guichet.ErrUnusableAnswer)
	if len(keys) != 0 {
		t.Errorf("%d rows were given out", len(keys))
	}
}

func TestARowEditedBetweenTwoRequestsIsReadOnce(t *testing.T) {
	for numbering, o := range numberings {
		for _, at := range []int{1, 2, 3, 4} {
			t.Run(fmt.Sprintf("%s/request %d", numbering, at), func(t *testing.T) {
				t.Parallel()
				o := o
				o.Accounts = 63
				server := start(t, o)
				for range at - 1 {
					server.Fault(gopaastest.Fault{Latency: 1})
				}
				server.Fault(gopaastest.Fault{EditRow: true})
				readsEach(t, server, gopaastest.ContactView, "contact", 100)
			})
		}
	}
}

func TestAPageThatChangesWithEachRequestIsRecognisedByItsCles(t *testing.T) {
	server := start(t, gopaastest.Options{Accounts: 63})
	server.Fault(gopaastest.Fault{EditRow: true, Count: 100})
	readsEach(t, server, gopaastest.ContactView, "contact", 100)
}

func TestAViewThatRepeatsKeysKeepsEveryRow(t *testing.T) {
	for numbering, o := range numberings {
		for _, size := range []int{3, 5, 70, 100, 400} {
			for _, edited := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s/%d/%t", numbering, size, edited), func(t *testing.T) {
					t.Parallel()
					o := o
					o.Seed, o.Accounts = 4, 60
					server := start(t, o)
					if edited {
						server.Fault(gopaastest.Fault{EditRow: true})
					}
					keys, err := read(t, withKey(t, server.URL), gopaastest.DirectoryView, gopaas.ListQuery{RowsPerPage: size})
					if errors.Is(err, guichet.ErrStuck) && o.RepeatLastPage {
						err = nil // a full last page that repeats: nothing shows that it is the last
					}
					if err != nil || len(keys) != 240 || len(distinct(keys)) != 60 {
						t.Errorf("%d rows with %d keys were read, and %v", len(keys), len(distinct(keys)), err)
					}
				})
			}
		}
	}
}
