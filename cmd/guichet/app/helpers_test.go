package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/app"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/sandbox"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// service is the sandbox behind a handler of the test, which may hold requests
// back or do more than the service does.
type service struct {
	*rdvsolidaritestest.Server
	url string
}

// serve starts a service; around, when not nil, stands before it.
func serve(t *testing.T, o rdvsolidaritestest.Options, around func(next http.Handler) http.Handler) service {
	t.Helper()
	server := rdvsolidaritestest.New(o)
	var handler http.Handler = server
	if around != nil {
		handler = around(server)
	}
	web := httptest.NewServer(handler)
	t.Cleanup(func() {
		web.CloseClientConnections()
		web.Close()
	})
	return service{server, web.URL}
}

// raceOptions keep the race detector from having every process sleep for a second
// before it exits.
const raceOptions = "atexit_sleep_ms=0"

// world is the environment of a process: variables, and folders of its own.
type world map[string]string

func newWorld(t *testing.T, s service) world {
	t.Helper()
	dir := t.TempDir()
	w := world{
		"PATH": os.Getenv("PATH"), "GUICHET_CONFIG_DIR": filepath.Join(dir, "config"), "GUICHET_STATE_DIR": filepath.Join(dir, "state"),
		"GUICHET_STORE": "file", "TERM": "xterm", "GUICHET_RDV_BASE_URL": s.url, "GORACE": raceOptions,
	}
	for _, name := range []string{"GUICHET_CONFIG_DIR", "GUICHET_STATE_DIR"} {
		if err := os.Mkdir(w[name], 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// with returns the world with more variables, as name and value in turn.
func (w world) with(pairs ...string) world {
	more := maps.Clone(w)
	for i := 0; i+1 < len(pairs); i += 2 {
		more[pairs[i]] = pairs[i+1]
	}
	return more
}

// agent returns the world with the credential of the sandbox in variables.
func (w world) agent() world {
	return w.with("GUICHET_RDV_EMAIL", rdvsolidaritestest.Email, "GUICHET_RDV_PASSWORD", rdvsolidaritestest.Password)
}

// command prepares a process of guichet, which ends with the test.
func (w world) command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "guichet", args...)
	for name, value := range w {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	return cmd
}

// ended is what came of a command line.
type ended struct {
	code        int
	out, errors string
}

// run runs a process of guichet to its end.
func (w world) run(t *testing.T, args ...string) ended {
	t.Helper()
	cmd := w.command(t, args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	return ended{codeOf(t, cmd.Run()), out.String(), errs.String()}
}

// login keeps the session of the sandbox's agent in the world's store.
func (w world) login(t *testing.T) {
	t.Helper()
	cmd := w.command(t, "auth", "login", "rdv", "--email", rdvsolidaritestest.Email, "--secret-stdin")
	cmd.Stdin = strings.NewReader(rdvsolidaritestest.Password)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("login: %v: %s", err, out)
	}
}

func codeOf(t *testing.T, err error) int {
	t.Helper()
	var status *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &status):
		return status.ExitCode()
	}
	t.Fatal(err)
	return -1
}

// failure is the line of JSON on stderr.
func (o ended) failure(t *testing.T) (code, sent string) {
	t.Helper()
	var line struct {
		Error struct{ Code, Sent string }
	}
	if err := json.Unmarshal([]byte(strings.TrimSpace(o.errors)), &line); err != nil {
		t.Fatalf("%v: %s", err, o.errors)
	}
	return line.Error.Code, line.Error.Sent
}

func (o ended) want(t *testing.T, code int) {
	t.Helper()
	if o.code != code {
		t.Errorf("exit code %d, not %d: %s%s", o.code, code, o.out, o.errors)
	}
}

// here runs guichet inside this process, on streams of the test.
func (w world) here(ctx context.Context, in io.Reader, out, errs io.Writer, args ...string) int {
	return app.Run(ctx, args, w.env(in, out, errs))
}

func (w world) env(in io.Reader, out, errs io.Writer) *command.Env {
	return &command.Env{
		In: in, Out: out, Err: errs, GOOS: "linux", Now: time.Now,
		Getenv:  func(name string) string { return w[name] },
		Sandbox: sandbox.InProcess,
	}
}

// over is here with a keyring of the test.
func (w world) over(ring credential.Backend, in io.Reader, out, errs io.Writer, args ...string) int {
	env := w.env(in, out, errs)
	env.Keyring = ring
	return app.Run(context.Background(), args, env)
}

// held is a handler that holds back the requests that match, until the test or
// the client lets go of them.
type held struct {
	match   func(*http.Request) bool
	reached chan struct{} // one for each request that arrived
	let     chan struct{} // closed: they may pass
}

func hold(match func(*http.Request) bool) held {
	return held{match, make(chan struct{}, 100), make(chan struct{})}
}

func (h held) around(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if h.match(r) {
			body, _ := io.ReadAll(r.Body) // only then is a client that leaves noticed
			r.Body = io.NopCloser(bytes.NewReader(body))
			h.reached <- struct{}{}
			select {
			case <-h.let:
			case <-r.Context().Done():
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}
