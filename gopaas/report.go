package gopaas

import (
	"encoding/json"
	"fmt"

	"github.com/guichet-go/guichet"
)

// End says why a reading stopped.
type End string

// The ways in which Rows ends without an error of the service. While it reads
// and after any other error, the end is "".
const (
	// EndSingle: one request was to be made, and was.
	EndSingle End = "single"
	// EndEmpty: a page had no rows.
	EndEmpty End = "empty"
	// EndShort: a page had fewer rows than the first one.
	EndShort End = "short"
	// EndRepeated: a page had the same rows as the one before. When it was a
	// full one, and no total says that it was the last, Rows fails with ErrStuck.
	EndRepeated End = "repeated"
	// EndCap: MaxPages was reached; Rows fails with ErrIncomplete.
	EndCap End = "cap"
)

// Completeness says whether what was read is the whole list.
type Completeness string

// What can be known of a reading. The service documents no total, so that
// CompletenessUnknown is the usual case.
const (
	CompletenessUnknown  Completeness = "unknown"
	CompletenessComplete Completeness = "complete" // as many rows as the answers' own total
	CompletenessPartial  Completeness = "partial"  // another number than the answers' own total
)

// Report says how far a reading came. Its Total is the count that the answers gave
// last. Rows that were left out because their key was read before are in Rows and
// not in Unique. Done is set where Completeness is CompletenessComplete.
type Report struct {
	// Report is what the report of every list has.
	guichet.Report
	// FirstTotal is the count that they gave first: another one than Total when
	// rows came or went meanwhile.
	FirstTotal int
	// FirstPage is the number of the first page, -1 while it is not known.
	FirstPage int
	// End is why the reading stopped, "" when it did not.
	End End
	// Completeness is whether the rows can be shown to be all.
	Completeness Completeness
	// Column describes the columns where the query asked for it.
	Column json.RawMessage
}

// Format prints the fields, also of the report in a ListQuery.
func (r *Report) Format(f fmt.State, verb rune) {
	type fields Report
	_, _ = fmt.Fprintf(f, fmt.FormatString(f, verb), fields(*r))
}

// settle ends the reading.
func (r *Report) settle(why End) {
	r.End = why
	switch {
	case r.Total < 0:
		r.Completeness = CompletenessUnknown
	case r.Total == r.Unique:
		r.Completeness, r.Done = CompletenessComplete, true
	default:
		r.Completeness = CompletenessPartial
	}
}
