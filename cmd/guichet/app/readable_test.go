package app_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// readable fails a script whose last command shows a person the name of a method of
// the SDK, or on a French screen an English text of the catalogue.
func readable(ts *testscript.TestScript, args []string) {
	french := ts.Getenv("GUICHET_LANG") == "fr" && !slices.ContainsFunc(args, func(arg string) bool { return strings.HasPrefix(arg, "--lang") })
	for line := range strings.Lines(ts.ReadFile("stderr")) {
		if found := unreadable(line, french); found != "" {
			ts.Fatalf("%s shows %q: %s", strings.Join(args, " "), found, line)
		}
	}
}

// unreadable is what a person should not read in a line of stderr, "" for nothing.
func unreadable(line string, french bool) string {
	if strings.Contains(line, "level=DEBUG") {
		return ""
	}
	var failure struct {
		Error struct{ Message, Hint string }
	}
	if json.Unmarshal([]byte(line), &failure) == nil { // its op is for programs
		line = failure.Error.Message + "\n" + failure.Error.Hint
	}
	if method := methods().FindString(line); method != "" {
		return method
	}
	line = quoted.ReplaceAllString(line, "")
	for _, text := range englishTexts() {
		if french && strings.Contains(line, text) {
			return text
		}
	}
	return ""
}

// quoted is a value, in its own language.
var quoted = regexp.MustCompile(`«[^»]*»`)

// methods finds the exported methods of the packages of the services.
var methods = sync.OnceValue(func() *regexp.Regexp {
	var names []string
	for _, service := range []string{"rdvsolidarites", "zops", "gopaas", "astor"} {
		for _, file := range parsed(filepath.Join("../../..", service, "*.go")) {
			for _, declared := range file.Decls {
				if f, ok := declared.(*ast.FuncDecl); ok && f.Recv != nil && f.Name.IsExported() {
					receiver := f.Recv.List[0].Type
					if pointer, ok := receiver.(*ast.StarExpr); ok {
						receiver = pointer.X
					}
					if kind, ok := receiver.(*ast.Ident); ok && kind.IsExported() {
						names = append(names, regexp.QuoteMeta(kind.Name+"."+f.Name.Name))
					}
				}
			}
		}
	}
	return regexp.MustCompile(`\b(` + strings.Join(names, "|") + `)\b`)
})

func parsed(pattern string) (files []*ast.File) {
	paths, _ := filepath.Glob(pattern)
	for _, path := range paths {
		if file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0); err == nil && !strings.HasSuffix(path, "_test.go") {
			files = append(files, file)
		}
	}
	return files
}

// englishTexts are the parts of three words and more in the English texts of the
// catalogue that the French ones do not have. A command line is English in both.
var englishTexts = sync.OnceValue(func() (found []string) {
	both := regexp.MustCompile("(\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`) \\+ fr \\+ (\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`)")
	paths, _ := filepath.Glob("../message/*.go")
	for _, path := range paths {
		source, _ := os.ReadFile(path)
		for _, texts := range both.FindAllStringSubmatch(string(source), -1) {
			english, _ := strconv.Unquote(texts[1])
			french, _ := strconv.Unquote(texts[2])
			for _, part := range regexp.MustCompile(`%\S|["\n|]`).Split(english, -1) {
				if part = strings.Trim(part, " :;,.()"); strings.Count(part, " ") >= 2 && !strings.HasPrefix(part, "guichet ") && !strings.Contains(french, part) {
					found = append(found, part)
				}
			}
		}
	}
	return found
})

func TestAScreenSpeaksOneLanguageAndOfThings(t *testing.T) {
	english := message.For(message.English).Text(message.HintTimeout)
	for _, c := range []struct {
		line   string
		french bool
		want   string
	}{
		{"guichet: Absences.Get: not found (404)", false, "Absences.Get"},
		{"level=DEBUG op=Absences.Get", true, ""},
		{`{"error":{"message":"absence 641 introuvable (404)","op":"Absences.Get"}}`, true, ""},
		{`{"error":{"message":"Absences.Get","op":"Absences.Get"}}`, true, "Absences.Get"},
		{"guichet: " + english, true, english},
		{"guichet: " + english, false, ""},
		{`{"error":{"message":"x","hint":"` + english + `"}}`, true, english},
		{"guichet: «\u00a0" + english + "\u00a0»", true, ""},
	} {
		if got := unreadable(c.line, c.french); got != c.want {
			t.Errorf("%s: %q, not %q", c.line, got, c.want)
		}
	}
	if n := len(englishTexts()); n < 300 {
		t.Errorf("%d English texts were found", n)
	}
}
