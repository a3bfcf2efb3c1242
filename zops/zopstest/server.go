// Package zopstest is a test server for programs that use the management API of ZOPS. It keeps state and
// reproduces the order of the service's checks, its error bodies and its known defects. Its data is
// invented; the same seed gives the same data.
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

// The manager always exists and fills the catalogue.
const (
	ManagerEmail    = "manager@example.com"
	ManagerPassword = "manager-pw"
)

// The users of the invented tenant. With [Options.Empty] they do not exist.
const (
	// Email and Password belong to the admin of the tenant.
	Email             = "claire.fontaine@example.fr"
	Password          = "bac-a-sable-zops"
	DeveloperEmail    = "yanis.le-goff@example.fr"
	DeveloperPassword = "bac-a-sable-developpeur"
	BillingEmail      = "helene.garnier@example.fr"
	BillingPassword   = "bac-a-sable-facturation"
)

// Fault is a failure that the next matching requests meet, see [Server.Fault].
type Fault = fake.Fault

// Request is a recorded request, see [Server.Requests].
type Request = fake.Request

// Where a [Fault] may cut the connection, after the service has processed the request.
const (
	CutBeforeAnswer = fake.CutBeforeAnswer
	CutHeaders      = fake.CutHeaders
	CutBody         = fake.CutBody
)

// Options configure a server. The zero value is the invented tenant.
type Options struct {
	// Seed selects ids, codes and tokens; the same seed gives the same answers at the same time of Now.
	Seed int64
	// Empty keeps only the manager; the catalogue is empty.
	Empty bool
	// Latency delays each answer.
	Latency time.Duration
	// Chaos shifts lists, inserts and deletes consumers, ends sessions and fails requests now and then,
	// as the seed decides.
	Chaos bool
	// Now is the clock of tokens; time.Now by default.
	Now func() time.Time
}

// Server is the test server. Besides the methods declared here it has these:
//
//	URL string                        the base URL
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

	now       func() time.Time
	resources []*resource

	// mu guards the fields below during a whole request, as a transaction would.
	mu sync.Mutex
	data
}

// New returns a server with its data. It does not listen yet.
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

// Mail has the code or token of the last mail of each kind to an address. A field is empty without such a
// mail.
type Mail struct {
	ApproveCode string `json:"approve_code"`
	ResetToken  string `json:"reset_token"`
}

// Mailbox returns the last mails to an address.
func (s *Server) Mailbox(to string) Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mailbox[to]
}
