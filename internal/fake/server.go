// Package fake is what the test servers of the four services share: a router that takes paths as they
// were sent, a recording of requests, faults that can be ordered, and the control routes under
// "_sandbox/". A [Server] listens on a socket or answers through [Server.Transport] without one.
package fake

import (
	"context"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Options say how a [Server] treats its service. The zero value adds nothing to it.
type Options struct {
	// Prefix is the path of the base URL, such as "/crm"; empty by default. The service sees the whole
	// path, prefix included. The control routes live under Prefix+"/_sandbox/".
	Prefix string
	// Latency is added to each answer of the service, after the service has done its work. Control
	// routes are not slowed down.
	Latency time.Duration
	// ExpireSession ends the sessions of the service, for the fault expire_session; nil does nothing.
	ExpireSession func()
	// Control holds the service's own control routes by name: "mailbox", "rows", "webhooks".
	Control map[string]http.Handler
	// ErrorBody gives the body of a status fault in the form the service uses; by default a JSON
	// object with an "error".
	ErrorBody func(status int) (contentType string, body []byte)
	// Chaos, when set, decides which requests meet a small accident; the same source, the same accidents,
	// but that sessions are lost every 30 seconds at most.
	Chaos *rand.Rand
	// Now is the clock of Chaos; time.Now by default.
	Now func() time.Time
	// ChurnRows makes rows of the service come and go, now and then, when Chaos is set; nil does nothing.
	ChurnRows func()
}

// Server wraps a service's handler with a recording, faults and the control routes. All its methods may
// be called from several goroutines.
type Server struct {
	// URL is the base URL, prefix included and without a slash at its end. Before Start it is a
	// loopback address that only Transport answers.
	URL string

	service   http.Handler
	options   Options
	recording recording

	mu     sync.Mutex
	faults []Fault
	shifts uint64
	lost   time.Time // when chaos last ended the sessions

	listening *http.Server
}

// New returns a server around service. It does not listen yet: call [Server.Start], or use
// [Server.Transport].
func New(service http.Handler, o Options) *Server {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Server{URL: "http://127.0.0.1" + o.Prefix, service: service, options: o}
}

// Start listens on a free port of the loopback interface and sets URL.
func (s *Server) Start() error { return s.StartAt("127.0.0.1:0") }

// StartAt listens on addr ("127.0.0.1:8080") and sets URL.
func (s *Server) StartAt(addr string) error {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	s.URL = "http://" + listener.Addr().String() + s.options.Prefix
	s.listening = &http.Server{Handler: s, ReadHeaderTimeout: time.Minute}
	go s.listening.Serve(listener)
	return nil
}

// Close stops listening and cuts the connections still open. It does nothing on a server that was not
// started.
func (s *Server) Close() error {
	if s.listening == nil {
		return nil
	}
	return s.listening.Close()
}

// ServeHTTP answers a control route, or lets the service answer under the faults that were ordered.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if name, ok := s.controlName(r); ok {
		s.serveControl(w, r, name)
		return
	}
	a := s.exchange(r)
	if !wait(r.Context(), a.delay) {
		a.cut = CutBeforeAnswer
	}
	a.send(w)
}

// Requests returns the requests seen, newest last: the last 10,000 at most. Those to control routes are
// not among them.
func (s *Server) Requests() []Request { return s.recording.all() }

// ResetRequests forgets the requests seen.
func (s *Server) ResetRequests() { s.recording.reset() }

// exchange has the service, or the fault that applies, answer r.
func (s *Server) exchange(r *http.Request) *answer {
	body := &capturedBody{from: r.Body}
	r.Body = body
	entry := s.recording.open(r)
	fault, shift := s.faultFor(r)
	if fault.ExpireSession && s.options.ExpireSession != nil {
		s.options.ExpireSession()
	}
	a := &answer{header: http.Header{}, delay: s.options.Latency + fault.Latency, cut: fault.Cut}
	ctx := r.Context()
	if shift != 0 {
		ctx = context.WithValue(ctx, shiftKey{}, shift)
	}
	if fault.EditRow {
		ctx = context.WithValue(ctx, editKey{}, true)
	}
	if fault.Status != 0 || fault.HTML {
		s.fail(a, fault)
	} else {
		s.service.ServeHTTP(a, r.WithContext(ctx))
	}
	a.WriteHeader(http.StatusOK)
	s.recording.finish(entry, body.drain(), a.recordedStatus())
	return a
}

func (s *Server) controlName(r *http.Request) (string, bool) {
	return strings.CutPrefix(r.URL.Path, s.options.Prefix+"/_sandbox/")
}

// wait reports whether d went by before ctx ended.
func wait(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
