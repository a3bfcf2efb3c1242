package gopaas_test

import (
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/app"
	"github.com/guichet-go/guichet/gopaas/gopaastest"
)

// of is a world around an application with the options.
func of(t *testing.T, o gopaastest.Options) *world {
	t.Helper()
	w := newWorld(t)
	w.server = gopaastest.New(o)
	front := httptest.NewServer(w.server)
	t.Cleanup(front.Close)
	before := w.Getenv
	w.Getenv = func(name string) string {
		if name == "GUICHET_GOPAAS_BASE_URL" {
			return front.URL + "/crm"
		}
		return before(name)
	}
	return w
}

func (w *world) run(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	w.out.Reset()
	w.err.Reset()
	code = app.Run(t.Context(), append([]string{"gopaas"}, args...), w.Env)
	return code, w.out.String(), w.err.String()
}

// TestAViewAndItsDescriptionSayTheSameAboutWhatIsMissing compares the rows alone with
// the object that has the columns too.
func TestAViewAndItsDescriptionSayTheSameAboutWhatIsMissing(t *testing.T) {
	for name, c := range map[string]struct {
		options gopaastest.Options
		args    []string
		code    int
		said    string
	}{
		"all, and counted":       {gopaastest.Options{Total: true}, nil, 0, ""},
		"all, and not counted":   {gopaastest.Options{}, nil, 0, "60 read"},
		"cut, and counted":       {gopaastest.Options{Total: true}, []string{"--limit", "7"}, 0, "7 of 60"},
		"cut, and not counted":   {gopaastest.Options{}, []string{"--limit", "7"}, 0, "7 shown"},
		"fewer than are counted": {gopaastest.Options{Total: true, TotalOff: 2}, nil, 0, "60 read, but the service reports 62"},
		"strict":                 {gopaastest.Options{Total: true, TotalOff: 2}, []string{"--strict"}, 9, "60 read, but the service reports 62"},
		"sorted, cut, and fewer": {gopaastest.Options{Total: true, TotalOff: 2}, []string{"--sort", "cle", "--limit", "7", "-q"}, 0, "60 read, but the service reports 62"},
		"one page":               {gopaastest.Options{Total: true}, []string{"--page", "2", "--rows", "20"}, 0, "20 read, but the service reports 60"},
	} {
		w := of(t, c.options)
		list := append([]string{"list", gopaastest.AccountView, "-o", "ndjson"}, c.args...)
		code, rows, said := w.run(t, list...)
		again, object, saidAgain := w.run(t, append(list, "--with-columns")...)
		if code != c.code || again != c.code || !strings.Contains(said, c.said) || said != saidAgain || c.said == "" && said != "" {
			t.Errorf("%s: the rows end with %d, %q, and with their columns with %d, %q", name, code, said, again, saidAgain)
		}
		if strings.Count(rows, `"cle":`) != strings.Count(object, `"cle":"`) || !strings.HasPrefix(object, `{"rows":[{`) || !strings.Contains(object, `],"column":{`) {
			t.Errorf("%s: %d rows and %.80s", name, strings.Count(rows, "\n"), object)
		}
	}
}

func TestAViewThatAsksForTheSamePageAgainIsStuck(t *testing.T) {
	w := of(t, gopaastest.Options{IgnorePaging: true})
	if code, _, errs := w.run(t, "list", gopaastest.AccountView, "--rows", "20", "-o", "id"); code != 8 || !strings.Contains(errs, "--rows 0") {
		t.Errorf("it ended with %d: %s", code, errs)
	}
}

func TestAConditionThatCannotBeSentIsRefusedBeforeACredentialIsLookedFor(t *testing.T) {
	w := of(t, gopaastest.Options{})
	w.Getenv = func(string) string { return "" }
	for condition, want := range map[string]int{"nom": 2, "nom=a|b": 10, "nom~$$x": 10, "=x": 2} {
		for _, more := range [][]string{nil, {"--with-columns", "-o", "json"}} {
			if code, _, errs := w.run(t, append([]string{"list", "1170", "--where", condition}, more...)...); code != want {
				t.Errorf("%s %q ended with %d: %s", condition, more, code, errs)
			}
		}
	}
}

func TestAFileIsReportedOnceItWasWrittenAndStandardOutputGetsTheFileAlone(t *testing.T) {
	w := of(t, gopaastest.Options{Accounts: 3})
	code, out, errs := w.run(t, "file", "get", "compte", "1", "contrat", "-O", "x.pdf", "-o", "id")
	if content, err := os.ReadFile("x.pdf"); code != 0 || err != nil || len(content) == 0 || out != "x.pdf\n" {
		t.Errorf("it ended with %d, %q: %s (%v)", code, out, errs, err)
	}
	if code, out, errs := w.run(t, "file", "get", "compte", "1", "contrat", "-O", "-", "-o", "json"); code != 0 || !strings.HasPrefix(out, "%PDF") {
		t.Errorf("it ended with %d: %.40q %s", code, out, errs)
	}
	if code, out, _ := w.run(t, "file", "get", "compte", "1", "absent", "-O", "y.pdf", "-o", "json"); code != 3 || out != "" {
		t.Errorf("a file that is not there ended with %d: %s", code, out)
	}
}
