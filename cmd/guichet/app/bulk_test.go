package app_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/spf13/cobra"

	"github.com/guichet-go/guichet/cmd/guichet/app"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// manyUsers is a file of n people, each with an e-mail of their own, in a folder where
// nothing else is.
func manyUsers(t *testing.T, n int) (dir string) {
	t.Helper()
	dir = t.TempDir()
	content := "first_name;last_name;organisation_ids;birth_date;email\n"
	for i := 1; i <= n; i++ {
		content += fmt.Sprintf("Ada;Rang%d;101|102;31/12/1990;rang.%d@example.fr\n", i, i)
	}
	if err := os.WriteFile(filepath.Join(dir, "usagers.csv"), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// bulkReport is the report of a bulk write, as JSON.
type bulkReport struct {
	Rows                         int
	Written, NotWritten, Unknown []struct {
		Row, Line int
		ID        int64
		Code, Why string
	}
	ResumeFile string `json:"resume_file"`
}

// in runs guichet in a folder.
func (w world) in(t *testing.T, dir string, args ...string) (ended, bulkReport) {
	t.Helper()
	cmd := w.command(t, args...)
	var out, errs bytes.Buffer
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &out, &errs
	o := ended{codeOf(t, cmd.Run()), out.String(), errs.String()}
	var report bulkReport
	if o.out != "" {
		text := strings.ReplaceAll(o.out, "not_written", "notwritten")
		if err := json.Unmarshal([]byte(text), &report); err != nil {
			t.Fatalf("%v: %s%s", err, o.out, o.errors)
		}
	}
	return o, report
}

// cutting cuts the connection of two creations of a user, given by their numbers: one
// before it is processed, one after. The number 0 cuts nothing.
type cutting struct{ creations, before, after atomic.Int64 }

func (c *cutting) around(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && r.URL.Path == "/api/v1/users" {
			switch c.creations.Add(1) {
			case c.before.Load():
				_, _ = io.Copy(io.Discard, r.Body)
				panic(http.ErrAbortHandler)
			case c.after.Load():
				next.ServeHTTP(httptest.NewRecorder(), r)
				panic(http.ErrAbortHandler)
			}
		}
		next.ServeHTTP(w, r)
	})
}

// created counts how often each row of manyUsers exists.
func created(t *testing.T, w world) map[int]int {
	t.Helper()
	o := w.run(t, "rdv", "user", "list", "-o", "ndjson", "-q", "--strict")
	o.want(t, 0)
	found := map[int]int{}
	for line := range strings.Lines(o.out) {
		var user struct{ Email string }
		var n int
		if err := json.Unmarshal([]byte(line), &user); err != nil {
			t.Fatal(err)
		}
		if _, err := fmt.Sscanf(user.Email, "rang.%d@", &n); err == nil {
			found[n]++
		}
	}
	return found
}

// wantOnce fails unless every row but the missing ones exists exactly once.
func wantOnce(t *testing.T, found map[int]int, rows int, missing ...int) {
	t.Helper()
	for n := 1; n <= rows; n++ {
		want := 1
		if slices.Contains(missing, n) {
			want = 0
		}
		if found[n] != want {
			t.Errorf("row %d exists %d times, not %d", n, found[n], want)
		}
	}
}

func numbersOf(list []struct {
	Row, Line int
	ID        int64
	Code, Why string
}) (numbers []int) {
	for _, row := range list {
		numbers = append(numbers, row.Row)
	}
	return numbers
}

