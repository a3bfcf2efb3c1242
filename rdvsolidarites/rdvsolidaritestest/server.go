// Package rdvsolidaritestest is a server that behaves as RDV-Solidarités does, for the tests of programs
// that use it: with state, the real sign-in, pages of 100, the service's error bodies and its known
// defects. Its data is invented, and the same seed gives the same data.
//
//	server := rdvsolidaritestest.New(rdvsolidaritestest.Options{})
//	if err := server.Start(); err != nil { … }
//	defer server.Close()
//	// server.URL, rdvsolidaritestest.Email and rdvsolidaritestest.Password sign in.
//
// Without a socket, [Server.Transport] answers inside testing/synctest.
package rdvsolidaritestest

import (
	"math/rand/v2"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/guichet-go/guichet/internal/fake"
)

// The agent that always exists: admin of every organisation and of every territory.
const (
	Email    = "camille.moreau@example.fr"
	Password = "bac-a-sable-rdv"
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

// Options say what a server holds. The zero value is the default data.
type Options struct {
	// Seed chooses the data; the same seed gives the same answers, byte for byte.
	Seed int64
	// Organisations is their number, 3 by default, in two territories.
	Organisations int
	// RDVs is their number in all organisations together, 2,450 by default.
	RDVs int
	// Users is their number, 130 by default.
	Users int
	// LossyPages makes lists of more than 100 rows repeat and lose rows between their pages from the
	// start. By default a list does so once ten rows of its table were written, as on the real service:
	// users, rdvs, webhook endpoints and teams have no order, and absences that start at the same moment
	// have none among themselves. Page 1 comes in one order and the other pages in another, the same in
	// every pass; total_count stays true. A list of at most 100 rows, such as one of ids[], is whole.
	LossyPages bool
	// RepeatRDVs gives an admin too each rdv once for each of its agents, and counts those rows in
	// total_count, as the service did until July 2026. A basic agent always sees them so.
	RepeatRDVs bool
	// Empty keeps only the agent of Email and one organisation.
	Empty bool
	// Latency is added to each answer.
	Latency time.Duration
	// Chaos makes pages shift, rows come and go, and requests fail now and then, all from the seed, and
	// sessions end, once in 30 seconds of Now at most.
	Chaos bool
	// Deliver sends the webhooks that writes trigger, and the replay of a new or changed endpoint, to
	// targets on the loopback interface. By default nothing is sent.
	Deliver bool
	// Now is the clock of sessions, rate limits and new records; time.Now by default. What counts as a
	// future rdv does not depend on it, but on the fixed date around which the data lies, 2026-11-16.
	Now func() time.Time
}

// Server is the test server. Beside the methods declared here it has those of the shared part:
//
//	URL string                        the base URL
//	Start() error                     listen on a free loopback port
//	StartAt(addr string) error        listen on addr
//	Transport() http.RoundTripper     answer without a socket
//	Requests() []Request              the requests seen, newest last
//	ResetRequests()                   forget them
//	Fault(Fault)                      order an accident
//	ClearFaults()                     forget those ordered
//	ServeHTTP                         it is an http.Handler
type Server struct {
	*fake.Server

	options    Options
	router     fake.Router
	sessions   *sessions
	limiter    limiter
	lists      listCache
	moments    momentReader
	requests   atomic.Uint64
	deliveries sync.WaitGroup

	// mu guards what stands below. Readers hold it while they render, never while a client reads.
	mu         sync.RWMutex
	lossyPages bool
	data
}

// New returns a server with its data, not listening yet.
func New(o Options) *Server {
	o = withDefaults(o)
	s := &Server{options: o, moments: newMomentReader(), lossyPages: o.LossyPages, data: seed(o)}
	s.sessions = newSessions(o, s.agents)
	s.route()
	shared := fake.Options{
		Latency:       o.Latency,
		Now:           o.Now,
		ExpireSession: s.RevokeSessions,
		ErrorBody: func(int) (string, []byte) {
			return jsonType, []byte(`{"errors":["Le service a rencontré un problème."]}`)
		},
		Control: map[string]http.Handler{
			"pages":    http.HandlerFunc(s.controlPages),
			"rows":     http.HandlerFunc(s.controlRows),
			"webhooks": http.HandlerFunc(s.controlWebhooks),
		},
	}
	if o.Chaos {
		shared.Chaos = rand.New(rand.NewPCG(uint64(o.Seed), 2))
		shared.ChurnRows = func() { s.Rows("rdv.rdvs", 1, 1) }
	}
	s.Server = fake.New(http.HandlerFunc(s.serve), shared)
	return s
}

func withDefaults(o Options) Options {
	if o.Organisations <= 0 {
		o.Organisations = 3
	}
	if o.RDVs <= 0 {
		o.RDVs = 2450
	}
	if o.Users <= 0 {
		o.Users = 130
	}
	if o.Empty {
		o.Organisations, o.RDVs, o.Users = 1, 0, 0
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// Close stops listening and waits for the webhooks under way.
func (s *Server) Close() error {
	err := s.Server.Close()
	s.deliveries.Wait()
	return err
}

// Agent is an agent who can sign in, or could but for a missing e-mail.
type Agent struct {
	ID                  int64
	FirstName, LastName string
	// Email and Password are empty for an intervenant, who cannot sign in.
	Email, Password string
	// Role is "admin", "secretariat" (which sees all rdvs), "basic" (which sees those of its service)
	// or "intervenant".
	Role string
	// OrganisationIDs are those where the agent has a role.
	OrganisationIDs []int64
}

// Agents returns the agents, the one of Email first, then a basic one and one of the secretariat.
func (s *Server) Agents() []Agent {
	s.mu.RLock()
	defer s.mu.RUnlock()
	list := make([]Agent, len(s.agents))
	for i, a := range s.agents {
		list[i] = Agent{ID: a.id, FirstName: a.firstName, LastName: a.lastName, Email: a.email, Password: a.password}
		for _, o := range s.organisations {
			if level := a.roles[o.id]; level != "" {
				list[i].Role = level
				list[i].OrganisationIDs = append(list[i].OrganisationIDs, o.id)
			}
		}
		if a.seesAllServices() {
			list[i].Role = "secretariat"
		}
	}
	return list
}

// serve is the service itself, below recording and faults.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Request-Id", "req-"+strconv.FormatUint(s.requests.Add(1), 10))
	s.router.ServeHTTP(w, r)
}

func (s *Server) now() int64 { return s.options.Now().Unix() }
