// Package sandbox serves the services on this machine, for trying the command
// and for tests: no account is needed and nothing leaves the machine.
package sandbox

import (
	"net/http"
	"slices"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/gopaas/gopaastest"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
	"github.com/guichet-go/guichet/zops/zopstest"
)

// options say what the services hold and how they behave.
type options struct {
	empty                       bool
	seed                        int64
	organisations, rdvs, people int
	latency                     time.Duration
	chaos                       bool
}

// server is a test server of any service.
type server interface {
	StartAt(address string) error
	Close() error
	Transport() http.RoundTripper
}

// service is one of the services of a sandbox.
type service struct {
	name   string
	server server
	// describe returns the address and the credentials, once it is started.
	describe func() []entry
}

// entry is one thing to know about a service: its name in the line of JSON, the
// variable that it is for the command ("" for none), and its value.
type entry struct{ name, variable, value string }

// kind is a service before it is made.
type kind struct {
	name string
	make func(options) (server, func() []entry)
}

// kinds are the services, in the order of their ports.
func kinds() []kind {
	return []kind{{"rdv", rdv}, {"zops", zops}, {"gopaas", gopaas}, {"astor", astor}}
}

func all(o options) (made []service) {
	for _, k := range kinds() {
		s, describe := k.make(o)
		made = append(made, service{k.name, s, describe})
	}
	return made
}

func rdv(o options) (server, func() []entry) {
	s := rdvsolidaritestest.New(rdvsolidaritestest.Options{
		Seed: o.seed, Organisations: o.organisations, RDVs: o.rdvs, Users: o.people,
		Empty: o.empty, Latency: o.latency, Chaos: o.chaos, Deliver: true,
	})
	return s, func() []entry {
		return []entry{
			{"base_url", "GUICHET_RDV_BASE_URL", s.URL},
			{"email", "GUICHET_RDV_EMAIL", rdvsolidaritestest.Email},
			{"password", "GUICHET_RDV_PASSWORD", rdvsolidaritestest.Password},
		}
	}
}

func zops(o options) (server, func() []entry) {
	s := zopstest.New(zopstest.Options{Seed: o.seed, Empty: o.empty, Latency: o.latency, Chaos: o.chaos})
	return s, func() []entry {
		email, password := zopstest.Email, zopstest.Password
		if o.empty {
			email, password = "", "" // only the manager exists
		}
		return []entry{
			{"base_url", "GUICHET_ZOPS_BASE_URL", s.URL},
			{"email", "GUICHET_ZOPS_EMAIL", email},
			{"password", "GUICHET_ZOPS_PASSWORD", password},
			{"manager_email", "", zopstest.ManagerEmail},
			{"manager_password", "", zopstest.ManagerPassword},
		}
	}
}

func gopaas(o options) (server, func() []entry) {
	s := gopaastest.New(gopaastest.Options{Seed: o.seed, Empty: o.empty, Latency: o.latency, Chaos: o.chaos})
	return s, func() []entry {
		return []entry{
			{"base_url", "GUICHET_GOPAAS_BASE_URL", s.URL},
			{"api_key", "GUICHET_GOPAAS_API_KEY", gopaastest.APIKey},
			// Two sets of variables at once would be refused.
			{"client_id", "", gopaastest.ClientID},
			{"client_secret", "", gopaastest.ClientSecret},
		}
	}
}

// InProcess returns the services without sockets, with their default data.
// Each is made when it is first asked for.
func InProcess() command.Sandbox { return inProcess{kinds(), map[string]service{}} }

type inProcess struct {
	kinds []kind
	made  map[string]service
}

func (p inProcess) service(name string) service {
	if made, ok := p.made[name]; ok {
		return made
	}
	at := slices.IndexFunc(p.kinds, func(k kind) bool { return k.name == name })
	s, describe := p.kinds[at].make(options{})
	p.made[name] = service{name, s, describe}
	return p.made[name]
}

// Transport returns the way to a service without a socket.
func (p inProcess) Transport(name string) (baseURL string, transport http.RoundTripper) {
	s := p.service(name)
	return s.describe()[0].value, s.server.Transport()
}

// Variables returns the credentials of a service.
func (p inProcess) Variables(name string) map[string]string {
	variables := map[string]string{}
	for _, e := range p.service(name).describe() {
		if e.variable != "" {
			variables[e.variable] = e.value
		}
	}
	return variables
}
