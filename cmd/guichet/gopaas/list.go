package gopaas

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/gopaas"
	"github.com/guichet-go/guichet/internal/joined"
	"github.com/spf13/cobra"
)

// defaultRows is the size of the pages in which a whole view is read.
const defaultRows = 100

// query is what a person asks of a view.
type query struct {
	search, text         string
	where                []string
	onlyVisible, columns bool
	page, rows           guichet.Opt[int]
}

func listCommand(e *command.Env) *cobra.Command {
	var q query
	var asked gopaas.ListQuery
	cmd := (&list{
		Short: message.GoPaaSList, Noun: message.NounRecord, ID: []string{"cle"},
		Args:  []command.Arg{{Name: "VIEW", Text: true, Suggest: Views}},
		Flags: func(f *command.Flags) { q.flags(f) },
		Check: func(*command.Run) (err error) {
			asked, err = q.listQuery()
			return err
		},
		Rows: func(ctx context.Context, c client, in command.Input) (command.Rows, *guichet.Report) {
			rows, report := c.rows(ctx, in.Text(0), asked)
			return rows, &report.Report
		},
	}).Command(e, read)
	plain := cmd.RunE
	described := e.Runs(func(ctx context.Context, r *command.Run, args []string) error {
		switch format := r.Settings.Output; {
		case len(args) == 1 && (r.Settings.JQ != "" || format == "json" || format == "ndjson" || format == "yaml"):
			return r.Into(cmd.Flag("out").Value.String(), func() error { return q.describe(ctx, r, args[0]) })
		}
		r.Notice(message.NoticeColumnsInJSON)
		return plain(cmd, args)
	})
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if q.columns {
			return described(cmd, args)
		}
		return plain(cmd, args)
	}
	return cmd
}

func (q *query) flags(f *command.Flags) {
	count := func(text string) (guichet.Opt[int], error) {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			return guichet.Opt[int]{}, message.Fail(message.ErrNegative, text)
		}
		return guichet.Set(n), nil
	}
	f.Text(&q.search, "search", message.FlagSearch)
	f.Text(&q.text, "text", message.FlagTextSearch)
	f.Each("where", message.PlaceCondition, message.FlagWhere, func(text string) error {
		q.where = append(q.where, text)
		return nil
	})
	f.Switch(&q.onlyVisible, "only-visible", message.FlagOnlyVisible)
	f.Switch(&q.columns, "with-columns", message.FlagWithColumns)
	command.Value(f, &q.page, "page", message.PlaceNumber, count, message.FlagPage)
	command.Value(f, &q.rows, "rows", message.PlaceNumber, count, message.FlagRows)
}

// filter is --search and every --where together.
func (q *query) filter() (gopaas.Search, error) {
	all := gopaas.RawSearch(q.search)
	if q.search != "" && len(q.where) > 0 && !strings.HasSuffix(q.search, "|") {
		return all, exit.Usage.New(message.ErrSearchOpen)
	}
	for _, text := range q.where {
		at := strings.IndexAny(text, "~=")
		if at < 1 {
			return all, exit.Usage.New(message.ErrCondition, text)
		}
		field, value := text[:at], text[at+1:]
		switch {
		case strings.Contains(text, "|"):
			return all, exit.Rejected.New(message.ErrConditionBar, text).WithHint(message.HintSearch)
		case strings.HasPrefix(strings.TrimSpace(value), "$$"):
			return all, exit.Rejected.New(message.ErrConditionExpression, field).WithHint(message.HintSearch)
		case text[at] == '~':
			all = all.And(gopaas.Contains(field, value))
		default:
			all = all.And(gopaas.Equals(field, value))
		}
	}
	return all, nil
}

// listQuery is the query as the SDK takes it. A whole view is read page by
// page, since nothing says that what it gives by itself is all of it.
func (q *query) listQuery() (gopaas.ListQuery, error) {
	filter, err := q.filter()
	out := gopaas.ListQuery{Search: filter, Text: q.text, OnlyVisible: q.onlyVisible, Columns: q.columns, Page: q.page}
	_, one := q.page.Value()
	size, given := q.rows.Value()
	if !given && !one {
		size = defaultRows
	}
	out.RowsPerPage = size
	return out, err
}

// rows reads a view. The end of a list that is incomplete is an error only where
// [Client.listFailure] makes it one.
func (c *Client) rows(ctx context.Context, view string, q gopaas.ListQuery) (command.Rows, *gopaas.Report) {
	q.Report = &gopaas.Report{Report: guichet.Report{Total: -1}}
	return func(yield func(json.RawMessage, error) bool) {
		first := true
		for row, err := range c.Lists.Rows(ctx, view, q) {
			if first && err == nil {
				first = false
				c.Seen(view)
			}
			if err != nil {
				if err = c.listFailure(err, q.Report); err == nil {
					return
				}
			}
			if !yield(row.Raw, err) {
				return
			}
		}
	}, q.Report
}

// listFailure says what to do about a list that does not end. The end of a list
// that is incomplete is no failure unless --strict asks for it: when the list
// changed it is said here, and the caller says when the total does not agree.
func (c *Client) listFailure(err error, read *gopaas.Report) error {
	switch {
	case errors.Is(err, guichet.ErrStuck):
		return exit.Service.New(message.ErrStuck).WithHint(message.HintPagesRepeat)
	case !errors.Is(err, guichet.ErrIncomplete):
		return err
	case read.End == gopaas.EndCap:
		return exit.Partial.New(message.ErrTooManyPages, read.Unique)
	case read.Completeness == gopaas.CompletenessPartial:
		return nil
	case c.run.Settings.Strict:
		return exit.Partial.New(message.ErrListChanged, read.Unique)
	}
	c.run.Say(c.run.Messages.Text(message.ErrListChanged, read.Unique))
	return nil
}

// describe shows the rows together with the description of the columns, as the
// service does: one object with rows and column.
func (q *query) describe(ctx context.Context, r *command.Run, view string) error {
	asked, err := q.listQuery()
	if err != nil {
		return err
	}
	out, err := r.Writer(nil, nil)
	if err != nil {
		return err
	}
	c, err := read(ctx, r)
	if err != nil {
		return err
	}
	object, shown, cut := []byte(`{"rows":[`), 0, false
	rows, report := c.rows(ctx, view, asked)
	var failed error
	if rows, err = r.Sorted(rows, []string{"cle"}, func(err error) { failed = err }); err != nil {
		return err
	}
	for row, err := range rows {
		if err != nil {
			return err
		}
		if limit := r.Settings.Limit; limit > 0 && shown == limit {
			cut = true
			break
		}
		if shown++; shown > 1 {
			object = append(object, ',')
		}
		object = append(object, row...)
	}
	if failed != nil {
		return failed
	}
	column := report.Column
	if column == nil {
		column = json.RawMessage("null")
	}
	object = append(append(append(object, `],"column":`...), column...), '}')
	if err := joined.Errors(out.One(object), out.Close()); err != nil {
		return err
	}
	return r.Complete(&report.Report, shown, cut)
}
