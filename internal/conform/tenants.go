package conform

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/guichet-go/guichet"
)

// tenantHeader names the client that a request comes from.
const tenantHeader = "X-Tenant"

// tenantToken returns a credential that names its client.
func tenantToken(tenant string) string { return "canary-token-of-" + tenant }

// twoTenants makes pairs of clients concurrently from one slice of options with
// spare capacity, and checks every credential that they send.
func (s Subject) twoTenants(t *testing.T) {
	const pairs = 2000
	received := &credentials{answer: s.Object}
	options := slices.Grow([]guichet.Option{
		guichet.WithBaseURL("http://127.0.0.1:9"), guichet.WithHTTPClient(&http.Client{Transport: received}), guichet.WithRetries(0),
	}, 8)
	tenants := []string{"alice", "bob"}
	for range pairs {
		var both sync.WaitGroup
		for _, tenant := range tenants {
			both.Go(func() {
				get, err := s.OpenAs(tenantToken(tenant), options...)
				if err != nil {
					t.Error(err)
					return
				}
				if err := get(t.Context(), guichet.WithHeader(tenantHeader, tenant)); err != nil {
					t.Error(err)
				}
			})
		}
		both.Wait()
	}
	if want := pairs * len(tenants); received.right != want || len(received.wrong) != 0 {
		t.Errorf("%d of %d requests carried their own credential; others: %v", received.right, want, received.wrong)
	}
}

// credentials answers every request, and counts those that carry the
// credential of their own client and no other.
type credentials struct {
	answer string

	mu    sync.Mutex
	right int
	wrong []string
}

func (c *credentials) RoundTrip(r *http.Request) (*http.Response, error) {
	tenant := r.Header.Get(tenantHeader)
	var sent []string
	for _, values := range r.Header {
		for _, value := range values {
			if _, of, found := strings.Cut(value, tenantToken("")); found {
				sent = append(sent, of)
			}
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if slices.Equal(sent, []string{tenant}) {
		c.right++
	} else {
		c.wrong = append(c.wrong, "the client of "+tenant+" sent the credential of "+strings.Join(sent, ", "))
	}
	return &http.Response{
		StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header: http.Header{"Content-Type": {"application/json"}}, ContentLength: int64(len(c.answer)),
		Body: io.NopCloser(strings.NewReader(c.answer)),
	}, nil
}
