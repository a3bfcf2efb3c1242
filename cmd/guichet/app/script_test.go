package app_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/guichet-go/guichet/cmd/guichet/app"
	"github.com/guichet-go/guichet/internal/fake"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"guichet": func() { os.Exit(app.Main()) },
	})
}

// TestScripts runs the command as people do, once in each language: what scripts
// rely on is the same in both.
func TestScripts(t *testing.T) {
	for _, lang := range languages() {
		t.Run(lang, func(t *testing.T) {
			testscript.Run(t, testscript.Params{
				Dir:                 filepath.Join("testdata", "script"),
				RequireExplicitExec: true,
				Setup: func(env *testscript.Env) error {
					env.Setenv("GUICHET_LANG", lang)
					return fileStore(env)
				},
				Cmds: commands(),
			})
		})
	}
}

// fileStore gives a script folders that nobody else can read.
func fileStore(env *testscript.Env) error {
	for variable, name := range map[string]string{"GUICHET_CONFIG_DIR": "config", "GUICHET_STATE_DIR": "state"} {
		dir := filepath.Join(env.WorkDir, name)
		env.Setenv(variable, dir)
		if err := os.Mkdir(dir, 0o700); err != nil {
			return err
		}
		if err := os.Chmod(dir, 0o700); err != nil {
			return err
		}
	}
	env.Setenv("GUICHET_STORE", "file")
	env.Setenv("GUICHET_SANDBOX_TODAY", "2026-11-16")
	env.Setenv("GORACE", raceOptions)
	return nil
}

func commands() map[string]func(ts *testscript.TestScript, neg bool, args []string) {
	servers := &each[*rdvsolidaritestest.Server]{}
	server := func(ts *testscript.TestScript) *rdvsolidaritestest.Server {
		if servers.of(ts) == nil {
			ts.Fatalf("there is no sandbox yet")
		}
		return servers.of(ts)
	}
	return map[string]func(ts *testscript.TestScript, neg bool, args []string){
		"sandbox":  func(ts *testscript.TestScript, _ bool, args []string) { servers.set(ts, startSandbox(ts, args)) },
		"consents": consents,
		"port":     port,
		"exits":    exits,
		"says":     says,
		"failed":   failed,
		"hints":    hints,
		"keep":     keep,
		"lines":    lines,
		"mode":     mode,
		"seen":     seen(server),
		"forget":   func(ts *testscript.TestScript, _ bool, _ []string) { server(ts).ResetRequests() },
		"expire":   func(ts *testscript.TestScript, _ bool, _ []string) { server(ts).RevokeSessions() },
		"calm":     func(ts *testscript.TestScript, _ bool, _ []string) { server(ts).ClearFaults() },
		"fault":    func(ts *testscript.TestScript, _ bool, args []string) { order(ts, server(ts).URL, "faults", args[0]) },
		"lossy": func(ts *testscript.TestScript, _ bool, _ []string) {
			order(ts, server(ts).URL, "pages", `{"lossy":true}`)
		},
		"rows": func(ts *testscript.TestScript, _ bool, args []string) { order(ts, server(ts).URL, "rows", args[0]) },
		"token": func(ts *testscript.TestScript, _ bool, args []string) {
			token := server(ts).BearerToken()
			ts.Setenv(args[0], token)
			ts.Check(os.WriteFile(ts.MkAbs("bearer"), []byte(token+"\n"), 0o600))
		},
		"revoke": func(ts *testscript.TestScript, _ bool, _ []string) { server(ts).RevokeGrants() },
		"signins": func(ts *testscript.TestScript, _ bool, args []string) {
			if got := strconv.Itoa(server(ts).SignIns()); got != args[0] {
				ts.Fatalf("there were %s sign-ins, not %s", got, args[0])
			}
		},
	}
}

// order posts to one of the controls of a sandbox.
func order(ts *testscript.TestScript, url, control, body string) {
	answer, err := http.Post(url+"/_sandbox/"+control, "application/json", strings.NewReader(body))
	ts.Check(err)
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		ts.Fatalf("%s was refused: %s", body, answer.Status)
	}
}

