// Package fake is the shared part of the four test servers: a router for escaped paths, a recording of
// requests, faults, and the control routes under "_sandbox/". A [Server] listens on a socket, or answers
// without one through [Server.Transport].
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

// Options configure a [Server]. The zero value changes nothing of the service.
type Options struct {
	// Prefix is the path of the base URL, such as "/crm"; empty by default. The service gets the whole
	// path, with the prefix. The control routes live under Prefix+"/_sandbox/".
	Prefix string
	// Latency delays each answer after the service has processed the request. It does not delay control
	// routes.
	Latency time.Duration
	// ExpireSession ends the sessions of the service for the fault expire_session; nil does nothing.
	ExpireSession func()
	// Control has the service's own control routes by name: "mailbox", "rows", "webhooks".
	Control map[string]http.Handler
	// ErrorBody returns the body of a status fault in the service's format; by default a JSON object
	// with an "error".
	ErrorBody func(status int) (contentType string, body []byte)
	// Chaos, when set, draws the requests that meet a fault: the same source, the same faults. It ends
	// sessions at most once in 30 seconds.
	Chaos *rand.Rand
	// Now is the clock of Chaos; time.Now by default.
	Now func() time.Time
	// ChurnRows inserts and deletes rows of the service; Chaos calls it now and then. nil does nothing.
	ChurnRows func()
}

// Server adds a recording, faults and the control routes to the handler of a service. Its methods are
// safe for concurrent use.
type Server struct {
	// URL is the base URL with its prefix and without a trailing slash. Before Start it is a loopback
	// address that only Transport answers.
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
	// "OPTIONS *" is a question to the service too.
	s.listening = &http.Server{Handler: s, ReadHeaderTimeout: time.Minute, DisableGeneralOptionsHandler: true}
	go s.listening.Serve(listener)
	return nil
}

// Close stops listening and cuts open connections. It does nothing on a server that was not started.
func (s *Server) Close() error {
	if s.listening == nil {
		return nil
	}
	return s.listening.Close()
}

// ServeHTTP answers a control route, or lets the service answer under the faults that apply.
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

// Requests returns the last 10,000 requests, newest last, without those to control routes.
func (s *Server) Requests() []Request { return s.recording.all() }

// ResetRequests removes the recorded requests.
func (s *Server) ResetRequests() { s.recording.reset() }

// exchange answers r from the service or from the fault that applies.
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

// wait reports whether d passed before ctx ended.
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
