package rdvsolidarites

import (
	"context"
	"encoding/json"
	"iter"
	"net/url"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/page"
	"github.com/guichet-go/guichet/internal/rest"
)

// PublicLink is an organisation's page for the public.
type PublicLink struct {
	ExternalID string `json:"external_id"` // of the organisation
	PublicLink string `json:"public_link"` // the address of the page
}

// PublicLinks reads the public pages of a territory. It needs no credential.
type PublicLinks struct{ service }

// List returns the links of a territory, named by its département number or
// code (26, CN). An unknown territory is ErrNotFound. The service allows 50
// requests a minute from one address. It has no such route since 2025.
//
// API: GET /api/v1/public_links
func (s PublicLinks) List(ctx context.Context, territory string, options ...guichet.CallOption) ([]PublicLink, error) {
	links, _, err := rest.Rows[PublicLink, Meta](ctx, s.core.rest, s.listing(territory).Apply(options), "public_links")
	return links, err
}

// AllRaw is List with the service's own bytes, one link at a time, and with the
// report of the reading.
func (s PublicLinks) AllRaw(ctx context.Context, territory string, options ...guichet.CallOption) (iter.Seq2[json.RawMessage, error], *guichet.Report) {
	options, report := rest.Reported(options)
	return page.Single(report, func() ([]json.RawMessage, error) {
		rows, _, err := rest.RawRows[Meta](ctx, s.core.rest, s.listing(territory).Apply(options), "public_links")
		return rows, err
	}), report
}

func (PublicLinks) listing(territory string) *rest.Call {
	call := rest.NewCall(rest.Read, "PublicLinks.List", "GET /api/v1/public_links")
	call.Query, call.Anonymous = url.Values{"territory": {territory}}, true
	return call
}
