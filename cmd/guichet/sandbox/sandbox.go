// Package sandbox serves the services on this machine, for trying the command
// and for tests: no account is needed and nothing leaves the machine.
package sandbox

import (
	"net/http"
	"slices"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/gopaas/gopaastest"
	"github.com/guichet-go/guichet/internal/incomparable"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
	"github.com/guichet-go/guichet/zops/zopstest"
)

// options say what the services hold and how they behave.
type options struct {
	_ incomparable.Field

	empty                       bool
	seed                        int64
	organisations, rdvs, people int
	latency                     time.Duration
	chaos                       bool
	generation                  rdvsolidaritestest.Generation
	instance                    rdvsolidaritestest.Instance
	today                       time.Time
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
// variable that it is for the command ("" for none), and its value or the values
// in it.
type entry struct {
	name, variable, value string
	inner                 []entry
}

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
		Generation: o.generation, Instance: o.instance, Today: o.today,
	})
	return s, func() []entry {
		entries := []entry{{name: "base_url", variable: "GUICHET_RDV_BASE_URL", value: s.URL}}
		if o.instance == rdvsolidaritestest.InstanceNumerique {
			entries = append(entries, entry{name: "email", value: rdvsolidaritestest.Email},
				entry{name: "bearer", variable: "GUICHET_RDV_BEARER", value: s.BearerToken()})
		} else {
			entries = append(entries, entry{name: "email", variable: "GUICHET_RDV_EMAIL", value: rdvsolidaritestest.Email},
				entry{name: "password", variable: "GUICHET_RDV_PASSWORD", value: rdvsolidaritestest.Password})
		}
		if o.generation != rdvsolidaritestest.Generation2024 {
			entries = append(entries, entry{name: "oauth", inner: []entry{
				{name: "client_id", value: rdvsolidaritestest.ClientID},
				{name: "client_secret", value: rdvsolidaritestest.ClientSecret},
				{name: "redirect_uri", value: rdvsolidaritestest.RedirectURI},
			}})
		}
		return entries
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
			{name: "base_url", variable: "GUICHET_ZOPS_BASE_URL", value: s.URL},
			{name: "auth_base_url", variable: "GUICHET_ZOPS_AUTH_BASE_URL", value: s.URL},
			{name: "email", variable: "GUICHET_ZOPS_EMAIL", value: email},
			{name: "password", variable: "GUICHET_ZOPS_PASSWORD", value: password},
			{name: "manager_email", value: zopstest.ManagerEmail},
			{name: "manager_password", value: zopstest.ManagerPassword},
		}
	}
}

func gopaas(o options) (server, func() []entry) {
	s := gopaastest.New(gopaastest.Options{Seed: o.seed, Empty: o.empty, Latency: o.latency, Chaos: o.chaos})
	return s, func() []entry {
		return []entry{
			{name: "base_url", variable: "GUICHET_GOPAAS_BASE_URL", value: s.URL},
			{name: "api_key", variable: "GUICHET_GOPAAS_API_KEY", value: gopaastest.APIKey},
			// Two sets of variables at once would be refused.
			{name: "client_id", value: gopaastest.ClientID},
			{name: "client_secret", value: gopaastest.ClientSecret},
		}
	}
}

// InProcess returns the services without sockets, with their default data around
// a day. Each is made when it is first asked for. instance is that of RDV-Solidarités,
// "" for the historic one.
func InProcess(today time.Time, instance string) command.Sandbox {
	return inProcess{options{today: today, instance: rdvsolidaritestest.Instance(instance)}, kinds(), map[string]service{}}
}

type inProcess struct {
	options options
	kinds   []kind
	made    map[string]service
}

func (p inProcess) service(name string) service {
	if made, ok := p.made[name]; ok {
		return made
	}
	at := slices.IndexFunc(p.kinds, func(k kind) bool { return k.name == name })
	s, describe := p.kinds[at].make(p.options)
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
