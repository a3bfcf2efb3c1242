// Package astortest is a test server for programs that use package astor. It
// serves the saved examples of a Postman collection: it answers with the status,
// headers and body that the collection has for an operation, requires the token
// where the collection does, and applies faults.
//
//	server, err := astortest.New(astortest.Options{})
//	if err := server.Start(); err != nil { … }
//	defer server.Close()
//	client, err := astor.New(astor.Token(astortest.Token), server.Environment())
//
// Unless you give it a collection, it serves one that was INVENTED for tests
// ([Collection]). Nothing in it comes from Astor Protect, whose endpoints we do
// not know.
package astortest

import (
	"context"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/guichet-go/guichet/astor"
	"github.com/guichet-go/guichet/internal/fake"
)

// Token is the token that a server accepts unless its options name another.
const Token = "bac-a-sable-astor"

// Fault is a failure that the next matching requests to either of the two
// services meet; see [Server.Fault].
type Fault = fake.Fault

// Request is a recorded request, see [Server.Requests].
type Request = fake.Request

// Where a [Fault] may cut the connection, after the request was processed.
const (
	CutBeforeAnswer = fake.CutBeforeAnswer
	CutHeaders      = fake.CutHeaders
	CutBody         = fake.CutBody
)

// Options configure a server. The zero value serves the invented collection.
type Options struct {
	// Collection is the content of the file to serve; nil for the invented one.
	Collection []byte
	// Token is the accepted token, the constant Token by default. It also
	// replaces {{AUTH_TOKEN}} in the examples, so that a login returns it.
	Token string
	// Latency delays each answer.
	Latency time.Duration
	// Chaos fails requests now and then, as Seed decides.
	Chaos bool
	Seed  int64
}

// Server is the test server, at two base URLs. Besides the methods declared here
// it has these:
//
//	URL string               the base URL of the auth/CRM service
//	Requests() []Request     the recorded requests to both services, newest last
//	ResetRequests()          remove them
//	Fault(Fault)             apply a fault to the next matching requests
//	ClearFaults()            remove the remaining faults
//	ServeHTTP                implements http.Handler for the auth/CRM service
//
// The fault ExpireSession makes the next request that needs the token fail with
// 401.
type Server struct {
	*fake.Server
	// CamsURL is the base URL of the camera service.
	CamsURL string

	collection *astor.Collection
	routes     func() []route // found at the first request
	token      string
	expired    atomic.Bool
	cameras    *http.Server
}

// New returns a server of the collection. It does not listen yet. New fails when
// the collection cannot be parsed.
func New(o Options) (*Server, error) {
	if o.Collection == nil {
		o.Collection = Collection()
	}
	if o.Token == "" {
		o.Token = Token
	}
	collection, err := astor.ParseCollection(o.Collection)
	if err != nil {
		return nil, err
	}
	client, err := astor.New(astor.Token(anything), astor.Environment{Name: "routes", BaseURL: "https://auth.invalid", CamsBaseURL: "https://cameras.invalid"})
	if err != nil {
		return nil, err
	}
	s := &Server{CamsURL: "http://127.0.0.2", collection: collection, token: o.Token}
	s.routes = sync.OnceValue(func() []route { return routesOf(client, collection) })
	shared := fake.Options{Latency: o.Latency, ExpireSession: func() { s.expired.Store(true) }}
	shared.ErrorBody = func(int) (string, []byte) {
		return "application/json", []byte(`{"message":"Le service a rencontré un problème."}`)
	}
	if o.Chaos {
		shared.Chaos = rand.New(rand.NewPCG(uint64(o.Seed), 4))
	}
	s.Server = fake.New(http.HandlerFunc(s.serve), shared)
	return s, nil
}

// Start listens on two free ports of the loopback interface and sets URL and
// CamsURL.
func (s *Server) Start() error { return s.StartAt("127.0.0.1:0", "127.0.0.1:0") }

// StartAt listens on addr for the auth/CRM service and on camsAddr for cameras.
func (s *Server) StartAt(addr, camsAddr string) error {
	listener, err := net.Listen("tcp", camsAddr)
	if err != nil {
		return err
	}
	if err := s.Server.StartAt(addr); err != nil {
		_ = listener.Close() // it served nobody
		return err
	}
	s.CamsURL = "http://" + listener.Addr().String()
	s.cameras = &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.ServeHTTP(w, r.WithContext(toCameras(r.Context())))
	})}
	go func() { _ = s.cameras.Serve(listener) }() // it ends with Close
	return nil
}

// Close stops listening.
func (s *Server) Close() error {
	err := s.Server.Close()
	if s.cameras == nil {
		return err
	}
	if other := s.cameras.Close(); err == nil {
		err = other
	}
	return err
}

// Environment returns an environment with the two base URLs.
func (s *Server) Environment() astor.Environment {
	return astor.Environment{Name: "test server", BaseURL: s.URL, CamsBaseURL: s.CamsURL}
}

// Transport answers requests without a socket: those to the host of CamsURL as
// the camera service, all others as the auth/CRM service.
func (s *Server) Transport() http.RoundTripper { return transport{s, s.Server.Transport()} }

type transport struct {
	server *Server
	next   http.RoundTripper
}

// RoundTrip sends the request to the service of its host.
func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if "http://"+r.URL.Host == t.server.CamsURL {
		r = r.WithContext(toCameras(r.Context()))
	}
	return t.next.RoundTrip(r)
}

type camerasKey struct{}

func toCameras(ctx context.Context) context.Context {
	return context.WithValue(ctx, camerasKey{}, true)
}

func serviceOf(r *http.Request) astor.Service {
	if r.Context().Value(camerasKey{}) != nil {
		return astor.Cameras
	}
	return astor.AuthCRM
}
