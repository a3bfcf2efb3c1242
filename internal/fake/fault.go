package fake

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Where a fault may cut the connection. In all three cases the service has processed the request.
const (
	// CutBeforeAnswer closes the connection without a byte of the answer.
	CutBeforeAnswer = "before-answer"
	// CutHeaders closes it inside the headers of the answer.
	CutHeaders = "headers"
	// CutBody closes it after the headers and half of the body.
	CutBody = "body"
)

// sessionLife is the shortest time between two sessions that chaos ends.
const sessionLife = 30 * time.Second

// Fault is a failure that the next matching requests meet.
type Fault struct {
	// Match is "METHOD PATHPREFIX". The path is that of the request line, with or without the prefix of
	// the base URL, and may continue into the query. Empty matches every request.
	Match string `json:"match"`
	// Count is how many requests meet the fault; 0 means 1.
	Count int `json:"count"`
	// Status is answered instead of the service, which does not get the request.
	Status int `json:"status"`
	// RetryAfter is the Retry-After header of that answer, in seconds or as a date.
	RetryAfter string `json:"retry_after"`
	// Latency delays the answer; in JSON it is a string such as "2s".
	Latency time.Duration `json:"-"`
	// Cut is one of CutBeforeAnswer, CutHeaders and CutBody.
	Cut string `json:"cut"`
	// HTML makes the answer an HTML page, with status 200 when Status is 0.
	HTML bool `json:"html"`
	// ShiftPages makes the service list its rows in another order for this answer.
	ShiftPages bool `json:"shift_pages"`
	// EditRow makes the service edit a row of this answer after it is built, as another user would.
	EditRow bool `json:"edit_row"`
	// ExpireSession ends the sessions of the service before the request reaches it.
	ExpireSession bool `json:"expire_session"`
}

// Fault applies f to the next matching requests, after the faults that were set before.
func (s *Server) Fault(f Fault) {
	f.Count = max(f.Count, 1)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, f)
}

// ClearFaults removes every fault that has not happened yet.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

type (
	shiftKey struct{}
	editKey  struct{}
)

// ShiftPages tells a service whether to list its rows in another order for r. It returns 0 for the usual
// order, and otherwise a number that differs for each request.
func ShiftPages(ctx context.Context) uint64 {
	n, _ := ctx.Value(shiftKey{}).(uint64)
	return n
}

// EditRow tells a service whether to edit a row of the answer to r after it is built.
func EditRow(ctx context.Context) bool { return ctx.Value(editKey{}) != nil }

// faultFor takes the fault for r, and returns it with the number of its page shift.
func (s *Server) faultFor(r *http.Request) (f Fault, shift uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, ordered := s.takeFault(r)
	if !ordered && s.options.Chaos != nil {
		f = s.accident()
	}
	if f.ShiftPages {
		s.shifts++
		return f, s.shifts
	}
	return f, 0
}

func (s *Server) takeFault(r *http.Request) (Fault, bool) {
	for i := range s.faults {
		if !s.faults[i].matches(r, s.options.Prefix) {
			continue
		}
		f := s.faults[i]
		s.faults[i].Count--
		if s.faults[i].Count == 0 {
			s.faults = append(s.faults[:i], s.faults[i+1:]...)
		}
		return f, true
	}
	return Fault{}, false
}

// accident draws the fault that chaos applies to one request.
func (s *Server) accident() Fault {
	switch n := s.options.Chaos.IntN(100); {
	case n < 2:
		return Fault{Status: http.StatusTooManyRequests, RetryAfter: "1"}
	case n < 4:
		return Fault{Status: http.StatusBadGateway, HTML: true}
	case n < 5 && s.mayLose():
		return Fault{ExpireSession: true}
	case n < 15:
		return Fault{ShiftPages: true}
	case n < 18 && s.options.ChurnRows != nil:
		s.options.ChurnRows()
	}
	return Fault{}
}

// mayLose keeps chaos from ending sessions too often. With a probability per request alone, a busy client
// would lose a session every second, as if another program signed in all the time.
func (s *Server) mayLose() bool {
	now := s.options.Now()
	if !s.lost.IsZero() && now.Sub(s.lost) < sessionLife {
		return false
	}
	s.lost = now
	return true
}

func (f Fault) matches(r *http.Request, prefix string) bool {
	if f.Match == "" {
		return true
	}
	method, path, _ := strings.Cut(f.Match, " ")
	if method != r.Method {
		return false
	}
	target := r.URL.RequestURI()
	return strings.HasPrefix(target, path) || strings.HasPrefix(strings.TrimPrefix(target, prefix), path)
}

// check refuses a fault that could never happen or whose fields contradict each other.
func (f Fault) check() error {
	method, path, _ := strings.Cut(f.Match, " ")
	switch {
	case f.Match != "" && (method == "" || method != strings.ToUpper(method) || !strings.HasPrefix(path, "/")):
		return fmt.Errorf(`match must be "METHOD PATHPREFIX", such as "GET /api", not %q`, f.Match)
	case f.Count < 0:
		return fmt.Errorf("count must not be negative, but is %d", f.Count)
	case f.Status != 0 && (f.Status < 200 || f.Status > 599):
		return fmt.Errorf("status must be between 200 and 599, but is %d", f.Status)
	case f.Latency < 0:
		return fmt.Errorf("latency must not be negative, but is %s", f.Latency)
	}
	switch f.Cut {
	case "", CutBeforeAnswer, CutHeaders, CutBody:
		return nil
	}
	return fmt.Errorf("cut must be before-answer, headers or body, not %q", f.Cut)
}

// fail writes the answer of f instead of the service's.
func (s *Server) fail(a *answer, f Fault) {
	status := f.Status
	if status == 0 {
		status = http.StatusOK
	}
	contentType, body := "text/html; charset=utf-8", htmlPage(status)
	switch {
	case f.HTML:
	case s.options.ErrorBody != nil:
		contentType, body = s.options.ErrorBody(status)
	default:
		contentType = "application/json"
		body = fmt.Appendf(nil, `{"error":%q}`, http.StatusText(status))
	}
	a.header.Set("Content-Type", contentType)
	if f.RetryAfter != "" {
		a.header.Set("Retry-After", f.RetryAfter)
	}
	a.WriteHeader(status)
	a.Write(body)
}

func htmlPage(status int) []byte {
	return fmt.Appendf(nil, "<!DOCTYPE html>\n<html><head><title>%d %s</title></head><body><h1>%[2]s</h1></body></html>\n",
		status, http.StatusText(status))
}
