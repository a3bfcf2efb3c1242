package app_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/app"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/gopaas/gopaastest"
	"github.com/guichet-go/guichet/rdvsolidarites"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// complete gives the words that a shell would offer for the last one.
func complete(t *testing.T, variables map[string]string, words ...string) []string {
	t.Helper()
	got := run(t, variables, append([]string{"__complete"}, words...)...)
	lines := strings.Split(strings.TrimSpace(got.out), "\n")
	if got.code != 0 || !strings.HasPrefix(lines[len(lines)-1], ":") {
		t.Fatalf("%q: exit %d\n%s%s", words, got.code, got.out, got.err)
	}
	return lines[:len(lines)-1]
}

func TestClosedValuesAreCompleted(t *testing.T) {
	for _, c := range []struct {
		line string
		want []string
	}{
		{"rdv rdv list --output ", []string{"table", "json", "ndjson", "csv", "yaml", "id", "xlsx", "ics"}},
		{"rdv rdv list -o n", []string{"ndjson"}},
		{"rdv rdv list --lang ", []string{"fr", "en"}},
		{"rdv rdv list --store=f", []string{"file"}},
		{"rdv participation update 4 --status s", []string{"seen"}},
		{"rdv user create --caisse-affiliation ", []string{"aucune", "caf", "msa"}},
		{"rdv webhook ensure --subscriptions rdv,abs", []string{"rdv,absence"}},
		{"rdv rdv list --sort id,sta", []string{"id,starts_at\tStarts at", "id,status\tStatus"}},
		{"rdv rdv list --sort=-sta", []string{"-starts_at\tStarts at", "-status\tStatus"}},
		{"rdv rdv list --sort id,-start", []string{"id,-starts_at\tStarts at"}},
		{"rdv rdv list --columns id,sta", []string{"id,starts_at\tStarts at", "id,status\tStatus"}},
		{"config set csv", []string{"csv_dialect"}},
		{"config unset rdv.", []string{"rdv.instance", "rdv.base_url", "rdv.email", "rdv.time_zone", "rdv.token_command"}},
		{"config set rdv.instance ", []string{"historic", "numerique"}},
		{"config set rdv.time_zone Indian/", []string{"Indian/Reunion", "Indian/Mayotte"}},
		{"rdv agent me --instance n", []string{"numerique"}},
		{"rdv rdv list --status seen,re", []string{"seen,revoked"}},
		{"rdv rdv list --include a", []string{"agents"}},
		{"rdv rdv update-status 4 --status no", []string{"noshow"}},
		{"rdv user create --unless-known email,", []string{"email,email", "email,phone_number", "email,name"}},
		{"rdv rdv list --from ", []string{"today", "tomorrow", "yesterday"}},
		{"rdv rdv list --lang fr --to ", []string{"aujourd'hui", "demain", "hier"}},
		{"pull run --to to", []string{"today", "tomorrow"}},
		{"rdv absence create --first-day y", []string{"yesterday"}},
		{"sandbox --today ", []string{"today", "tomorrow", "yesterday"}},
		{"config set color ", []string{"auto", "always", "never"}},
		{"config set strict ", []string{"true", "false"}},
		{"config set ca_file ", nil},
		{"completion ", []string{
			"bash\tPrint the completion script for bash", "fish\tPrint the completion script for fish",
			"powershell\tPrint the completion script for powershell", "zsh\tPrint the completion script for zsh",
		}},
		{"help exit", []string{"exit-codes\tMeaning of the exit codes"}},
		{"help rdv fl", nil},
		{"help fl", []string{"flags\tThe flags of every command"}},
		{"api rdv P", []string{"POST", "PUT", "PATCH"}},
		{"rdv rdv list --limit ", nil},
	} {
		got := complete(t, nil, strings.Split(c.line, " ")...)
		if diff := cmp.Diff(c.want, got); diff != "" && len(c.want)+len(got) > 0 {
			t.Errorf("%q:\n%s", c.line, diff)
		}
	}
}

