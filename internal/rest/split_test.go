package rest_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

// FuzzAPageIsSplitAsItIsDecoded reads anything at all as a page in the two ways
// that there are: raw rows and typed ones are the same, or both are refused.
func FuzzAPageIsSplitAsItIsDecoded(f *testing.F) {
	for _, body := range []string{
		`{"things":[{"id":1},{"id":2}],"meta":{"current_page":1,"next_page":null,"total_count":2}}`, `{"things":[]}`, `{"things":null}`, `{}`, `null`, ``,
		`{"things":{"id":1}}`, `{"things":[null]}`, `{"things":[1],"things":[2]}`, `{"meta":{},"things":[ 1 , "é" ]}`, `{"things":[],"meta":[]}`, `{"things":[]}x`,
		`{"Things":[1]}`, `{"things":[1],"metA":{"current_page":1}}`, `{"things":[`,
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		client := offline(t, func(*http.Request) (*http.Response, error) {
			return answer(200, http.Header{"Content-Type": {"application/json"}}, body), nil
		}, guichet.WithRetries(0))
		raw, rawMeta, rawErr := rest.RawRows(t.Context(), client, newCall(rest.Read), "things")
		typed, meta, err := rest.Rows[json.RawMessage](t.Context(), client, newCall(rest.Read), "things")
		if folded(body) {
			return // encoding/json takes Things for things, which the service never writes
		}
		if (rawErr == nil) != (err == nil) || rawMeta != meta {
			t.Fatalf("%q: raw %+v %v, typed %+v %v", body, rawMeta, rawErr, meta, err)
		}
		if diff := cmp.Diff(typed, raw); diff != "" {
			t.Errorf("%q: %s", body, diff)
		}
	})
}

// folded reports whether a name of the envelope is there in another case.
func folded(body string) bool {
	var envelope map[string]json.RawMessage
	_ = json.Unmarshal([]byte(body), &envelope)
	for name := range envelope {
		if name != "things" && name != "meta" {
			return true
		}
	}
	return false
}
