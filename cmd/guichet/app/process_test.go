//go:build unix

package app_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/app"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/sandbox"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

func secondPage(r *http.Request) bool {
	return r.Method == http.MethodGet && r.URL.Query().Get("page") == "2"
}

func isWrite(r *http.Request) bool {
	return r.URL.Path == "/api/v1/absences" && r.Method == http.MethodPost
}

// signalled starts a command, sends the signal once the service has its request,
// and waits for its end.
func signalled(t *testing.T, signal syscall.Signal, match func(*http.Request) bool, args ...string) ended {
	t.Helper()
	gate := hold(match)
	s := serve(t, rdvsolidaritestest.Options{RDVs: 230, Users: 5}, gate.around)
	cmd := newWorld(t, s).agent().command(t, args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	<-gate.reached
	if err := cmd.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
	return ended{codeOf(t, cmd.Wait()), out.String(), errs.String()}
}

func TestAnInterruptedListEndsWithItsSignalsCode(t *testing.T) {
	for signal, want := range map[syscall.Signal]struct {
		code int
		name string
	}{syscall.SIGINT: {130, "interrupted"}, syscall.SIGTERM: {143, "terminated"}} {
		o := signalled(t, signal, secondPage, "rdv", "rdv", "list", "-o", "json", "--concurrency", "1")
		o.want(t, want.code)
		if code, _ := o.failure(t); code != want.name {
			t.Errorf("%v: code %q, not %q", signal, code, want.name)
		}
		if !strings.HasPrefix(o.out, "[\n{") || !strings.HasSuffix(o.out, "}\n]\n") {
			t.Errorf("%v: what was read is no JSON: %.40q … %q", signal, o.out, o.out[max(0, len(o.out)-10):])
		}
	}
}

func TestAWriteOfUnknownOutcomeWinsOverTheSignal(t *testing.T) {
	o := signalled(t, syscall.SIGINT, isWrite, "rdv", "absence", "create", "-o", "json", "--data",
		`{"title":"x","agent_id":201,"first_day":"2026-12-01","start_time":"09:00","end_time":"10:00"}`)
	o.want(t, 12)
	if code, sent := o.failure(t); code != "outcome_unknown" || sent != "maybe" {
		t.Errorf("code %q, sent %q", code, sent)
	}
}

func TestAPanicShowsNeitherStackNorSecret(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)
	for _, value := range []any{"canari-secret", struct{ Password string }{"canari-secret"}, io.ErrUnexpectedEOF} {
		var errs bytes.Buffer
		code := newWorld(t, s).agent().here(t.Context(), nil, broken{value}, &errs, "rdv", "agent", "me", "-o", "json")
		o := ended{code: code, errors: errs.String()}
		o.want(t, 1)
		if name, _ := o.failure(t); name != "unexpected" || strings.Contains(o.errors, "canari") || strings.Contains(o.errors, "goroutine") {
			t.Errorf("stderr: %s", o.errors)
		}
	}
}

// defective is a sandbox whose way to the service panics from the second page on.
type defective struct{ command.Sandbox }

func (d defective) Transport(name string) (string, http.RoundTripper) {
	base, next := d.Sandbox.Transport(name)
	return base, roundTrip(func(r *http.Request) (*http.Response, error) {
		if r.URL.Query().Get("page") > "1" {
			panic("canari-secret")
		}
		return next.RoundTrip(r)
	})
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestAPanicWhileAPageIsReadAheadShowsNeitherStackNorSecret(t *testing.T) {
	var errs bytes.Buffer
	w := newWorld(t, service{})
	code := app.Run(t.Context(), []string{"rdv", "rdv", "list", "--sandbox", "-o", "json", "--concurrency", "4"}, &command.Env{
		Out: io.Discard, Err: &errs, GOOS: "linux", Now: time.Now, Getenv: func(name string) string { return w[name] },
		Sandbox: func(today time.Time, instance string) command.Sandbox {
			return defective{sandbox.InProcess(today, instance)}
		},
	})
	o := ended{code: code, errors: errs.String()}
	o.want(t, 1)
	if name, _ := o.failure(t); name != "unexpected" || strings.Contains(o.errors, "canari") || strings.Contains(o.errors, "goroutine") {
		t.Errorf("stderr: %s", o.errors)
	}
}

// waiting is standard input on which nothing ever comes.
type waiting struct{ asked chan struct{} }

func (w waiting) Read([]byte) (int, error) {
	close(w.asked)
	select {}
}

func TestWaitingForInputEndsWithTheSignal(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)
	for _, args := range [][]string{
		{"rdv", "absence", "create", "--data", "-"},
		{"auth", "login", "rdv", "--email", "x@example.fr", "--secret-stdin"},
	} {
		ctx, interrupt := context.WithCancelCause(t.Context())
		in := waiting{make(chan struct{})}
		go func() {
			<-in.asked
			interrupt(&exit.Interruption{Code: exit.Interrupted})
		}()
		var errs bytes.Buffer
		if code := newWorld(t, s).here(ctx, in, io.Discard, &errs, args...); code != 130 {
			t.Errorf("%v: exit code %d: %s", args, code, errs.String())
		}
	}
}

