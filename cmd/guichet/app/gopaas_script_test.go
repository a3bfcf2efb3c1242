package app_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/guichet-go/guichet/gopaas/gopaastest"
)

// TestGoPaaSScripts runs the commands of GoPaaS with each way in and in each
// language. A script may ask which: [key], [oauth].
func TestGoPaaSScripts(t *testing.T) {
	for _, lang := range languages() {
		for _, way := range []string{"key", "oauth"} {
			t.Run(lang+"/"+way, func(t *testing.T) { runGoPaaS(t, lang, way) })
		}
	}
}

func runGoPaaS(t *testing.T, lang, way string) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "gopaas"),
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("GUICHET_LANG", lang)
			env.Setenv("WAY", way)
			return fileStore(env)
		},
		Condition: func(condition string) (bool, error) {
			if condition != "key" && condition != "oauth" {
				return false, errors.New("no such condition")
			}
			return condition == way, nil
		},
		Cmds: goPaaSCommands(),
	})
}

// application is the test server behind a front that may cut a push before it
// is processed, or after.
type application struct {
	*gopaastest.Server
	pushes, before, after atomic.Int64
	// churn is the number of the request for a page before which a row of the
	// view goes, 0 for none.
	churn atomic.Int64
	view  string
}

func (a *application) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPost && strings.Contains(r.URL.Path, "/items/") {
		switch a.pushes.Add(1) {
		case a.before.Load():
			_, _ = io.Copy(io.Discard, r.Body)
			panic(http.ErrAbortHandler)
		case a.after.Load():
			a.Server.ServeHTTP(httptest.NewRecorder(), r)
			panic(http.ErrAbortHandler)
		}
	}
	if strings.Contains(r.URL.Path, "/list/") && a.churn.Add(-1) == 0 {
		_, _, _ = a.ChangeRows("gopaas.list:"+a.view, 0, 1)
	}
	a.Server.ServeHTTP(w, r)
}

func goPaaSCommands() map[string]func(ts *testscript.TestScript, neg bool, args []string) {
	running := &each[*application]{}
	number := func(ts *testscript.TestScript, text string) int {
		n, err := strconv.Atoi(text)
		ts.Check(err)
		return n
	}
	return map[string]func(ts *testscript.TestScript, neg bool, args []string){
		"exits": exits, "failed": failed, "keep": keep, "lines": lines, "mode": mode,
		"says": says, "rows": writeRows, "report": checkReport, "latin1": latin1, "journal": journal,
		"serve":  func(ts *testscript.TestScript, _ bool, args []string) { running.set(ts, startApplication(ts, args)) },
		"seen":   seen(running.of),
		"forget": func(ts *testscript.TestScript, _ bool, _ []string) { running.of(ts).ResetRequests() },
		"fault": func(ts *testscript.TestScript, _ bool, args []string) {
			var f gopaastest.Fault
			ts.Check(json.Unmarshal([]byte(args[0]), &f))
			running.of(ts).Fault(f)
		},
		// allow restricts the key to callers' addresses.
		"allow": func(ts *testscript.TestScript, _ bool, args []string) { running.of(ts).AllowAddresses(args[0]) },
		// cut is "cut BEFORE AFTER": the numbers of the pushes that suffer it, from now on.
		"cut": func(ts *testscript.TestScript, _ bool, args []string) {
			running.of(ts).pushes.Store(0)
			running.of(ts).before.Store(int64(number(ts, args[0])))
			running.of(ts).after.Store(int64(number(ts, args[1])))
		},
		// churn is "churn VIEW N": a row of the view goes before the n-th request for a page.
		"churn": func(ts *testscript.TestScript, _ bool, args []string) {
			running.of(ts).view = args[0]
			running.of(ts).churn.Store(int64(number(ts, args[1])))
		},
		"records": func(ts *testscript.TestScript, _ bool, args []string) {
			if got := running.of(ts).Count(args[0]); got != number(ts, args[1]) {
				ts.Fatalf("the table has %d records, not %s", got, args[1])
			}
		},
		"record": func(ts *testscript.TestScript, _ bool, args []string) {
			if got := running.of(ts).Record(args[0], args[1])[args[2]]; got != args[3] {
				ts.Fatalf("%s is %q, not %q", args[2], got, args[3])
			}
		},
	}
}

