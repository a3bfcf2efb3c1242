package gopaas

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/joined"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
)

const defaultBatch = 100

// PushOptions say how rows are pushed. The zero value is the careful way.
type PushOptions struct {
	// Batch is the number of rows in one request; 0 is 100. The service's limit
	// is not documented.
	Batch int
	// AllowMissingCle sends rows without a key (cle), which the vendor no longer
	// documents. Such a row cannot safely be pushed again.
	AllowMissingCle bool
	// AllowExpressions sends values that begin with $$, which the service may
	// run as expressions ($$NULL clears a field).
	AllowExpressions bool
	// ContinueAfterFailure goes on with the next batch after one that failed,
	// unless it failed for want of a credential or because the context ended.
	ContinueAfterFailure bool
	// OnBatch, when set, is told about each batch after it was sent or given
	// up. An error ends the push.
	OnBatch func(Batch) error
}

// Outcome is what became of a batch.
type Outcome string

// The outcomes of a batch. The service says nothing of single rows, so that all
// the rows of a batch share its outcome.
const (
	// OutcomeWritten: the service answered with success.
	OutcomeWritten Outcome = "written"
	// OutcomeNotWritten: it was not sent, or refused before it was processed.
	OutcomeNotWritten Outcome = "not_written"
	// OutcomeUnknown: it was sent, and some or all of it may have been written.
	OutcomeUnknown Outcome = "unknown"
)

// PushedRow identifies a row.
type PushedRow struct {
	// Number is its place among the rows given to Push, from 1.
	Number int `json:"row"`
	// Cle is its key, "" when it has none.
	Cle string `json:"cle"`
}

// Batch is what became of one request.
type Batch struct {
	// Number of the batch, from 1.
	Number int
	// Rows are the rows of the batch.
	Rows []PushedRow
	// Outcome is what became of them.
	Outcome Outcome
	// Answer is the service's own answer, nil when the batch failed.
	Answer json.RawMessage
	// Err is why the batch failed.
	Err error
}

// PushReport says of every row what became of it. Each row is in exactly one of
// the lists, in the order of the rows.
type PushReport struct {
	// Written are the rows that the service has taken.
	Written []PushedRow `json:"written"`
	// NotWritten are the rows that it certainly has not.
	NotWritten []PushedRow `json:"not_written"`
	// Unknown are the rows that it may have.
	Unknown []PushedRow `json:"unknown"`
}

// Remaining returns the rows that are not certainly written, to be pushed
// again: a row with a key that was written already is written once more with
// the same values. What the application does on a change may happen twice. rows
// are those that were pushed.
func (r *PushReport) Remaining(rows []Row) []Row {
	var again []Row
	written := make(map[int]bool, len(r.Written))
	for _, row := range r.Written {
		written[row.Number] = true
	}
	for i, row := range rows {
		if !written[i+1] {
			again = append(again, row)
		}
	}
	return again
}

func (r *PushReport) add(outcome Outcome, rows []PushedRow) {
	switch outcome {
	case OutcomeWritten:
		r.Written = append(r.Written, rows...)
	case OutcomeUnknown:
		r.Unknown = append(r.Unknown, rows...)
	default:
		r.NotWritten = append(r.NotWritten, rows...)
	}
}

// Push writes rows by their key (cle): a record that exists is changed in the fields
// that the row has, others are created. All rows are checked before the first
// is sent (see Checker). They go in batches, one after the other; the
// first one that fails ends the push, unless ContinueAfterFailure. A batch is
// never repeated once it was sent. The report is never nil and covers every
// row; the error is that of the first batch that failed.
//
// API: POST /api/items/{table}/
//
// API: POST /api/oauth2/items/{table}/
func (s Items) Push(ctx context.Context, table string, rows []Row, o PushOptions, options ...guichet.CallOption) (*PushReport, error) {
	checker := o.Checker()
	var checked Checked
	for i, row := range rows {
		if err := checker.check(row, false); err != nil {
			err.Changes = true
			return unsent(rows), s.core.refuse("Items.Push", err)
		}
		checked.Append(checker.Key(i+1), row)
	}
	return s.PushChecked(ctx, table, checked, o, options...)
}

