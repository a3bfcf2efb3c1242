package rest_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

func TestAWriteIsConfirmedAfterValidationAndBeforeSignIn(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) { _, _ = io.WriteString(w, "{}") })
	leases := 0
	client := openWith(t, rest.Config{BaseURL: s.URL, Auth: auth(counted{&leases})}, guichet.WithRetries(0))
	declined := errors.New("declined")
	for _, c := range []struct {
		name  string
		call  *rest.Call
		asked bool
	}{
		{"a write", rest.NewCall(rest.Write, "Things.Delete", "DELETE /things"), true},
		{"an idempotent write", rest.NewCall(rest.Idempotent, "Things.Put", "PUT /things"), true},
		{"a read", rest.NewCall(rest.Read, "Things.List", "GET /things"), false},
		{"a write that is wrong", rest.NewCall(rest.Write, "Things.Delete", "DELETE /things").Fail(errors.New("wrong")), false},
		{"an element that is wrong", rest.NewCall(rest.Write, "Things.Delete", "DELETE /things/{id}", ".."), false},
	} {
		asked := false
		c.call.Apply([]guichet.CallOption{guichet.WithConfirm(func() error {
			asked = true
			return declined
		})})
		before, leased := len(s.seen()), leases
		err := client.Do(t.Context(), c.call, func([]byte) error { return nil })
		if asked != c.asked || errors.Is(err, declined) != c.asked {
			t.Errorf("%s: asked is %t: %v", c.name, asked, err)
		}
		if c.asked && (len(s.seen()) != before || leases != leased) {
			t.Errorf("%s: %d requests and %d leases although it was declined", c.name, len(s.seen())-before, leases-leased)
		}
	}
}

// counted is an Authorizer that counts.
type counted struct{ leases *int }

func (c counted) Lease(context.Context) (rest.Lease, error) {
	*c.leases++
	return rest.Lease{}, nil
}

func (counted) Reject(uint64) bool { return false }
