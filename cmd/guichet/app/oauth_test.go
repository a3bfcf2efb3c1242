//go:build linux

package app_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/app"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// loginOAuth is a login by consent, whose address is pasted.
var loginOAuth = []string{"auth", "login", "rdv", "--oauth", "--client-id", rdvsolidaritestest.ClientID, "--redirect-uri", "https://application.exemple.fr/retour", "--secret-stdin"}

// consent has the agent of the sandbox consent.
func (w world) consent(t *testing.T) {
	t.Helper()
	c, err := begin(w.command(t, loginOAuth...), rdvsolidaritestest.ClientSecret)
	if err != nil {
		t.Fatal(err)
	}
	if code, err := c.wait(c.back.String()); code != 0 || err != nil {
		t.Fatalf("exit code %d, %v: %s", code, err, c.errors.String())
	}
}

// refreshed counts the requests with a refresh token.
func refreshed(s service) (n int) {
	for _, r := range s.Requests() {
		if r.Path == "/oauth/token" && strings.Contains(string(r.Body), "grant_type=refresh_token") {
			n++
		}
	}
	return n
}

func TestProcessesThatMeetAnAccessTokenThatIsOverRefreshItOnce(t *testing.T) {
	for name, over := range map[string]func(*testing.T, service, world){
		"refused by the service": func(_ *testing.T, s service, _ world) { s.RevokeSessions() },
		"over by the clock":      func(t *testing.T, _ service, w world) { w.age(t) },
	} {
		t.Run(name, func(t *testing.T) {
			gate := &together{}
			gate.expect(1)
			s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, gate.around)
			w := newWorld(t, s)
			w.consent(t)
			w.run(t, use...).want(t, 0)
			over(t, s, w)
			gate.expect(20)
			for _, o := range atOnce(t, w, 20, use...) {
				if o.code != 0 || o.out != "201\n" || o.errors != "" {
					t.Errorf("exit code %d: %s%s", o.code, o.out, o.errors)
				}
			}
			if got := refreshed(s); got != 1 {
				t.Errorf("%d refreshes, not 1", got)
			}
			w.run(t, use...).want(t, 0)
		})
	}
}

// age has the access token of the world be over.
func (w world) age(t *testing.T) {
	t.Helper()
	all := w.entries(t)
	entry := all["default/rdv"]
	before, _, _ := strings.Cut(entry, `"oauth_expires_at":"`)
	all["default/rdv"] = before + `"oauth_expires_at":"2026-01-01T00:00:00Z"}}`
	w.write(t, all)
}

// TestAProcessKilledDuringARefreshLeavesAPairThatWorks kills it when the service has
// the request, when the service has answered and nobody has read it, when the new
// pair is about to be used for the first time, and after a moment of its choice.
func TestAProcessKilledDuringARefreshLeavesAPairThatWorks(t *testing.T) {
	path := func(path string) func(*http.Request) bool {
		return func(r *http.Request) bool { return r.URL.Path == path }
	}
	for name, c := range map[string]struct {
		match func(*http.Request) bool
		after bool // the service has processed the request
	}{
		"before the service refreshes": {path("/oauth/token"), false},
		"before it answers":            {path("/oauth/token"), true},
		"before the first use":         {path("/api/v1/agents/me"), false},
		"after the first use":          {path("/api/v1/agents/me"), true},
	} {
		t.Run(name, func(t *testing.T) {
			gate := hold(c.match)
			armed := &switched{}
			s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, func(next http.Handler) http.Handler {
				return armed.around(next, gate.around(next), c.after)
			})
			w := newWorld(t, s)
			w.consent(t)
			w.age(t)
			armed.set(gate.reached)
			cmd := w.command(t, use...)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			<-gate.reached
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			_ = cmd.Wait()
			armed.set(nil)
			w.run(t, use...).want(t, 0)
			if held := w.secrets(t); !slices.Equal(held, []string{"default/rdv"}) {
				t.Errorf("the store holds %v", held)
			}
		})
	}
}

// switched sends requests to the held handler while it is set. With after, the
// service processes the request first, and the answer is held back.
type switched struct {
	mu sync.Mutex
	to chan struct{}
}

func (s *switched) set(to chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.to = to
}

func (s *switched) around(plain, held http.Handler, after bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		on := s.to != nil
		s.mu.Unlock()
		switch {
		case !on:
			plain.ServeHTTP(w, r)
		case after:
			body, _ := io.ReadAll(r.Body)
			again := r.Clone(r.Context())
			again.Body = io.NopCloser(bytes.NewReader(body))
			plain.ServeHTTP(httptest.NewRecorder(), again)
			r.Body = io.NopCloser(bytes.NewReader(body))
			held.ServeHTTP(w, r)
		default:
			held.ServeHTTP(w, r)
		}
	})
}

