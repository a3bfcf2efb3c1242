package astor_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/astor"
	"github.com/guichet-go/guichet/astor/astortest"
)

func noWait(int) time.Duration { return 0 }

func TestAGETIsNotRepeatedUnlessTheCallerAllowsIt(t *testing.T) {
	server, sender := started(t, guichet.WithBackoff(noWait))
	who, err := parse(t, astortest.Collection()).Find("Who am I")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		name    string
		fault   astortest.Fault
		options []guichet.CallOption
		seen    int
		fails   bool
	}{
		{"a failure", astortest.Fault{Status: 503}, nil, 1, true},
		{"a cut", astortest.Fault{Cut: astortest.CutBeforeAnswer}, nil, 1, true},
		{"a cut body", astortest.Fault{Cut: astortest.CutBody}, nil, 1, true},
		{"too many requests", astortest.Fault{Status: 429}, nil, 2, false},
		{"a failure of what may be repeated", astortest.Fault{Status: 503}, []guichet.CallOption{guichet.Repeatable()}, 2, false},
		{"a cut of what may be repeated", astortest.Fault{Cut: astortest.CutBody}, []guichet.CallOption{guichet.Repeatable()}, 2, false},
		{"a failure not to be repeated after all", astortest.Fault{Status: 429}, []guichet.CallOption{guichet.Repeatable(), guichet.NoRetry()}, 1, true},
	} {
		server.ResetRequests()
		server.Fault(row.fault)
		_, err := sender.Call(t.Context(), who, astor.Values{}, row.options...)
		if n := len(server.Requests()); n != row.seen || (err != nil) != row.fails {
			t.Errorf("%s: the server saw %d requests and the call gave %v", row.name, n, err)
		}
	}
}

func TestAGETThatWasCutHasAnUnknownOutcome(t *testing.T) {
	server, sender := started(t, guichet.WithBackoff(noWait))
	server.Fault(astortest.Fault{Cut: astortest.CutBeforeAnswer})
	err := sender.Do(t.Context(), astor.AuthCRM, "GET", "/me", nil, nil)
	if !errors.Is(err, guichet.ErrUnknownOutcome) {
		t.Errorf("the call gave %v", err)
	}
}

// closing is a server that keeps its connections, but closes them in place of
// an answer to /closes. It returns its URL and the number of requests so far.
func closing(t *testing.T) (base string, seen *atomic.Int32) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	seen = &atomic.Int32{}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go answerUntilClosed(conn, seen)
		}
	}()
	return "http://" + listener.Addr().String(), seen
}

func answerUntilClosed(conn net.Conn, seen *atomic.Int32) {
	defer conn.Close()
	for in := bufio.NewReader(conn); ; {
		r, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		_, _ = io.Copy(io.Discard, r.Body)
		seen.Add(1)
		if strings.HasSuffix(r.URL.Path, "/closes") {
			return
		}
		_, _ = fmt.Fprint(conn, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
	}
}

// TestAKeptConnectionThatBreaksDoesNotRepeatAGET holds net/http back: by itself
// it sends a GET again when a kept connection closes before the answer.
func TestAKeptConnectionThatBreaksDoesNotRepeatAGET(t *testing.T) {
	base, seen := closing(t)
	sender, err := astor.New(astor.Token("t0ken"), astor.Environment{BaseURL: base}, guichet.WithBackoff(noWait))
	if err != nil {
		t.Fatal(err)
	}
	o := one(t, `"{{base_url}}/closes"`)
	for _, second := range []func() error{
		func() error { _, err := sender.Call(t.Context(), o, astor.Values{}); return err },
		func() error { return sender.Do(t.Context(), astor.AuthCRM, "GET", "/closes", nil, nil) },
		func() error {
			_, err := sender.Call(t.Context(), o, astor.Values{Body: []byte("{}")})
			return err
		},
	} {
		if err := sender.Do(t.Context(), astor.AuthCRM, "GET", "/stays", nil, nil); err != nil {
			t.Fatal(err)
		}
		before := seen.Load()
		if err := second(); !errors.Is(err, guichet.ErrUnknownOutcome) {
			t.Errorf("the call gave %v", err)
		}
		if n := seen.Load() - before; n != 1 {
			t.Errorf("the server saw the GET %d times", n)
		}
	}
}

func TestEachStatusHasTheVendorsMeaning(t *testing.T) {
	server, sender := started(t, guichet.WithRetries(0))
	for status, row := range map[int]struct {
		kind error
		word string
	}{
		400: {guichet.ErrInvalid, "syntax"}, 401: {guichet.ErrUnauthorized, "renew"}, 402: {guichet.ErrPaymentRequired, "payment"},
		403: {guichet.ErrForbidden, "rights"}, 404: {guichet.ErrNotFound, "resource"}, 405: {guichet.ErrUnexpected, "DELETE"},
		500: {guichet.ErrUnavailable, "internal"}, 422: {guichet.ErrInvalid, "problème"}, 503: {guichet.ErrUnavailable, "problème"},
	} {
		server.Fault(astortest.Fault{Status: status})
		err := sender.Do(t.Context(), astor.Cameras, "POST", "/cameras", nil, nil)
		var e *guichet.Error
		if !errors.Is(err, row.kind) || !errors.As(err, &e) || e.Status != status || !strings.Contains(err.Error(), row.word) || !strings.Contains(err.Error(), "Le service a rencontré un problème.") {
			t.Errorf("%d gave %v", status, err)
		}
	}
	if errors.Is(guichet.ErrPaymentRequired, guichet.ErrForbidden) {
		t.Error("402 is taken for 403")
	}
}

func TestAnErrorShowsTheServicesMessageWithoutTheToken(t *testing.T) {
	bodies := []struct{ body, want string }{
		{`{"message":"non canary-token"}`, "non [redacted]"},
		{`{"error":"non"}`, ": non"},
		{`"non"`, ": non"},
		{"non\nplus\x1b[31m", "non plus"},
		{`{"error":{"x":1}}`, "invalid"},
		{`[1]`, "invalid"},
		{"", "invalid"},
		{strings.Repeat("x", 5000), "invalid"},
	}
	n := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = fmt.Fprint(w, bodies[n].body)
	}))
	t.Cleanup(server.Close)
	sender := client(t, astor.Environment{BaseURL: server.URL})
	o := one(t, `{"url":"{{base_url}}/a","auth":{"type":"apikey","apikey":{"key":"k","value":"{{AUTH_TOKEN}}","in":"query"}}}`)
	for n = range bodies {
		_, err := sender.Call(t.Context(), o, astor.Values{})
		if err == nil || !strings.Contains(err.Error(), bodies[n].want) || strings.Contains(fmt.Sprintf("%+v %v", err, err), "canary") || len(err.Error()) > 300 {
			t.Errorf("%q gave %v", bodies[n].body, err)
		}
	}
}

