// Package rdvsolidaritestest is a test server for programs that use RDV-Solidarités. It keeps state and
// reproduces the service's sign-in, its pages of 100, its error bodies and its known defects. Its data is
// invented; the same seed gives the same data.
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

// The agent that always exists: admin of every organisation and of every territory, except overseas.
const (
	Email    = "camille.moreau@example.fr"
	Password = "bac-a-sable-rdv"
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

// Options configure a server. The zero value is the default data.
type Options struct {
	// Seed selects the data; the same seed gives the same answers, byte for byte.
	Seed int64
	// Organisations is the number of organisations, 3 by default, in two territories. Since 2025 another one
	// overseas is added, whose agents, persons and rdvs the agent of Email does not see.
	Organisations int
	// RDVs is the number of rdvs in all organisations together, 2,450 by default.
	RDVs int
	// Users is the number of users, 130 by default.
	Users int
	// LossyPages makes lists of more than 100 rows repeat and lose rows between their pages from the
	// start. By default a list does so after ten writes to its table, as on the real service: users,
	// rdvs, webhook endpoints and teams are not sorted, nor are absences that start at the same time.
	// Page 1 has one order and the other pages have another, the same in every pass; total_count stays
	// correct. A list of at most 100 rows, such as one by ids[], is complete.
	LossyPages bool
	// Generation is the state of the service, Generation2026 by default.
	Generation Generation
	// Instance is InstanceHistoric by default. It matters to Generation2026 only.
	Instance Instance
	// Today is the day around which the data lies, 2026-11-16 by default. The data of another day is the
	// same, shifted by whole weeks; when it is on a weekend, some appointments lie on it. Today decides what
	// is in the future, such as an rdv or a birth, and which day a time without a date means.
	Today time.Time
	// Empty keeps only the agent of Email and one organisation.
	Empty bool
	// Latency delays each answer.
	Latency time.Duration
	// Chaos shifts pages, inserts and deletes rows and fails requests now and then, as the seed decides.
	// It ends sessions at most once in 30 seconds of Now.
	Chaos bool
	// Deliver sends the webhooks that writes trigger, and the replay of a new or changed endpoint, to
	// targets on the loopback interface. By default nothing is sent.
	Deliver bool
	// RetryWebhook is the wait after a delivery that was not answered with 2xx, by the number of attempts so
	// far: 3 s after the first by default, 20 attempts in all. Close drops what waits.
	RetryWebhook func(attempt int) time.Duration
	// Now is the clock of sessions, rate limits and new records; time.Now by default. It has no effect on
	// Today.
	Now func() time.Time
}

// Server is the test server. Besides the methods declared here it has these:
//
//	URL string                        the base URL
//	Start() error                     listen on a free loopback port
//	StartAt(addr string) error        listen on addr
//	Transport() http.RoundTripper     answer without a socket
//	Requests() []Request              the recorded requests, newest last
//	ResetRequests()                   remove them
//	Fault(Fault)                      apply a fault to the next matching requests
//	ClearFaults()                     remove the remaining faults
//	ServeHTTP                         implements http.Handler
type Server struct {
	*fake.Server
	*rules

	options    Options
	router     fake.Router
	sessions   *sessions
	limiter    limiter
	lists      listCache
	moments    momentReader
	phones     phoneReader
	requests   atomic.Uint64
	deliveries *queue
	gate       gate

	// mu guards the fields below. Handlers hold it while they render, never while a client reads.
	mu         sync.RWMutex
	lossyPages bool
	data
}

// New returns a server with its data. It does not listen yet.
func New(o Options) *Server {
	setDefaults(&o)
	rules := rulesOf(o.Generation, o.Instance)
	s := &Server{rules: rules, options: o, moments: newMomentReader(), phones: newPhoneReader(), deliveries: newQueue(), lossyPages: o.LossyPages}
	s.fill(&s.options, rules)
	s.sessions = newSessions(&s.options, s.agents)
	s.route()
	shared := fake.Options{
		Latency:       o.Latency,
		Now:           o.Now,
		ExpireSession: s.RevokeSessions,
		ErrorBody: func(int) (string, []byte) {
			return jsonType, []byte(`{"errors":["Le service a rencontré un problème."]}`)
		},
		Control: map[string]http.Handler{
			"pages":      http.HandlerFunc(s.controlPages),
			"deliveries": http.HandlerFunc(s.controlDeliveries),
			"rows":       http.HandlerFunc(s.controlRows),
			"webhooks":   http.HandlerFunc(s.controlWebhooks),
		},
	}
	if o.Chaos {
		shared.Chaos = rand.New(rand.NewPCG(uint64(o.Seed), 2))
		shared.ChurnRows = func() { s.Rows("rdv.rdvs", 1, 1) }
	}
	s.Server = fake.New(http.HandlerFunc(s.serve), shared)
	return s
}

func setDefaults(o *Options) {
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
	if o.Today.IsZero() {
		o.Today = time.Date(2026, time.November, 16, 0, 0, 0, 0, time.UTC)
	}
	year, month, day := o.Today.Date()
	o.Today = time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	if o.RetryWebhook == nil {
		o.RetryWebhook = retryWebhook
	}
	if o.Now == nil {
		o.Now = time.Now
	}
}

// Close stops listening and waits until pending webhooks are sent.
func (s *Server) Close() error {
	err := s.Server.Close()
	s.gate.set(false)
	s.deliveries.close()
	return err
}

// Agent is an agent of the invented data.
type Agent struct {
	ID                  int64
	FirstName, LastName string
	// Email and Password are empty for an intervenant, who cannot sign in.
	Email, Password string
	// Role is "admin", "secretariat" (which sees all rdvs, the agent d'accueil since 2026), "basic" (which sees those of its service)
	// or "intervenant".
	Role string
	// OrganisationIDs are the organisations in which the agent has a role.
	OrganisationIDs []int64
}

// Agents returns the agents: first the one of Email, then a basic one and one of the secretariat.
func (s *Server) Agents() []Agent {
	s.mu.RLock()
	defer s.mu.RUnlock()
	list := make([]Agent, len(s.agents))
	for i, a := range s.agents {
		list[i] = Agent{ID: a.id, FirstName: a.firstName, LastName: a.lastName, Email: a.email, Password: a.password}
		for _, o := range s.organisations {
			if level := a.roles[o.id]; level != "" {
				list[i].Role = level
				if level != levelAdmin && a.seesAll(o.id) {
					list[i].Role = "secretariat"
				}
				list[i].OrganisationIDs = append(list[i].OrganisationIDs, o.id)
			}
		}
	}
	return list
}

// serve answers as the service, without recording and faults.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	setHeader(w.Header(), "X-Request-Id", "req-"+strconv.FormatUint(s.requests.Add(1), 10))
	s.dispatch(w, r)
}

func (s *Server) now() int64 { return s.options.Now().Unix() }
