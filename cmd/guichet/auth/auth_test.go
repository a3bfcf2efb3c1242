package auth_test

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"

	"github.com/guichet-go/guichet/cmd/guichet/app"
	"github.com/guichet-go/guichet/cmd/guichet/auth"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/config"
	"github.com/guichet-go/guichet/gopaas/gopaastest"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
	"github.com/guichet-go/guichet/zops/zopstest"
)

// world is the surroundings of commands around test servers.
type world struct {
	*testing.T
	rdv       *rdvsolidaritestest.Server
	zops      *zopstest.Server
	variables map[string]string
	// hidden answers what is asked without showing it; in a terminal only.
	hidden   string
	terminal bool
	out, err string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	w := &world{T: t, rdv: rdvsolidaritestest.New(rdvsolidaritestest.Options{RDVs: 5, Users: 5}), zops: zopstest.New(zopstest.Options{})}
	w.variables = map[string]string{
		"GUICHET_CONFIG_DIR": dir, "GUICHET_STATE_DIR": dir, "GUICHET_STORE": "file", "TERM": "xterm",
		"GUICHET_RDV_BASE_URL": w.serve(w.rdv), "GUICHET_ZOPS_BASE_URL": w.serve(w.zops),
		"GUICHET_GOPAAS_BASE_URL": w.serve(gopaastest.New(gopaastest.Options{})) + "/crm",
	}
	return w
}

func (w *world) serve(handler http.Handler) (base string) {
	server := httptest.NewServer(handler)
	w.Cleanup(server.Close)
	return server.URL
}

// run runs a command line with an input and wants its exit code.
func (w *world) run(want int, in string, args ...string) {
	w.Helper()
	var out, errs strings.Builder
	code := app.Run(w.Context(), args, &command.Env{
		In: strings.NewReader(in), Out: &out, Err: &errs, GOOS: "linux", Now: time.Now,
		InTerminal: w.terminal, ErrTerminal: w.terminal,
		ReadHidden: func(context.Context) (string, error) { return w.hidden, nil },
		Getenv:     func(name string) string { return w.variables[name] },
	})
	if w.out, w.err = out.String(), errs.String(); code != want {
		w.Errorf("%q: exit code %d, not %d: %s", args, code, want, w.err)
	}
	for _, secret := range []string{rdvsolidaritestest.Password, zopstest.Password, gopaastest.APIKey, gopaastest.ClientSecret} {
		if strings.Contains(w.out+w.err, secret) {
			w.Errorf("%q prints a secret", args)
		}
	}
}

func (w *world) login(args ...string) {
	w.Helper()
	w.run(0, rdvsolidaritestest.Password, append([]string{"auth", "login", "rdv", "--email", rdvsolidaritestest.Email, "--secret-stdin"}, args...)...)
}

// entries are those of the file store.
func (w *world) entries() (all map[string]string) {
	w.Helper()
	raw, err := os.ReadFile(w.file())
	if err == nil {
		err = json.Unmarshal(raw, &all)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		w.Fatal(err)
	}
	return all
}

func (w *world) file() string {
	return filepath.Join(w.variables["GUICHET_CONFIG_DIR"], "credentials.json")
}

// change replaces the text of one entry.
func (w *world) change(name, text string) {
	w.Helper()
	all := w.entries()
	all[name] = text
	raw, err := json.Marshal(all)
	if err == nil {
		err = os.WriteFile(w.file(), raw, 0o600)
	}
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) holds(want ...string) {
	w.Helper()
	if got := slices.Sorted(maps.Keys(w.entries())); !slices.Equal(got, want) {
		w.Errorf("the store holds %q, not %q", got, want)
	}
}

// status is what auth status says of a service.
func (w *world) status(want int, args ...string) (s auth.Status) {
	w.Helper()
	w.run(want, "", append([]string{"auth", "status", "-o", "json"}, args...)...)
	if err := json.Unmarshal([]byte(w.out), &s); err != nil {
		w.Fatalf("%v: %s", err, w.out)
	}
	return s
}

func (w *world) signedOut() (times int) {
	for _, r := range w.rdv.Requests() {
		if r.Path == "/api/v1/auth/sign_out" {
			times++
		}
	}
	return times
}

