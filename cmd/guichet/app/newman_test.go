package app_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guichet-go/guichet/astor"
)

// newmanFolder has invented collections, each with the description "differs: why" at
// an operation whose request is meant to be another than newman's.
const newmanFolder = "testdata/newman"

// recorder keeps the requests that arrive, as text.
type recorder struct {
	lock sync.Mutex
	all  []string
}

// ServeHTTP leaves out what a program says of itself and of the connection.
func (r *recorder) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	body, _ := io.ReadAll(request.Body)
	lines := []string{request.Method + " " + request.RequestURI}
	for _, name := range []string{"Accept", "Accept-Encoding", "Cache-Control", "Connection", "Content-Length", "Postman-Token", "User-Agent"} {
		request.Header.Del(name)
	}
	media, parameters, _ := mime.ParseMediaType(request.Header.Get("Content-Type"))
	if media == "multipart/form-data" {
		request.Header.Set("Content-Type", media)
		body = parted(body, parameters["boundary"])
	}
	for _, name := range slices.Sorted(maps.Keys(request.Header)) {
		lines = append(lines, name+": "+strings.Join(request.Header[name], " | "))
	}
	if len(body) > 0 {
		lines = append(lines, fmt.Sprintf("%q", body))
	}
	r.lock.Lock()
	defer r.lock.Unlock()
	r.all = append(r.all, strings.Join(lines, "\n"))
}

// taken are the requests since the last time.
func (r *recorder) taken() []string {
	r.lock.Lock()
	defer r.lock.Unlock()
	all := r.all
	r.all = nil
	return all
}

// parted is a form with files, without its boundary.
func parted(body []byte, boundary string) []byte {
	var out bytes.Buffer
	form := multipart.NewReader(bytes.NewReader(body), boundary)
	for part, err := form.NextRawPart(); err == nil; part, err = form.NextRawPart() {
		content, _ := io.ReadAll(part)
		_, _ = fmt.Fprintf(&out, "[%s file=%s type=%s %q]", part.FormName(), part.FileName(), part.Header.Get("Content-Type"), content)
	}
	return out.Bytes()
}

// TestCallsSendWhatNewmanSends plays the collections with newman, the runner of
// Postman, and with "astor call". GUICHET_UPDATE=1 writes the list of differences.
func TestCallsSendWhatNewmanSends(t *testing.T) {
	newman, err := exec.LookPath("newman")
	if err != nil || os.Getenv("GUICHET_LONG") == "" {
		t.Skip("it runs newman, an npm package: GUICHET_LONG=1")
	}
	seen := &recorder{}
	server := httptest.NewServer(seen)
	t.Cleanup(server.Close)
	environment := filepath.Join(t.TempDir(), "environment.json")
	values, _ := json.Marshal(map[string]any{"name": "test", "values": []map[string]string{
		{"key": "base_url", "value": server.URL}, {"key": "AUTH_TOKEN", "value": "jeton-de-test"}, {"key": "site", "value": "siege"}, {"key": "number", "value": "12"}, {"key": "user", "value": "ana"},
	}})
	if err := os.WriteFile(environment, values, 0o600); err != nil {
		t.Fatal(err)
	}
	collections, err := filepath.Glob(filepath.Join(newmanFolder, "[0-9]*.json"))
	if err != nil || len(collections) != 20 {
		t.Fatalf("%d collections, %v", len(collections), err)
	}
	w := newWorld(t, service{}).with("GUICHET_ASTOR_TOKEN", "jeton-de-test", "GUICHET_ASTOR_ENVIRONMENT", environment)
	var told strings.Builder
	for _, path := range collections {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		c, err := astor.ParseCollection(data)
		if err != nil {
			t.Fatal(err)
		}
		play := exec.CommandContext(t.Context(), newman, "run", filepath.Base(path), "-e", environment, "--reporters", "json", "--reporter-json-export", os.DevNull)
		play.Dir = newmanFolder
		out, failure := play.CombinedOutput()
		theirs := seen.taken()
		var ours []string
		for i, o := range c.Operations() {
			if strings.HasPrefix(o.Description, "differs: newman sends nothing") {
				theirs, failure = slices.Insert(theirs, min(i, len(theirs)), "nothing"), nil
			}
			var out, errs bytes.Buffer
			if code := w.here(t.Context(), strings.NewReader(""), &out, &errs, callOf(o, i, path)...); code != 0 {
				t.Errorf("%s: %s: exit code %d: %s", path, o, code, errs.String())
			}
			ours = append(ours, strings.Join(seen.taken(), "\n"))
		}
		if len(theirs) != len(ours) || failure != nil {
			t.Errorf("%s: newman sent %d requests, guichet %d: %v\n%s", path, len(theirs), len(ours), failure, out)
			continue
		}
		for i, o := range c.Operations() {
			why, meant := strings.CutPrefix(o.Description, "differs: ")
			if meant != (ours[i] != theirs[i]) {
				t.Errorf("%s: %s: differs %v, meant %v\n%s", path, o, ours[i] != theirs[i], meant, cmp.Diff(theirs[i], ours[i]))
			}
			if meant {
				_, _ = fmt.Fprintf(&told, "%s: %s: %s\nnewman:\n  %s\nguichet:\n  %s\n\n", filepath.Base(path), o.Path(), why,
					strings.ReplaceAll(theirs[i], "\n", "\n  "), strings.ReplaceAll(ours[i], "\n", "\n  "))
			}
		}
	}
	list := filepath.Join(newmanFolder, "differences.txt")
	if os.Getenv("GUICHET_UPDATE") != "" {
		if err := os.WriteFile(list, []byte(told.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(list)
	if diff := cmp.Diff(string(want), told.String()); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

// callOf is the command line that calls an operation. The files of its only field for
// files are named behind the colon of its name.
func callOf(o *astor.Operation, i int, path string) []string {
	args := []string{"astor", "call", fmt.Sprintf("#%d", i+1), "--collection", path, "-y", "-q", "--retries", "0"}
	_, names, _ := strings.Cut(o.Name, ": ")
	for _, name := range strings.Fields(names) {
		file := "=@" + filepath.Join(newmanFolder, name)
		if o.Body.Mode == "file" {
			args = append(args, "--file", astor.FileBody+file)
		}
		for _, f := range o.Body.Fields {
			if f.File {
				args = append(args, "--form", f.Name+file)
			}
		}
	}
	return args
}
