package rest_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

// unframed answers without a length, as if the end of the connection were the
// end of the answer.
func unframed(body string) roundTrip {
	return func(*http.Request) (*http.Response, error) {
		resp := answer(http.StatusOK, http.Header{"Content-Type": {"application/json"}}, body)
		resp.ContentLength = -1
		return resp, nil
	}
}

// TestTruncatedJSONIsABrokenAnswerAtEveryByte cuts inside characters, escapes, literals
// and numbers too.
func TestTruncatedJSONIsABrokenAnswerAtEveryByte(t *testing.T) {
	const whole = `{"thing":{"name":"\u00c9lise\n É€😀","on":[true,false,null],"n":-1.5e3}}`
	for end := range len(whole) {
		client := open(t, "http://127.0.0.1", guichet.WithHTTPClient(&http.Client{Transport: unframed(whole[:end])}), guichet.WithRetries(1))
		_, err := rest.One[map[string]any](t.Context(), client, rest.NewCall(rest.Read, "Things.Get", "GET /thing"), "thing")
		var e *guichet.Error
		if !errors.As(err, &e) || e.Kind != guichet.ErrNetwork || e.Sent != guichet.MaybeSent || e.Attempts != 2 {
			t.Errorf("%s: %v", whole[:end], err)
		}
		_, err = rest.One[map[string]any](t.Context(), client, rest.NewCall(rest.Write, "Things.Create", "POST /thing"), "thing")
		if !errors.Is(err, guichet.ErrUnknownOutcome) {
			t.Errorf("%s, answering a write: %v", whole[:end], err)
		}
	}
}

func TestInvalidJSONIsUnusable(t *testing.T) {
	for _, body := range []string{`{"thing":{"name":"\u00zz"}}`, `{"thing":tru}`, `{"thing":{}}}`, `{"thing":7}`} {
		client := open(t, "http://127.0.0.1", guichet.WithHTTPClient(&http.Client{Transport: unframed(body)}))
		_, err := rest.One[map[string]any](t.Context(), client, rest.NewCall(rest.Read, "Things.Get", "GET /thing"), "thing")
		if !errors.Is(err, guichet.ErrUnusableAnswer) {
			t.Errorf("%s: %v", body, err)
		}
	}
}

// TestAnAnswerWithoutALengthIsUsableOnlyIfItIsJSON relies on JSON showing where it
// ends.
func TestAnAnswerWithoutALengthIsUsableOnlyIfItIsJSON(t *testing.T) {
	for _, c := range []struct {
		name, body string
		kind       error // nil for a good answer
		change     func(*http.Response)
	}{
		{"JSON", `[1,2]`, nil, nil},
		{"JSON behind a byte order mark", "\ufeff[1,2]\n", nil, nil},
		{"a table", "id;nom\n7;Marchand\n", guichet.ErrUnusableAnswer, nil},
		{"nothing", "", guichet.ErrNetwork, nil},
		{"nothing, said to be nothing", "", nil, func(r *http.Response) { r.StatusCode = http.StatusNoContent }},
		{"a table in chunks", "id;nom\n", nil, func(r *http.Response) { r.TransferEncoding = []string{"chunked"} }},
		{"nothing in chunks", "", nil, func(r *http.Response) { r.TransferEncoding = []string{"chunked"} }},
		{"a table over HTTP/2", "id;nom\n", nil, func(r *http.Response) { r.ProtoMajor = 2 }},
		{"a table that was compressed", "id;nom\n", nil, func(r *http.Response) { r.Uncompressed = true }},
	} {
		way := roundTrip(func(r *http.Request) (*http.Response, error) {
			resp, err := unframed(c.body)(r)
			if c.change != nil {
				c.change(resp)
			}
			return resp, err
		})
		client := open(t, "http://127.0.0.1", guichet.WithHTTPClient(&http.Client{Transport: way}))
		var text []byte
		err := client.Do(t.Context(), rest.NewCall(rest.Read, "Do", "GET /table"), rest.Into(&text))
		if !errors.Is(err, c.kind) || err == nil && string(text) != strings.TrimPrefix(c.body, "\ufeff") {
			t.Errorf("%s: %q, %v", c.name, text, err)
		}
		if err := client.Do(t.Context(), rest.NewCall(rest.Read, "Do", "GET /table"), rest.Into(nil)); err != nil {
			t.Errorf("%s, of which nothing is wanted: %v", c.name, err)
		}
	}
}

func TestARawMessageKeepsItsBytes(t *testing.T) {
	client := open(t, "http://127.0.0.1", guichet.WithHTTPClient(&http.Client{Transport: unframed(` {"a": 1.0}`)}))
	var raw json.RawMessage
	if err := client.Do(t.Context(), rest.NewCall(rest.Read, "Do", "GET /a"), rest.Into(&raw)); err != nil || string(raw) != ` {"a": 1.0}` {
		t.Errorf("it gave %s, %v", raw, err)
	}
}
