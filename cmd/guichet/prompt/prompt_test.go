package prompt_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/prompt"
)

// terminal is a prompt at a terminal where a person types lines, and what is shown.
func terminal(t *testing.T, typed string) (*prompt.Prompt, *strings.Builder) {
	shown := new(strings.Builder)
	return &prompt.Prompt{
		Context: t.Context(), In: strings.NewReader(typed), Err: shown, InTerminal: true, ErrTerminal: true,
		ReadHidden: func(context.Context) (string, error) { return "caché", nil },
		Messages:   message.For("en"), Now: time.Now,
	}, shown
}

func TestAConfirmationNeedsAYes(t *testing.T) {
	for typed, want := range map[string]exit.Code{
		"y\n": exit.OK, " OUI \n": exit.OK, "yes": exit.OK, "o\n": exit.OK,
		"n\n": exit.Interrupted, "\n": exit.Interrupted, "yy\n": exit.Interrupted, "": exit.Interrupted,
	} {
		p, shown := terminal(t, typed)
		if err := p.Agree("All is deleted."); exit.Of(err) != want {
			t.Errorf("%q: %v", typed, err)
		}
		if !strings.HasPrefix(shown.String(), "All is deleted. ") {
			t.Errorf("%q: %q was shown", typed, shown)
		}
	}
}

func TestYesAnswersAndNobodyIsAskedWhereNobodyIs(t *testing.T) {
	for name, change := range map[string]func(*prompt.Prompt){
		"no input":  func(p *prompt.Prompt) { p.NoInput = true },
		"a pipe":    func(p *prompt.Prompt) { p.InTerminal = false },
		"a logfile": func(p *prompt.Prompt) { p.ErrTerminal = false },
	} {
		p, shown := terminal(t, "y\n")
		change(p)
		_, askErr := p.Ask("Which?", "--which")
		_, hiddenErr := p.Hidden("password", "--secret-stdin")
		for _, err := range []error{p.Agree("All is deleted."), askErr, hiddenErr} {
			var refused *exit.Error
			if !errors.As(err, &refused) || refused.Code != exit.Usage || refused.HintIn(nil) == "" {
				t.Errorf("%s: %v", name, err)
			}
		}
		if shown.Len() > 0 {
			t.Errorf("%s: %q was shown", name, shown)
		}
		p.Yes = true
		if err := p.Agree("All is deleted."); err != nil {
			t.Errorf("%s, with --yes: %v", name, err)
		}
	}
}

func TestAnAnswerIsALineAndWhatFollowsBelongsToTheNextQuestion(t *testing.T) {
	p, shown := terminal(t, " Ada \r\nEve")
	for _, want := range []string{"Ada", "Eve"} {
		if got, err := p.Ask("Who\x1b[2J?", "--who"); got != want || err != nil {
			t.Errorf("got %q, %v", got, err)
		}
	}
	if _, err := p.Ask("Who?", "--who"); exit.Of(err) != exit.Interrupted {
		t.Errorf("at the end of the input: %v", err)
	}
	if strings.Contains(shown.String(), "\x1b") {
		t.Errorf("%q drives the terminal", shown)
	}
}

func TestWhatIsTypedIsText(t *testing.T) {
	for _, typed := range []string{"\xe9\n", strings.Repeat("x", 1<<17)} {
		p, _ := terminal(t, typed)
		if _, err := p.Ask("Who?", "--who"); err == nil {
			t.Errorf("%.10q was taken", typed)
		}
	}
}

func TestAWaitForAPersonEndsWithTheCommand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, _ := terminal(t, "")
		ctx, cancel := context.WithTimeoutCause(t.Context(), time.Minute, errors.New("over"))
		defer cancel()
		in, nobody := io.Pipe()
		defer nobody.Close()
		p.In, p.Context = in, ctx
		if err := p.Agree("All is deleted."); err == nil || err.Error() != "over" {
			t.Errorf("got %v", err)
		}
	})
}

// unnoticed is a context that has ended before anybody saw it.
type unnoticed struct{ context.Context }

func (unnoticed) Err() error { return context.Canceled }

