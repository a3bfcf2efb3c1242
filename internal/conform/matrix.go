package conform

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

// Service is a package under the fault matrix, with one credential.
type Service struct {
	// Name of the credential, for the names of the tests.
	Name string
	// Prefix is the path of the base URL.
	Prefix string
	// Handler is the service. It gets each operation once.
	Handler http.Handler
	// Open makes a client of the service at base and returns its operations, in
	// an order in which each can be called once. Matrix calls it for each cell.
	// It must not send anything.
	Open func(t testing.TB, base string, options ...guichet.Option) []Operation
	// Refuse answers that the credential is no longer accepted.
	Refuse func(w http.ResponseWriter)
	// Renews says that the client replaces a refused credential.
	Renews bool
	// RefusedTwice is the error kind when the new credential is refused too; ""
	// is guichet.ErrUnauthorized.
	RefusedTwice guichet.Kind
}

// Operation is one call of the matrix. Its fields state what the package
// documents.
type Operation struct {
	// Name of the method, such as "Absences.Get", as in CheckAPILines.
	Name string
	// Case distinguishes operations of the same name.
	Case string
	// Call performs it.
	Call func(ctx context.Context) error
	// Class is Read for a GET and Write for anything else when it is not set.
	Class rest.Class
	// Anonymous operations carry no credential.
	Anonymous bool
	// Final are the statuses that the client does not retry.
	Final []int
	// Mute operations do not read the body of their answer.
	Mute bool
	// Any says that the operation sends requests that its API lines do not name.
	Any bool
	// Streams says that the operation returns an answer other than JSON as a
	// stream. Such operations accept no compressed answer.
	Streams bool
	// Shared requests serve all callers and continue when one of them cancels.
	Shared bool
	// Probes is the number of further requests of the same line by which the
	// client checks a refused credential.
	Probes int
}

func (o Operation) id() string { return strings.TrimSpace(o.Name + " " + o.Case) }

// Matrix calls every operation of the package in dir under every fault and
// compares the result with the table of outcomes. Without GUICHET_LONG=1 it
// calls one operation of each class. It fails when a method that does I/O is not
// among the operations of a service.
func Matrix(t *testing.T, dir string, services ...Service) {
	endpoints, err := endpointsIn(dir)
	if err != nil {
		t.Fatal(err)
	}
	m := &matrix{t: t, endpoints: map[string]endpoint{}, called: map[string]bool{}}
	for _, e := range endpoints {
		m.endpoints[e.name] = e
	}
	for _, s := range services {
		t.Run(strings.TrimSpace("under every fault "+s.Name), func(t *testing.T) { m.run(t, s) })
	}
	for _, e := range endpoints {
		if !m.called[e.name] {
			t.Errorf("%s is not in the matrix", e.name)
		}
	}
	if !t.Failed() {
		t.Logf("operations × faults: %d × %d, %d calls, all as the table says (the matrix holds %d operations)",
			m.requests, len(faults()), m.calls, len(m.called))
	}
}

type matrix struct {
	t         *testing.T
	endpoints map[string]endpoint
	called    map[string]bool // by name of the method
	requests  int             // under faults
	calls     int
}

func (m *matrix) run(t *testing.T, s Service) {
	played := newReplay(s.Handler)
	server := httptest.NewServer(played)
	t.Cleanup(server.Close)
	base := server.URL + s.Prefix
	operations := m.record(t, s, played, base)
	done := map[string]bool{}
	for i, o := range operations {
		for _, target := range played.targets(o, s.Prefix, m.endpoints[o.Name]) {
			x := &scenario{service: s, operation: o, index: i, target: target, base: base, played: played}
			if kind := fmt.Sprint(x.class(), o.Anonymous, o.Mute); os.Getenv("GUICHET_LONG") != "1" {
				if done[kind] {
					continue
				}
				done[kind] = true
			}
			m.requests++
			t.Run(o.id()+" "+target.line, func(t *testing.T) { m.calls += x.suffer(t) })
		}
	}
}

// record sends each operation to the service once.
func (m *matrix) record(t *testing.T, s Service, played *replay, base string) []Operation {
	t.Helper()
	operations := s.Open(t, base, guichet.WithBackoff(noWait))
	for i, o := range operations {
		e, known := m.endpoints[o.Name]
		if !known {
			t.Fatalf("%s is no operation of the package", o.Name)
		}
		played.begin(o.id(), true)
		if err := operations[i].Call(t.Context()); err != nil {
			t.Fatalf("%s without a fault: %v", o.id(), err)
		}
		if len(played.targets(o, s.Prefix, e)) == 0 {
			t.Fatalf("%s sent none of its requests", o.id())
		}
		m.called[o.Name] = true
	}
	return operations
}
