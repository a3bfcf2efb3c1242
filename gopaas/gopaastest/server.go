// Package gopaastest is a test server for programs that use a GoPaaS
// application. It has API keys and client credentials, views over tables,
// searches by header, pushes by cle, and files behind signed links. Where the
// vendor's documentation does not define an answer, [Options] select it. Its
// data is invented; the same seed gives the same data.
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

// Fault is a failure that the next matching requests meet, see [Server.Fault].
type Fault = fake.Fault

// Request is a recorded request, see [Server.Requests].
type Request = fake.Request

// Where a [Fault] may cut the connection, after the service has processed the
// request.
const (
	CutBeforeAnswer = fake.CutBeforeAnswer
	CutHeaders      = fake.CutHeaders
	CutBody         = fake.CutBody
)

// Server is the test server. Besides the methods declared here it has these:
//
//	URL string                        the base URL, with the application's path
//	Start() error                     listen on a free loopback port
//	StartAt(addr string) error        listen on addr
//	Close() error                     stop listening
//	Transport() http.RoundTripper     answer without a socket
//	Requests() []Request              the recorded requests, newest last
//	ResetRequests()                   remove them
//	Fault(Fault)                      apply a fault to the next matching requests
//	ClearFaults()                     remove the remaining faults
//	ServeHTTP                         implements http.Handler
type Server struct {
	*fake.Server

	options Options
	prefix  string
	router  fake.Router
	signer  signer

	// mu guards the fields below.
	mu      sync.RWMutex
	tokens  map[string]time.Time // the expiry of each issued token
	issued  int                  // the number of issued tokens
	allowed string
	tables  map[string]*table
	views   []*view
	files   map[fileKey]file
	random  *rand.Rand
	keys    int // the number of keys made so far
}

// New returns a server with its data. It does not listen yet.
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
// ";". Empty allows every address.
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

// serve answers as the service, without recording and faults.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) { s.router.ServeHTTP(w, r) }
