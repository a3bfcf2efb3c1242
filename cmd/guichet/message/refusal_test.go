package message_test

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/refusal"
)

// root is the folder of the module.
const root = "../../.."

// sdk are the folders whose errors a person can meet.
var sdk = []string{
	".", "astor", "gopaas", "rdvsolidarites", "zops",
	"internal/page", "internal/rawjson", "internal/rest", "internal/token",
}

// parsed are the source files of a folder, by their paths.
func parsed(t *testing.T, pattern string) map[string]*ast.File {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(root, pattern, "*.go"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("%s: %d files, %v", pattern, len(paths), err)
	}
	files := map[string]*ast.File{}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		if files[path], err = parser.ParseFile(token.NewFileSet(), path, nil, 0); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// literal is the value of a text that stands in the source.
func literal(e ast.Expr) (text string, ok bool) {
	if basic, is := e.(*ast.BasicLit); is && basic.Kind == token.STRING {
		text, err := strconv.Unquote(basic.Value)
		return text, err == nil
	}
	return "", false
}

// made returns the sentence of each code that the source makes.
func made(t *testing.T) map[string]string {
	t.Helper()
	sentences := map[string]string{}
	for _, folder := range append([]string{"cmd/guichet/*", "cmd/guichet/pull/*"}, sdk...) {
		for path, file := range parsed(t, folder) {
			ast.Inspect(file, func(n ast.Node) bool {
				parts, args := refused(n)
				if parts == nil {
					return true
				}
				code, isCode := literal(parts[0])
				sentence, isSentence := literal(parts[1])
				if !isCode || !isSentence {
					t.Errorf("%s: the code or the sentence %s is not a literal", path, types.ExprString(parts[1]))
					return true
				}
				if known, twice := sentences[code]; twice && known != sentence {
					t.Errorf("%s: the code %s has two sentences, %q and %q", path, code, known, sentence)
				}
				if verbs := len(placeholder.FindAllString(sentence, -1)); verbs != args {
					t.Errorf("%s: %q has %d placeholders and %d values", path, sentence, verbs, args)
				}
				sentences[code] = sentence
				return true
			})
		}
	}
	return sentences
}

// refused returns the code and the sentence of a refusal that is made, nil for
// anything else, and the number of its values.
func refused(n ast.Node) (parts []ast.Expr, args int) {
	switch n := n.(type) {
	case *ast.CallExpr:
		if types.ExprString(n.Fun) == "refusal.New" {
			return n.Args[:2], len(n.Args) - 2
		}
	case *ast.CompositeLit:
		if n.Type != nil && types.ExprString(n.Type) == "refusal.Refusal" {
			for _, field := range n.Elts {
				parts = append(parts, field.(*ast.KeyValueExpr).Value)
			}
			return parts, 0
		}
	}
	return nil, 0
}

func TestEverySentenceOfTheSDKHasATextAndEveryTextASentence(t *testing.T) {
	sentences := made(t)
	codes, texts := message.Refusals()
	spelling := regexp.MustCompile(`^[a-z][a-z0-9_]+$`)
	for i, code := range codes {
		sentence, known := sentences[code]
		english, _, _ := strings.Cut(string(texts[i]), message.FR)
		switch {
		case !known:
			t.Errorf("%s: no such code is made any more", code)
		case slices.Index(codes, code) != i:
			t.Errorf("%s has two texts", code)
		case !spelling.MatchString(code):
			t.Errorf("%q is not spelt like a code", code)
		}
		want := placeholder.FindAllString(strings.ReplaceAll(sentence, "%q", "%s"), -1)
		if diff := cmp.Diff(want, placeholder.FindAllString(english, -1)); known && diff != "" {
			t.Errorf("%s: the placeholders of %q do not fit %q:\n%s", code, english, sentence, diff)
		}
	}
	for code, sentence := range sentences {
		if !slices.Contains(codes, code) {
			t.Errorf("%s, %q, has no text", code, sentence)
		}
	}
}

// unworded are the errors of the SDK that stay in English: no command can cause
// them, or they are never shown.
var unworded = []string{
	// Mistakes of a program that calls the SDK.
	"%s: an option is nil", "a call option is nil", "reason", "missing", "the operation has no class", "the route %s does not fit %d path elements",
	"the operation cannot be made Repeatable: what repeating it does is known", "gopaas: a row is an object, not %s",
	"gopaas: a credential is needed: APIKey or ClientCredentials", "rdvsolidarites: a credential is needed; Anonymous() is one too",
	"zops: a credential is needed; Anonymous() is one too", "ClientCredentials needs a client id and a secret", "OAuth needs an application and a token",
	"WithBaseURL means nothing here: the environment has the base URLs", "rdvsolidarites: a webhook handler needs a secret and a function",
	"rdvsolidarites: the webhook has no data and meta.model", "the signature of the webhook does not match",
	// What is said of the type of a member takes their place.
	"%q is not a moment", "%q is not a date such as 2026-11-30", "%q is not a time of day such as 09:30", "it is not a text",
	// Never shown, or the words of net/http.
	"left", "enough", "the loop was left", "the service does not offer this", "the bound cannot be read", "the answer is larger than the limit", "text",
	// Beside a cause that has words.
	"unexpected response: ", "the response was cut off: ",
}

// TestNoErrorOfTheSDKIsInEnglishOnly finds the sentences that have no code, by which
// the command could find its own.
func TestNoErrorOfTheSDKIsInEnglishOnly(t *testing.T) {
	found := map[string]string{}
	for _, folder := range sdk {
		for path, file := range parsed(t, folder) {
			ast.Inspect(file, func(n ast.Node) bool {
				for _, sentence := range english(n) {
					found[sentence] = path
				}
				return true
			})
		}
	}
	for _, sentence := range slices.Sorted(maps.Keys(found)) {
		if !slices.Contains(unworded, sentence) {
			t.Errorf("%s: %q has no code: use refusal.New", found[sentence], sentence)
		}
	}
	for _, sentence := range unworded {
		if found[sentence] == "" {
			t.Errorf("%q is not in the source any more", sentence)
		}
	}
}

// english are the sentences of a node that makes an error without a code. An error
// that wraps one has the words of its cause.
func english(n ast.Node) (sentences []string) {
	switch n := n.(type) {
	case *ast.CallExpr:
		if called := types.ExprString(n.Fun); called == "errors.New" || called == "fmt.Errorf" {
			sentence, ok := literal(n.Args[0])
			if !ok {
				sentence = types.ExprString(n.Args[0])
			}
			if !strings.Contains(sentence, "%w") {
				return []string{sentence}
			}
		}
	case *ast.KeyValueExpr:
		if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Message" {
			return literals(n.Value)
		}
	case *ast.AssignStmt:
		for i, left := range n.Lhs {
			if field, ok := left.(*ast.SelectorExpr); ok && field.Sel.Name == "Message" && len(n.Rhs) == len(n.Lhs) {
				sentences = append(sentences, literals(n.Rhs[i])...)
			}
		}
	}
	return sentences
}

