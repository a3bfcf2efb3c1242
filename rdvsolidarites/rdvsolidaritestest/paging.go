package rdvsolidaritestest

import (
	"net/http"
	"slices"

	"github.com/guichet-go/guichet/internal/fake"
)

const pageSize = 100

// page answers the page of rows that the request asks for, with its meta. A request whose pages shift
// sees the rows in another rotation than its neighbours.
func page[T any](c *call, root string, rows []T, fields func(*writer, T)) reply {
	total := int64(len(rows))
	number := max(c.params.id("page"), 1)
	pages := (total + pageSize - 1) / pageSize
	var from, to int64
	if number <= pages {
		from, to = (number-1)*pageSize, min(number*pageSize, total)
	}
	rotation := rotation(fake.ShiftPages(c.request.Context()), uint64(total))
	var w writer
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
		return exception()
	}
	return jsonReply(200, w.b)
}

// lossyAfter is how many writes to a table make the database read its later pages in another order.
const lossyAfter = 10

// turned reports whether the page that c asks for comes in another order than page 1 of the same list:
// the service asks for none, and its database chooses another plan for the later pages.
func (s *Server) turned(c *call, table string) bool {
	return c.params.id("page") > 1 && (s.lossyPages || s.writes[table] >= lossyAfter)
}

// unordered gives the rows of a list that the service does not sort in the order of the page that c asks
// for. Turned, every second row comes first: the row at 100 moves to page 1 and no page shows it.
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

// controlPages makes pages lossy from now on, or as lossy again as the writes make them.
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

// rotation is by how many rows the list is turned for the shift-th shifted request; never by none, and
// by no multiple of a page before many requests have gone by.
func rotation(shift, total uint64) int64 {
	if shift == 0 || total < 2 {
		return 0
	}
	return int64(1 + (shift*61)%(total-1))
}