func TestTheTokenGoesOnlyWhereTheCollectionWantsIt(t *testing.T) {
	server, sender := started(t)
	c := parse(t, astortest.Collection())
	for i, r := range callAll(t, server, sender, c) {
		o := c.Operations()[i]
		bearer, key := r.Headers.Get("Authorization"), r.Headers.Get("X-Auth-Token")
		want := map[string][2]string{"bearer": {"Bearer " + astortest.Token, ""}, "apikey": {"", astortest.Token}, "noauth": {}}[o.Auth.Type]
		if [2]string{bearer, key} != want {
			t.Errorf("%s (%s) sent %q and %q", o.Path(), o.Auth.Type, bearer, key)
		}
	}
}

func TestTheCredentialsHeaderCannotBeReplaced(t *testing.T) {
	server, sender := started(t)
	who, err := parse(t, astortest.Collection()).Find("Who am I")
	if err != nil {
		t.Fatal(err)
	}
	_, err = sender.Call(t.Context(), who, astor.Values{Header: http.Header{"authorization": {"Bearer other"}}})
	refused(t, err, astor.ErrUnknownInput, "Authorization")
	_, err = sender.Call(t.Context(), who, astor.Values{}, guichet.WithHeader("Authorization", "Bearer third"))
	refused(t, err, guichet.ErrInvalid, "Authorization")
	_, err = sender.Call(t.Context(), who, astor.Values{}, guichet.WithHeader("X-More", "1"), guichet.WithQuery("q", "a b"))
	r := server.Requests()[0]
	if got := r.Headers.Values("Authorization"); err != nil || len(got) != 1 || got[0] != "Bearer "+astortest.Token || r.Headers.Get("X-More") != "1" || r.Query != "q=a%20b" {
		t.Errorf("the call gave %v and sent %v?%s", err, r.Headers, r.Query)
	}
}

func TestAnAuthIsInheritedUntilNoauthStopsIt(t *testing.T) {
	const auth = `"auth":{"type":"apikey","apikey":{"key":"X-%s","value":"{{AUTH_TOKEN}}"}}`
	data := fmt.Sprintf(`{`+auth+`,"item":[{"name":"a","request":"u"},{"name":"F",`+auth+`,"item":[{"name":"b","request":{"auth":null}},
		{"name":"G","item":[{"name":"c","request":{}},{"name":"d","request":{"auth":{"type":"noauth"}}},{"name":"e","request":{`+auth+`}}]}]},
		{"name":"H","auth":{"type":"noauth"},"item":[{"name":"f","request":"u"}]}]}`, "Top", "F", "E")
	got := map[string]string{}
	for _, o := range parse(t, []byte(data)).Operations() {
		got[o.Name] = o.Auth.Type + " " + o.Auth.Name
		if off := o.Auth.Type == "noauth"; o.Auth.Needed() == off {
			t.Errorf("%s, whose auth is %q, needs a credential: %t", o.Name, o.Auth.Type, o.Auth.Needed())
		}
	}
	for name, want := range map[string]string{"a": "apikey X-Top", "b": "apikey X-F", "c": "apikey X-F", "d": "noauth ", "e": "apikey X-E", "f": "noauth "} {
		if got[name] != want {
			t.Errorf("%s has %q, not %q", name, got[name], want)
		}
	}
}