// TestAThousandRowsOfWhichTwoAreCutOffExistAtMostOnce cuts the connection once before
// and once after the service has processed the request.
func TestAThousandRowsOfWhichTwoAreCutOffExistAtMostOnce(t *testing.T) {
	const rows, before, after = 1000, 400, 700
	var c cutting
	c.before.Store(before)
	c.after.Store(after)
	w := newWorld(t, serve(t, rdvsolidaritestest.Options{RDVs: 1, Users: 5}, c.around)).agent()
	w.login(t)
	dir := manyUsers(t, rows)
	create := []string{"rdv", "user", "create", "--each", "@usagers.csv", "-o", "json"}

	o, report := w.in(t, dir, append(create, "--max-failures", "0")...)
	o.want(t, 12)
	if report.Rows != rows || len(report.Written) != rows-2 || len(report.NotWritten) != 0 || !slices.Equal(numbersOf(report.Unknown), []int{before, after}) {
		t.Fatalf("%d written, not %v, unknown %v: %s", len(report.Written), report.NotWritten, report.Unknown, o.errors)
	}
	for _, row := range report.Written {
		if row.ID == 0 || row.Line != row.Row+1 {
			t.Fatalf("a row that was written is reported as %+v", row)
		}
	}
	wantOnce(t, created(t, w), rows, before)

	resume := append(create, "--resume", report.ResumeFile)
	o, again := w.in(t, dir, resume...)
	o.want(t, 12)
	if !slices.Equal(numbersOf(again.Unknown), []int{before, after}) || len(again.Written) != rows-2 || again.Written[0].ID != report.Written[0].ID {
		t.Errorf("after --resume %d are written and %v unknown", len(again.Written), again.Unknown)
	}
	wantOnce(t, created(t, w), rows, before)
	wantNoData(t, filepath.Join(dir, report.ResumeFile))

	o, last := w.in(t, dir, append(resume, "--unless-known", "email")...)
	o.want(t, 10)
	if len(last.Written) != rows-1 || !slices.Equal(numbersOf(last.NotWritten), []int{after}) || len(last.Unknown) > 0 {
		t.Errorf("with --unless-known %d are written, not %v, unknown %v", len(last.Written), last.NotWritten, last.Unknown)
	}
	wantOnce(t, created(t, w), rows)
}

// wantNoData fails when the journal has anything but numbers, or others can read it.
func wantNoData(t *testing.T, path string) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"example.fr", "Rang", "Ada", "1990-12-31"} {
		if bytes.Contains(content, []byte(text)) {
			t.Errorf("the journal has %q", text)
		}
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("its mode is %v (%v)", info.Mode(), err)
	}
}

// TestAKilledBulkWriteGoesOnWithoutWritingARowTwice kills the process while the service
// holds a request back.
func TestAKilledBulkWriteGoesOnWithoutWritingARowTwice(t *testing.T) {
	for name, processed := range map[string]bool{"before the request is processed": false, "after": true} {
		const rows, at = 200, 120
		var creations atomic.Int64
		reached, dead := make(chan struct{}), make(chan struct{})
		w := newWorld(t, serve(t, rdvsolidaritestest.Options{RDVs: 1, Users: 5}, func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodPost && r.URL.Path == "/api/v1/users" && creations.Add(1) == at {
					if processed {
						next.ServeHTTP(httptest.NewRecorder(), r)
					}
					close(reached)
					<-dead
					panic(http.ErrAbortHandler)
				}
				next.ServeHTTP(w, r)
			})
		})).agent()
		w.login(t)
		dir := manyUsers(t, rows)
		create := []string{"rdv", "user", "create", "--each", "@usagers.csv", "-o", "json", "--resume-file", "reste"}
		cmd := w.command(t, create...)
		cmd.Dir = dir
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		<-reached
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait()
		close(dead)

		var missing []int
		if !processed {
			missing = []int{at}
		}
		o, report := w.in(t, dir, append(create[:len(create)-2], "--resume", "reste")...)
		o.want(t, 12)
		if len(report.Written) != rows-1 || len(report.NotWritten) != 0 || !slices.Equal(numbersOf(report.Unknown), []int{at}) {
			t.Errorf("killed %s: %d written, unknown %v: %s", name, len(report.Written), report.Unknown, o.errors)
		}
		wantOnce(t, created(t, w), rows, missing...)
		if !processed {
			o, _ := w.in(t, dir, append(create[:len(create)-2], "--resume", "reste", "--retry-unknown")...)
			o.want(t, 0)
			wantOnce(t, created(t, w), rows)
			if left, _ := filepath.Glob(filepath.Join(dir, "reste")); left != nil {
				t.Errorf("%v is left", left)
			}
		}
	}
}

func TestAnInterruptedBulkWriteReportsTheRowInFlightAsUnknown(t *testing.T) {
	creation := func(r *http.Request) bool { return r.Method == http.MethodPost && r.URL.Path == "/api/v1/users" }
	gate := hold(creation)
	w := newWorld(t, serve(t, rdvsolidaritestest.Options{RDVs: 1, Users: 5}, gate.around)).agent()
	w.login(t)
	cmd := w.command(t, "rdv", "user", "create", "--each", "@usagers.csv", "-o", "json")
	var out bytes.Buffer
	cmd.Dir, cmd.Stdout = manyUsers(t, 3), &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	<-gate.reached
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	code := codeOf(t, cmd.Wait())
	var report bulkReport
	if err := json.Unmarshal(bytes.ReplaceAll(out.Bytes(), []byte("not_written"), []byte("notwritten")), &report); err != nil {
		t.Fatalf("%v: %s", err, &out)
	}
	if code != 12 || !slices.Equal(numbersOf(report.Unknown), []int{1}) || !slices.Equal(numbersOf(report.NotWritten), []int{2, 3}) {
		t.Errorf("exit code %d, %+v", code, report)
	}
	if _, err := os.Stat(filepath.Join(cmd.Dir, report.ResumeFile)); err != nil {
		t.Error(err)
	}
}

