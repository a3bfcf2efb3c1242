package rest_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rawjson"
	"github.com/guichet-go/guichet/internal/rest"
)

// pageMeta is what a service could say of a list.
type pageMeta struct {
	CurrentPage int `json:"current_page"`
	NextPage    int `json:"next_page"`
	PrevPage    int `json:"prev_page"`
	TotalPages  int `json:"total_pages"`
	TotalCount  int `json:"total_count"`
}

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
		raw, rawMeta, rawErr := rest.RawRows[pageMeta](t.Context(), client, newCall(rest.Read), "things")
		typed, meta, err := rest.Rows[json.RawMessage, pageMeta](t.Context(), client, newCall(rest.Read), "things")
		if (rawErr == nil) != (err == nil) || rawMeta != meta {
			t.Fatalf("%q: raw %+v %v, typed %+v %v", body, rawMeta, rawErr, meta, err)
		}
		if diff := cmp.Diff(typed, raw); diff != "" {
			t.Errorf("%q: %s", body, diff)
		}
	})
}

// FuzzAPageIsSplitAsEncodingJSONWould reads anything at all as a page: what is given
// is what encoding/json gives, and what it refuses is refused. Names that stand twice
// and rows that are not objects are refused as well.
func FuzzAPageIsSplitAsEncodingJSONWould(f *testing.F) {
	for _, page := range []string{
		`{"rdvs":[{"id":1},{"id":2}],"meta":{"current_page":1,"next_page":null,"total_count":2}}`, `{"rdvs":[]}`, `{"rdvs":null}`, `{}`, `null`, ``, `[]`,
		`{"rdvs":{"id":1}}`, `{"rdvs":[null]}`, `{"rdvs":[1],"rdvs":[2]}`, `{"meta":{},"rdvs":[ {"a":"é"} , {} ]}`, `{"rdvs":[],"meta":[]}`, `{"rdvs":[]}x`,
		`{"rdvs":[`, `{"rdvs":[{"a":1,"a":"\ud800"}]}`, `{"rdvs":[],"meta":{"total_count":1e3}}`, `{"rdv\u0073":[{}]}`, `{"rdvs":[],"meta":null}`, `{"rdvs":[{"a":"\ud800"}]}`,
	} {
		f.Add([]byte(page))
	}
	f.Fuzz(func(t *testing.T, page []byte) {
		if !utf8.Valid(page) {
			return // encoding/json makes two names of one
		}
		rows, _, meta, err := rest.SplitPage[pageMeta](page, "rdvs", "starts_at")
		wanted, wantedMeta, wantedErr := split(page)
		if wantedErr == nil && rawjson.Check(page) != nil {
			wantedErr = rawjson.ErrTwice
		}
		if (err == nil) != (wantedErr == nil) {
			t.Fatalf("%q gives %q %v, and not %v", page, rows, err, wantedErr)
		}
		if err != nil {
			return
		}
		if diff := cmp.Diff(wanted, rows); diff != "" || meta != wantedMeta {
			t.Errorf("%q: %+v, not %+v: %s", page, meta, wantedMeta, diff)
		}
	})
}

// split is what SplitPage does, in the words of encoding/json.
func split(page []byte) ([]json.RawMessage, pageMeta, error) {
	var envelope map[string]json.RawMessage
	rows, meta := []json.RawMessage{}, pageMeta{}
	err := json.Unmarshal(page, &envelope)
	if err == nil {
		err = json.Unmarshal(envelope["rdvs"], &rows)
	}
	if raw, ok := envelope["meta"]; ok && err == nil {
		var fields map[string]json.RawMessage // whose names count in their own case
		err = json.Unmarshal(raw, &fields)
		for name, into := range map[string]*int{
			"current_page": &meta.CurrentPage, "next_page": &meta.NextPage, "prev_page": &meta.PrevPage,
			"total_pages": &meta.TotalPages, "total_count": &meta.TotalCount,
		} {
			if value, ok := fields[name]; ok && err == nil {
				err = json.Unmarshal(value, into)
			}
		}
	}
	if err == nil && (rows == nil || slices.ContainsFunc(rows, func(row json.RawMessage) bool { return row[0] != '{' })) {
		err = errNoRows
	}
	return rows, meta, err
}

var errNoRows = errors.New("it has no rows")
