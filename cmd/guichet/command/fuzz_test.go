package command_test

import (
	"encoding/json"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/internal/rest"
)

// FuzzAPageIsSplitAsEncodingJSONWould reads anything at all as a page: what is
// given is what encoding/json gives, and what it refuses is refused.
func FuzzAPageIsSplitAsEncodingJSONWould(f *testing.F) {
	for _, page := range []string{
		`{"rdvs":[{"id":1},{"id":2}],"meta":{"current_page":1,"next_page":null,"total_count":2}}`, `{"rdvs":[]}`, `{"rdvs":null}`, `{}`, `null`, ``, `[]`,
		`{"rdvs":{"id":1}}`, `{"rdvs":[null]}`, `{"rdvs":[1],"rdvs":[2]}`, `{"meta":{},"rdvs":[ 1 , "é" ]}`, `{"rdvs":[],"meta":[]}`, `{"rdvs":[]}x`,
		`{"rdvs":[`, `{"rdvs":[{"a":1,"a":"\ud800"}]}`, `{"rdvs":[],"meta":{"total_count":1e3}}`, `{"rdv\u0073":[1]}`, `{"rdvs":[],"meta":null}`,
	} {
		f.Add([]byte(page))
	}
	f.Fuzz(func(t *testing.T, page []byte) {
		if !utf8.Valid(page) {
			return // encoding/json makes two names of one
		}
		rows, meta, err := command.SplitPage(page, "rdvs")
		wanted, wantedMeta, wantedErr := split(page)
		if err != nil {
			if wantedErr == nil {
				t.Fatalf("%q is refused: %v", page, err)
			}
			return
		}
		if wantedErr != nil {
			t.Fatalf("%q gives %q, and should be refused: %v", page, rows, wantedErr)
		}
		if diff := cmp.Diff(wanted, rows); diff != "" || meta != wantedMeta {
			t.Errorf("%q: %+v, not %+v: %s", page, meta, wantedMeta, diff)
		}
	})
}

// split is what SplitPage does, in the words of encoding/json.
func split(page []byte) ([]json.RawMessage, rest.Meta, error) {
	var envelope map[string]json.RawMessage
	rows, meta := []json.RawMessage{}, rest.Meta{}
	err := json.Unmarshal(page, &envelope)
	if err == nil {
		err = json.Unmarshal(envelope["rdvs"], &rows)
	}
	if raw, ok := envelope["meta"]; ok && err == nil {
		err = json.Unmarshal(raw, &meta)
	}
	if err == nil && rows == nil {
		err = errNoRows
	}
	return rows, meta, err
}

var errNoRows = rest.Refuse("it has no rows")
