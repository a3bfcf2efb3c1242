package rest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

// service is a scripted server on a real socket that remembers what it saw.
type service struct {
	URL string

	mu       sync.Mutex
	requests []*http.Request
	bodies   []string
	conns    int
}

// serve starts a service. answer is told how many requests came before.
func serve(t testing.TB, answer func(w http.ResponseWriter, r *http.Request, before int)) *service {
	t.Helper()
	s := &service{}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		s.mu.Lock()
		before := len(s.requests)
		s.requests, s.bodies = append(s.requests, r), append(s.bodies, string(body))
		s.mu.Unlock()
		answer(w, r, before)
	}))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.conns++
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

func (s *service) seen() []*http.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*http.Request(nil), s.requests...)
}

func (s *service) connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.conns
}

// roundTrip is a transport without a socket, for virtual time.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := f(r)
	if resp != nil {
		resp.Request = r
	}
	return resp, err
}

func answer(status int, header http.Header, body string) *http.Response {
	if header == nil {
		header = http.Header{}
	}
	return &http.Response{
		StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: header,
		ContentLength: int64(len(body)), Body: io.NopCloser(bytes.NewReader([]byte(body))),
	}
}

func noWait(int) time.Duration { return 0 }

// open returns a client of base, without waits unless options say otherwise.
func open(t testing.TB, base string, options ...guichet.Option) *rest.Client {
	t.Helper()
	return openWith(t, rest.Config{BaseURL: base}, options...)
}

func openWith(t testing.TB, cfg rest.Config, options ...guichet.Option) *rest.Client {
	t.Helper()
	cfg.Service, cfg.ParseError = "service", parseMessage
	client, err := rest.New(cfg, append([]guichet.Option{guichet.WithBackoff(noWait)}, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// auth is the Auth of a configuration with such a credential.
func auth(a rest.Authorizer) func(*guichet.Options) (rest.Authorizer, error) {
	return func(*guichet.Options) (rest.Authorizer, error) { return a, nil }
}

// offline returns a client whose requests go to transport, with its own waits.
func offline(t testing.TB, transport roundTrip, options ...guichet.Option) *rest.Client {
	t.Helper()
	return offlineWith(t, rest.Config{ParseError: parseMessage}, transport, options...)
}

func offlineWith(t testing.TB, cfg rest.Config, transport roundTrip, options ...guichet.Option) *rest.Client {
	t.Helper()
	cfg.Service, cfg.BaseURL = "service", "https://service.example.fr"
	client, err := rest.New(cfg,
		append([]guichet.Option{guichet.WithHTTPClient(&http.Client{Transport: transport})}, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// parseMessage reads {"message":…,"field":…} as a service's package would.
func parseMessage(e *guichet.Error, _ string, body []byte) {
	var b struct{ Message, Code, Field string }
	if json.Unmarshal(body, &b) != nil {
		return
	}
	e.Message, e.Code = b.Message, b.Code
	if b.Field != "" {
		e.Fields = map[string][]guichet.FieldError{"field": {{Code: b.Field}}}
	}
}

type thing struct {
	ID int64 `json:"id"`
}

const goodThing = `{"thing":{"id":7}}`

func good(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, goodThing)
}

// methods gives each class the method that it usually has.
var methods = map[rest.Class]string{
	rest.Read: "GET", rest.ReadEffect: "GET", rest.Idempotent: "PUT", rest.Write: "POST", rest.SignIn: "POST",
}

func newCall(class rest.Class, options ...guichet.CallOption) *rest.Call {
	call := rest.NewCall(class, "Things.Act", methods[class]+" /things/{thing_id}", "7")
	if methods[class] != "GET" {
		call.JSON(map[string]int{"n": 1})
	}
	return call.Apply(options)
}

func do(ctx context.Context, c *rest.Client, call *rest.Call) error {
	_, err := rest.One[thing](ctx, c, call, "thing")
	return err
}

// failure returns the *rest.Error that err must be.
func failure(t testing.TB, err error) *guichet.Error {
	t.Helper()
	var e *guichet.Error
	if !errors.As(err, &e) {
		t.Fatalf("the call returned %v, which is no *Error", err)
	}
	return e
}