func TestABulkWriteAsksOnceWithItsCountOnATerminal(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 1, Users: 5}, nil)
	for _, c := range []struct {
		lang, typed, yes, asked string
		code, rows, written     int
	}{
		{"fr", "n\n", "", "Création de 1\u202f200 usagers sur " + s.url, 130, 1200, 0},
		{"en", "y\n", "", "1,200 users will be created at " + s.url, 0, 1200, 1200},
		{"en", "", "--yes", "", 0, 3, 3},
	} {
		s.ResetRequests()
		dir := manyUsers(t, c.rows)
		var out, errs bytes.Buffer
		env := newWorld(t, s).agent().env(strings.NewReader(c.typed), &out, &errs)
		env.InTerminal, env.ErrTerminal = true, true
		args := []string{"rdv", "user", "create", "--each", "@" + filepath.Join(dir, "usagers.csv"), "--lang", c.lang, "-o", "id", "--resume-file", filepath.Join(dir, "reste")}
		if c.yes != "" {
			args = append(args, c.yes)
		}
		code := app.Run(t.Context(), args, env)
		if code != c.code || strings.Count(out.String(), "\n") != c.written {
			t.Errorf("%s %q ends with %d: %.200s", c.lang, c.typed, code, &errs)
		}
		if asked := strings.Count(errs.String(), "?"); !strings.Contains(errs.String(), c.asked) || asked > 1 || asked == 0 != (c.asked == "") {
			t.Errorf("%s %q asks %.200q", c.lang, c.typed, &errs)
		}
	}
}

func TestTheDataOfARunCannotBeChangedBetweenItsParts(t *testing.T) {
	var c cutting
	c.before.Store(3)
	w := newWorld(t, serve(t, rdvsolidaritestest.Options{RDVs: 1, Users: 5}, c.around)).agent()
	w.login(t)
	dir := manyUsers(t, 5)
	create := []string{"rdv", "user", "create", "--each", "@usagers.csv", "-o", "json"}
	o, report := w.in(t, dir, create...)
	o.want(t, 12)
	if !slices.Equal(numbersOf(report.NotWritten), []int{4, 5}) {
		t.Errorf("not written: %v", report.NotWritten)
	}
	file := filepath.Join(dir, "usagers.csv")
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(content), "\n")
	lines[4], lines[5] = lines[5], lines[4]
	if err := os.WriteFile(file, []byte(strings.Join(lines, "")), 0o600); err != nil {
		t.Fatal(err)
	}
	o, _ = w.in(t, dir, append(create, "--resume", report.ResumeFile)...)
	o.want(t, 2)
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, more := range [][]string{{}, {"--resume", report.ResumeFile, "--notify-by-sms"}, {"--resume", report.ResumeFile, "--base-url", "http://127.0.0.1:1"}} {
		o, _ = w.in(t, dir, append(create, more...)...)
		o.want(t, 2)
	}
	wantOnce(t, created(t, w), 5, 3, 4, 5)
}

// TestEveryCreationAndUpdateTakesRowsAndSaysWhatTheyDo compares the tree with the texts.
func TestEveryCreationAndUpdateTakesRowsAndSaysWhatTheyDo(t *testing.T) {
	takes := map[string]bool{}
	tree(t, "en", func(words []string, cmd *cobra.Command) {
		path := strings.Join(words, " ")
		if len(words) < 3 || cmd.HasSubCommands() || words[0] != "rdv" && words[0] != "zops" {
			return
		}
		verb, _, _ := strings.Cut(words[len(words)-1], "-")
		rows, body := cmd.Flags().Lookup("each") != nil, cmd.Flags().Lookup("data") != nil
		if want := body && (verb == "create" || verb == "update"); rows != want {
			t.Errorf("%s takes rows: %t", path, rows)
		}
		if rows {
			takes[path] = true
			if message.EachQuestion(path) == "" {
				t.Errorf("%s does not say what its rows do", path)
			}
		}
	})
	if len(takes) != 24 {
		t.Errorf("%d commands take rows: %v", len(takes), slices.Sorted(maps.Keys(takes)))
	}
}