func TestABuiltRequestShowsVariableNamesInsteadOfSecrets(t *testing.T) {
	o := one(t, `{"method":"POST","url":"{{base_url}}/a?t={{AUTH_TOKEN}}&h={{hidden}}&s={{shared}}","auth":{"type":"bearer","bearer":{"token":"{{AUTH_TOKEN}}"}},
		"header":[{"key":"X-T","value":"a {{hidden}} b"}],"body":{"mode":"raw","raw":"{\"t\":\"{{AUTH_TOKEN}}\",\"g\":\"{{$guid}}\"}"}}`)
	r, err := client(t, here()).Build(o, astor.Values{Vars: map[string]string{"$guid": "g"}})
	want := `POST AUTH/a?t={{AUTH_TOKEN}}&h={{hidden}}&s=environment [Authorization: Bearer {{AUTH_TOKEN}}] [Content-Type: application/json] [X-T: a {{hidden}} b] {"t":"{{AUTH_TOKEN}}","g":"g"}`
	if err != nil || shown(r) != want {
		t.Fatalf("built %s, %v", shown(r), err)
	}
	for _, h := range r.Header {
		if h.Name == "Authorization" && h.Secret.Reveal() != "Bearer canary-token" {
			t.Errorf("the header is %q", h.Secret.Reveal())
		}
	}
}

func TestDoSendsToTheServiceThatIsNamed(t *testing.T) {
	server, sender := started(t)
	var account struct{ Email string }
	if err := sender.Do(t.Context(), astor.AuthCRM, "get", "/me", nil, &account); err != nil || account.Email != "nadia.besson@example.fr" {
		t.Errorf("the account is %+v, %v", account, err)
	}
	// The camera service wants its key in a header that Do knows nothing of.
	err := sender.Do(t.Context(), astor.Cameras, "GET", "/cameras?site=siege", nil, nil)
	if !errors.Is(err, guichet.ErrUnauthorized) {
		t.Errorf("the cameras gave %v", err)
	}
	if err := sender.Do(t.Context(), astor.Cameras, "GET", "/cameras?site=siege", nil, nil, guichet.WithHeader("X-Auth-Token", astortest.Token)); err != nil {
		t.Errorf("the cameras gave %v", err)
	}
	if r := server.Requests()[2]; r.Query != "site=siege" {
		t.Errorf("the query was %q", r.Query)
	}
}

func TestAnswersOfEveryTypeAreKeptAsTheyCame(t *testing.T) {
	_, sender := started(t)
	c := parse(t, astortest.Collection())
	for name, want := range map[string]string{"Export users": "id;nom\n7;Marchand\n8;Haddad\n", "Delete a user": "", "Ask for a new password": ""} {
		o, err := c.Find(name)
		if err != nil {
			t.Fatal(err)
		}
		r, err := sender.Call(t.Context(), o, valuesFor(o))
		if err != nil || string(r.Body) != want || r.Status != o.Examples[0].Status {
			t.Errorf("%s gave %+v, %v", name, r, err)
		}
	}
	r := &astor.Response{Body: []byte(`{"id":1`)}
	if err := r.Decode(&struct{}{}); !errors.Is(err, guichet.ErrUnusableAnswer) {
		t.Errorf("half an answer gave %v", err)
	}
}

func TestADryRunSendsNothingAndShowsNoToken(t *testing.T) {
	var planned []guichet.Planned
	server, sender := started(t, guichet.WithDryRun(func(p guichet.Planned) { planned = append(planned, p) }))
	who, err := parse(t, astortest.Collection()).Find("Who am I")
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{
		func() error { _, err := sender.Call(t.Context(), who, astor.Values{}); return err }(),
		sender.Do(t.Context(), astor.Cameras, "DELETE", "/cameras/1", nil, nil),
	} {
		if !errors.Is(err, guichet.ErrDryRun) {
			t.Errorf("the dry run gave %v", err)
		}
	}
	if len(server.Requests()) != 0 || len(planned) != 2 || planned[0].Anonymous || strings.Contains(fmt.Sprint(planned), astortest.Token) {
		t.Errorf("planned %+v, sent %d", planned, len(server.Requests()))
	}
}
