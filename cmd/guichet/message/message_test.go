package message_test

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guichet-go/guichet/cmd/guichet/message"
)

func TestEveryKeyHasATextInBothLanguages(t *testing.T) {
	for key, both := range message.Tables() {
		if strings.TrimSpace(both[0]) == "" || strings.TrimSpace(both[1]) == "" {
			t.Errorf("key %d: English %q, French %q", key, both[0], both[1])
		}
	}
}

// A constant at the end of a list without a line in the table would show as a
// number on the screen, and only there.
func TestEveryConstantHasALineInATable(t *testing.T) {
	declared := 0
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, declaration := range file.Decls {
			declared += keys(declaration)
		}
	}
	if got := len(message.Tables()); got != declared {
		t.Errorf("%d keys are declared, and %d texts stand in the tables", declared, got)
	}
}

// keys counts the constants of a list that begins with "topic… + iota".
func keys(declaration ast.Decl) int {
	list, ok := declaration.(*ast.GenDecl)
	if !ok || list.Tok != token.CONST {
		return 0
	}
	first := list.Specs[0].(*ast.ValueSpec)
	if len(first.Values) != 1 {
		return 0
	}
	if sum, ok := first.Values[0].(*ast.BinaryExpr); !ok || sum.Op != token.ADD {
		return 0
	}
	return len(list.Specs)
}

func TestBothLanguagesHaveTheSamePlaceholdersInTheSameOrder(t *testing.T) {
	placeholder := regexp.MustCompile(`%[-+# 0-9.*\[\]]*[a-zA-Z%]?`)
	good := regexp.MustCompile(`^%[sdv]$`)
	for key, both := range message.Tables() {
		english, french := placeholder.FindAllString(both[0], -1), placeholder.FindAllString(both[1], -1)
		if diff := cmp.Diff(english, french); diff != "" {
			t.Errorf("key %d, %q:\n%s", key, both[0], diff)
		}
		for _, found := range english {
			if !good.MatchString(found) {
				t.Errorf("key %d, %q: placeholder %q", key, both[0], found)
			}
		}
	}
}

func TestFrenchPunctuationHasItsNoBreakSpaces(t *testing.T) {
	const space = "\u00a0"
	foreign := regexp.MustCompile(`(https?|%s)://|HH:MM|\d:[\d%]`)
	bare := regexp.MustCompile(`[^` + space + `][:;?!»]|«[^` + space + `]|\x{202f}`)
	for key, both := range message.Tables() {
		text := foreign.ReplaceAllString(both[1], "")
		if found := bare.FindString(text); found != "" {
			t.Errorf("key %d, %q: %q", key, both[1], found)
		}
	}
}

func TestAFrenchTextIsFrench(t *testing.T) {
	english := regexp.MustCompile(`(?i)\b(the|is|are|was|were|not|and|with|cannot|must|this|that|which|there|from|into|of|it|unknown|missing|failed|refused)\b`)
	values := regexp.MustCompile(`unknown, seen|"[^"]*"|--[a-z-]+|gnome-keyring-daemon|security unlock-keychain`)
	for key, both := range message.Tables() {
		text := values.ReplaceAllString(both[1], "")
		if word := english.FindString(text); word != "" && strings.Contains(text, " ") {
			t.Errorf("key %d, %q: %q", key, both[1], word)
		}
	}
}

func TestHeadersAreKnownInBothLanguages(t *testing.T) {
	for lang, want := range map[string]string{"en": "STARTS AT", "fr": "DÉBUT"} {
		if got := message.For(lang).Header("starts_at"); got != want {
			t.Errorf("%s: %q", lang, got)
		}
	}
	seen := map[string]bool{}
	for _, h := range message.Headers() {
		if seen[h[0]] || h[1] == "" || h[2] == "" {
			t.Errorf("%q: twice, or without a text", h)
		}
		seen[h[0]] = true
	}
}

func TestAnErrorIsPutIntoWordsWhereItIsShown(t *testing.T) {
	inner := message.Fail(message.StoreNoBus)
	err := message.Fail(message.WithCause, "trousseau", fmt.Errorf("while reading: %w", inner))
	for lang, want := range map[string]string{"en": "trousseau: there is no D-Bus", "fr": "trousseau\u00a0: il n'y a pas de session D-Bus"} {
		if got := message.For(lang).Reason(fmt.Errorf("wrapped: %w", err)); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %q", lang, got)
		}
	}
	if !errors.Is(err, inner) {
		t.Error("the cause is lost")
	}
	for lang, want := range map[string]string{"en": "permission denied", "fr": "permission refusée"} {
		if got := message.For(lang).Text(message.WithCause, "x", &fs.PathError{Op: "open", Path: "/x", Err: fs.ErrPermission}); !strings.HasSuffix(got, want) {
			t.Errorf("%s: %q", lang, got)
		}
	}
}

