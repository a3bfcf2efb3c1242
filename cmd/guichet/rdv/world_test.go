package rdv_test

import (
	"bytes"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/app"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/rdvsolidarites"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// world is a command's surroundings around one service.
type world struct {
	server *rdvsolidaritestest.Server
	// answer, when set, answers in place of the service unless it returns false.
	answer func(http.ResponseWriter, *http.Request) bool
	// as signs in in place of the admin, when set.
	as rdvsolidaritestest.Agent
	// width, when set, is that of the terminal to which the output goes.
	width int
	// zone, when set, is that of the profile.
	zone string
	// variables are those that the command has besides its credential.
	variables map[string]string
	base      string
	in        string
	out       string
	err       string
}

// monday is the present moment: on the Monday around which the data of the server lies.
func monday() time.Time { return time.Date(2026, 11, 16, 10, 0, 0, 0, rdvsolidarites.Paris()) }

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{server: rdvsolidaritestest.New(rdvsolidaritestest.Options{RDVs: 30})}
	front := httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, r *http.Request) {
		if w.answer == nil || !w.answer(writer, r) {
			w.server.ServeHTTP(writer, r)
		}
	}))
	t.Cleanup(front.Close)
	w.base = front.URL
	return w
}

// run runs a command with a bearer token and returns its exit code.
func (w *world) run(t *testing.T, args ...string) int {
	t.Helper()
	dir := t.TempDir()
	variables := map[string]string{
		"GUICHET_RDV_BASE_URL": w.base, "GUICHET_CONFIG_DIR": dir, "GUICHET_STORE": "none",
	}
	if w.zone != "" {
		config := "profiles: {default: {rdv: {time_zone: " + w.zone + "}}}\n"
		if err := os.WriteFile(filepath.Join(dir, "config.yaml"), []byte(config), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if w.as.Email == "" {
		variables["GUICHET_RDV_BEARER"] = w.server.BearerToken()
	} else {
		variables["GUICHET_RDV_EMAIL"], variables["GUICHET_RDV_PASSWORD"] = w.as.Email, w.as.Password
	}
	maps.Copy(variables, w.variables)
	var out, errs bytes.Buffer
	code := app.Run(t.Context(), append([]string{"rdv"}, args...), &command.Env{
		In: strings.NewReader(w.in), Out: &out, Err: &errs, GOOS: "linux", Now: func() time.Time { return monday() },
		OutTerminal: w.width > 0, Width: w.width, Accessible: variables["GUICHET_ACCESSIBLE"] == "1",
		Getenv: func(name string) string { return variables[name] },
	})
	w.out, w.err = out.String(), errs.String()
	return code
}

// seen are the requests of a method, "METHOD path?query".
func (w *world) seen(method string) (lines []string) {
	for _, r := range w.server.Requests() {
		if line := r.Method + " " + r.Path + "?" + r.Query; r.Method == method {
			lines = append(lines, line)
		}
	}
	return lines
}
