package gopaas

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"strconv"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/gopaas"
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
	cmd := list{
		Short: message.GoPaaSList, Args: []command.Arg{arg("VIEW")}, ID: []string{"cle"},
		Flags: func(f *command.Flags) { q.flags(f) },
		Check: func(r *command.Run) error {
			_, err := q.filter(r)
			return err
		},
		Rows: func(ctx context.Context, c client, in command.Input, options ...guichet.CallOption) iter.Seq2[json.RawMessage, error] {
			return q.all(ctx, c, in.Text(0), options)
		},
	}.Command(e, read)
	plain := cmd.RunE
	described := e.Runs(func(ctx context.Context, r *command.Run, args []string) error {
		switch format := r.Settings.Output; {
		case len(args) == 1 && (r.Settings.JQ != "" || format == "json" || format == "ndjson" || format == "yaml"):
			return q.describe(ctx, r, args[0])
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
func (q *query) filter(r *command.Run) (gopaas.Search, error) {
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
func (q *query) listQuery(r *command.Run) (gopaas.ListQuery, error) {
	filter, err := q.filter(r)
	out := gopaas.ListQuery{
		Search: filter, Text: q.text, OnlyVisible: q.onlyVisible, Columns: q.columns, Page: q.page, Report: new(gopaas.Report),
	}
	_, one := q.page.Value()
	size, given := q.rows.Value()
	if !given && !one {
		size = defaultRows
	}
	out.RowsPerPage = size
	return out, err
}

// all reads the rows, and keeps the report of the output up to date.
func (q *query) all(ctx context.Context, c client, view string, options []guichet.CallOption) iter.Seq2[json.RawMessage, error] {
	return func(yield func(json.RawMessage, error) bool) {
		asked, err := q.listQuery(c.run)
		if err != nil {
			yield(nil, err)
			return
		}
		shown := command.Chosen(options).Report
		if shown == nil {
			shown = new(guichet.Report)
		}
		for row, err := range c.Lists.Rows(ctx, view, asked, options...) {
			turned := asked.Report.Pages != shown.Pages
			copyReport(shown, asked.Report)
			if turned && shown.OnPage != nil {
				shown.OnPage()
			}
			if err = c.listFailure(err, asked.Report); err == nil && row.Raw == nil {
				break // what is missing was said, or the totals say it
			}
			if !yield(row.Raw, err) || err != nil {
				return
			}
		}
		copyReport(shown, asked.Report)
	}
}

func copyReport(shown *guichet.Report, read *gopaas.Report) {
	shown.Pages, shown.Rows, shown.Unique, shown.Total = read.Pages, read.Rows+read.Repeated, read.Rows, read.Total
}

// listFailure says what to do about a list that does not end. The end of a list
// that is incomplete is no failure unless --strict asks for it: when the list
// changed it is said here, and the caller says when the total does not agree.
func (c *Client) listFailure(err error, read *gopaas.Report) error {
	text := c.run.Messages.Text
	switch {
	case errors.Is(err, guichet.ErrStuck):
		return exit.Service.New(message.ErrStuck).WithHint(message.HintPagesRepeat)
	case !errors.Is(err, guichet.ErrIncomplete):
		return err
	case read.End == gopaas.EndCap:
		return exit.Partial.New(message.ErrTooManyPages, read.Rows)
	case read.Completeness == gopaas.CompletenessPartial:
		return nil
	case c.run.Settings.Strict:
		return exit.Partial.New(message.ErrListChanged, read.Rows)
	}
	c.run.Say(text(message.ErrListChanged, read.Rows))
	return nil
}

// describe shows the rows together with the description of the columns, as the
// service does: one object with rows and column.
func (q *query) describe(ctx context.Context, r *command.Run, view string) error {
	if _, err := q.filter(r); err != nil {
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
	asked, err := q.listQuery(r)
	if err != nil {
		return err
	}
	object, shown := []byte(`{"rows":[`), 0
	for row, err := range c.Lists.Rows(ctx, view, asked) {
		if err = c.listFailure(err, asked.Report); err != nil {
			return err
		}
		if row.Raw == nil {
			break
		}
		if limit := r.Settings.Limit; limit > 0 && shown == limit {
			break
		}
		if shown++; shown > 1 {
			object = append(object, ',')
		}
		object = append(object, row.Raw...)
	}
	column := asked.Report.Column
	if column == nil {
		column = json.RawMessage("null")
	}
	object = append(append(append(object, `],"column":`...), column...), '}')
	if err := errors.Join(out.One(object), out.Close()); err != nil {
		return err
	}
	return incomplete(r, asked.Report, shown)
}

// incomplete says that what was shown cannot be shown to be everything.
func incomplete(r *command.Run, read *gopaas.Report, shown int) error {
	if read.Completeness == gopaas.CompletenessComplete || read.Total == shown {
		return nil
	}
	text := message.Fail(message.NoticeTotalUnknown, shown)
	switch {
	case read.Total >= 0 && read.Completeness == gopaas.CompletenessPartial && read.End != gopaas.EndSingle:
		text = message.Fail(message.NoticeIncomplete, shown, read.Total)
	case read.Total >= 0:
		text = message.Fail(message.NoticeCutShort, shown, read.Total)
	}
	if r.Settings.Strict {
		return exit.Partial.Wrap(text)
	}
	r.Say(text.In(r.Messages))
	return nil
}
