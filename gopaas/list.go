package gopaas

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
)

// Lists reads the rows of views. A view is made in the application: it fixes
// the columns, the conditions and the order, and a query can only narrow it.
type Lists struct{ service }

// ListQuery narrows a view. The zero value asks for what the view gives by
// itself in one request.
type ListQuery struct {
	// Search is a filter on columns.
	Search Search
	// Text is looked up in every column.
	Text string
	// OnlyVisible leaves out the columns that the view hides.
	OnlyVisible bool
	// Columns asks for the description of the columns: ListPage.Column or
	// Report.Column.
	Columns bool
	// ColumnsCompat sends the header "colums" too, as the vendor's example
	// spells it.
	ColumnsCompat bool
	// Page asks for one page, by its number; whether the first is 0 or 1 is not
	// documented.
	Page guichet.Opt[int]
	// RowsPerPage has Rows page through the list, so many rows at a time. The
	// service may give fewer.
	RowsPerPage int
	// FirstPage is the number of the first page. When it is not set, Rows finds
	// out whether it is 0 or 1, which takes one request, and two or more when the
	// service refuses page 0.
	FirstPage guichet.Opt[int]
	// MaxPages ends Rows with ErrIncomplete after so many requests; 0 is 10,000.
	MaxPages int
	// Report, when set, is kept up to date while Rows reads. It is used by one
	// reading at a time.
	Report *Report
}

// ListPage is one answer.
type ListPage struct {
	Rows []Row // the rows, in the order of the view
	// Column describes the columns, in a form that is not documented; nil when
	// it was not asked for or not sent.
	Column json.RawMessage
	// Total is the number of rows that the answer gives for the whole list, -1
	// when it gives none, which is what the documentation lets expect.
	Total int
	// Raw is the whole answer.
	Raw json.RawMessage
}

// Page performs exactly one request and returns what it gives: the page that
// the query names, or what the view gives by itself. The answer is an array of
// rows, or an object that has one called rows, items or data; anything else is
// ErrUnusableAnswer and names the shape.
//
// API: GET /api/list/{view}/
//
// API: GET /api/oauth2/list/{view}/
func (s Lists) Page(ctx context.Context, view string, q ListQuery, options ...guichet.CallOption) (*ListPage, error) {
	return ask(ctx, s.core, s.call("Lists.Page", view, q).Apply(options), func(body []byte) (*ListPage, error) {
		page, err := extract(body)
		if err == nil {
			page.Raw = bytes.Clone(body)
		}
		return page, err
	})
}

func (s Lists) call(op, view string, q ListQuery) *rest.Call {
	call := rest.NewCall(rest.Read, op, s.core.route(http.MethodGet, "/list/{view}/"), view)
	call.Header = q.header()
	return call.Check(checkName("view", view), q.check())
}

// header is the query as the service takes it: in headers, one value each.
func (q ListQuery) header() http.Header {
	h := http.Header{}
	set := func(name, value string, when bool) {
		if when {
			h.Set(name, value)
		}
	}
	number, paged := q.Page.Value()
	set("advancedSearch", q.Search.text, q.Search.text != "")
	set("textSearch", q.Text, q.Text != "")
	set("onlyVisible", "on", q.OnlyVisible)
	set("columns", "on", q.Columns || q.ColumnsCompat)
	set("colums", "on", q.ColumnsCompat)
	set("page", strconv.Itoa(number), paged)
	set("rowPerPage", strconv.Itoa(q.RowsPerPage), q.RowsPerPage != 0)
	return h
}

// check refuses a query before it is sent.
func (q ListQuery) check() error {
	if q.Search.err != nil {
		return q.Search.err
	}
	if err := checkHeaderValue("advancedSearch", q.Search.text); err != nil {
		return err
	}
	if err := checkHeaderValue("textSearch", q.Text); err != nil {
		return err
	}
	number, _ := q.Page.Value()
	first, _ := q.FirstPage.Value()
	for _, n := range []struct {
		name  string
		value int
	}{{"page", number}, {"rowPerPage", q.RowsPerPage}, {"FirstPage", first}, {"MaxPages", q.MaxPages}} {
		if n.value < 0 {
			return rest.Invalid(n.name, refusal.New("negative", "%d is negative", n.value))
		}
	}
	return nil
}
