package pull

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/input"
	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/cmd/guichet/pull/reading"
	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
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
			row := planned{Dataset: d.Name, Command: j.line(d.Name, part.Organisation, q)}
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
			}
			rows = append(rows, row)
		}
	}
	return show(j.r, rows, "command", "dataset", "organisation_id", "rows", "pages", "requests")
}

// line is the command line that reads a list. Its window is that of today's plan,
// whenever the line is run.
func (j *job) line(name string, organisation int64, q result.Query) string {
	var b strings.Builder
	b.WriteString("guichet pull run " + input.Quote(name) + j.r.Messages.Place)
	flag := func(flag, value string) {
		if value != "" {
			b.WriteString(" --" + flag + " " + input.Quote(value))
		}
	}
	out := dataset.FileName(name)
	if organisation != 0 {
		id := strconv.FormatInt(organisation, 10)
		flag("organisation-id", id)
		out += "-" + id
	}
	flag("from", clock(q.Filters.StartsAt.After))
	flag("to", clock(q.Filters.StartsAt.Before))
	flag("fields", strings.Join(q.Fields, ","))
	flag("mask", strings.Join(q.Mask, ","))
	flag("pseudonymise", strings.Join(q.Pseudonyms, ","))
	flag("csv-dialect", q.Dialect)
	if q.Format != "ndjson" {
		flag("format", q.Format)
	}
	if q.Unsafe {
		b.WriteString(" --no-formula-guard")
	}
	if q.Format != "singer" {
		flag("out", out)
	}
	return b.String()
}

// clock is a moment of a window as clocks in Paris show it: a time without an offset is
// accepted for every organisation.
func clock(moment string) string {
	at, err := time.Parse(time.RFC3339, moment)
	if err != nil {
		return ""
	}
	return at.In(paris.Location()).Format(clockLayout)
}
