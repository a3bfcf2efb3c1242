package rdvsolidaritestest

import (
	"math"
	"net/http"
	"slices"

	"github.com/guichet-go/guichet/internal/fake"
)

const pageSize = 100

// page answers with the requested page of rows and its meta. A request with shifted pages gets the rows
// in another rotation than the requests around it.
func page[T any](c *call, root string, rows []T, fields func(*writer, T)) *reply {
	total := int64(len(rows))
	number, ok := c.page()
	if !ok {
		return c.rules.exception()
	}
	pages := (total + pageSize - 1) / pageSize
	var from, to int64
	if number <= pages {
		from, to = (number-1)*pageSize, min(number*pageSize, total)
	}
	rotation := rotation(fake.ShiftPages(c.request.Context()), uint64(total))
	w := writer{rules: c.rules}
	w.item(func() {
		w.list(root, func() {
			for i := from; i < to; i++ {
				row := rows[(i+rotation)%total]
				w.item(func() { fields(&w, row) })
				if i == from {
					// Rows are about as long as the first: one allocation instead of a dozen.
					w.b = slices.Grow(w.b, len(w.b)*int(to-from)*5/4)
				}
			}
		})
		w.object("meta", func() {
			w.int("current_page", number)
			w.neighbour("next_page", number+1, number < pages)
			w.neighbour("prev_page", number-1, number > 1 && number <= pages)
			w.int("total_pages", pages)
			w.int("total_count", total)
		})
	})
	if w.failed {
		return c.rules.exception()
	}
	return jsonReply(200, w.b)
}

// page returns the requested page, 1 without one. It is not ok for a list or an object, and for a number
// whose offset no database can count.
func (c *call) page() (int64, bool) {
	number := max(c.params.id("page"), 1)
	return number, !c.params.isNested("page") && number <= math.MaxInt64/pageSize
}

// lossyAfter is the number of writes to a table after which the database reads later pages in another order.
const lossyAfter = 10

// turned reports whether the page that c requests has another order than page 1 of the same list: the
// service does not sort it, and its database chooses another plan for later pages.
func (s *Server) turned(c *call, table string) bool {
	return c.params.id("page") > 1 && (s.lossyPages || s.writes[table] >= lossyAfter)
}

// unordered returns the rows of an unsorted list in the order of the page that c requests. When it is
// turned, every second row comes first: the row at 100 moves to page 1, and no page shows it.
//
//go:noinline
func unordered[T any](s *Server, c *call, table string, rows []T) []T {
	if !s.turned(c, table) {
		return rows
	}
	turned := make([]T, 0, len(rows))
	for first := range 2 {
		for i := first; i < len(rows); i += 2 {
			turned = append(turned, rows[i])
		}
	}
	return turned
}

// controlPages makes pages lossy from now on, or lets the number of writes decide again.
func (s *Server) controlPages(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Lossy bool `json:"lossy"`
	}
	if !readControl(w, r, &in) {
		return
	}
	s.mu.Lock()
	s.lossyPages = in.Lossy
	s.mu.Unlock()
	fake.WriteJSON(w, http.StatusOK, in)
}

func (w *writer) neighbour(key string, number int64, exists bool) {
	if !exists {
		number = 0
	}
	w.optionalInt(key, number)
}

// rotation returns by how many rows the list is rotated for a shifted request: never 0, and a multiple of
// the page size only after many requests.
func rotation(shift, total uint64) int64 {
	if shift == 0 || total < 2 {
		return 0
	}
	return int64(1 + (shift*61)%(total-1))
}
