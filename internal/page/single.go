package page

import (
	"iter"

	"github.com/guichet-go/guichet"
)

// Single returns the rows of a list that comes in one answer, which read asks for.
// Every range asks anew. The report, when not nil, is kept as in All.
func Single[T any](report *guichet.Report, read func() ([]T, error)) iter.Seq2[T, error] {
	if report == nil {
		report = new(guichet.Report)
	}
	return func(yield func(T, error) bool) {
		*report = guichet.Report{Passes: 1, Total: -1, OnPage: report.OnPage}
		rows, err := read()
		if err != nil {
			var none T
			yield(none, err)
			return
		}
		report.Pages, report.Rows, report.Total = 1, len(rows), len(rows)
		for _, row := range rows {
			report.Unique++
			if !yield(row, nil) {
				return
			}
		}
		if report.OnPage != nil {
			report.OnPage()
		}
		report.Done = true
	}
}
