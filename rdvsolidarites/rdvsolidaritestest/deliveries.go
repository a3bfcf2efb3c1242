package rdvsolidaritestest

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/guichet-go/guichet/internal/fake"
	"github.com/guichet-go/guichet/internal/loopback"
)

const maxWebhooks = 10_000

// emit delivers an event, in the background, to the endpoints that subscribe to it.
func (s *Server) emit(subscription, event string, organisations []int64, data func(*writer)) {
	if !s.options.Deliver {
		return
	}
	for _, e := range s.endpoints {
		if slices.Contains(organisations, e.organisationID) && slices.Contains(e.subscriptions, subscription) {
			if body := s.payload(subscription, event, data); body != nil {
				s.deliver(e, [][]byte{body})
			}
		}
	}
}

// replay delivers every object that an endpoint subscribes to as "created". When the endpoint subscribes
// to absences, the service's job fails and sends nothing.
func (s *Server) replay(e *webhookEndpoint) {
	if !s.options.Deliver || slices.Contains(e.subscriptions, "absence") {
		return
	}
	o, _ := s.organisation(e.organisationID)
	var bodies [][]byte
	for _, subscription := range e.subscriptions {
		for data := range s.records(subscription, o) {
			bodies = append(bodies, s.payload(subscription, "created", data))
		}
	}
	s.deliver(e, bodies)
}

func (s *Server) deliver(e *webhookEndpoint, bodies [][]byte) {
	target, secret := e.targetURL, e.secret
	if checkLoopback(target) != nil {
		return
	}
	s.deliveries.Go(func() { post(target, secret, bodies) })
}

// payload returns the body of a delivery, nil when its object cannot be rendered.
func (s *Server) payload(subscription, event string, data func(*writer)) []byte {
	w := &writer{rules: s.rules, webhook: true}
	w.item(func() {
		w.object("data", func() { data(w) })
		w.object("meta", func() {
			w.string("model", model(subscription))
			w.string("event", event)
			w.null("webhook_reason")
			w.time("timestamp", s.now())
		})
	})
	if w.failed {
		return nil
	}
	return w.b
}

// post sends bodies one after the other and returns the status of each answer, 0 for no answer.
func post(target, secret string, bodies [][]byte) []int {
	client := &http.Client{
		Timeout:       10 * time.Second,
		Transport:     &http.Transport{},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	defer client.CloseIdleConnections()
	statuses := make([]int, len(bodies))
	for i, body := range bodies {
		request, err := http.NewRequest(http.MethodPost, target, bytes.NewReader(body))
		if err != nil {
			continue
		}
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write(body)
		request.Header.Set("X-Lapin-Signature", hex.EncodeToString(mac.Sum(nil)))
		request.Header.Set("Content-Type", jsonType)
		response, err := client.Do(request)
		if err != nil {
			continue
		}
		io.Copy(io.Discard, response.Body)
		response.Body.Close()
		statuses[i] = response.StatusCode
	}
	return statuses
}

// checkLoopback refuses every target that is not on this machine.
func checkLoopback(target string) error {
	u, err := url.Parse(target)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return errors.New("target must be an http or https URL")
	}
	if !loopback.Host(u.Hostname()) {
		return fmt.Errorf("target must be on the loopback interface, not %s: the sandbox sends nothing further", u.Hostname())
	}
	return nil
}

// SendWebhooks sends count signed webhooks about records of a model ("rdv", "user", … as subscriptions
// name them) with an event (created, updated or destroyed), one after the other. The target must be on
// the loopback interface. It returns the status of each answer, 0 for no answer.
func (s *Server) SendWebhooks(target, secret, model, event string, count int) ([]int, error) {
	bodies, err := s.samples(target, model, event, count)
	if err != nil {
		return nil, err
	}
	return post(target, secret, bodies), nil
}

// samples returns the payloads of the first records of a model, repeated when there are too few.
func (s *Server) samples(target, name, event string, count int) ([][]byte, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	switch {
	case checkLoopback(target) != nil:
		return nil, checkLoopback(target)
	case model(name) == "":
		return nil, fmt.Errorf("no webhook model %q; write it as a subscription, such as rdv or user_profile", name)
	case !slices.Contains([]string{"created", "updated", "destroyed"}, event):
		return nil, fmt.Errorf("event must be created, updated or destroyed, not %q", event)
	case count < 1 || count > maxWebhooks:
		return nil, fmt.Errorf("count must be between 1 and %d, but is %d", maxWebhooks, count)
	}
	var bodies [][]byte
	for before := -1; len(bodies) > before && len(bodies) < count; {
		before = len(bodies)
		for _, o := range s.organisations {
			for data := range s.records(name, o) {
				if len(bodies) == count {
					return bodies, nil
				}
				bodies = append(bodies, s.payload(name, event, data))
			}
		}
	}
	if len(bodies) == 0 {
		return nil, fmt.Errorf("the sandbox holds no %s to send", name)
	}
	return bodies, nil
}

func (s *Server) controlWebhooks(w http.ResponseWriter, r *http.Request) {
	in := struct {
		Target string `json:"target"`
		Secret string `json:"secret"`
		Model  string `json:"model"`
		Event  string `json:"event"`
		Count  int    `json:"count"`
	}{Model: "rdv", Event: "created", Count: 1}
	if !readControl(w, r, &in) {
		return
	}
	statuses, err := s.SendWebhooks(in.Target, in.Secret, strings.ToLower(in.Model), in.Event, in.Count)
	if err != nil {
		fake.Refuse(w, http.StatusBadRequest, err)
		return
	}
	fake.WriteJSON(w, http.StatusOK, map[string]any{"sent": len(statuses), "statuses": statuses})
}