func TestTheNameOfAFlagsValueIsASCII(t *testing.T) {
	ascii := regexp.MustCompile(`^[ -~]+$`)
	for _, both := range message.Tables() {
		for _, text := range both {
			parts := strings.Split(text, "`")
			if len(parts) > 1 && (len(parts) != 3 || !ascii.MatchString(parts[1])) {
				t.Errorf("%q would put the help out of line", text)
			}
		}
	}
}

func TestATextIsGivenInTheLanguageOfItsCatalogue(t *testing.T) {
	for _, c := range []struct{ lang, want string }{
		{"fr", "option inconnue\u00a0: --limite"},
		{"en", "unknown flag: --limite"},
		{"de", "unknown flag: --limite"},
	} {
		if got := message.For(c.lang).Text(message.LineUnknownFlag, "limite"); got != c.want {
			t.Errorf("%s: %q", c.lang, got)
		}
	}
	var none *message.Catalogue
	if got := none.Text(message.WordUsage); got != "Usage:" {
		t.Errorf("no catalogue: %q", got)
	}
}

func TestAKeyThatIsNotInTheCatalogueDoesNotPanic(t *testing.T) {
	for _, key := range []message.Key{-1, 1 << 9, 1 << 20} {
		if got := message.For("fr").Text(key); got == "" {
			t.Errorf("key %d: nothing", key)
		}
	}
}

func TestLanguage(t *testing.T) {
	for _, c := range []struct {
		name     string
		flag     string
		env      map[string]string
		terminal bool
		want     string
	}{
		{"the flag wins over everything", "en", map[string]string{"GUICHET_LANG": "fr", "LC_ALL": "fr_FR"}, true, "en"},
		{"the variable wins over the locale", "", map[string]string{"GUICHET_LANG": "fr", "LC_ALL": "en_GB"}, true, "fr"},
		{"the variable counts off a terminal too", "", map[string]string{"GUICHET_LANG": "fr"}, false, "fr"},
		{"LC_ALL wins over LC_MESSAGES", "", map[string]string{"LC_ALL": "C", "LC_MESSAGES": "fr_FR"}, true, "en"},
		{"LC_MESSAGES wins over LANG", "", map[string]string{"LC_MESSAGES": "fr_BE.UTF-8", "LANG": "en_US"}, true, "fr"},
		{"LANG decides when the others are empty", "", map[string]string{"LC_ALL": "", "LANG": "fr@euro"}, true, "fr"},
		{"the locale does not count off a terminal", "", map[string]string{"LANG": "fr_FR.UTF-8"}, false, "en"},
		{"Friulian and Frisian are not French", "", map[string]string{"LANG": "frr_DE"}, true, "en"},
		{"English without any locale", "", nil, true, "en"},
		{"an unknown language is passed over", "de", map[string]string{"LANG": "fr"}, true, "fr"},
	} {
		t.Run(c.name, func(t *testing.T) {
			getenv := func(name string) string { return c.env[name] }
			if got := message.Language(c.flag, getenv, c.terminal); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestNearest(t *testing.T) {
	candidates := []string{"table", "json", "ndjson", "csv", "yaml", "id", "token_command", "organisation"}
	for word, want := range map[string]string{
		"jsn": "json", "josn": "json", "JSON": "json", "csvv": "csv", "tabel": "table",
		"token-command": "token_command", "organization": "organisation", "orga": "organisation",
		"xml": "", "": "", "o": "", "parquet": "", "tbale": "table", "sation": "organisation",
	} {
		if got := message.Nearest(word, candidates); got != want {
			t.Errorf("%q: got %q, want %q", word, got, want)
		}
	}
	if got := message.For("en").DidYouMean("jsn", candidates); got != `did you mean "json"?` {
		t.Errorf("hint %q", got)
	}
	if got := message.For("en").DidYouMean("parquet", candidates); got != "" {
		t.Errorf("hint %q", got)
	}
}