func TestAnAnswerThatComesWithTheEndOfTheCommandDoesNotCount(t *testing.T) {
	p, _ := terminal(t, "y\n")
	p.Context = unnoticed{context.Background()}
	if err := p.Agree("All is deleted."); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestASecretIsHiddenAtATerminalAndReadFromAPipe(t *testing.T) {
	p, shown := terminal(t, "typed\n")
	for _, stdin := range []bool{true, false} {
		if got, err := p.Secret(stdin, "--secret-stdin", "password", ""); got.Reveal() != "caché" || err != nil {
			t.Errorf("got %q, %v", got.Reveal(), err)
		}
	}
	if strings.Contains(shown.String(), "caché") || !strings.HasSuffix(shown.String(), "\n") {
		t.Errorf("%q was shown", shown)
	}
	p.InTerminal = false
	if got, err := p.Secret(true, "--secret-stdin", "password", ""); got.Reveal() != "typed" || err != nil {
		t.Errorf("got %q, %v", got.Reveal(), err)
	}
	if _, err := p.Secret(false, "--secret-stdin", "password", ""); exit.Of(err) != exit.Usage {
		t.Errorf("without the flag: %v", err)
	}
}

func TestASecretThatWasDamagedOnItsWayIsRefusedUnseen(t *testing.T) {
	for _, typed := range []string{
		"", "\n", "hunter2\nhunter2\n", "hunter2\x00", "  \n", "hunter2\xe9", "Bearer hunter2", `"hunter2"`, strings.Repeat("hunter2", 1<<14),
	} {
		p, _ := terminal(t, typed)
		p.InTerminal = false
		got, err := p.Secret(true, "--secret-stdin", "token", "")
		if exit.Of(err) != exit.Usage || !got.IsZero() || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%.20q: got %q, %v", typed, got.Reveal(), err)
		}
	}
	p, _ := terminal(t, "x")
	p.ReadHidden = func(context.Context) (string, error) { return "", nil }
	if _, err := p.Hidden("password", "--secret-stdin"); exit.Of(err) != exit.Usage {
		t.Errorf("nothing typed: %v", err)
	}
}

func TestSecretsOfSeveralFlagsAreALineEach(t *testing.T) {
	p, _ := terminal(t, "one\r\ntwo \n")
	for _, want := range []string{"one", "two "} {
		if got, err := p.SecretLine("--"+strings.TrimSpace(want)+"-stdin", "password"); got.Reveal() != want || err != nil {
			t.Errorf("got %q, %v", got.Reveal(), err)
		}
	}
	if p.Spaced != "--two-stdin" {
		t.Errorf("the space is at %q", p.Spaced)
	}
	if _, err := p.SecretLine("--more-stdin", "password"); exit.Of(err) != exit.Usage || !strings.Contains(err.Error(), "--more-stdin") {
		t.Errorf("at the end of the input: %v", err)
	}
}

func TestProgressIsDrawnAfterASecondForWhoeverSeesIt(t *testing.T) {
	for name, c := range map[string]struct {
		change        func(*prompt.Prompt)
		printed       bool
		shown, redraw bool
	}{
		"a terminal":                {change: func(*prompt.Prompt) {}, shown: true, redraw: true},
		"a plain terminal":          {change: func(p *prompt.Prompt) { p.Plain = true }, shown: true},
		"quiet":                     {change: func(p *prompt.Prompt) { p.Quiet = true }},
		"a logfile":                 {change: func(p *prompt.Prompt) { p.ErrTerminal = false }},
		"rows on the same terminal": {change: func(p *prompt.Prompt) { p.OutTerminal = true }, printed: true},
		"files, and a terminal":     {change: func(p *prompt.Prompt) { p.OutTerminal = true }, shown: true, redraw: true},
	} {
		p, shown := terminal(t, "")
		now := time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
		p.Now = func() time.Time { return now }
		c.change(p)
		progress := p.Progress(c.printed)
		now = now.Add(time.Second - 1)
		progress.Show(10, 100)
		if shown.Len() > 0 {
			t.Errorf("%s: after less than a second: %q", name, shown)
		}
		now = now.Add(time.Second + 1)
		progress.Show(20, 100)
		progress.End()
		text := shown.String()
		if strings.Contains(text, "20 of 100 results, ") != c.shown || strings.HasSuffix(text, "\r\x1b[K") != c.redraw {
			t.Errorf("%s: %q", name, text)
		}
		if progress.End(); shown.String() != text {
			t.Errorf("%s: it was cleared twice", name)
		}
	}
}
