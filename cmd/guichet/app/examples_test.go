package app_test

import (
	"bytes"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"github.com/guichet-go/guichet/cmd/guichet/app"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/sandbox"
)

// sectionOf gives the indented lines that follow a title on a page.
func sectionOf(page, title string) (lines []string) {
	_, after, _ := strings.Cut(page, "\n"+title+"\n")
	for line := range strings.Lines(after) {
		if !strings.HasPrefix(line, "  ") {
			break
		}
		lines = append(lines, strings.TrimSuffix(line, "\n"))
	}
	return lines
}

func TestALongExampleIsBrokenBeforeAFlag(t *testing.T) {
	for line, want := range map[string][]string{
		"rdv lieu create": {
			`  guichet rdv lieu create --sandbox --organisation-id 101 --name Mairie \`,
			`      --address '1 place de la Mairie, Lens, 62300' --latitude 50.43 \`,
			`      --longitude 2.83`,
		},
		"auth login zops": {
			"  # The first line of the file is the secret.",
			`  guichet auth login zops --email claire.fontaine@example.fr \`,
			`      --secret-stdin < secret.txt`,
		},
	} {
		if diff := cmp.Diff(want, sectionOf(run(t, nil, append(strings.Fields(line), "--help")...).out, "Examples:")); diff != "" {
			t.Errorf("%s:\n%s", line, diff)
		}
	}
}

func TestAnExampleIsNeverBrokenInQuotes(t *testing.T) {
	for _, line := range sectionOf(onTerminal(t, 40, "rdv", "lieu", "create", "--help"), "Examples:") {
		if strings.Count(line, "'")%2 != 0 {
			t.Error(line)
		}
	}
}

// examplesOn are the command lines of a page, as a shell reads what was copied.
func examplesOn(page, title string) []string {
	text := strings.ReplaceAll(strings.Join(sectionOf(page, title), "\n"), " \\\n      ", " ")
	var commands []string
	for line := range strings.SplitSeq(text, "\n") {
		if line, ok := strings.CutPrefix(line, "  guichet "); ok {
			commands = append(commands, line)
		}
	}
	return commands
}

// shellWords are the words of a command line as a shell parts them, without what it
// reads from a file, and the name of that file.
func shellWords(line string) (words []string, file string) {
	line, file, _ = strings.Cut(line, " < ")
	var word strings.Builder
	var quote rune
	begun := false
	for _, r := range line + " " {
		switch {
		case r == quote:
			quote = 0
		case quote == 0 && (r == '\'' || r == '"'):
			quote, begun = r, true
		case quote == 0 && r == ' ':
			if begun {
				words = append(words, word.String())
			}
			begun = false
			word.Reset()
		default:
			begun = true
			word.WriteRune(r)
		}
	}
	return words, file
}

// exception is an example that cannot end well in a test as it was copied.
type exception struct {
	more []string // arguments that the test adds
	code int
	why  string
}

func exceptions() map[string]exception {
	sandbox := []string{"--sandbox"}
	const noStore = "it needs a terminal and a store"
	return map[string]exception{
		"rdv public-link list --territory 62": {sandbox, 3, "only instances of 2024 have the list"},
		"gopaas token":                        {sandbox, 2, "the sandbox gives a key, which has no token"},
		"auth login rdv":                      {nil, 2, noStore},
		"auth login rdv --email camille.moreau@example.fr --secret-stdin < secret.txt":   {nil, 2, noStore},
		"auth login rdv --oauth --client-id ID --redirect-uri http://127.0.0.1:8080/":    {nil, 2, noStore},
		"auth login zops --email claire.fontaine@example.fr --secret-stdin < secret.txt": {nil, 2, noStore},
		"auth login gopaas --secret-stdin < secret.txt":                                  {nil, 2, noStore},
		"auth login astor --secret-stdin < secret.txt":                                   {nil, 2, noStore},
		"astor diff collection.json new.json":                                            {nil, 11, "the two differ"},
		"sandbox":                                                                        {[]string{"--timeout", "1ms"}, 0, "it runs until it is interrupted"},
		"sandbox --rdvs 50 --chaos":                                                      {[]string{"--timeout", "1ms"}, 0, "it runs until it is interrupted"},
	}
}

// before are the command lines that an example follows.
func before() map[string]string {
	const profile, pull = "profile create recette", "pull run rdv.rdvs --sandbox --from -30d --to +30d --out rdvs"
	return map[string]string{
		"pull status rdvs": pull, "pull verify rdvs --sandbox": pull,
		"pull merge share-1 share-2 --out rdvs": "pull run rdv.rdvs --sandbox --partition 1/2 --out share-1 && pull run rdv.rdvs --sandbox --partition 2/2 --out share-2",
		"profile show recette":                  profile, "profile delete recette": profile,
		"config set rdv.base_url https://recette.example.fr -p recette": profile,
	}
}

// TestEveryExampleOfEveryPageRuns copies the command lines of every page and runs
// them in a folder of their own, without configuration or network.
func TestEveryExampleOfEveryPageRuns(t *testing.T) {
	if raced {
		t.Skip("the scripts run every command")
	}
	t.Chdir(t.TempDir())
	for name, text := range map[string]string{
		"secret.txt": "une-phrase-secrète\n", "reset.txt": "jeton\nune-phrase-secrète\n", "contrat.pdf": "%PDF",
		"comptes.csv": "cle,nom,ville\n1711385366000_mgoo,Boulangerie,Lyon\n",
		"collection.json": `{"info":{"name":"essai","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
			"item":[{"name":"Who am I","request":{"method":"GET","url":"{{base_url}}/me"}}]}`,
		"new.json": `{"item":[{"name":"Who am I","request":{"method":"GET","url":"{{base_url}}/users/me"}}]}`,
	} {
		write(t, name, text)
	}
	ran, left := map[string]bool{}, exceptions()
	tree(t, "en", func(words []string, _ *cobra.Command) {
		page := run(t, nil, append(words, "--help")...).out
		title := "Examples:"
		if len(words) == 0 {
			title = "First steps:"
		}
		lines := examplesOn(page, title)
		if len(lines) == 0 || len(lines) > 3 {
			t.Errorf("%q has %d examples:\n%s", words, len(lines), page)
		}
		for _, line := range lines {
			if !ran[line] {
				runExample(t, line)
			}
			ran[line] = true
			delete(left, line)
		}
	})
	for line := range left {
		t.Errorf("no page has the example %q", line)
	}
	for _, line := range app.AllExamples() {
		if !ran[line] {
			t.Errorf("no page shows the example %q", line)
		}
	}
}

// runExample runs a line in a world of its own, and on another day: the data of a
// sandbox moves with the day.
func runExample(t *testing.T, line string) {
	t.Helper()
	for _, now := range []time.Time{time.Now(), time.Date(2027, 8, 15, 23, 30, 0, 0, time.UTC)} {
		variables := map[string]string{"GUICHET_CONFIG_DIR": t.TempDir(), "GUICHET_STATE_DIR": t.TempDir(), "GUICHET_STORE": "none"}
		if first := before()[line]; first != "" {
			for earlier := range strings.SplitSeq(first, " && ") {
				runLine(t, variables, now, earlier, exception{})
			}
		}
		runLine(t, variables, now, line, exceptions()[line])
		if !strings.Contains(line, "--sandbox") {
			return
		}
	}
}

// runLine runs a line. One that is known to fail must not fail for its words: what is
// wrong with those has a hint to --help.
func runLine(t *testing.T, variables map[string]string, now time.Time, line string, known exception) {
	t.Helper()
	args, file := shellWords(line)
	var in, errs bytes.Buffer
	if file != "" {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		in.Write(content)
	}
	e := &command.Env{
		In: &in, Out: io.Discard, Err: &errs, GOOS: "linux", Now: func() time.Time { return now }, Sandbox: sandbox.InProcess,
		Getenv: func(name string) string { return variables[name] },
	}
	code := app.Run(t.Context(), append(args, known.more...), e)
	if code != known.code || strings.Contains(errs.String(), "--help") {
		t.Errorf("guichet %s: exit %d, not %d: %s", line, code, known.code, &errs)
	}
}
