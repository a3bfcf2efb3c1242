package gopaas_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/app"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/gopaas/gopaastest"
)

// world is a command's surroundings around one application.
type world struct {
	*command.Env
	server   *gopaastest.Server
	out, err bytes.Buffer
	// onPush, when set, is told of each push before it is processed.
	onPush func(n int64, r *http.Request)
	pushes atomic.Int64
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{server: gopaastest.New(gopaastest.Options{Empty: true})}
	front := httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && w.onPush != nil {
			w.onPush(w.pushes.Add(1), r)
		}
		w.server.ServeHTTP(writer, r)
	}))
	t.Cleanup(front.Close)
	variables := map[string]string{
		"GUICHET_GOPAAS_BASE_URL": front.URL + "/crm", "GUICHET_GOPAAS_API_KEY": gopaastest.APIKey,
		"GUICHET_CONFIG_DIR": t.TempDir(), "GUICHET_STORE": "none",
	}
	var moment time.Time
	w.Env = &command.Env{
		In: strings.NewReader(""), Out: &w.out, Err: &w.err, GOOS: "linux",
		Getenv: func(name string) string { return variables[name] },
		Now:    func() time.Time { moment = moment.Add(time.Second); return moment },
	}
	t.Chdir(t.TempDir())
	return w
}

// rows writes a CSV file of n rows.
func rows(t *testing.T, n int) string {
	t.Helper()
	content := "cle,nom\n"
	for i := range n {
		content += fmt.Sprintf("%d_import,Librairie n° %d\n", i+1, i+1)
	}
	path := filepath.Join(t.TempDir(), "lignes.csv")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAPushShowsProgressOnATerminalOnly(t *testing.T) {
	for _, terminal := range []bool{true, false} {
		w := newWorld(t)
		w.ErrTerminal, w.OutTerminal = terminal, terminal
		if code := app.Run(t.Context(), []string{"gopaas", "push", "compte", "--data", "@" + rows(t, 30), "--batch", "10"}, w.Env); code != 0 {
			t.Fatalf("exit code %d: %s", code, &w.err)
		}
		if shown := strings.Contains(w.err.String(), "20 of 30 rows, "); shown != terminal {
			t.Errorf("on a terminal %t: stderr has %q", terminal, &w.err)
		}
	}
}

func TestAPushThatIsInterruptedLeavesAFileToGoOnFrom(t *testing.T) {
	w := newWorld(t)
	data := "@" + rows(t, 50)
	ctx, cancel := context.WithCancelCause(t.Context())
	w.onPush = func(n int64, r *http.Request) {
		if n == 3 {
			_, _ = io.Copy(io.Discard, r.Body) // the end of the connection shows only after the body
			cancel(&exit.Interruption{Code: exit.Interrupted})
			<-r.Context().Done()
		}
	}
	code := app.Run(ctx, []string{"gopaas", "push", "compte", "--data", data, "--batch", "10", "--resume-file", "reste.json"}, w.Env)
	if code != int(exit.Unknown) || !strings.Contains(w.err.String(), "20 rows written, 20 not written, 10 unknown") {
		t.Fatalf("exit code %d: %s", code, &w.err)
	}
	if code := app.Run(t.Context(), []string{"gopaas", "push", "compte", "--data", data, "--resume", "reste.json"}, w.Env); code != 0 {
		t.Fatalf("exit code %d: %s", code, &w.err)
	}
	if n := w.server.Count("compte"); n != 50 {
		t.Errorf("the application has %d records", n)
	}
}

func TestAPushInterruptedBetweenBatchesHasNoUnknownRows(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(&exit.Interruption{Code: exit.Interrupted})
	code := app.Run(ctx, []string{"gopaas", "push", "compte", "--data", "@" + rows(t, 5)}, w.Env)
	if code != int(exit.Interrupted) || !strings.Contains(w.err.String(), "0 rows written, 5 not written, 0 unknown") {
		t.Fatalf("exit code %d: %s", code, &w.err)
	}
}

func TestResumeRefusesTheSameFileInAnotherDialect(t *testing.T) {
	w := newWorld(t)
	data := filepath.Join(t.TempDir(), "lignes.csv")
	if err := os.WriteFile(data, []byte("cle;a,cle\n1;2,3\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.server.Fault(gopaastest.Fault{Match: "POST /api", Status: http.StatusUnauthorized})
	push := func(more ...string) int {
		return app.Run(t.Context(), append([]string{"gopaas", "push", "compte", "--data", "@" + data}, more...), w.Env)
	}
	if code := push("--csv-dialect", "excel-fr", "--resume-file", "reste.json"); code != int(exit.Refused) {
		t.Fatalf("exit code %d: %s", code, &w.err)
	}
	if code := push("--csv-dialect", "rfc", "--resume", "reste.json"); code != int(exit.Usage) {
		t.Fatalf("exit code %d: %s", code, &w.err)
	}
}
