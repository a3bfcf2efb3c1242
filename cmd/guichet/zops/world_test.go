package zops_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/app"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	sdk "github.com/guichet-go/guichet/zops"
	"github.com/guichet-go/guichet/zops/zopstest"
)

// world is a command's surroundings around one service.
type world struct {
	server       *zopstest.Server
	base, token  string
	in, out, err string
	config       string // the configuration file, "" for none
	away         bool   // no variable says where the service is
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{server: zopstest.New(zopstest.Options{})}
	front := httptest.NewServer(w.server)
	t.Cleanup(front.Close)
	w.base = front.URL
	client, err := sdk.New(sdk.Anonymous(), guichet.WithBaseURL(w.base))
	if err != nil {
		t.Fatal(err)
	}
	token, err := client.Session.Login(t.Context(), zopstest.Email, zopstest.Password)
	if err != nil {
		t.Fatal(err)
	}
	w.token = token.Reveal()
	return w
}

// run runs a command of an admin and returns its exit code.
func (w *world) run(t *testing.T, args ...string) int {
	t.Helper()
	dir := t.TempDir()
	variables := map[string]string{
		"GUICHET_ZOPS_BASE_URL": w.base, "GUICHET_ZOPS_TOKEN": w.token, "GUICHET_CONFIG_DIR": dir, "GUICHET_STORE": "none",
	}
	if w.away {
		delete(variables, "GUICHET_ZOPS_BASE_URL")
	}
	if w.config != "" {
		if err := os.WriteFile(filepath.Join(dir, "config.yaml"), []byte(w.config), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out, errs bytes.Buffer
	w.server.ResetRequests()
	code := app.Run(t.Context(), append([]string{"zops"}, args...), &command.Env{
		In: strings.NewReader(w.in), Out: &out, Err: &errs, GOOS: "linux", Now: time.Now,
		Getenv: func(name string) string { return variables[name] },
	})
	w.out, w.err = strings.TrimSpace(out.String()), errs.String()
	return code
}

// ok runs a command that has to succeed and returns its output.
func (w *world) ok(t *testing.T, args ...string) string {
	t.Helper()
	if code := w.run(t, args...); code != 0 {
		t.Fatalf("%q ended with %d: %s", args, code, w.err)
	}
	return w.out
}

// methods are those of the requests of the last command.
func (w *world) methods() string {
	var all []string
	for _, r := range w.server.Requests() {
		all = append(all, r.Method)
	}
	return strings.Join(all, " ")
}

// written is the body of the last command's write.
func (w *world) written() string {
	for _, r := range w.server.Requests() {
		if r.Method != http.MethodGet {
			return r.Body
		}
	}
	return ""
}