// PushChecked is Push for rows that a [Checker] accepted: it does not check them again.
// The numbers in the report are those of Checked.Keys.
//
// API: POST /api/items/{table}/
//
// API: POST /api/oauth2/items/{table}/
func (s Items) PushChecked(ctx context.Context, table string, rows Checked, o PushOptions, options ...guichet.CallOption) (*PushReport, error) {
	if o.Batch < 0 {
		err := rest.Invalid("Batch", refusal.New("batch", "%d rows cannot be a batch", o.Batch))
		err.Changes = true
		return &PushReport{NotWritten: rows.Keys}, s.core.refuse("Items.Push", err)
	}
	p := &push{items: s, table: table, options: options, PushOptions: o, report: &PushReport{Written: make([]PushedRow, 0, len(rows.Keys))}}
	return p.report, p.run(ctx, rows.rows, rows.Keys)
}

// unsent is the report of a push that was refused.
func unsent(rows []Row) *PushReport {
	report := &PushReport{}
	for i, row := range rows {
		report.NotWritten = append(report.NotWritten, PushedRow{i + 1, row.Cle()})
	}
	return report
}

// push is one push on its way.
type push struct {
	PushOptions
	items   Items
	table   string
	options []guichet.CallOption
	report  *PushReport
}

// run sends batch after batch and returns the first failure.
func (p *push) run(ctx context.Context, rows []Row, keys []PushedRow) (failure error) {
	size := p.Batch
	if size == 0 {
		size = defaultBatch
	}
	for start, n := 0, 1; start < len(rows); start, n = start+size, n+1 {
		end := min(start+size, len(rows))
		b := p.send(ctx, rows[start:end])
		b.Number, b.Rows = n, keys[start:end]
		p.report.add(b.Outcome, b.Rows)
		stop := b.Err != nil && !p.goesOn(ctx, b.Err)
		if b.Err != nil && failure == nil {
			failure = fmt.Errorf("rows %d to %d: %w", keys[start].Number, keys[end-1].Number, b.Err)
		}
		if p.OnBatch != nil {
			if err := p.OnBatch(b); err != nil {
				stop, failure = true, joined.Errors(failure, err)
			}
		}
		if stop {
			p.report.NotWritten = append(p.report.NotWritten, keys[end:]...)
			break
		}
	}
	return failure
}

// goesOn reports whether the next batch may fare better.
func (o PushOptions) goesOn(ctx context.Context, err error) bool {
	if errors.Is(err, guichet.ErrDryRun) {
		return true // every batch is to be shown
	}
	return o.ContinueAfterFailure && ctx.Err() == nil && !errors.Is(err, guichet.ErrUnauthorized) && !errors.Is(err, guichet.ErrNoCredential)
}

// send pushes one batch.
func (p *push) send(ctx context.Context, rows []Row) Batch {
	c := p.items.core
	call := rest.NewCall(rest.Write, "Items.Push", c.route(http.MethodPost, "/items/{table}/"), p.table)
	call.Check(checkName("table", p.table))
	call.Body = array(rows)
	answer, err := ask(ctx, c, call.Apply(p.options), anyJSON)
	return Batch{Outcome: outcomeOf(call, err), Answer: answer, Err: err}
}

// array is a JSON array of the rows' own bytes.
func array(rows []Row) []byte {
	size := 2
	for _, row := range rows {
		size += len(row.Raw) + 1
	}
	var body bytes.Buffer
	body.Grow(size)
	body.WriteByte('[')
	for i, row := range rows {
		if i > 0 {
			body.WriteByte(',')
		}
		body.Write(row.Raw)
	}
	body.WriteByte(']')
	return body.Bytes()
}

// outcomeOf says what a failure means for the rows. Whether the service writes
// a batch as a whole is not documented, so that only what ends a request before
// it is processed leaves no doubt.
func outcomeOf(call *rest.Call, err error) Outcome {
	var e *guichet.Error
	switch {
	case err == nil:
		return OutcomeWritten
	case !errors.As(err, &e):
		return OutcomeUnknown
	case e.Op != call.Op: // the token that the batch needed was not to be had
		return OutcomeNotWritten
	case e.Sent != guichet.Answered && e.Sent != guichet.NotSent:
		return OutcomeUnknown
	case e.Sent == guichet.NotSent:
		return OutcomeNotWritten
	}
	switch e.Status {
	case http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound,
		http.StatusMethodNotAllowed, http.StatusLengthRequired, http.StatusRequestEntityTooLarge,
		http.StatusRequestURITooLong, http.StatusUnsupportedMediaType, http.StatusTooManyRequests,
		http.StatusRequestHeaderFieldsTooLarge:
		return OutcomeNotWritten
	}
	return OutcomeUnknown
}
