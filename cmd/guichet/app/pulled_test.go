package app_test

import (
	"bytes"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/app"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

func TestAPullSaysToAPersonWhatItReadAndWhatIsNew(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 30, Users: 5}, nil)
	dir := filepath.Join(t.TempDir(), "out")
	pull := func(lang string, terminal bool, args ...string) (code int, out, errs string) {
		var shown, said bytes.Buffer
		env := newWorld(t, s).agent().with("GUICHET_LANG", lang).env(strings.NewReader(""), &shown, &said)
		env.OutTerminal, env.ErrTerminal = terminal, terminal
		code = app.Run(t.Context(), append([]string{"pull"}, args...), env)
		// A reading that takes long shows its progress, and takes it back.
		return code, shown.String(), regexp.MustCompile("(\r\x1b\\[K[^\r\n]*)*\r\x1b\\[K").ReplaceAllString(said.String(), "")
	}
	run := []string{"run", "rdv.rdvs", "rdv.absences", "--out", dir, "--from", "2020-01-01"}
	check := func(what, want string, code int, out, errs string) {
		t.Helper()
		if code != 0 || out != "" || errs != want {
			t.Errorf("%s: exit code %d: %q and %q, not %q", what, code, out, errs, want)
		}
	}
	code, out, errs := pull("fr", true, run...)
	check("the first time", "guichet: rdv.rdvs\u00a0: 30 rendez-vous, complet\nguichet: rdv.absences\u00a0: 40 absences, complet\n", code, out, errs)
	code, out, errs = pull("en", true, run...)
	check("nothing changed", "guichet: rdv.rdvs: 30 appointments, complete, no change\nguichet: rdv.absences: 40 absences, complete, no change\n", code, out, errs)
	for lang, want := range map[string]string{"en": "guichet: no difference\n", "fr": "guichet: aucune différence\n"} {
		code, out, errs = pull(lang, true, "verify", dir)
		check("verify", want, code, out, errs)
	}
	answer, err := http.Post(s.url+"/_sandbox/rows", "application/json", strings.NewReader(`{"dataset":"rdv.absences","insert":3,"delete":1}`))
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	code, out, errs = pull("fr", true, run...)
	check("rows came and went", "guichet: rdv.rdvs\u00a0: 30 rendez-vous, complet, aucun changement\nguichet: rdv.absences\u00a0: 42 absences, complet, 3 nouvelles, 1 disparue\n", code, out, errs)
	code, out, errs = pull("fr", true, append(run, "--quiet")...)
	check("quiet", "", code, out, errs)
	code, out, errs = pull("fr", false, run...)
	check("no terminal", "", code, out, errs)
	code, out, errs = pull("en", true, "verify", dir, "-o", "csv")
	if code != 0 || out != "dataset,change,id\n" || errs != "guichet: no difference\n" {
		t.Errorf("verify for a program: exit code %d: %q and %q", code, out, errs)
	}
	if code, out, errs = pull("en", false, "verify", dir); code != 0 || out+errs != "" {
		t.Errorf("verify without a terminal: exit code %d: %q and %q", code, out, errs)
	}
}