// startSandbox is "sandbox [generation=N|instance=I] [RDVS [USERS]]": the service on a socket,
// and how to reach it in $URL, $EMAIL, $PASSWORD and the file password.
func startSandbox(ts *testscript.TestScript, args []string) *rdvsolidaritestest.Server {
	o := rdvsolidaritestest.Options{RDVs: 30, Users: 20}
	if len(args) > 0 {
		if text, ok := strings.CutPrefix(args[0], "generation="); ok {
			n, err := strconv.Atoi(text)
			ts.Check(err)
			o.Generation, args = rdvsolidaritestest.Generation(n), args[1:]
		} else if text, ok := strings.CutPrefix(args[0], "instance="); ok {
			o.Instance, args = rdvsolidaritestest.Instance(text), args[1:]
		}
	}
	for i, size := range []*int{&o.RDVs, &o.Users} {
		if i < len(args) {
			n, err := strconv.Atoi(args[i])
			ts.Check(err)
			*size = n
		}
	}
	server := rdvsolidaritestest.New(o)
	ts.Check(server.Start())
	ts.Defer(func() { _ = server.Close() })
	ts.Setenv("URL", server.URL)
	ts.Setenv("EMAIL", rdvsolidaritestest.Email)
	ts.Setenv("PASSWORD", rdvsolidaritestest.Password)
	ts.Check(os.WriteFile(ts.MkAbs("password"), []byte(rdvsolidaritestest.Password), 0o600))
	return server
}

// asked is a server that keeps what it was asked.
type asked interface {
	Requests() []fake.Request
}

// count is how many requests begin with "METHOD PATH"; "" counts all.
func count(server asked, prefix string) (n int) {
	for _, r := range server.Requests() {
		if strings.HasPrefix(r.Method+" "+r.Path, prefix) {
			n++
		}
	}
	return n
}

// seen is "seen N [METHOD PATH]": so many requests began like that.
func seen[S asked](of func(*testscript.TestScript) S) func(ts *testscript.TestScript, neg bool, args []string) {
	return func(ts *testscript.TestScript, _ bool, args []string) {
		want, err := strconv.Atoi(args[0])
		ts.Check(err)
		if got := count(of(ts), strings.Join(args[1:], " ")); got != want {
			ts.Fatalf("the service saw %d such requests, not %d: %s", got, want, history(of(ts)))
		}
	}
}

func history(server asked) string {
	var all []string
	for _, r := range server.Requests() {
		all = append(all, r.Method+" "+r.Path)
	}
	return strings.Join(all, ", ")
}

// exits is "exits CODE ARGUMENTS…": guichet ends with that code.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	err := ts.Exec("guichet", args[1:]...)
	code := 0
	var status *exec.ExitError
	if errors.As(err, &status) {
		code = status.ExitCode()
	} else {
		ts.Check(err)
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("exit code %d, not %s", code, args[0])
	}
	readable(ts, args[1:])
}

// failed is "failed CODE [NAME=VALUE…]": what stderr ends with is one line of
// JSON with that stable code, and with those other values ("hint=*" is any).
func failed(ts *testscript.TestScript, _ bool, args []string) {
	all := strings.Split(strings.TrimSuffix(ts.ReadFile("stderr"), "\n"), "\n")
	var line struct {
		Error map[string]any `json:"error"`
	}
	ts.Check(json.Unmarshal([]byte(all[len(all)-1]), &line))
	if http, ok := line.Error["http"].(map[string]any); ok {
		line.Error["status"] = http["status"]
	}
	for _, wanted := range append([]string{"code=" + args[0]}, args[1:]...) {
		name, value, _ := strings.Cut(wanted, "=")
		encoded, _ := json.Marshal(line.Error[name])
		if got := strings.Trim(string(encoded), `"`); got != value && (value != "*" || got == "" || got == "null") {
			ts.Fatalf("%s is %s, not %s", name, got, value)
		}
	}
}

// hints is "hints PATTERN": stderr has a hint that matches, in either language.
func hints(ts *testscript.TestScript, neg bool, args []string) {
	hint := regexp.MustCompile("(?m)^(hint|conseil\u00a0): .*" + args[0])
	if stderr := ts.ReadFile("stderr"); hint.MatchString(stderr) == neg {
		ts.Fatalf("a hint like %s, unwanted %t: %s", args[0], neg, stderr)
	}
}

// keep is "keep NAME": what stdout holds is $NAME from now on.
func keep(ts *testscript.TestScript, _ bool, args []string) {
	ts.Setenv(args[0], strings.Trim(ts.ReadFile("stdout"), "\"\n"))
}

// lines is "lines N [different]": stdout has so many lines.
func lines(ts *testscript.TestScript, _ bool, args []string) {
	all := slices.Collect(strings.Lines(ts.ReadFile("stdout")))
	if len(args) > 1 {
		slices.Sort(all)
		all = slices.Compact(all)
	}
	if strconv.Itoa(len(all)) != args[0] {
		ts.Fatalf("stdout has %d lines, not %s", len(all), args[0])
	}
}

// mode is "mode 0600 FILE".
func mode(ts *testscript.TestScript, _ bool, args []string) {
	info, err := os.Stat(ts.MkAbs(args[1]))
	ts.Check(err)
	if got := "0" + strconv.FormatInt(int64(info.Mode().Perm()), 8); got != args[0] {
		ts.Fatalf("its mode is %s, not %s", got, args[0])
	}
}
