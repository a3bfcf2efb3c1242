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
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// texts are those of the catalogue by the name of their constant, or by the code of
// the SDK: English and French. The constants are read from the source, since they
// leave no list behind.
func texts(t *testing.T) map[string][2]string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][2]string{}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, declaration := range file.Decls {
			list, ok := declaration.(*ast.GenDecl)
			if !ok || list.Tok != token.CONST {
				continue
			}
			for _, spec := range list.Specs {
				value := spec.(*ast.ValueSpec)
				if kind, ok := value.Type.(*ast.Ident); ok && kind.Name == "Key" {
					english, french, _ := strings.Cut(constant(t, value.Values[0]), message.FR)
					found[value.Names[0].Name] = [2]string{english, french}
				}
			}
		}
	}
	codes, refusals := message.Refusals()
	for i, code := range codes {
		english, french, _ := strings.Cut(string(refusals[i]), message.FR)
		found[code] = [2]string{english, french}
	}
	if len(found) < 500 {
		t.Fatalf("%d texts were found in the source", len(found))
	}
	return found
}

// constant is the value of texts that are added up.
func constant(t *testing.T, value ast.Expr) string {
	t.Helper()
	switch value := value.(type) {
	case *ast.BinaryExpr:
		return constant(t, value.X) + constant(t, value.Y)
	case *ast.Ident:
		if value.Name == "fr" {
			return message.FR
		}
	case *ast.BasicLit:
		if text, err := strconv.Unquote(value.Value); err == nil {
			return text
		}
	}
	t.Fatalf("%T is not a text", value)
	return ""
}

func TestEveryKeyHasATextInBothLanguages(t *testing.T) {
	for name, both := range texts(t) {
		if strings.TrimSpace(both[0]) == "" || strings.TrimSpace(both[1]) == "" || strings.Contains(both[1], message.FR) {
			t.Errorf("%s: English %q, French %q", name, both[0], both[1])
		}
	}
}

// placeholder is what is to be filled in.
var placeholder = regexp.MustCompile(`%[-+# 0-9.*\[\]]*[a-zA-Z%]?`)

func TestBothLanguagesHaveTheSamePlaceholdersInTheSameOrder(t *testing.T) {
	good := regexp.MustCompile(`^%[sdv]$`)
	for key, both := range texts(t) {
		english, french := placeholder.FindAllString(both[0], -1), placeholder.FindAllString(both[1], -1)
		if diff := cmp.Diff(english, french); diff != "" {
			t.Errorf("key %s, %q:\n%s", key, both[0], diff)
		}
		for _, found := range english {
			if !good.MatchString(found) {
				t.Errorf("key %s, %q: placeholder %q", key, both[0], found)
			}
		}
	}
}

func TestFrenchPunctuationHasItsNoBreakSpaces(t *testing.T) {
	const space = "\u00a0"
	foreign := regexp.MustCompile(`(https?|%s)://|HH:MM|\d:[\d%]`)
	bare := regexp.MustCompile(`[^` + space + `][:;?!»]|«[^` + space + `]|\x{202f}`)
	for key, both := range texts(t) {
		text := foreign.ReplaceAllString(both[1], "")
		if found := bare.FindString(text); found != "" {
			t.Errorf("key %s, %q: %q", key, both[1], found)
		}
	}
}

func TestAFrenchTextIsFrench(t *testing.T) {
	english := regexp.MustCompile(`(?i)\b(the|is|are|was|were|not|and|with|cannot|must|this|that|which|there|from|into|of|it|unknown|missing|failed|refused)\b`)
	values := regexp.MustCompile(`unknown, seen|"[^"]*"|--[a-z-]+|gnome-keyring-daemon|security unlock-keychain`)
	for key, both := range texts(t) {
		text := values.ReplaceAllString(both[1], "")
		if word := english.FindString(text); word != "" && strings.Contains(text, " ") {
			t.Errorf("key %s, %q: %q", key, both[1], word)
		}
	}
}

func TestHeadersAreKnownInBothLanguages(t *testing.T) {
	for lang, want := range map[string]string{"en": "Starts at", "fr": "Début"} {
		if got := message.For(lang).Header("starts_at"); got != want {
			t.Errorf("%s: %q", lang, got)
		}
	}
	paths, texts := message.Headers()
	for i, text := range texts {
		english, french, _ := strings.Cut(string(text), message.FR)
		if slices.Index(paths, paths[i]) != i || english == "" || french == "" {
			t.Errorf("%q: twice, or without a text", paths[i])
		}
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
	for _, both := range texts(t) {
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
}

func TestAPathOfKnownNamesHasTheirTitles(t *testing.T) {
	c := message.For("fr")
	for path, want := range map[string]string{
		"users.first_name": "Prénom (Usagers)", "motif.name": "Motif", "participations.user.phone_number": "Téléphone (Usager (Participations))",
		"inconnu": "", "users.inconnu": "", "inconnu.name": "", "users.0.first_name": "",
	} {
		if got := c.Header(path); got != want {
			t.Errorf("%s: %q, not %q", path, got, want)
		}
	}
}

func TestAWordOfAClosedSetIsKnownInBothLanguages(t *testing.T) {
	for lang, want := range map[string]string{"en": "no-show", "fr": "absent non excusé"} {
		var got string
		for _, w := range message.For(lang).Words("status") {
			if w.Value == "noshow" {
				got = w.Text
			}
		}
		if got != want {
			t.Errorf("%s: %q", lang, got)
		}
	}
	if set := message.For("fr").Words("first_name"); set != nil {
		t.Errorf("a first name has the words %v", set)
	}
}
