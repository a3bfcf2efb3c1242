// Package zopstest is a server that behaves as the management API of ZOPS does, for the tests of programs
// that use it: with state, the order in which the service checks a request, its error bodies and its known
// defects. Its data is invented, and the same seed gives the same data.
//
//	server := zopstest.New(zopstest.Options{})
//	if err := server.Start(); err != nil { … }
//	defer server.Close()
//	// server.URL, zopstest.Email and zopstest.Password log in.
//
// Without a socket, [Server.Transport] answers inside testing/synctest.
package zopstest

import (
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"github.com/guichet-go/guichet/internal/fake"
)

// The manager, who always exists and fills the catalogue.
const (
	ManagerEmail    = "manager@example.com"
	ManagerPassword = "manager-pw"
)

// The users of the invented tenant. With [Options.Empty] they do not exist.
const (
	// Email and Password are those of its admin.
	Email             = "claire.fontaine@example.fr"
	Password          = "bac-a-sable-zops"
	DeveloperEmail    = "yanis.le-goff@example.fr"
	DeveloperPassword = "bac-a-sable-developpeur"
	BillingEmail      = "helene.garnier@example.fr"
	BillingPassword   = "bac-a-sable-facturation"
)

// Fault is an accident ordered for the next requests that match, see [Server.Fault].
type Fault = fake.Fault

// Request is a request as the server saw it, see [Server.Requests].
type Request = fake.Request

// Where a [Fault] may cut the connection, once the service has processed the request.
const (
	CutBeforeAnswer = fake.CutBeforeAnswer
	CutHeaders      = fake.CutHeaders
	CutBody         = fake.CutBody
)

// Options say what a server holds. The zero value is the invented tenant.
type Options struct {
	// Seed chooses ids, codes and tokens; the same seed gives the same answers at the same time.
	Seed int64
	// Empty keeps only the manager; the catalogue is empty.
	Empty bool
	// Latency is added to each answer.
	Latency time.Duration
	// Chaos makes lists shift, consumers come and go, and sessions and requests fail now and then, all
	// from the seed.
	Chaos bool
	// Now is the clock of tokens; time.Now by default.
	Now func() time.Time
}

// Server is the test server. Beside the methods declared here it has those of the shared part:
//
//	URL string                        the base URL
//	Start() error                     listen on a free loopback port
//	StartAt(addr string) error        listen on addr
//	Close() error                     stop
//	Transport() http.RoundTripper     answer without a socket
//	Requests() []Request              the requests seen, newest last
//	ResetRequests()                   forget them
//	Fault(Fault)                      order an accident
//	ClearFaults()                     forget those ordered
//	ServeHTTP                         it is an http.Handler
type Server struct {
	*fake.Server

	now       func() time.Time
	resources []*resource

	// mu guards the data below for the whole of a request, as if each were a transaction.
	mu sync.Mutex
	data
}

// New returns a server with its data, not listening yet.
func New(o Options) *Server {
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &Server{now: o.Now, resources: resources(), data: newData(o.Seed)}
	s.seed(o.Empty)
	shared := fake.Options{
		Latency:       o.Latency,
		ExpireSession: s.RevokeTokens,
		ErrorBody: func(status int) (string, []byte) {
			return errorJSONType, fail(status, "The service met a problem.").json()
		},
		Control: map[string]http.Handler{
			"mailbox": http.HandlerFunc(s.controlMailbox),
			"rows":    http.HandlerFunc(s.controlRows),
		},
	}
	if o.Chaos {
		shared.Chaos = rand.New(rand.NewPCG(uint64(o.Seed), 2))
		shared.ChurnRows = func() { s.churn(1, 1) }
	}
	s.Server = fake.New(http.HandlerFunc(s.serve), shared)
	return s
}

// RevokeTokens ends the sessions of all users, as if each had logged out everywhere.
func (s *Server) RevokeTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.live)
}

// Mail is what the service mailed to an address, the last of each kind. A field is empty when there was
// no such mail.
type Mail struct {
	ApproveCode string `json:"approve_code"`
	ResetToken  string `json:"reset_token"`
}

// Mailbox returns what was mailed to an address.
func (s *Server) Mailbox(to string) Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mailbox[to]
}