// TestAProcessKilledAtAnyMomentOfARefreshLeavesAPairThatWorks kills it a little later
// each time after the service has the request.
func TestAProcessKilledAtAnyMomentOfARefreshLeavesAPairThatWorks(t *testing.T) {
	rounds := 12
	if os.Getenv("GUICHET_LONG") != "" {
		rounds = 100
	}
	s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)
	w := newWorld(t, s)
	w.consent(t)
	for round := range rounds {
		w.age(t)
		before := refreshed(s)
		cmd := w.command(t, use...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		// The request is a moment that can be seen, and looking takes a moment too.
		for looks := round * 40; looks > 0 && len(ended) == 0; {
			if refreshed(s) > before {
				looks--
			}
		}
		_ = cmd.Process.Kill()
		<-ended
		w.run(t, use...).want(t, 0)
	}
}

func TestAPairOfAnotherConsentIsNotTakenOverDuringACommand(t *testing.T) {
	gate := hold(func(r *http.Request) bool { return r.URL.Path == "/api/v1/agents/me" })
	s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, gate.around)
	w := newWorld(t, s)
	w.consent(t)
	s.RevokeSessions()
	for _, meanwhile := range []func(){
		func() { w.consent(t) },
		func() { w.run(t, "auth", "logout", "rdv").want(t, 0) },
	} {
		cmd := w.command(t, use...)
		var errs bytes.Buffer
		cmd.Stderr = &errs
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		<-gate.reached
		meanwhile()
		s.RevokeSessions()
		gate.let <- struct{}{}
		if code := codeOf(t, cmd.Wait()); code != 4 || !strings.Contains(errs.String(), "auth login rdv") {
			t.Errorf("exit code %d: %s", code, errs.String())
		}
	}
	if got := refreshed(s); got != 0 {
		t.Errorf("%d refreshes", got)
	}
}

func TestTheKeyringIsCalledLittleForAConsent(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)
	w := newWorld(t, s).with("GUICHET_STORE", "keyring", "DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere", "GUICHET_QUIET", "true")
	ring := &counting{memory: map[string]string{}}
	calls := func(want ...string) {
		t.Helper()
		if !slices.Equal(ring.calls, want) {
			t.Errorf("%v, not %v", ring.calls, want)
		}
		ring.calls = nil
	}
	run := func(in io.Reader, out io.Writer, args ...string) {
		t.Helper()
		var errs strings.Builder
		if code := w.over(ring, in, out, &errs, args...); code != 0 {
			t.Errorf("%v: exit code %d: %s", args, code, errs.String())
		}
	}
	stdin, typed := io.Pipe()
	go io.WriteString(typed, rdvsolidaritestest.ClientSecret+"\n")
	run(stdin, agent{typed}, loginOAuth...)
	calls("get default/rdv", "set default/rdv", "delete default/rdv/session")
	run(nil, io.Discard, use...)
	calls("get default/rdv")
	s.RevokeSessions()
	run(nil, io.Discard, use...)
	calls("get default/rdv", "get default/rdv", "set default/rdv")
}

// agent is the standard output of a login by consent: it opens the address that is
// printed, and types where it is sent back into standard input.
type agent struct{ in *io.PipeWriter }

func (a agent) Write(printed []byte) (int, error) {
	back, err := follow(strings.TrimSpace(string(printed)))
	if err == nil {
		go io.WriteString(a.in, back.String()+"\n")
	}
	return len(printed), err
}

// TestALoginWaitsTenMinutesForTheBrowser is at a terminal, where nobody pastes anything.
func TestALoginWaitsTenMinutesForTheBrowser(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)
	w := newWorld(t, s)
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		var errs strings.Builder
		env := w.env(strings.NewReader(""), io.Discard, &errs)
		env.InTerminal, env.ErrTerminal = true, true
		env.ReadHidden = func(stop context.Context) (string, error) {
			if asked++; asked == 1 {
				return rdvsolidaritestest.ClientSecret, nil
			}
			<-stop.Done()
			return "", context.Cause(stop)
		}
		begun := time.Now()
		code := app.Run(t.Context(), loginOAuth, env)
		if waited := time.Since(begun); code != 7 || waited != 10*time.Minute || !strings.Contains(errs.String(), "auth login rdv --oauth") {
			t.Errorf("exit code %d after %s: %s", code, waited, errs.String())
		}
		begun = time.Now()
		asked = 0
		if code := app.Run(t.Context(), append(slices.Clone(loginOAuth), "--timeout", "1m"), env); code != 7 || time.Since(begun) != time.Minute {
			t.Errorf("with a shorter limit: exit code %d after %s: %s", code, time.Since(begun), errs.String())
		}
	})
	_, err := os.Stat(filepath.Join(w["GUICHET_CONFIG_DIR"], "credentials.json"))
	if n := count(s.Server, ""); n != 0 || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%d requests, and the store: %v", n, err)
	}
}
