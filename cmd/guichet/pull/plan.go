package pull

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/input"
	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/cmd/guichet/pull/reading"
	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
	"github.com/guichet-go/guichet/cmd/guichet/pull/row"
	"github.com/guichet-go/guichet/internal/incomparable"
	"github.com/guichet-go/guichet/internal/paris"
)

// planned is what reading one list would take. Rows and pages are null where the
// service does not count.
type planned struct {
	_ incomparable.Field

	Dataset string `json:"dataset"`
	// OrganisationID is null for a list that is not of one organisation.
	OrganisationID *int64 `json:"organisation_id"`
	Rows           *int   `json:"rows"`
	Pages          *int   `json:"pages"`
	Requests       *int   `json:"requests"`
	// Command reads the list.
	Command string `json:"command"`
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
			row := planned{Dataset: d.Name, Command: j.line(d, part.Organisation, q)}
			if part.Organisation != 0 {
				row.OrganisationID = &part.Organisation
			}
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
	return show(j.r, rows, "command", "dataset", "organisation_id", "rows", "pages", "requests")
}

// line is the command line that reads a list. Its window is that of today's plan,
// whenever the line is run.
func (j *job) line(d dataset.Dataset, organisation int64, q result.Query) string {
	id, out, format, fields := "", dataset.FileName(d.Name), q.Format, own(d, q.Fields, false)
	if organisation != 0 {
		id = strconv.FormatInt(organisation, 10)
		out += "-" + id
	}
	switch format {
	case "ndjson":
		format = "" // the default
	case "singer":
		out = ""
	}
	if fields == "" && q.Fields != nil {
		fields = d.Key // every dataset keeps it
	}
	line := "guichet pull run " + input.Quote(d.Name) + j.r.Messages.Place
	for _, flag := range [...][2]string{
		{"organisation-id", id}, {"from", clock(q.Filters.StartsAt.After)}, {"to", clock(q.Filters.StartsAt.Before)},
		{"fields", fields}, {"mask", own(d, q.Mask, true)}, {"pseudonymise", own(d, q.Pseudonyms, true)},
		{"format", format}, {"csv-dialect", q.Dialect}, {"out", out},
	} {
		if flag[1] != "" {
			line += " --" + flag[0] + " " + input.Quote(flag[1])
		}
	}
	if q.Unsafe {
		line += " --no-formula-guard"
	}
	return line
}

// own are those of some names that a dataset has: a command line with others would be
// refused. deep says that a name counts at every depth.
func own(d dataset.Dataset, names []string, deep bool) string {
	paths := d.Schema.Paths()
	return strings.Join(slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		return !d.Open && !slices.ContainsFunc(paths, func(path string) bool { return path == name || deep && row.Named([]string{name}, path) })
	}), ",")
}

// clock is a moment of a window as clocks in Paris show it: a time without an offset is
// accepted for every organisation.
func clock(moment string) string {
	at, err := time.Parse(time.RFC3339, moment)
	if err != nil {
		return ""
	}
	return at.In(paris.Location()).Format("2006-01-02T15:04:05")
}
