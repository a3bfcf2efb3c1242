package reading

import (
	"slices"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// Report says how a reading went.
type Report struct {
	// Read is the number of rows read, repeated ones included.
	Read int
	// Requests is the number of answers, those remembered included.
	Requests int
	// Unknown says that nobody knows whether there are more rows.
	Unknown bool
	// Appeared and Vanished are ids that came and went while they were read.
	Appeared, Vanished []int64
	// Unsettled names the parts that kept changing until the end.
	Unsettled []Change
	// Short names the parts whose rows could not all be read.
	Short []Short
}

// Change is a part whose rows did not stay the same: the different ones that were
// read, and what the service counted before and at the end.
type Change struct {
	Part                  string
	Unique, Before, Total int
}

// Short is a part whose rows could not all be read.
type Short struct {
	Change
	// Absent are ids that were known from elsewhere, in rising order, and that the
	// service does not have: it was asked for each of them.
	Absent []int64
}

// Lacks reports whether rows may be missing that the service has.
func (r *Report) Lacks() bool {
	return len(r.Short) > 0 || slices.ContainsFunc(r.Unsettled, func(c Change) bool { return c.Unique < c.Total })
}

// Proves reports whether a row that was not read is gone.
func (r *Report) Proves(id int64) bool {
	for _, short := range r.Short {
		if _, absent := slices.BinarySearch(short.Absent, id); !absent {
			return false
		}
	}
	return !(&Report{Unsettled: r.Unsettled}).Lacks()
}

// WindowError says that the service answers with rows outside the window that
// was asked for: what is wanted cannot be told from the rest.
type WindowError struct{ Part string }

func (e *WindowError) Error() string { return e.Part + ": rows outside the window that was asked for" }

// Exit says how to read such a list.
func (e *WindowError) Exit() *exit.Error {
	return exit.Service.New(message.PullErrWindow, e.Part).WithHint(message.PullHintWindow)
}
