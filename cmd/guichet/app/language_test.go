package app_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/app"
	"github.com/guichet-go/guichet/cmd/guichet/command"
)

func TestTheReadersLanguageCountsWhereverATerminalIs(t *testing.T) {
	for _, c := range []struct {
		name         string
		in, out, err bool
		locale, lang string
		want         string
	}{
		{name: "stdin", in: true, locale: "fr_FR.UTF-8", want: "vouliez-vous"},
		{name: "stdout", out: true, locale: "fr_FR.UTF-8", want: "vouliez-vous"},
		{name: "stderr", err: true, locale: "fr_FR.UTF-8", want: "vouliez-vous"},
		{name: "no terminal", locale: "fr_FR.UTF-8", want: "did you mean"},
		{name: "an English reader", err: true, locale: "en_GB.UTF-8", want: "did you mean"},
		{name: "GUICHET_LANG wins", err: true, locale: "fr_FR.UTF-8", lang: "en", want: "did you mean"},
		{name: "GUICHET_LANG without a terminal", lang: "fr", want: "vouliez-vous"},
	} {
		var out, errs bytes.Buffer
		code := app.Run(t.Context(), []string{"rdv", "usr"}, &command.Env{
			In: strings.NewReader(""), Out: &out, Err: &errs, InTerminal: c.in, OutTerminal: c.out, ErrTerminal: c.err, GOOS: "linux", Now: time.Now,
			Getenv: func(name string) string { return map[string]string{"LC_ALL": c.locale, "GUICHET_LANG": c.lang}[name] },
		})
		if code != 2 || !strings.Contains(errs.String(), c.want) {
			t.Errorf("%s: exit code %d: %s", c.name, code, errs.String())
		}
	}
}

func TestCompletionSpeaksTheReadersLanguage(t *testing.T) {
	for _, request := range []string{"__complete", "__completeNoDesc"} {
		for locale, want := range map[string]string{"fr_FR.UTF-8": "Lister les absences", "en_GB.UTF-8": "List the absences"} {
			got := run(t, map[string]string{"LANG": locale}, request, "rdv", "absence", "l")
			if got.code != 0 || strings.Contains(got.out, want) != (request == "__complete") {
				t.Errorf("%s, %s: exit %d: %s%s", request, locale, got.code, got.out, got.err)
			}
		}
	}
	if got := run(t, map[string]string{"LANG": "fr_FR.UTF-8"}, "__complete", "--lang", "en", "rdv", "absence", "l"); !strings.Contains(got.out, "List the absences") {
		t.Errorf("--lang en: %s", got.out)
	}
}

// TestLinesFitTheTerminal is about errors, hints and notices: only the terminal of
// stderr has a width for them.
func TestLinesFitTheTerminal(t *testing.T) {
	for width, fits := range map[int]bool{40: true, 0: false} {
		var errs bytes.Buffer
		env := newWorld(t, service{}).with("GUICHET_LANG", "fr").env(strings.NewReader(""), new(bytes.Buffer), &errs)
		env.Width, env.ErrWidth = 40, width
		app.Run(t.Context(), []string{"rdv", "agent", "me"}, env)
		for line := range strings.Lines(errs.String()) {
			if cells := len([]rune(strings.TrimRight(line, "\n"))); fits && cells > 40 {
				t.Errorf("%d cells: %s", cells, line)
			}
		}
		if n := strings.Count(errs.String(), "\n"); fits != (n > 2) || !strings.Contains(errs.String(), "\nconseil\u00a0: lancez") || !strings.Contains(errs.String(), "«\u00a0guichet auth login rdv\u00a0»") {
			t.Errorf("width %d: %s", width, errs.String())
		}
	}
}
