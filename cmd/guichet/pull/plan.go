package pull

import (
	"context"
	"encoding/json"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/cmd/guichet/pull/reading"
)

// planned is what reading one list would take. Rows and pages are null where the
// service does not count.
type planned struct {
	Dataset  string `json:"dataset"`
	Part     string `json:"part"`
	Rows     *int   `json:"rows"`
	Pages    *int   `json:"pages"`
	Requests *int   `json:"requests"`
}

// plan asks for the totals and shows what a run would do.
func (j *job) plan(ctx context.Context) error {
	if err := j.open(ctx); err != nil {
		return err
	}
	var rows []planned
	for _, d := range j.datasets {
		q := j.queryOf(d)
		parts, err := j.sources[d.Service()].Parts(ctx, d, dataset.Filter{OrganisationIDs: q.Filters.OrganisationIDs})
		if err != nil {
			return err
		}
		for _, part := range parts {
			row := planned{Dataset: d.Name, Part: part.Name}
			if part.Page != nil {
				first, err := part.Page(ctx, windowOf(q.Filters.StartsAt), 1)
				if err != nil {
					return err
				}
				requests := reading.Requests(first.Total, part.Windowed)
				if first.Total >= 0 {
					row.Rows, row.Pages, row.Requests = &first.Total, &first.Pages, &requests
				}
			}
			rows = append(rows, row)
		}
	}
	return show(j.r, rows, "part", "dataset", "part", "rows", "pages", "requests")
}

// show prints rows of this program's own, in the format of the settings.
func show[T any](r *command.Run, rows []T, id string, columns ...string) error {
	out, err := r.Writer(columns, []string{id})
	if err != nil {
		return err
	}
	for _, row := range rows {
		encoded, err := json.Marshal(row)
		if err != nil {
			return err
		}
		if err := out.Row(encoded); err != nil {
			return err
		}
	}
	return out.Close()
}
