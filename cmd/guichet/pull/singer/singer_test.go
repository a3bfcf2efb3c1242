package singer_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/pull/singer"
)

func TestTheNameOfAStreamIsWrittenAsJSON(t *testing.T) {
	const name = "gopaas.list:\"a\"<é"
	var out bytes.Buffer
	w := singer.NewWriter(&out)
	for _, err := range []error{
		w.Schema(name, map[string]string{"type": "object"}, []string{"cle"}, nil), w.Record([]byte(`{"cle":"1"}`), "2026-11-16T09:00:00Z", 0),
		w.Record([]byte(`{"cle":"1"}`), "2026-11-16T09:00:00Z", 7), w.Activate(7), w.Flush(),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	versions := []int64{}
	for line := range strings.Lines(out.String()) {
		var m struct {
			Stream  string `json:"stream"`
			Version int64  `json:"version"`
		}
		if err := json.Unmarshal([]byte(line), &m); err != nil || m.Stream != name {
			t.Errorf("%s: %v", line, err)
		}
		versions = append(versions, m.Version)
	}
	if !slices.Equal(versions, []int64{0, 0, 7, 7}) {
		t.Errorf("%v", versions)
	}
}

func TestACatalogSelectsWhatItSays(t *testing.T) {
	for _, c := range []struct {
		metadata string
		wanted   bool
		dropped  string
	}{
		{`{}`, false, ""},
		{`{"selected":true}`, true, ""},
		{`{"metadata":[{"breadcrumb":[],"metadata":{"selected-by-default":true}}]}`, true, ""},
		{`{"metadata":[{"breadcrumb":[],"metadata":{"selected-by-default":false}}]}`, false, ""},
		{`{"selected":false,"metadata":[{"breadcrumb":[],"metadata":{"selected-by-default":true}}]}`, false, ""},
		{`{"selected":false,"metadata":[{"breadcrumb":[],"metadata":{"selected":true}}]}`, true, ""},
		{`{"metadata":[{"breadcrumb":["properties","a"],"metadata":{"selected":true}},{"breadcrumb":[],"metadata":{"selected":false,"selected-by-default":true}}]}`, false, ""},
		{`{"selected":true,"metadata":[{"breadcrumb":["properties","a"],"metadata":{"selected":false}},{"breadcrumb":["properties","b","properties","c"],"metadata":{"selected":false}},
			{"breadcrumb":["properties","items","items","properties","properties"],"metadata":{"selected-by-default":false}}]}`, true, "a b.c items.properties"},
		{`{"selected":true,"metadata":[{"breadcrumb":["properties","id"],"metadata":{"selected":false,"inclusion":"automatic"}},{"breadcrumb":["properties","x"],"metadata":{"selected":true,"selected-by-default":false}},
			{"breadcrumb":["properties"],"metadata":{"selected":false}},{"breadcrumb":["other","x"],"metadata":{"selected":false}},{"breadcrumb":["properties","y"],"metadata":{}}]}`, true, ""},
	} {
		var s singer.Stream
		if err := json.Unmarshal([]byte(c.metadata), &s); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(s.Dropped(), " "); got != c.dropped || s.Wanted() != c.wanted {
			t.Errorf("%s: wanted %v, dropped %q", c.metadata, s.Wanted(), got)
		}
	}
}
