package dataset

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

func TestASchemaIsMadeFromTheTypeOfTheRows(t *testing.T) {
	type inner struct {
		ID    int64               `json:"id"`
		Day   rdvsolidarites.Date `json:"day"`
		Token guichet.Secret      `json:"token"`
	}
	type row struct {
		ID      int64                 `json:"id"`
		UUID    string                `json:"uuid"`
		At      rdvsolidarites.Time   `json:"at"`
		Limit   guichet.Opt[int]      `json:"limit"`
		Open    bool                  `json:"open"`
		Status  rdvsolidarites.Status `json:"status"`
		Inner   *inner                `json:"inner"`
		Several []inner               `json:"several"`
		Parent  *row                  `json:"parent"`
		Own     string                // not a field of the service
	}
	got, err := json.Marshal(schemaOf((*row)(nil), "id"))
	if err != nil {
		t.Fatal(err)
	}
	const below = `"properties":{"id":{"type":["integer","null"]},"day":{"type":["string","null"],"format":"date"},"token":{"type":["string","null"]}}`
	const fields = `"uuid":{"type":["string","null"],"format":"uuid"},"at":{"type":["string","null"]},"limit":{"type":["integer","null"]},` +
		`"open":{"type":["boolean","null"]},"status":{"type":["string","null"]},"inner":{"type":["object","null"],` + below + `},` +
		`"several":{"type":["array","null"],"items":{"type":"object",` + below + `}}`
	const want = `{"type":"object","properties":{"id":{"type":"integer"},` + fields +
		`,"parent":{"type":["object","null"],"properties":{"id":{"type":["integer","null"]},` + fields + `}}},"required":["id"]}`
	if string(got) != want {
		t.Errorf("it is\n%s\nand not\n%s", got, want)
	}
}

// TestEveryDatasetHasItsKeyAndItsColumnsInItsSchema also reads the document back.
func TestEveryDatasetHasItsKeyAndItsColumnsInItsSchema(t *testing.T) {
	for _, d := range All() {
		paths := d.Schema.Paths()
		for _, column := range append([]string{d.Key}, d.Columns...) {
			if !slices.Contains(paths, column) {
				t.Errorf("%s has no field %s", d.Name, column)
			}
		}
		var document struct {
			Title      string          `json:"title"`
			Version    int             `json:"x-guichet-version"`
			Properties json.RawMessage `json:"properties"`
			Required   []string        `json:"required"`
		}
		err := json.Unmarshal(d.Document(), &document)
		if err != nil || document.Title != d.Name || document.Version != d.Version || len(document.Properties) == 0 || !slices.Equal(document.Required, []string{d.Key}) && !d.Open {
			t.Errorf("%s: %+v (%v)", d.Name, document, err)
		}
	}
}

func TestASchemaThatIsMappedLeavesTheOriginalAsItIs(t *testing.T) {
	d, _ := Find("rdv.motifs")
	before := d.Schema.Paths()
	changed := d.Schema.Map(func(path string, s *Schema) *Schema {
		if path == "motif_category.name" || path == "name" {
			return nil
		}
		return s
	})
	want := slices.DeleteFunc(slices.Clone(before), func(path string) bool { return path == "motif_category.name" || path == "name" })
	if !reflect.DeepEqual(changed.Paths(), want) || !reflect.DeepEqual(d.Schema.Paths(), before) {
		t.Errorf("%q", changed.Paths())
	}
}
