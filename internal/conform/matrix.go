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

// Service is a package under the fault matrix, with one way in.
type Service struct {
	// Name of the way in, in the names of the tests.
	Name string
	// Prefix is the path of the base URL.
	Prefix string
	// Handler is the service, which sees each operation once.
	Handler http.Handler
	// Open makes a client of the service at base and returns its operations,
	// in an order in which each can be called once. It is called for each cell
	// of the matrix, and must not send anything.
	Open func(t testing.TB, base string, options ...guichet.Option) []Operation
	// Refuse answers that the credential is not accepted any more.
	Refuse func(w http.ResponseWriter)
	// Renews says that a refused credential is replaced.
	Renews bool
	// RefusedTwice is what it means when a new credential is refused too; ""
	// is rest.ErrUnauthorized.
	RefusedTwice guichet.Kind
}

// Operation is one call of the matrix. What it declares is what the package
// documents, not what it happens to do.
type Operation struct {
	// Name of the method, as CheckAPILines has it: "Absences.Get".
	Name string
	// Case tells two operations of one name apart.
	Case string
	// Call performs it.
	Call func(ctx context.Context) error
	// Class is Read for a GET and Write for anything else when it is not set.
	Class rest.Class
	// Anonymous operations carry no credential.
	Anonymous bool
	// Final are statuses that are not worth another attempt.
	Final []int
	// Mute operations take nothing from the body of their answer.
	Mute bool
	// Any says that the operation sends what its lines do not name.
	Any bool
	// Streams says that an answer that is no JSON is handed out unread. Such
	// operations accept no compressed answer.
	Streams bool
	// Shared requests belong to all callers, and go on when one of them ends.
	Shared bool
	// Probes are further requests of the same line by which the client asks
	// whether a refused credential still lives.
	Probes int
}

func (o Operation) id() string { return strings.TrimSpace(o.Name + " " + o.Case) }

// Matrix calls every operation of the package in dir under every fault, and
// compares with the table of outcomes. Without GUICHET_LONG=1 it is one
// operation of each class. A method that does I/O and is in no service's
// operations fails the test.
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
	requests  int             // that suffered
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

// record has the service see each operation once.
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
