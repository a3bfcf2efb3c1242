package rdvsolidaritestest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"

	"github.com/guichet-go/guichet/internal/fake"
)

// job is a webhook whose body is made when it is sent, so that it has the state of that moment.
type job struct {
	subscription, event string
	record              string // see recordKey
	occurredAt          int64
	data                func(*writer)
}

// enqueue sends a webhook in the background. The body of "destroyed" is made before the record is deleted;
// the webhooks of such a record that wait are dropped.
func (s *Server) enqueue(e *webhookEndpoint, j job) {
	if !s.lateBodies || j.event == "destroyed" {
		if body := s.payload(j); body != nil {
			s.deliver(e, [][]byte{body})
		}
		return
	}
	target, secret := e.targetURL, e.secret
	if checkLoopback(target) != nil {
		return
	}
	s.deliveries.Go(func() {
		s.gate.wait()
		s.mu.RLock()
		var body []byte
		if !s.destroyed[j.record] {
			body = s.payload(j)
		}
		s.mu.RUnlock()
		if body != nil {
			post(target, secret, [][]byte{body})
		}
	})
}

// recordKey names a record by its model and id, or by the ids of its two sides.
func (s *Server) recordKey(subscription string, data func(*writer)) string {
	w := writer{rules: s.rules}
	w.item(func() { data(&w) })
	type side struct {
		ID int64 `json:"id"`
	}
	var record struct {
		ID                        int64
		Agent, Organisation, User side
	}
	if json.Unmarshal(w.b, &record) != nil {
		return ""
	}
	if record.ID != 0 {
		return fmt.Sprint(subscription, " ", record.ID)
	}
	return fmt.Sprint(subscription, " ", record.Agent.ID, " ", record.Organisation.ID, " ", record.User.ID)
}

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
