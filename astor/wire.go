package astor

import (
	"context"
	"net/http"

	"github.com/guichet-go/guichet/internal/rest"
)

// exchange is what a call carries in its context: where wire notes the answer,
// and the headers that hold a secret, which differ from one operation to the
// next.
type exchange struct {
	answer *Response
	lease  []rest.Field
}

type exchangeKey struct{}

// wire is the last station before the network. It notes what a body is said to
// be, which its decoder must know: only JSON shows by itself that it is whole.
type wire struct{ next http.RoundTripper }

// RoundTrip sends the request and notes the answer's status and headers.
func (w wire) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := w.next.RoundTrip(r)
	if x, noted := r.Context().Value(exchangeKey{}).(exchange); noted && err == nil {
		x.answer.Status, x.answer.Header = resp.StatusCode, resp.Header
	}
	return resp, err
}

// lease is the credential of a call.
type lease struct{}

// Lease returns the headers of the call.
func (lease) Lease(ctx context.Context) (rest.Lease, error) {
	x, _ := ctx.Value(exchangeKey{}).(exchange)
	return rest.Lease{Header: x.lease}, nil
}

// Reject reports that a refused token stays refused.
func (lease) Reject(uint64) bool { return false }