func TestALoginKeepsTheCredentialAndItsSession(t *testing.T) {
	w := newWorld(t)
	w.login()
	w.holds("default/rdv", "default/rdv/session")
	all := w.entries()
	if entry := all["default/rdv"]; !strings.Contains(entry, `"values":{"email":"`+rdvsolidaritestest.Email+`","password":`) {
		t.Errorf("the credential is %s", entry)
	}
	if entry := all["default/rdv/session"]; !strings.Contains(entry, `"account":"`+rdvsolidaritestest.Email+`","values":{"access_token":`) {
		t.Errorf("the session is %s", entry)
	}
	w.run(0, "", "rdv", "agent", "me")
	if n := w.rdv.SignIns(); n != 1 {
		t.Errorf("%d sign-ins", n)
	}
}

func TestAPersonIsAskedForWhatTheCommandLineDoesNotSay(t *testing.T) {
	w := newWorld(t)
	w.terminal, w.hidden = true, rdvsolidaritestest.Password
	w.run(0, rdvsolidaritestest.Email+"\ny\n", "auth", "login", "rdv")
	w.holds("default/rdv", "default/rdv/session")
	w.run(0, "", "profile", "create", "autre")
	w.run(130, rdvsolidaritestest.Email+"\nn\n", "auth", "login", "rdv", "-p", "autre")
	w.holds("default/rdv", "default/rdv/session")
	w.run(2, "\n", "auth", "login", "rdv", "-p", "autre")
}

func TestWithoutATerminalALoginNamesTheFlagThatIsMissing(t *testing.T) {
	w := newWorld(t)
	w.run(2, "x", "auth", "login", "rdv", "--secret-stdin")
	if !strings.Contains(w.err, "--email") {
		t.Error(w.err)
	}
	w.run(2, "x", "auth", "login", "rdv", "--email", "a@b.fr", "--bearer", "--secret-stdin")
	if !strings.Contains(w.err, "--email, --bearer") {
		t.Error(w.err)
	}
	w.run(2, "", "auth", "login", "rdv", "--email", "a@b.fr")
	w.run(2, "x", "auth", "login", "rdv", "--email", "a@b.fr", "--secret-stdin", "--store", "none")
	w.run(2, "", "auth", "login", "rdv", "autre")
	w.holds()
}

func TestALoginWhoseSessionHoldsMakesNoOther(t *testing.T) {
	w := newWorld(t)
	w.login()
	w.login()
	if n := w.rdv.SignIns(); n != 1 {
		t.Errorf("%d sign-ins", n)
	}
	w.login("--take-over")
	w.rdv.RevokeSessions()
	w.login()
	if n := w.rdv.SignIns(); n != 3 {
		t.Errorf("%d sign-ins", n)
	}
}

func TestARefusedLoginKeepsWhatWasThere(t *testing.T) {
	w := newWorld(t)
	w.login()
	before := w.entries()
	w.run(5, "faux", "auth", "login", "rdv", "--email", rdvsolidaritestest.Email, "--take-over", "--secret-stdin")
	if !maps.Equal(w.entries(), before) {
		t.Error("the store was changed")
	}
}

func TestAnotherPasswordIsTriedThoughASessionIsAlive(t *testing.T) {
	w := newWorld(t)
	w.run(0, zopstest.Password, "auth", "login", "zops", "--email", zopstest.Email, "--secret-stdin")
	w.run(5, "faux", "auth", "login", "zops", "--email", zopstest.Email, "--secret-stdin")
	w.run(0, "", "zops", "me")
}

func TestALoginReplacesADamagedEntryAndOneOfAnotherOrigin(t *testing.T) {
	w := newWorld(t)
	w.login()
	own := w.entries()["default/rdv"]
	for _, damaged := range []string{"autre", strings.Replace(own, "127.0.0.1", "127.0.0.2", 1)} {
		w.change("default/rdv", damaged)
		w.login()
		if got := w.entries()["default/rdv"]; got != own {
			t.Errorf("the entry is %s", got)
		}
	}
}

func TestAServiceWithoutSessionsKeepsTheCredentialAlone(t *testing.T) {
	w := newWorld(t)
	w.run(0, gopaastest.APIKey, "auth", "login", "gopaas", "--secret-stdin")
	w.holds("default/gopaas")
	w.run(0, gopaastest.ClientSecret, "auth", "login", "gopaas", "--client-id", gopaastest.ClientID, "--secret-stdin")
	if entry := w.entries()["default/gopaas"]; !strings.Contains(entry, `"client_id":"`+gopaastest.ClientID+`","client_secret":`) || strings.Contains(entry, "api_key") {
		t.Errorf("the entry is %s", entry)
	}
	s := w.status(0, "gopaas")
	if s.Account != gopaastest.ClientID || s.ExpiresAt == nil || s.Accepted == nil || !*s.Accepted {
		t.Errorf("the status is %+v", s)
	}
}

