package pull

import (
	"context"

	"github.com/guichet-go/guichet/cmd/guichet/pull/reading"
	"github.com/guichet-go/guichet/internal/incomparable"
)

// planned is what reading one list would take. Rows and pages are null where the
// service does not count.
type planned struct {
	_ incomparable.Field

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
		parts, err := j.parts(ctx, d, q)
		if err != nil {
			return err
		}
		for _, part := range parts {
			row := planned{Dataset: d.Name, Part: part.Name}
			if part.Page != nil {
				first, err := part.Page(ctx, q.Filters.StartsAt.Window(), 1)
				if err != nil {
					return err
				}
				if first.Total >= 0 {
					requests := reading.Requests(first.Total, part.Windowed)
					row.Rows, row.Pages, row.Requests = &first.Total, &first.Pages, &requests
				}
			} else if d.Strategy() == "answer" {
				one := 1
				row.Pages, row.Requests = &one, &one
			}
			rows = append(rows, row)
		}
	}
	return show(j.r, rows, "part", "dataset", "part", "rows", "pages", "requests")
}
