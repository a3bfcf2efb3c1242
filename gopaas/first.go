package gopaas

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/guichet-go/guichet"
)

const (
	// maxAsks is how often page 0 is asked for again.
	maxAsks = 3
	// maxChecks is how often two pages that look alike are compared again.
	maxChecks = 3
)

// begin finds the first page. Where it is not known, page 0 is the first when
// it is a page of its own, and not what the service makes of a number that is
// too small: an error, nothing, or page 1. It returns the number of the page to
// go on with.
func (r *reading) begin() (next int, done bool, err error) {
	if first, known := r.query.FirstPage.Value(); known {
		r.report.FirstPage = first
		return first, false, nil
	}
	zero, one, err := r.firstTwo()
	if err != nil {
		return 0, false, err
	}
	own := zero != nil && len(zero.Rows) > 0 && !zero.same(one)
	if own && zero.overlaps(one) {
		if own, one, err = r.apart(zero, one); err != nil {
			return 0, false, err
		}
	}
	r.report.FirstPage = 1
	if own {
		r.report.FirstPage = 0
		if _, err := r.take(zero); err != nil {
			return 0, false, err
		}
	}
	done, err = r.take(one)
	return 2, done, err
}

// firstTwo reads the pages 0 and 1. Page 0 is nil when it does not exist: when
// the service refused it twice in the same way, and answered page 1 between the
// two. A refusal that comes once is an accident like any other, and costs the
// rows of a page when it is believed.
func (r *reading) firstTwo() (zero, one *sheet, err error) {
	// A service without a page 0 may answer 500: do not wait for it to recover
	// before page 1 has shown that it works.
	zero, err = r.page(0, http.StatusInternalServerError)
	if err != nil && !refusesPage(err) {
		return nil, nil, err
	}
	one, failed := r.page(1)
	if failed != nil || err == nil {
		return zero, one, failed
	}
	refused := map[string]bool{}
	for range maxAsks {
		refused[refusedBy(err)] = true
		zero, err = r.page(0)
		if err == nil || !refusesPage(err) {
			return zero, one, err
		}
		if why := refusedBy(err); why != "" && refused[why] {
			return nil, one, nil
		}
	}
	return nil, nil, err
}

// refusesPage reports whether the failure may be of this page alone, so that
// another one is worth asking for.
func refusesPage(err error) bool {
	var e *guichet.Error
	return refusedBy(err) != "" || errors.As(err, &e) && e.Status == http.StatusOK && e.Kind == guichet.ErrUnusableAnswer
}

// refusedBy says how the service refuses a page that does not exist, "" when the
// failure does not say that. Which of these ways it has is not documented. An
// HTML page or a text with status 200 comes from something in between, or from
// a program that broke off.
func refusedBy(err error) string {
	var e *guichet.Error
	if !errors.As(err, &e) {
		return ""
	}
	switch e.Status {
	case http.StatusBadRequest, http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusInternalServerError:
		return http.StatusText(e.Status)
	case http.StatusOK:
		var shape *shapeError
		if errors.As(err, &shape) || errors.Is(err, errEmpty) {
			return fmt.Sprint(e.Err)
		}
	}
	return ""
}

// apart reports whether a and b are two pages, and not one that changed between
// the two requests. It asks for a again: when a is now what b is, they are one
// page; when a is what it was before b was read, they are two. When they change
// with each request, the keys decide. It also returns the newest reading of b.
func (r *reading) apart(a, b *sheet) (own bool, newest *sheet, err error) {
	for range maxChecks {
		again, err := r.page(a.number)
		if err != nil {
			return false, nil, err
		}
		if again.same(b) {
			again.number = b.number
			return false, again, nil
		}
		if again.same(a) {
			return true, b, nil
		}
		a = again
		if b, err = r.page(b.number); err != nil {
			return false, nil, err
		}
		if a.same(b) {
			return false, b, nil
		}
	}
	if a.sameCles(b) && !a.repeats && len(a.cles) > 1 {
		return false, b, nil
	}
	r.doubtful = true
	return true, b, nil
}