func TestADryRunShowsTheSignInAndKeepsNothing(t *testing.T) {
	w := newWorld(t)
	w.run(0, "", "auth", "login", "rdv", "--email", rdvsolidaritestest.Email, "--dry-run")
	if !strings.Contains(w.out, "$GUICHET_RDV_PASSWORD") || len(w.rdv.Requests()) > 0 {
		t.Error(w.out)
	}
	w.holds()
}

func TestALoginAtAnAddressIsRememberedInTheProfile(t *testing.T) {
	w := newWorld(t)
	base := w.variables["GUICHET_ZOPS_BASE_URL"]
	delete(w.variables, "GUICHET_ZOPS_BASE_URL")
	w.run(2, "", "zops", "me")
	w.run(0, zopstest.Password, "auth", "login", "zops", "--email", zopstest.Email, "--secret-stdin", "--base-url", base)
	w.run(0, "", "zops", "me")
	w.run(4, "", "zops", "me", "--base-url", "http://127.0.0.1:1")
}

func TestALogoutEndsTheSessionAndRemovesEverything(t *testing.T) {
	w := newWorld(t)
	w.login()
	w.run(0, "", "auth", "logout", "rdv", "--dry-run")
	w.holds("default/rdv", "default/rdv/session")
	w.run(0, "", "auth", "logout", "rdv")
	w.holds()
	if n := w.signedOut(); n != 1 {
		t.Errorf("%d sessions were ended", n)
	}
	w.run(4, "", "auth", "logout", "rdv")
	w.run(2, "", "auth", "logout", "rdv", "autre")
}

func TestALogoutRemovesWhatIsDamaged(t *testing.T) {
	for damaged, ended := range map[string]int{"default/rdv": 1, "default/rdv/session": 0} {
		w := newWorld(t)
		w.login()
		w.change(damaged, "autre")
		w.run(0, "", "auth", "logout", "rdv")
		w.holds()
		if n := w.signedOut(); n != ended {
			t.Errorf("%s: %d sessions were ended, not %d", damaged, n, ended)
		}
	}
}

func TestALogoutThatTheServiceDoesNotHearOfRemovesEverythingAndFails(t *testing.T) {
	w := newWorld(t)
	w.login()
	w.variables["GUICHET_RDV_BASE_URL"] = "http://127.0.0.1:1"
	w.run(4, "", "auth", "logout", "rdv") // what is stored belongs to another origin
	w.holds("default/rdv", "default/rdv/session")
	w.change("default/rdv", "autre")
	session := w.entries()["default/rdv/session"]
	address := session[strings.Index(session, "http"):strings.Index(session, `","`)]
	w.change("default/rdv/session", strings.Replace(session, address, "http://127.0.0.1:1", 1))
	w.run(7, "", "auth", "logout", "rdv", "--retries", "0")
	w.holds()
}

func TestALogoutSaysThatVariablesStay(t *testing.T) {
	w := newWorld(t)
	w.login()
	w.variables["GUICHET_RDV_EMAIL"], w.variables["GUICHET_RDV_PASSWORD"] = rdvsolidaritestest.Email, rdvsolidaritestest.Password
	w.run(0, "", "auth", "logout", "rdv")
	w.holds()
	if !strings.Contains(w.err, "variables") {
		t.Error(w.err)
	}
	w.run(0, "", "auth", "logout", "rdv", "--store", "none")
}

func TestOtherSessionsEndAndTheOwnStays(t *testing.T) {
	w := newWorld(t)
	w.run(0, zopstest.Password, "auth", "login", "zops", "--email", zopstest.Email, "--secret-stdin")
	w.run(0, "", "auth", "logout", "zops", "--others")
	if !strings.Contains(w.err, "all other sessions") {
		t.Error(w.err)
	}
	w.holds("default/zops", "default/zops/session")
	w.run(0, "", "zops", "me")
	w.run(2, "", "auth", "logout", "rdv", "--others")
}