// literals are the texts in an expression that have words.
func literals(e ast.Expr) (texts []string) {
	ast.Inspect(e, func(n ast.Node) bool {
		if basic, ok := n.(*ast.BasicLit); ok {
			if text, isText := literal(basic); isText && strings.ContainsFunc(text, func(r rune) bool { return r >= 'a' && r <= 'z' }) {
				texts = append(texts, text)
			}
		}
		return true
	})
	return texts
}

func TestARefusalIsPutIntoWordsByItsCode(t *testing.T) {
	invalid := refusal.New("too_long", "%d characters given: the maximum is %d", 40, 32)
	invalid.Field = "name"
	for _, c := range []struct {
		err      error
		lang     string
		sentence string
	}{
		{invalid, "en", "name: 40 characters given: the maximum is 32"},
		{invalid, "fr", "name\u00a0: 40 caractères donnés\u00a0: le maximum est 32"},
		{fmt.Errorf("zops: %w", refusal.New("base_missing", "the base URL is missing")), "fr", "l'URL de base est absente"},
		{refusal.New("is_missing", "%s is missing", refusal.New("path_element", "a path element")), "fr", "il manque une partie du chemin"},
		{refusal.New("row_not_json", "the row is not a JSON object: %s", io.ErrUnexpectedEOF).Because(fs.ErrExist), "fr", "la ligne n'est pas un objet JSON\u00a0: la connexion s'est interrompue"},
		{refusal.New("method", "unknown method %q", "A\u00a0"), "fr", `méthode inconnue «` + "\u00a0" + `A\u00a0` + "\u00a0" + `»` + "\u00a0" + `: utilisez GET, HEAD, POST, PUT, PATCH, DELETE ou OPTIONS`},
		{refusal.New("nobody_knows", "the %s", "sentence"), "fr", "the sentence"},
		{errors.New("x"), "fr", "x"},
	} {
		if got := message.For(c.lang).Reason(c.err); got != c.sentence {
			t.Errorf("%s: got %q, want %q", c.lang, got, c.sentence)
		}
	}
}
