package rdvsolidaritestest

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/guichet-go/guichet/internal/fake"
	"github.com/guichet-go/guichet/internal/loopback"
	"github.com/guichet-go/guichet/internal/paris"
)

const maxWebhooks = 10_000

// delivery is a webhook on its way to an endpoint.
type delivery struct {
	target, secret string
	// body returns the body of an attempt, nil when the object is gone and nothing is to be sent.
	body    func() []byte
	attempt int
}

// queue sends the deliveries of one endpoint in the order of their events. The service promises no order.
type queue struct {
	mu      sync.Mutex
	waiting map[int64][]delivery // by endpoint; an entry exists while a goroutine sends
	closed  context.Context      // ends the waiting for further attempts
	stop    context.CancelFunc
	wait    sync.WaitGroup
}

func newQueue() *queue {
	closed, stop := context.WithCancel(context.Background())
	return &queue{waiting: map[int64][]delivery{}, closed: closed, stop: stop}
}

// emit delivers an event, in the background, to the endpoints that subscribe to it.
//
//go:noinline
func (s *Server) emit(subscription, event string, organisations []int64, data func(*writer)) {
	s.emitWhile(func() bool { return true }, subscription, event, organisations, data)
}

// emitWhile is emit for an object that may be gone when the body is made. Until 2026, and when the object is
// destroyed, the body is made now and is the same in each attempt. Since 2026 each attempt reads the object.
func (s *Server) emitWhile(exists func() bool, subscription, event string, organisations []int64, data func(*writer)) {
	if !s.options.Deliver {
		return
	}
	occurred := s.now()
	body := func() []byte {
		s.mu.RLock()
		defer s.mu.RUnlock()
		if !exists() {
			return nil
		}
		return s.payload(subscription, event, occurred, data)
	}
	if !s.lateBodies || event == "destroyed" {
		made := s.payload(subscription, event, occurred, data)
		body = func() []byte { return made }
	}
	for _, e := range s.endpoints {
		if contains(organisations, e.organisationID) && contains(e.subscriptions, subscription) {
			s.deliver(e, body)
		}
	}
}

// replay delivers every object that an endpoint subscribes to as "created", as it is now. When the endpoint
// subscribes to absences, the service's job fails and sends nothing.
func (s *Server) replay(e *webhookEndpoint) {
	if !s.options.Deliver || contains(e.subscriptions, "absence") {
		return
	}
	o, _ := s.organisation(e.organisationID)
	for _, subscription := range e.subscriptions {
		for data := range s.records(subscription, o) {
			body := s.payload(subscription, "created", s.now(), data)
			s.deliver(e, func() []byte { return body })
		}
	}
}

func (s *Server) deliver(e *webhookEndpoint, body func() []byte) {
	if checkLoopback(e.targetURL) == nil {
		s.enqueue(e.id, delivery{e.targetURL, e.secret, body, 1})
	}
}

// enqueue adds d to the deliveries of an endpoint, and starts to send them unless somebody does.
func (s *Server) enqueue(endpoint int64, d delivery) {
	q := s.deliveries
	q.mu.Lock()
	defer q.mu.Unlock()
	_, sending := q.waiting[endpoint]
	q.waiting[endpoint] = append(q.waiting[endpoint], d)
	if !sending {
		q.wait.Go(func() { s.sendAll(endpoint) })
	}
}

func (s *Server) sendAll(endpoint int64) {
	for {
		s.gate.wait()
		d, ok := s.deliveries.next(endpoint)
		if !ok {
			return
		}
		body := d.body()
		if body == nil {
			continue
		}
		status := post(d.target, d.secret, [][]byte{body})[0]
		if status/100 == 2 || d.attempt == maxAttempts {
			continue
		}
		wait := s.options.RetryWebhook(d.attempt)
		d.attempt++
		s.deliveries.wait.Go(func() {
			select {
			case <-time.After(wait):
				s.enqueue(endpoint, d)
			case <-s.deliveries.closed.Done():
			}
		})
	}
}

// next takes the first delivery of an endpoint; without one, its sending ends.
func (q *queue) next(endpoint int64) (delivery, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	list := q.waiting[endpoint]
	if len(list) == 0 {
		delete(q.waiting, endpoint)
		return delivery{}, false
	}
	q.waiting[endpoint] = list[1:]
	return list[0], true
}

// close sends what waits for its first attempt, and drops what waits for another.
func (q *queue) close() {
	q.stop()
	q.wait.Wait()
}

// maxAttempts is how often the service tries to deliver a webhook.
const maxAttempts = 20

// retryWebhook is the service's wait after an attempt: 3 s after the first, some 8 days in all.
func retryWebhook(attempt int) time.Duration {
	return time.Duration(attempt*attempt*attempt*attempt+2) * time.Second
}

// payload returns the body of a delivery, nil when its object cannot be rendered.
func (s *Server) payload(subscription, event string, occurred int64, data func(*writer)) []byte {
	w := &writer{rules: s.rules}
	now := s.now()
	w.item(func() {
		w.object("data", func() { data(w) })
		w.object("meta", func() {
			w.string("model", model(subscription))
			w.string("event", event)
			w.null("webhook_reason")
			w.time("timestamp", now)
			if s.webhookInstants {
				w.string("event_occurred_at", iso8601(occurred))
				w.string("payload_computed_at", iso8601(now))
			}
		})
	})
	if w.failed {
		return nil
	}
	return w.b
}

func iso8601(unix int64) string { return time.Unix(unix, 0).In(paris.Location()).Format(time.RFC3339) }

// post sends bodies one after the other and returns the status of each answer, 0 for no answer.
func post(target, secret string, bodies [][]byte) []int {
	client := &http.Client{
		Timeout:       10 * time.Second,
		Transport:     &http.Transport{DisableCompression: true},
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
		setHeader(request.Header, "X-Lapin-Signature", hex.EncodeToString(mac.Sum(nil)))
		setHeader(request.Header, "Content-Type", jsonType)
		setHeader(request.Header, "User-Agent", "Typhoeus - https://github.com/typhoeus/typhoeus")
		setHeader(request.Header, "Accept", "*/*")
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
//
//go:noinline
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
	case !contains([]string{"created", "updated", "destroyed"}, event):
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
				bodies = append(bodies, s.payload(name, event, s.now(), data))
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