// TestReadingAnIdlePipeEndsWithTheCommand opens a file that blocks.
func TestReadingAnIdlePipeEndsWithTheCommand(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, interrupt := context.WithCancelCause(t.Context())
	interrupt(&exit.Interruption{Code: exit.Interrupted})
	var errs bytes.Buffer
	if code := newWorld(t, s).here(ctx, nil, io.Discard, &errs, "rdv", "absence", "create", "--data", "@"+pipe); code != 130 {
		t.Errorf("exit code %d: %s", code, errs.String())
	}
}

func TestAProgramStartedByGuichetDiesOfAClosedPipe(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)
	w := newWorld(t, s)
	w.run(t, "-p", "default", "config", "set", "rdv.token_command", "trap 'exit 9' PIPE 2>/dev/null; kill -s PIPE $$; echo jeton").want(t, 0)
	// A shell cannot trap a signal that was ignored when it started.
	w.run(t, "rdv", "agent", "me").want(t, 2)
}

// TestTheSandboxPrintsItsAddressesAndServesUntilItIsStopped uses both ways in which
// it says so.
func TestTheSandboxPrintsItsAddressesAndServesUntilItIsStopped(t *testing.T) {
	for _, args := range [][]string{{"sandbox", "--json", "--rdvs", "730", "--users", "20"}, {"sandbox", "--rdvs", "730", "--users", "20"}} {
		w := newWorld(t, service{})
		delete(w, "GUICHET_RDV_BASE_URL")
		cmd := w.command(t, args...)
		out, err := cmd.StdoutPipe()
		if err == nil {
			err = cmd.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		w = w.with(variables(t, bufio.NewReader(out))...)
		o := w.run(t, "rdv", "rdv", "list", "-o", "ndjson")
		o.want(t, 0)
		if got := strings.Count(o.out, "\n"); got != 730 {
			t.Errorf("%d rdvs, not 730", got)
		}
		if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
			t.Fatal(err)
		}
		if code := codeOf(t, cmd.Wait()); code != 130 {
			t.Errorf("exit code %d", code)
		}
	}
}

// variables reads what a sandbox prints for rdv: one line of JSON, or lines for
// a shell.
func variables(t *testing.T, out *bufio.Reader) (pairs []string) {
	t.Helper()
	for len(pairs) < 6 {
		line, err := out.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(line, "{") {
			var all struct {
				RDV struct {
					BaseURL  string `json:"base_url"`
					Email    string `json:"email"`
					Password string `json:"password"`
				} `json:"rdv"`
			}
			if err := json.Unmarshal([]byte(line), &all); err != nil {
				t.Fatal(err)
			}
			return []string{"GUICHET_RDV_BASE_URL", all.RDV.BaseURL, "GUICHET_RDV_EMAIL", all.RDV.Email, "GUICHET_RDV_PASSWORD", all.RDV.Password}
		}
		name, value, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "export "), "=")
		if strings.HasPrefix(name, "GUICHET_RDV_") {
			pairs = append(pairs, name, strings.Trim(value, "'"))
		}
	}
	return pairs
}

func TestASandboxThatCannotListenIsAUsageError(t *testing.T) {
	taken := httptest.NewServer(http.NotFoundHandler())
	defer taken.Close()
	for _, address := range []string{strings.TrimPrefix(taken.URL, "http://"), "0.0.0.0:0", "[::]:0", "10.0.0.1:80", "127.0.0.1", "127.0.0.1:99999"} {
		newWorld(t, service{}).run(t, "sandbox", "--listen", address).want(t, 2)
	}
}