// startApplication is "serve [OPTIONS]", the options of the server as JSON. The
// way in is set as variables, and kept in the files secret and other-secret.
func startApplication(ts *testscript.TestScript, args []string) *application {
	var o gopaastest.Options
	if len(args) > 0 {
		ts.Check(json.Unmarshal([]byte(args[0]), &o))
	}
	a := &application{Server: gopaastest.New(o)}
	front := httptest.NewServer(a)
	ts.Defer(front.Close)
	ts.Setenv("GUICHET_GOPAAS_BASE_URL", front.URL+"/crm")
	ts.Setenv("KEY", gopaastest.APIKey)
	ts.Setenv("CLIENT_ID", gopaastest.ClientID)
	ts.Setenv("CLIENT_SECRET", gopaastest.ClientSecret)
	if ts.Getenv("WAY") == "key" {
		ts.Setenv("GUICHET_GOPAAS_API_KEY", gopaastest.APIKey)
		ts.Setenv("API", "/api")
		return a
	}
	ts.Setenv("GUICHET_GOPAAS_CLIENT_ID", gopaastest.ClientID)
	ts.Setenv("GUICHET_GOPAAS_CLIENT_SECRET", gopaastest.ClientSecret)
	ts.Setenv("API", "/api/oauth2")
	return a
}

// says is "says ENGLISH FRENCH": stderr has that text in its language.
func says(ts *testscript.TestScript, _ bool, args []string) {
	want := args[0]
	if ts.Getenv("GUICHET_LANG") == "fr" {
		want = args[1]
	}
	// A no-break space cannot be told from a space in a script.
	if got := strings.ReplaceAll(ts.ReadFile("stderr"), "\u00a0", " "); !strings.Contains(got, want) {
		ts.Fatalf("stderr does not say %q", want)
	}
}

// writeRows is "rows FILE N": a CSV file with so many rows.
func writeRows(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	var content strings.Builder
	content.WriteString("cle,nom,ville\n")
	for i := range n {
		fmt.Fprintf(&content, "%d_import,\"Librairie \"\"Noël\"\" n° %d\",Brest\n", i+1, i+1)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(content.String()), 0o600))
}

// journal is "journal PATTERN": JOURNAL is the one file that it matches.
func journal(ts *testscript.TestScript, _ bool, args []string) {
	found, err := filepath.Glob(ts.MkAbs(args[0]))
	if err != nil || len(found) != 1 {
		ts.Fatalf("%s: %v, %v", args[0], found, err)
	}
	ts.Setenv("JOURNAL", filepath.Base(found[0]))
}

// latin1 is "latin1 FILE": a CSV file in that encoding.
func latin1(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte("cle,nom\n1,No\xebl\n"), 0o600))
}

// checkReport is "report WRITTEN NOT_WRITTEN UNKNOWN": stdout is the report of a
// push of those rows, as ranges.
func checkReport(ts *testscript.TestScript, _ bool, args []string) {
	type row struct {
		Row int
		Cle string
	}
	var report map[string]json.RawMessage
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &report))
	for i, list := range []string{"written", "not_written", "unknown"} {
		var rows []row
		ts.Check(json.Unmarshal(report[list], &rows))
		var ranges []string
		for first := 0; first < len(rows); {
			last := first
			for last+1 < len(rows) && rows[last+1].Row == rows[last].Row+1 {
				last++
			}
			ranges = append(ranges, fmt.Sprintf("%d-%d", rows[first].Row, rows[last].Row))
			first = last + 1
		}
		for _, r := range rows {
			if r.Cle != fmt.Sprintf("%d_import", r.Row) {
				ts.Fatalf("row %d has the cle %s", r.Row, r.Cle)
			}
		}
		if got := strings.Join(ranges, " "); got != args[i] {
			ts.Fatalf("%s: %s, not %s", list, got, args[i])
		}
	}
}
