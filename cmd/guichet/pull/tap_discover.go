package pull

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/cmd/guichet/pull/singer"
)

// discover prints the catalog. It asks nothing of any service. Selected by default is
// what can be read: of the services that there is a credential for, or of all when there
// is none.
func (f *runFlags) discover(ctx context.Context, r *command.Run, t *tap) error {
	chosen := f.names
	if len(chosen) == 0 {
		chosen = dataset.Names()
	}
	ready := dataset.Ready(ctx, r)
	catalog := singer.Catalog{Streams: []singer.Stream{}}
	for _, name := range chosen {
		d, err := find(name)
		if err != nil {
			return err
		}
		schema, err := json.Marshal(sent(d, func(_ string, f *dataset.Schema) *dataset.Schema {
			if d.Open {
				f.Types = dataset.Types{"string", "null"}
			}
			return f
		}))
		if err != nil {
			return err
		}
		catalog.Streams = append(catalog.Streams, singer.Stream{
			ID: d.Name, Name: d.Name, KeyProperties: []string{d.Key}, Schema: schema,
			Metadata: t.metadata(d, slices.Contains(ready, d.Service()) && name != dataset.AnyView),
		})
	}
	text, err := json.MarshalIndent(catalog, "", "  ")
	if err == nil {
		_, err = r.Out.Write(append(text, '\n'))
	}
	return err
}

// metadata says what can be chosen of a stream. Only rdv.rdvs can be read in part.
func (t *tap) metadata(d dataset.Dataset, byDefault bool) []singer.Metadata {
	marks := singer.Marks{SelectedByDefault: &byDefault, KeyProperties: []string{d.Key}, Forced: singer.FullTable}
	automatic := []string{d.Key}
	if d.ByTime {
		marks.Forced, marks.ReplicationMethod, marks.ReplicationKeys = "", t.method, []string{startsAt}
		automatic = append(automatic, startsAt)
		if t.incremental() {
			marks.ReplicationKey = startsAt
		}
	}
	return fields([]singer.Metadata{{Breadcrumb: []string{}, Metadata: marks}}, d.Schema, nil, automatic)
}

// fields appends what can be chosen of the fields of a schema.
func fields(all []singer.Metadata, s *dataset.Schema, above, automatic []string) []singer.Metadata {
	for s.Items != nil {
		s, above = s.Items, append(slices.Clip(above), "items")
	}
	for _, p := range s.Properties {
		marks := singer.Marks{Inclusion: "available"}
		if above == nil && slices.Contains(automatic, p.Name) {
			marks.Inclusion = "automatic"
		}
		breadcrumb := append(slices.Clip(above), "properties", p.Name)
		all = fields(append(all, singer.Metadata{Breadcrumb: breadcrumb, Metadata: marks}), p.Schema, breadcrumb, automatic)
	}
	return all
}
