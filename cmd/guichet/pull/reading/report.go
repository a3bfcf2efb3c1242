package reading

import (
	"slices"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// Report says how a reading went.
type Report struct {
	// Read is the number of rows read, repeated ones included.
	Read int `json:"read"`
	// Requests is the number of answers, those remembered included.
	Requests int `json:"-"`
	// Cuts are where windows would be cut so that each fits on a page, by part.
	Cuts map[string][]int64 `json:"-"`
	// Unknown says that nobody knows whether there are more rows.
	Unknown bool `json:"unknown,omitempty"`
	// Appeared and Vanished are ids that came and went while they were read.
	Appeared []int64 `json:"appeared,omitempty"`
	Vanished []int64 `json:"vanished,omitempty"`
	// Unsettled names the parts that kept changing until the end.
	Unsettled []Change `json:"unsettled,omitempty"`
	// Short names the parts whose rows could not all be read.
	Short []Short `json:"short,omitempty"`
	// Dealt names the parts of which only some weeks were read.
	Dealt []*Dealt `json:"dealt,omitempty"`
}

// Change is a part whose rows did not stay the same: the different ones that were
// read, and what the service counted before and at the end.
type Change struct {
	Part   string `json:"part"`
	Unique int    `json:"unique"`
	Before int    `json:"before"`
	Total  int    `json:"total"`
}

// Short is a part whose rows could not all be read.
type Short struct {
	Change
	// Absent are ids that were known from elsewhere, in rising order, and that the
	// service does not have: it was asked for each of them.
	Absent []int64 `json:"absent,omitempty"`
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
