package app_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// TestARowIsNotSentWhenTheJournalCannotBeWritten limits the size of files, which is as
// near to a full disk as a test comes.
func TestARowIsNotSentWhenTheJournalCannotBeWritten(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("limits the size of files as Linux does")
	}
	const rows = 100
	var creations atomic.Int64
	w := newWorld(t, serve(t, rdvsolidaritestest.Options{RDVs: 1, Users: 5}, func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPost && r.URL.Path == "/api/v1/users" {
				creations.Add(1)
			}
			next.ServeHTTP(w, r)
		})
	})).agent()
	w.login(t)
	dir := manyUsers(t, rows)
	create := []string{"rdv", "user", "create", "--each", "@usagers.csv", "-o", "json", "--max-failures", "0"}
	cmd := w.command(t, create...)
	cmd.Path, cmd.Args = "/bin/sh", append([]string{"sh", "-c", `ulimit -f 2; trap "" XFSZ; exec "$0" "$@"`, cmd.Path}, create...)
	var out, errs bytes.Buffer
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &out, &errs
	code := codeOf(t, cmd.Run())
	var report bulkReport
	if err := json.Unmarshal(bytes.ReplaceAll(out.Bytes(), []byte("not_written"), []byte("notwritten")), &report); err != nil {
		t.Fatalf("%v: %s%s", err, &out, &errs)
	}
	sent := int(creations.Load())
	if code != 1 || sent == 0 || sent == rows || len(report.Written) != sent || len(report.NotWritten) != rows-sent || len(report.Unknown) != 0 {
		t.Fatalf("exit %d after %d requests: %d written, %d not written, unknown %v: %s", code, sent, len(report.Written), len(report.NotWritten), report.Unknown, &errs)
	}
	w.in(t, dir, append(create, "--resume", report.ResumeFile)...)
	wantOnce(t, created(t, w), rows)
}

// TestUnlessKnownLooksAgainAfterTheServiceFailed lets the service answer 500 to a creation
// that it has carried out.
func TestUnlessKnownLooksAgainAfterTheServiceFailed(t *testing.T) {
	var creations atomic.Int64
	w := newWorld(t, serve(t, rdvsolidaritestest.Options{RDVs: 1, Users: 5}, func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPost && r.URL.Path == "/api/v1/users" && creations.Add(1) == 1 {
				next.ServeHTTP(httptest.NewRecorder(), r)
				w.WriteHeader(http.StatusInternalServerError)
				return
			}
			next.ServeHTTP(w, r)
		})
	})).agent()
	w.login(t)
	dir := manyUsers(t, 1)
	file := filepath.Join(dir, "usagers.csv")
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, row, _ := strings.Cut(string(content), "\n")
	if err := os.WriteFile(file, append(content, row...), 0o600); err != nil {
		t.Fatal(err)
	}
	o, report := w.in(t, dir, "rdv", "user", "create", "--each", "@usagers.csv", "-o", "json", "--unless-known", "email", "--max-failures", "0")
	o.want(t, 8)
	if !slices.Equal(numbersOf(report.Unknown), []int{1}) || !slices.Equal(numbersOf(report.NotWritten), []int{2}) {
		t.Errorf("unknown %v, not written %v: %s", report.Unknown, report.NotWritten, o.errors)
	}
	wantOnce(t, created(t, w), 1)
}
