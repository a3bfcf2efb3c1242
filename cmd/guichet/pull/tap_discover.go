package pull

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/cmd/guichet/pull/row"
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
	catalog := singer.Catalog{Streams: []*singer.Stream{}}
	for _, name := range chosen {
		d, err := find(name)
		if err != nil {
			return err
		}
		schema, err := json.Marshal(sent(&d, row.NewChanger(row.Rules{}), new(row.Rules)))
		if err != nil {
			return err
		}
		catalog.Streams = append(catalog.Streams, &singer.Stream{
			ID: d.Name, Name: streamName(&d), KeyProperties: []string{d.Key}, Schema: schema,
			Metadata: t.metadata(&d, slices.Contains(ready, d.Service()) && name != dataset.AnyView),
		})
	}
	text, err := json.MarshalIndent(catalog, "", "  ")
	if err == nil {
		_, err = r.Out.Write(append(text, '\n'))
	}
	return err
}

// metadata says what can be chosen of a stream. Only rdv.rdvs can be read in part.
func (t *tap) metadata(d *dataset.Dataset, byDefault bool) []singer.Metadata {
	marks := &singer.Marks{SelectedByDefault: &byDefault, KeyProperties: []string{d.Key}, Forced: singer.FullTable}
	if d.ByTime {
		marks.Forced, marks.ReplicationMethod, marks.ReplicationKeys = "", t.method, []string{startsAt}
		if t.incremental() {
			marks.ReplicationKey = startsAt
		}
	}
	f := fields{d: d, available: &singer.Marks{Inclusion: "available"}, automatic: &singer.Marks{Inclusion: "automatic"}}
	f.add([]string{}, marks)
	f.below(d.Schema, nil)
	return f.all
}

// fields is what can be chosen of a stream and its fields.
type fields struct {
	d                    *dataset.Dataset
	available, automatic *singer.Marks
	all                  []singer.Metadata
}

func (f *fields) add(breadcrumb []string, marks *singer.Marks) {
	f.all = append(f.all, singer.Metadata{Breadcrumb: breadcrumb, Metadata: marks})
}

// below adds the fields of a schema.
func (f *fields) below(s *dataset.Schema, above []string) {
	for s.Items != nil {
		s, above = s.Items, append(slices.Clip(above), "items")
	}
	for _, p := range s.Properties {
		marks := f.available
		if above == nil && (p.Name == f.d.Key || f.d.ByTime && p.Name == startsAt) {
			marks = f.automatic
		}
		breadcrumb := append(slices.Clip(above), "properties", p.Name)
		f.add(breadcrumb, marks)
		f.below(p.Schema, breadcrumb)
	}
}