func TestCompletionOffersIDsWithDescriptions(t *testing.T) {
	for line, want := range map[string]string{
		"--sandbox rdv organisation get ":                   "101\tMaison des solidarités Arras",
		"--sandbox rdv organisation update 10":              "101\tMaison des solidarités Arras",
		"--sandbox rdv rdv list --organisation-id ":         "101\tMaison des solidarités Arras",
		"--sandbox rdv user create --organisation-ids 102,": "102,101\tMaison des solidarités Arras",
		"--sandbox zops project-service get p1 ":            "push\tNotifications",
	} {
		if got := complete(t, nil, strings.Split(line, " ")...); len(got) == 0 || got[0] != want {
			t.Errorf("%q: %q", line, got)
		}
	}
	for _, line := range []string{
		"rdv user get ", "rdv user update ", "rdv absence delete ", "rdv rdv list --user-id ", "rdv rdv list --agent-id ",
		"zops project get ", "zops consumer-token create --project-id ", "zops admin get ", "zops billing delete ",
		"rdv absence create --agent-id ", "rdv referent create --user-id ", "rdv user update 1 --referent-agent-ids ",
	} {
		got := complete(t, nil, append([]string{"--sandbox"}, strings.Split(line, " ")...)...)
		if len(got) == 0 || len(got) > 100 || !strings.Contains(got[0], "\t") {
			t.Errorf("%q: %q", line, got)
		}
	}
	if got := complete(t, nil, "--sandbox", "rdv", "organisation", "get", "101", ""); len(got) != 0 {
		t.Errorf("a second id where one is wanted: %q", got)
	}
}

// overASocket is a sandbox over a socket, and the variables of an agent there.
func overASocket(t *testing.T) (*rdvsolidaritestest.Server, map[string]string) {
	t.Helper()
	server := rdvsolidaritestest.New(rdvsolidaritestest.Options{Users: 250})
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	dir := t.TempDir()
	return server, map[string]string{
		"GUICHET_RDV_BASE_URL": server.URL, "GUICHET_CONFIG_DIR": dir, "GUICHET_STATE_DIR": dir, "GUICHET_STORE": "none",
	}
}

func TestCompletionReadsOnePageWithTheSessionAtHand(t *testing.T) {
	server, variables := overASocket(t)
	client, err := rdvsolidarites.New(rdvsolidarites.Anonymous(), guichet.WithBaseURL(server.URL))
	if err != nil {
		t.Fatal(err)
	}
	session, err := client.Auth.SignIn(t.Context(), rdvsolidaritestest.Email, rdvsolidaritestest.Password)
	if err != nil {
		t.Fatal(err)
	}
	variables["GUICHET_RDV_ACCESS_TOKEN"], variables["GUICHET_RDV_CLIENT"] = session.AccessToken.Reveal(), session.Client.Reveal()
	variables["GUICHET_RDV_UID"] = session.UID
	before := len(server.Requests())
	if got := complete(t, variables, "rdv", "user", "get", ""); len(got) != 100 {
		t.Errorf("%d users", len(got))
	}
	if seen := server.Requests()[before:]; len(seen) != 1 || seen[0].Method != http.MethodGet {
		t.Errorf("the service saw %v", seen)
	}
}

