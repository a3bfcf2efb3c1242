package pull_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	// The tests build the command: a change of it must not find them cached.
	_ "github.com/guichet-go/guichet/cmd/guichet/app"
	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// shared is a folder for what the tests of this package share.
var shared string

func TestMain(m *testing.M) {
	var err error
	if shared, err = os.MkdirTemp("", "guichet-pull"); err != nil {
		log.Fatal(err)
	}
	code := m.Run()
	if running != nil {
		if err := running.Stop(); err != nil {
			log.Print(err)
		}
	}
	_ = os.RemoveAll(shared)
	os.Exit(code)
}

// binary builds the command once for all tests, as a release is built, so that
// it is compiled once for all packages.
var binary = sync.OnceValues(func() (string, error) {
	path := filepath.Join(shared, "guichet")
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", path, "github.com/guichet-go/guichet/cmd/guichet")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return path, nil
})

// world is a machine with the command on it and a service to pull from.
type world struct {
	t   *testing.T
	dir string
	env map[string]string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	dir := t.TempDir()
	return &world{t, dir, map[string]string{
		"GUICHET_STATE_DIR": filepath.Join(dir, "state"), "GUICHET_CONFIG_DIR": filepath.Join(dir, "config"),
		"GUICHET_STORE": "none", "HOME": dir, "PATH": os.Getenv("PATH"),
	}}
}

// rdv gives the world a service with this data.
func (w *world) rdv(o rdvsolidaritestest.Options) *rdvsolidaritestest.Server {
	w.t.Helper()
	server := rdvsolidaritestest.New(o)
	if err := server.Start(); err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = server.Close() })
	w.at(server.URL)
	return server
}

func (w *world) at(url string) {
	w.env["GUICHET_RDV_BASE_URL"] = url
	w.env["GUICHET_RDV_EMAIL"], w.env["GUICHET_RDV_PASSWORD"] = rdvsolidaritestest.Email, rdvsolidaritestest.Password
}

// changing serves what change makes of the answers of a server.
func changing(t *testing.T, server *rdvsolidaritestest.Server, change func(r *http.Request, body []byte) []byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := &recorded{header: http.Header{}, status: http.StatusOK}
		server.ServeHTTP(answer, r)
		for name, values := range answer.header {
			w.Header()[name] = values
		}
		w.Header().Del("Content-Length")
		w.Header().Del("Content-Encoding")
		w.WriteHeader(answer.status)
		if _, err := w.Write(change(r, answer.body.Bytes())); err != nil {
			t.Log(err)
		}
	})
}

type recorded struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (r *recorded) Header() http.Header         { return r.header }
func (r *recorded) WriteHeader(status int)      { r.status = status }
func (r *recorded) Write(b []byte) (int, error) { return r.body.Write(b) }

func (w *world) path(name string) string { return filepath.Join(w.dir, name) }

func (w *world) command(args ...string) *exec.Cmd {
	w.t.Helper()
	path, err := binary()
	if err != nil {
		w.t.Fatal(err)
	}
	cmd := exec.Command(path, args...)
	cmd.Dir = w.dir
	for name, value := range w.env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	return cmd
}

// run runs the command and returns what it wrote and its exit code.
func (w *world) run(args ...string) (out, errs string, code int) {
	w.t.Helper()
	cmd := w.command(args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		w.t.Fatal(err)
	}
	return stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()
}

// must runs a command that has to end well.
func (w *world) must(args ...string) string {
	w.t.Helper()
	out, errs, code := w.run(args...)
	if code != 0 {
		w.t.Fatalf("%v: exit %d\n%s", args, code, errs)
	}
	return out
}

// fails runs a command that has to end with a code and to say something.
func (w *world) fails(code int, says string, args ...string) {
	w.t.Helper()
	_, errs, got := w.run(args...)
	if got != code || !strings.Contains(errs, says) || strings.Contains(errs, "%!") {
		w.t.Errorf("%v: exit %d, want %d and %q:\n%s", args, got, code, says, errs)
	}
}

func (w *world) read(name string) []byte {
	w.t.Helper()
	data, err := os.ReadFile(w.path(name))
	if err != nil {
		w.t.Fatal(err)
	}
	return data
}

func (w *world) write(name, text string) {
	w.t.Helper()
	path := w.path(name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600)); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) manifest(dir string) result.Manifest {
	w.t.Helper()
	var m result.Manifest
	if err := json.Unmarshal(w.read(dir+"/manifest.json"), &m); err != nil {
		w.t.Fatal(err)
	}
	return m
}

// files are the files of a result, without its manifest.
func (w *world) files(dir string) (files []result.File) {
	w.t.Helper()
	m := w.manifest(dir)
	if m.Load != nil {
		files = append(files, *m.Load)
	}
	for _, d := range m.Datasets {
		files = append(files, d.Files()...)
	}
	return files
}

// whole checks that the files of a result are those of its manifest.
func (w *world) whole(dir string) {
	w.t.Helper()
	files := w.files(dir)
	for _, file := range files {
		if w.sum(dir+"/"+file.Name) != file.SHA256 {
			w.t.Errorf("%s is not the file of the manifest", file.Name)
		}
	}
	if entries, err := os.ReadDir(w.path(dir)); err != nil || len(entries) != len(files)+1 {
		w.t.Errorf("there are files that the manifest does not have, or %v: %v", err, entries)
	}
}

// sum is the digest of a file, which may be larger than memory should be.
func (w *world) sum(name string) string {
	w.t.Helper()
	file, err := os.Open(w.path(name))
	if err != nil {
		w.t.Fatal(err)
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		w.t.Fatal(err)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// rows are the lines of a file of objects.
func (w *world) rows(name string) []json.RawMessage {
	w.t.Helper()
	var rows []json.RawMessage
	for line := range bytes.Lines(w.read(name)) {
		rows = append(rows, bytes.TrimSuffix(line, []byte("\n")))
	}
	return rows
}

// ids are the ids of the rows of a file, in order.
func (w *world) ids(name string) []int64 {
	w.t.Helper()
	var ids []int64
	for _, row := range w.rows(name) {
		var object struct {
			ID int64 `json:"id"`
		}
		if err := json.Unmarshal(row, &object); err != nil {
			w.t.Fatal(err)
		}
		ids = append(ids, object.ID)
	}
	return ids
}

func long() bool { return os.Getenv("GUICHET_LONG") == "1" }

// glob reads all files that a pattern finds, at least one.
func (w *world) glob(pattern string) (data []byte) {
	w.t.Helper()
	found, err := filepath.Glob(w.path(pattern))
	if err != nil || len(found) == 0 {
		w.t.Fatalf("%s: %v", pattern, err)
	}
	for _, path := range found {
		text, err := os.ReadFile(path)
		if err != nil {
			w.t.Fatal(err)
		}
		data = append(data, text...)
	}
	return data
}
