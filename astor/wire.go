package astor

import (
	"context"
	"net/http"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

// wire is the last station before the network. It notes what a body is said to
// be, which its decoder must know: only JSON shows by itself that it is whole.
type wire struct{ next http.RoundTripper }

type wireKey struct{}

// onWire tells wire where to note the answer of a call.
func onWire(ctx context.Context, answer *Response) context.Context {
	return context.WithValue(ctx, wireKey{}, answer)
}

// RoundTrip sends the request and notes the answer's status and headers.
func (w wire) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := w.next.RoundTrip(r)
	if answer, noted := r.Context().Value(wireKey{}).(*Response); noted && err == nil {
		answer.Status, answer.Header = resp.StatusCode, resp.Header
	}
	return resp, err
}

// lease is the credential of a call: the headers that its collection puts
// secrets into, or a bearer for Do. They travel in the context, because where
// they go differs from one operation to the next.
type lease struct{ token guichet.Secret }

type leaseKey struct{}

// Lease returns the headers of the call.
func (l lease) Lease(ctx context.Context) (rest.Lease, error) {
	if fields, ok := ctx.Value(leaseKey{}).([]rest.Field); ok {
		return rest.Lease{Header: fields}, nil
	}
	if l.token.IsZero() {
		return rest.Lease{}, nil
	}
	return rest.Lease{Header: []rest.Field{{Name: "Authorization", Value: guichet.NewSecret("Bearer " + l.token.Reveal())}}}, nil
}

// Reject reports that a refused token stays refused.
func (lease) Reject(uint64) bool { return false }
