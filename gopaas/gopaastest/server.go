// Package gopaastest is a server that behaves as a GoPaaS application does, for
// the tests of programs that use it: both ways in, views over tables, searches
// by header, pushes by cle, files behind signed links. Where the vendor's
// documentation leaves open what the service answers, [Options] choose. Its
// data is invented, and the same seed gives the same data.
//
//	server := gopaastest.New(gopaastest.Options{})
//	if err := server.Start(); err != nil { … }
//	defer server.Close()
//	client, err := gopaas.New(gopaas.APIKey(gopaastest.APIKey), guichet.WithBaseURL(server.URL))
//
// Without a socket, [Server.Transport] answers inside testing/synctest.
package gopaastest

import (
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/guichet-go/guichet/internal/fake"
)

// Fault is an accident ordered for the next requests that match, see
// [Server.Fault].
type Fault = fake.Fault

// Request is a request as the server saw it, see [Server.Requests].
type Request = fake.Request

// Where a [Fault] may cut the connection, once the service has processed the
// request.
const (
	CutBeforeAnswer = fake.CutBeforeAnswer
	CutHeaders      = fake.CutHeaders
	CutBody         = fake.CutBody
)

// Server is the test server. Beside the methods declared here it has those of
// the shared part:
//
//	URL string                        the base URL, with the application's path
//	Start() error                     listen on a free loopback port
//	StartAt(addr string) error        listen on addr
//	Close() error                     stop listening
//	Transport() http.RoundTripper     answer without a socket
//	Requests() []Request              the requests seen, newest last
//	ResetRequests()                   forget them
//	Fault(Fault)                      order an accident
//	ClearFaults()                     forget those ordered
//	ServeHTTP                         it is an http.Handler
type Server struct {
	*fake.Server

	options Options
	prefix  string
	router  fake.Router
	signer  signer

	// mu guards what follows.
	mu      sync.RWMutex
	tokens  map[string]time.Time // when the tokens that were given out end
	issued  int                  // how many tokens were given out
	allowed string
	tables  map[string]*table
	views   []*view
	files   map[fileKey]file
	random  *rand.Rand
	keys    int // of the records made so far
}

// New returns a server with its data, not listening yet.
func New(o Options) *Server {
	o = withDefaults(o)
	s := &Server{
		options: o,
		prefix:  strings.TrimRight("/"+strings.TrimLeft(o.Path, "/"), "/"),
		signer:  newSigner(o.Seed),
		tokens:  map[string]time.Time{},
		allowed: o.AllowedAddresses,
		files:   map[fileKey]file{},
		random:  rand.New(rand.NewPCG(uint64(o.Seed), 1)),
	}
	s.seed()
	s.route()
	shared := fake.Options{
		Prefix:        s.prefix,
		Latency:       o.Latency,
		ExpireSession: s.RevokeTokens,
		ErrorBody:     func(status int) (string, []byte) { return s.jsonType(), messageBody(status) },
		Control:       map[string]http.Handler{"rows": http.HandlerFunc(s.controlRows)},
	}
	if o.Chaos {
		shared.Chaos = rand.New(rand.NewPCG(uint64(o.Seed), 2))
		shared.ChurnRows = func() { _, _, _ = s.ChangeRows("gopaas.list:"+ContactView, 1, 1) }
	}
	s.Server = fake.New(http.HandlerFunc(s.serve), shared)
	return s
}

// AllowAddresses replaces the addresses that may use the API key, separated by
// ";". Empty allows all of them.
func (s *Server) AllowAddresses(list string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.allowed = list
}

// route registers both flavours of every route.
func (s *Server) route() {
	s.router.NotFound = func(w http.ResponseWriter, _ *http.Request) { s.message(w, http.StatusBadRequest) }
	s.router.Handle(http.MethodPost, s.prefix+"/api/oauth2/access_token/", s.giveToken)
	item := http.MethodGet
	if s.options.ItemByPOST {
		item = http.MethodPost
	}
	for _, route := range []struct {
		method, path string
		handle       http.HandlerFunc
	}{
		{http.MethodGet, "/list/{view}/", s.list},
		{item, "/item/{table}/{id}/", s.item},
		{http.MethodPost, "/items/{table}/", s.push},
	} {
		s.router.Handle(route.method, s.prefix+"/api"+route.path, s.withKey(route.handle))
		s.router.Handle(route.method, s.prefix+"/api/oauth2"+route.path, s.withToken(route.handle))
	}
	s.router.Handle(http.MethodGet, s.prefix+"/api/file/{table}", s.withKey(s.openFile))
	s.router.Handle(http.MethodPost, s.prefix+"/api/file/{table}/", s.withKey(s.upload))
	s.router.Handle(http.MethodGet, s.prefix+"/api/download/{link}", s.download)
}

// serve is the service itself, below recording and faults.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) { s.router.ServeHTTP(w, r) }
