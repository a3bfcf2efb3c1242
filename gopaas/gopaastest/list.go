package gopaastest

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/guichet-go/guichet/internal/fake"
)

// defaultRows is the number of rows without rowPerPage.
const defaultRows = 50

func (s *Server) list(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.findView(r.PathValue("view"))
	if v == nil {
		s.message(w, http.StatusInternalServerError)
		return
	}
	found, err := s.search(v, r.Header)
	if err != nil {
		s.message(w, http.StatusInternalServerError)
		return
	}
	if shift := fake.ShiftPages(r.Context()); shift != 0 && len(found) > 0 {
		k := int(shift*7) % len(found)
		found = slices.Concat(found[k:], found[:k])
	}
	some, status := s.pageOf(found, r.Header)
	if status != http.StatusOK {
		s.message(w, status)
		return
	}
	s.answerList(w, r.Header, v, some, len(found)+s.options.TotalOff)
	if fake.EditRow(r.Context()) && len(some) > 0 {
		v.edit(some[len(some)/2])
	}
}

// edit changes the value of a row in the first column that is not a key.
func (v *view) edit(from source) {
	c := v.columns[2]
	from[c.table].values[c.field] += " (bis)"
}

func (s *Server) search(v *view, h http.Header) ([]source, error) {
	conditions, err := parseSearch(h.Get("advancedSearch"))
	if err != nil {
		return nil, err
	}
	found := []source{}
	for _, from := range s.sources(v) {
		ok, err := v.matches(from, conditions)
		if err != nil {
			return nil, err
		}
		if ok && v.mentions(from, h.Get("textSearch")) {
			found = append(found, from)
		}
	}
	return found, nil
}

// pageOf returns the page that the headers request, and the status of the
// answer.
func (s *Server) pageOf(all []source, h http.Header) ([]source, int) {
	size := defaultRows
	if n, err := strconv.Atoi(h.Get("rowPerPage")); err == nil && n > 0 {
		size = n
	}
	if s.options.MaxRows > 0 {
		size = min(size, s.options.MaxRows)
	}
	first := 1
	if s.options.ZeroBased {
		first = 0
	}
	number, err := strconv.Atoi(h.Get("page"))
	if err != nil || s.options.IgnorePaging {
		number = first
	}
	if number < first {
		if status, err := strconv.Atoi(string(s.options.PageZero)); err == nil {
			return nil, status
		}
		if s.options.PageZero == Nothing {
			return nil, http.StatusOK
		}
		number = first
	}
	last := first + max(0, len(all)-1)/size
	if s.options.RepeatLastPage {
		number = min(number, last)
	}
	start := min(len(all), (number-first)*size)
	return all[start:min(len(all), start+size)], http.StatusOK
}

func (s *Server) answerList(w http.ResponseWriter, h http.Header, v *view, page []source, total int) {
	rows := make([]object, len(page))
	for i, from := range page {
		rows[i] = object{}
		for _, c := range v.columns {
			// The key is listed even if it is hidden: writes need it.
			if !c.hidden || c.name == "cle" || h.Get("onlyVisible") != "on" {
				rows[i] = append(rows[i], pair{c.name, c.value(from)})
			}
		}
	}
	if s.options.Envelope == Array {
		s.json(w, rows)
		return
	}
	answer := object{{string(s.options.Envelope), rows}}
	if s.options.Total {
		answer = append(object{{"total", strconv.Itoa(total)}}, answer...)
	}
	asked := h.Get("columns")
	if s.options.OnlyColums {
		asked = h.Get("colums")
	}
	if asked == "on" {
		answer = append(answer, pair{"column", v.description()})
	}
	s.json(w, answer)
}

// description returns the object that describes the columns.
func (v *view) description() object {
	o := object{}
	for _, c := range v.columns {
		o = append(o, pair{c.name, object{{"title", c.title}, {"visible", !c.hidden}, {"format", "Text"}, {"width", 120}}})
	}
	return o
}