func TestAStatusAnswersFourQuestions(t *testing.T) {
	yes := func(b *bool) string {
		if b == nil {
			return "unknown"
		}
		return map[bool]string{true: "yes", false: "no"}[*b]
	}
	w := newWorld(t)
	wants := func(s auth.Status, source, present, readable, accepted string) {
		t.Helper()
		if got := []string{s.Source, yes(s.Present), yes(&s.Readable), yes(s.Accepted)}; !slices.Equal(got, []string{source, present, readable, accepted}) {
			t.Errorf("source, present, readable and accepted are %q", got)
		}
	}
	wants(w.status(4, "rdv"), "file", "no", "yes", "unknown")
	w.login()
	s := w.status(0, "rdv")
	wants(s, "file", "yes", "yes", "yes")
	if s.Account != rdvsolidaritestest.Email || s.ExpiresAt == nil || s.Profile != "default" || !strings.HasPrefix(s.Origin, "http://127.0.0.1:") {
		t.Errorf("the status is %+v", s)
	}
	seen := len(w.rdv.Requests())
	wants(w.status(0, "rdv", "--offline"), "file", "yes", "yes", "unknown")
	if len(w.rdv.Requests()) != seen {
		t.Error("--offline asked the service")
	}
	wants(w.status(4, "rdv", "--base-url", "http://127.0.0.1:1"), "file", "yes", "yes", "unknown")
	w.variables["GUICHET_RDV_BEARER"] = "faux"
	wants(w.status(5, "rdv"), "variables", "yes", "yes", "no")
	delete(w.variables, "GUICHET_RDV_BEARER")
	w.change("default/rdv", "autre")
	wants(w.status(6, "rdv"), "file", "yes", "no", "unknown")
	if runtime.GOOS != "windows" {
		if err := os.Chmod(w.file(), 0o644); err != nil {
			t.Fatal(err)
		}
		wants(w.status(6, "rdv"), "file", "unknown", "no", "unknown")
	}
	w.variables["GUICHET_RDV_EMAIL"] = "a@b.fr"
	w.run(2, "", "auth", "status", "rdv") // an incomplete set
}

func TestTheStatusOfAKeyIsUnprovenAndThatOfATokenHasItsEnd(t *testing.T) {
	w := newWorld(t)
	w.variables["GUICHET_GOPAAS_API_KEY"] = gopaastest.APIKey
	if s := w.status(0, "gopaas"); s.Accepted != nil || s.Source != "variables" {
		t.Errorf("the status is %+v", s)
	}
	w.run(0, zopstest.Password, "auth", "login", "zops", "--email", zopstest.Email, "--secret-stdin")
	if s := w.status(0, "zops"); s.Account != zopstest.Email || s.ExpiresAt == nil {
		t.Errorf("the status is %+v", s)
	}
}

func TestATokenCommandComesBeforeTheStoreAndAfterVariables(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the command is for a POSIX shell")
	}
	w := newWorld(t)
	w.login()
	w.run(0, "", "config", "set", "--profile", "default", "rdv.token_command", "echo "+w.rdv.BearerToken())
	if s := w.status(0, "rdv"); s.Source != "token_command" {
		t.Errorf("the status is %+v", s)
	}
	w.variables["GUICHET_RDV_BEARER"] = w.rdv.BearerToken()
	if s := w.status(0, "rdv"); s.Source != "variables" {
		t.Errorf("the status is %+v", s)
	}
}

func TestALoginAtAnInstanceKeepsItsNameInTheProfile(t *testing.T) {
	place := auth.At{Service: "rdv", Default: "https://one.example.fr", Instances: map[string]string{"historic": "https://one.example.fr", "numerique": "https://two.example.fr"}}
	for _, c := range []struct {
		flags, config string
		want          map[string]string
	}{
		{"--instance=numerique", "", map[string]string{"instance": "numerique"}},
		{"--instance=numerique", "profiles: {default: {rdv: {instance: historic}}}", map[string]string{"instance": "numerique"}},
		{"--instance=numerique", "profiles: {default: {rdv: {instance: numerique}}}", nil},
		{"--base-url=https://three.example.fr", "", map[string]string{"base_url": "https://three.example.fr"}},
		{"--quiet", "profiles: {default: {rdv: {instance: numerique}}}", nil},
	} {
		path := filepath.Join(t.TempDir(), "config.yaml")
		if err := os.WriteFile(path, []byte(c.config), 0o600); err != nil {
			t.Fatal(err)
		}
		flags := pflag.NewFlagSet("", pflag.ContinueOnError)
		config.Register(flags, nil)
		file, fileErr := config.Read(path)
		parseErr := flags.Parse([]string{c.flags})
		settings, err := config.Resolve(config.Sources{Flags: flags, File: file})
		if err := errors.Join(fileErr, parseErr, err); err != nil {
			t.Fatal(err)
		}
		if got := place.Remember(&command.Run{Settings: settings, File: file}); !maps.Equal(got, c.want) {
			t.Errorf("%s with %q: %v", c.flags, c.config, got)
		}
	}
}
