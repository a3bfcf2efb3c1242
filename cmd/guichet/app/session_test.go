package app_test

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// together holds back the requests for the agent until as many processes as
// there are have sent theirs, so that all of them meet the same expired session.
type together struct {
	mu      sync.Mutex
	missing int
	all     chan struct{}
}

func (g *together) expect(n int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.missing, g.all = n, make(chan struct{})
}

func (g *together) around(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api/v1/agents/me" {
			g.mu.Lock()
			if g.missing--; g.missing == 0 {
				close(g.all)
			}
			all := g.all
			g.mu.Unlock()
			<-all
		}
		next.ServeHTTP(w, r)
	})
}

// atOnce runs as many processes at once and returns what came of each.
func atOnce(t *testing.T, w world, n int, args ...string) []ended {
	t.Helper()
	all, errs := make([]ended, n), make([]error, n)
	var running sync.WaitGroup
	for i := range n {
		cmd := w.command(t, args...)
		running.Go(func() {
			var out, stderr bytes.Buffer
			cmd.Stdout, cmd.Stderr = &out, &stderr
			errs[i] = cmd.Run()
			all[i] = ended{out: out.String(), errors: stderr.String()}
		})
	}
	running.Wait()
	for i, err := range errs {
		all[i].code = codeOf(t, err)
	}
	return all
}

func TestProcessesThatMeetAnExpiredSessionSignInOnce(t *testing.T) {
	for _, stored := range []bool{true, false} {
		for _, n := range []int{2, 20} {
			name := map[bool]string{true: "stored password", false: "variables and a store"}[stored]
			t.Run(name+", "+strconv.Itoa(n), func(t *testing.T) {
				gate := &together{}
				gate.expect(1)
				s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, gate.around)
				w := newWorld(t, s)
				if stored {
					w.login(t)
				} else {
					w = w.agent()
				}
				w.run(t, "rdv", "agent", "me").want(t, 0)
				before := s.SignIns()
				s.RevokeSessions()
				gate.expect(n)
				for _, o := range atOnce(t, w, n, "rdv", "agent", "me", "-o", "id") {
					if o.code != 0 || o.out != "201\n" || o.errors != "" {
						t.Errorf("exit code %d: %s%s", o.code, o.out, o.errors)
					}
				}
				if got := s.SignIns() - before; got != 1 {
					t.Errorf("%d sign-ins, not 1", got)
				}
			})
		}
	}
}

func TestProcessesThatFindNoSessionSignInOnce(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)
	for _, o := range atOnce(t, newWorld(t, s).agent(), 20, "rdv", "agent", "me", "-o", "id") {
		o.want(t, 0)
	}
	if got := s.SignIns(); got != 1 {
		t.Errorf("%d sign-ins, not 1", got)
	}
}

// TestAnotherProgramThatSignsInEachTimeIsNamed has the session end after every
// answer, as a second program with the same agent would have it.
func TestAnotherProgramThatSignsInEachTimeIsNamed(t *testing.T) {
	contested := func(t *testing.T, store string) (service, world) {
		s := serve(t, rdvsolidaritestest.Options{RDVs: 1000, Users: 5}, func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				next.ServeHTTP(w, r)
				if r.Method == http.MethodGet {
					next.(*rdvsolidaritestest.Server).RevokeSessions()
				}
			})
		})
		return s, newWorld(t, s).agent().with("GUICHET_STORE", store, "GUICHET_OUTPUT", "json")
	}
	named := func(t *testing.T, o ended) {
		t.Helper()
		o.want(t, 5)
		if code, _ := o.failure(t); code != "refused" || !strings.Contains(o.errors, "3 sign-ins") || !strings.Contains(o.errors, "one session per agent") {
			t.Errorf("stderr: %s", o.errors)
		}
	}
	for _, store := range []string{"file", "none"} {
		t.Run("within one process, "+store, func(t *testing.T) {
			s, w := contested(t, store)
			named(t, w.run(t, "rdv", "rdv", "list", "--concurrency", "1"))
			if got := s.SignIns(); got != 4 {
				t.Errorf("%d sign-ins: the first and three that were undone", got)
			}
		})
	}
	t.Run("across processes", func(t *testing.T) {
		s, w := contested(t, "file")
		for range 4 {
			w.run(t, "rdv", "agent", "me").want(t, 0)
		}
		named(t, w.run(t, "rdv", "agent", "me"))
		named(t, w.run(t, "rdv", "agent", "me"))
		if got := s.SignIns(); got != 4 {
			t.Errorf("%d sign-ins: the first and three that were undone", got)
		}
	})
}

func TestAFailedSignInDoesNotEndTheSessionOfOthers(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)
	w := newWorld(t, s)
	w.login(t)
	cmd := w.command(t, "auth", "login", "rdv", "--email", rdvsolidaritestest.Email, "--secret-stdin", "--take-over")
	cmd.Stdin = strings.NewReader("faux")
	if code := codeOf(t, cmd.Run()); code != 5 {
		t.Errorf("exit code %d", code)
	}
	w.run(t, "rdv", "agent", "me").want(t, 0)
	if got := s.SignIns(); got != 1 {
		t.Errorf("%d sign-ins", got)
	}
}