func TestCompletionNeverSignsInRunsOrAsks(t *testing.T) {
	server, variables := overASocket(t)
	ran := filepath.Join(variables["GUICHET_CONFIG_DIR"], "ran")
	config := "profiles:\n  default:\n    rdv:\n      token_command: touch " + ran + "; echo x\n"
	if err := os.WriteFile(filepath.Join(variables["GUICHET_CONFIG_DIR"], "config.yaml"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, more := range map[string]map[string]string{
		"e-mail and password": {"GUICHET_RDV_EMAIL": rdvsolidaritestest.Email, "GUICHET_RDV_PASSWORD": rdvsolidaritestest.Password},
		"a program":           {},
		"half a credential":   {"GUICHET_RDV_EMAIL": rdvsolidaritestest.Email},
		"a refused setting":   {"GUICHET_LIMIT": "many"},
	} {
		for variable, value := range variables {
			if _, own := more[variable]; !own {
				more[variable] = value
			}
		}
		if got := complete(t, more, "rdv", "organisation", "get", ""); len(got) != 0 {
			t.Errorf("%s: %q", name, got)
		}
	}
	if seen := server.Requests(); len(seen) != 0 {
		t.Errorf("the service saw %v", seen)
	}
	if _, err := os.Stat(ran); err == nil {
		t.Error("token_command was run")
	}
}

func TestCompletionIsEmptyWhenTheServiceDoesNotAnswer(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	defer server.Close()
	dir := t.TempDir()
	got := run(t, map[string]string{
		"GUICHET_RDV_BASE_URL": server.URL, "GUICHET_RDV_BEARER": "jeton-secret", "GUICHET_CONFIG_DIR": dir, "GUICHET_STATE_DIR": dir,
	}, "__complete", "rdv", "organisation", "get", "")
	if got.code != 0 || got.out != ":36\n" || strings.Contains(got.err, "jeton") || strings.Contains(got.err, "guichet:") {
		t.Errorf("exit %d\n%s%s", got.code, got.out, got.err)
	}
}

func TestProfilesAreCompletedFromTheConfiguration(t *testing.T) {
	dir := t.TempDir()
	config := "profiles:\n  default: {}\n  Mairie.Prod: {}\n"
	if err := os.WriteFile(filepath.Join(dir, "config.yaml"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	variables := map[string]string{"GUICHET_CONFIG_DIR": dir}
	for _, line := range []string{"rdv rdv list --profile ", "rdv rdv list -p ", "profile show ", "profile delete "} {
		if diff := cmp.Diff([]string{"default", "Mairie.Prod"}, complete(t, variables, strings.Split(line, " ")...)); diff != "" {
			t.Errorf("%q:\n%s", line, diff)
		}
	}
	if got := complete(t, variables, "profile", "create", ""); len(got) != 0 {
		t.Errorf("a new profile cannot have a name that is taken: %q", got)
	}
}

// What is known without looking is completed without looking: no configuration,
// keyring or network. The folder of the configuration is asked for first.
func TestHelpVersionAndStaticCompletionTouchNothing(t *testing.T) {
	for _, line := range []string{
		"--version", "version", "--help", "rdv user --help", "rdv user list --help", "help exit-codes",
		"completion bash", "completion zsh", "completion fish", "completion powershell",
		"__complete ", "__complete rdv ", "__complete rdv user list --out", "__complete rdv user list --output ",
		"__complete rdv rdv list --columns ", "__complete config set ", "__complete config set output ", "__complete api rdv ",
		"__complete rdv participation update 1 --status ", "__complete help ",
	} {
		asked := map[string]bool{}
		e := &command.Env{
			In: strings.NewReader(""), Out: new(strings.Builder), Err: new(strings.Builder), GOOS: "linux",
			Getenv:  func(name string) string { asked[name] = true; return "" },
			Sandbox: func(time.Time, string) command.Sandbox { t.Errorf("%q made a sandbox", line); return nil },
		}
		if code := app.Run(t.Context(), strings.Split(line, " "), e); code != 0 {
			t.Errorf("%q: exit %d: %s", line, code, e.Err)
		}
		for name := range asked {
			// A person reads completions: they are in the language of the locale.
			locale := strings.HasPrefix(line, "__complete") && slices.Contains([]string{"LC_ALL", "LC_MESSAGES", "LANG"}, name)
			if name != "GUICHET_LANG" && name != "GUICHET_OUTPUT" && !locale {
				t.Errorf("%q looks at %s", line, name)
			}
		}
	}
}

func TestACompletionScriptCanLeaveOutTheDescriptions(t *testing.T) {
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		with, without := run(t, nil, "completion", shell), run(t, nil, "completion", shell, "--no-descriptions")
		if with.code != 0 || without.code != 0 || with.out == without.out || !strings.Contains(without.out, "__completeNoDesc") {
			t.Errorf("%s: exits %d and %d", shell, with.code, without.code)
		}
	}
}

func TestCompletionOffersTheViewsThatWereRead(t *testing.T) {
	server := gopaastest.New(gopaastest.Options{})
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	dir := t.TempDir()
	variables := map[string]string{
		"GUICHET_GOPAAS_BASE_URL": server.URL, "GUICHET_GOPAAS_API_KEY": gopaastest.APIKey,
		"GUICHET_CONFIG_DIR": dir, "GUICHET_STATE_DIR": dir, "GUICHET_STORE": "none",
	}
	if got := complete(t, variables, "gopaas", "list", ""); len(got) != 0 {
		t.Errorf("before any list: %q", got)
	}
	for _, args := range [][]string{
		{"gopaas", "list", gopaastest.AccountView, "-o", "json"},
		{"pull", "run", "gopaas.list:" + gopaastest.ContactView, "--out", filepath.Join(dir, "out")},
		{"gopaas", "list", "99999"}, // it does not exist
	} {
		run(t, variables, args...)
	}
	for age, view := range []string{gopaastest.ContactView, gopaastest.AccountView} {
		files, err := filepath.Glob(filepath.Join(dir, "views", "*", view))
		if err != nil || len(files) != 1 {
			t.Fatalf("%s: %q %v", view, files, err)
		}
		if err := os.Chtimes(files[0], time.Time{}, time.Now().Add(-time.Duration(age)*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := complete(t, variables, "gopaas", "list", ""), []string{gopaastest.ContactView, gopaastest.AccountView}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := complete(t, variables, "pull", "run", "gopaas.list:"+gopaastest.ContactView[:3]), []string{"gopaas.list:" + gopaastest.ContactView}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	variables["GUICHET_GOPAAS_BASE_URL"] = "http://127.0.0.1:1"
	if got := complete(t, variables, "gopaas", "list", ""); len(got) != 0 {
		t.Errorf("of another service: %q", got)
	}
}
