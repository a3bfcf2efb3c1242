package rdvsolidaritestest

import (
	"net/http"
	"sync"

	"github.com/guichet-go/guichet/internal/fake"
)

// gate holds webhooks back while it is closed.
type gate struct {
	mu     sync.Mutex
	opened chan struct{} // nil while the gate is open
}

func (g *gate) wait() {
	g.mu.Lock()
	opened := g.opened
	g.mu.Unlock()
	if opened != nil {
		<-opened
	}
}

func (g *gate) set(closed bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case closed && g.opened == nil:
		g.opened = make(chan struct{})
	case !closed && g.opened != nil:
		close(g.opened)
		g.opened = nil
	}
}

// HoldWebhooks delays the webhooks that writes trigger from now on until it is called with false, as a long
// queue of jobs does.
func (s *Server) HoldWebhooks(hold bool) { s.gate.set(hold) }

func (s *Server) controlDeliveries(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Hold bool `json:"hold"`
	}
	if readControl(w, r, &in) {
		s.HoldWebhooks(in.Hold)
		fake.WriteJSON(w, http.StatusOK, in)
	}
}
