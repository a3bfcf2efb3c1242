package astorgen_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guichet-go/guichet/astor"
	"github.com/guichet-go/guichet/astor/astorgen"
	"github.com/guichet-go/guichet/astor/astortest"
)

func generate(t *testing.T, data []byte) map[string][]byte {
	t.Helper()
	c, err := astor.ParseCollection(data)
	if err != nil {
		t.Fatal(err)
	}
	files, err := astorgen.Generate(c, "invented")
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestTheGeneratedPackageIsFormattedAndTheSameEachTime(t *testing.T) {
	want := generate(t, astortest.Collection())
	for name, source := range want {
		if formatted, err := format.Source(source); err != nil || !bytes.Equal(formatted, source) {
			t.Errorf("%s is not formatted (%v)", name, err)
		}
		for range 3 {
			if got := generate(t, astortest.Collection())[name]; !bytes.Equal(got, source) {
				t.Fatalf("%s differs from one run to the next", name)
			}
		}
	}
	for _, phrase := range []string{"// One user.", "DO NOT EDIT.", "func (c *Client) GetAUser(ctx context.Context, p GetAUserParams"} {
		if !strings.Contains(string(want["operations.go"]), phrase) {
			t.Errorf("operations.go has no %q", phrase)
		}
	}
}

// go/doc reads some text as lists, headings and links, which gofmt lays out.
func TestDescriptionsAreWrittenAsPlainText(t *testing.T) {
	nasty := strings.Join([]string{
		"", "", "# Heading", "", "#", "- one", "- two", "  * three", "+ four", "• five", "-", "1. six", "2) seven", "10.", "", "", "",
		"[Text]: https://exemple.fr/x", "[Other text]:", "```json", "{\"a\": 1}", "```", "``quoted'' text", "//go:build ignore", "go:embed x",
		"\tindented", "    more", "Deprecated: yes", "TODO(x): y", "a  b", "https://exemple.fr/", "* ", "end", "", "",
	}, "\n")
	quoted, err := json.Marshal(nasty)
	if err != nil {
		t.Fatal(err)
	}
	text := string(quoted)
	data := []byte(`{"info":{"name":"x"},"item":[
		{"name":"[Link]: name ''quoted''","request":{"method":"GET","url":{"raw":"{{base_url}}/x?a=1","host":["{{base_url}}"],"path":["x",":y"],
			"query":[{"key":"a","value":"''1''","description":` + text + `}],"variable":[{"key":"y","description":` + text + `}]},
			"description":` + text + `}},
		{"name":"- list","request":{"method":"GET","url":"{{base_url}}/z","description":"\n\n"}}]}`)
	for name, source := range generate(t, data) {
		formatted, err := format.Source(source)
		if err != nil || !bytes.Equal(formatted, source) {
			t.Errorf("%s is not formatted (%v):\n%s", name, err, cmp.Diff(string(source), string(formatted)))
		}
	}
	for name, source := range generate(t, hostile()) {
		if formatted, err := format.Source(source); err != nil || !bytes.Equal(formatted, source) {
			t.Errorf("hostile %s is not formatted (%v):\n%s", name, err, cmp.Diff(string(source), string(formatted)))
		}
	}
}

func TestFilesOfTheSameFieldBecomeOneList(t *testing.T) {
	form := `"body":{"mode":"formdata","formdata":[{"key":"docs","type":"file"},{"key":"docs","type":"file"},{"key":"photo","type":"file"}]}`
	for method, want := range map[string][2]int{"POST": {1, 1}, "GET": {0, 0}} {
		source := string(generate(t, []byte(`{"item":[{"name":"it","request":{"method":"`+method+`","url":"{{base_url}}/a",`+form+`}}]}`))["operations.go"])
		if got := [2]int{strings.Count(source, "[]astor.File"), strings.Count(source, `r.files("docs"`)}; got != [2]int{2 * want[0], want[1]} {
			t.Errorf("a %s has %v lists:\n%s", method, got, source)
		}
	}
}

func TestALiteralIDOfThePathBecomesAField(t *testing.T) {
	source := string(generate(t, []byte(`{"item":[{"name":"it","request":"{{base_url}}/hotels/{{hotels}}/hotels/1"}]}`))["operations.go"])
	for _, want := range []string{
		"\tHotels string\n", "\t// HotelsSegment is the id in the path behind \"hotels\", \"1\" when empty.\n\tHotelsSegment string\n", `r.text(r.values.Segments, "hotels", p.HotelsSegment)`,
	} {
		if !strings.Contains(source, want) {
			t.Errorf("it has no %s:\n%s", want, source)
		}
	}
}

func TestTheTextsOfAFormBecomeFields(t *testing.T) {
	form := `"body":{"mode":"formdata","formdata":[{"key":"role","value":"viewer"},{"key":"note","disabled":true},{"key":"size","value":"1"},{"key":"user","value":"{{user}}"},{"key":"role","value":"2"},{"key":"photo","type":"file"}]}`
	for method, want := range map[string]int{"POST": 3, "GET": 0} {
		source := string(generate(t, []byte(`{"item":[{"name":"it","request":{"method":"`+method+`","url":"{{base_url}}/a?size=2",`+form+`}}]}`))["operations.go"])
		if got := strings.Count(source, "r.parameter(r.values.Form, "); got != want {
			t.Errorf("a %s sets %d texts of its form:\n%s", method, got, source)
		}
		for _, line := range []string{`// Role is the form field "role", "viewer" when empty.`, `// Note is the form field "note", not sent when empty.`, `r.parameter(r.values.Form, "size", p.SizeForm)`} {
			if strings.Contains(source, line) != (want > 0) {
				t.Errorf("a %s: %s:\n%s", method, line, source)
			}
		}
	}
}

func TestAPackageNameThatGoDoesNotAcceptIsRefused(t *testing.T) {
	c, err := astor.ParseCollection(astortest.Collection())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"", "func", "_", "main", "a-b", "../x", "Astor", "1a"} {
		if _, err := astorgen.Generate(c, name); err == nil {
			t.Errorf("%q was accepted", name)
		}
	}
}

// hostile is a collection that tries to get code of its own into the package.
func hostile() []byte {
	names := []string{
		"*/ func init() { panic(1) } /*", "line\n//go:embed /etc/passwd\nx", "`+os.Exit(1)+`", "func", "type", "New", "call", "Client",
		"Twin", "twin", "Twin", "été à l'école", "日本語", "😀", "", "1st", "a\u2028b\u202ec", strings.Repeat("long ", 400),
	}
	var items []string
	for _, name := range names {
		quoted, _ := json.Marshal(name)
		items = append(items, fmt.Sprintf(`{"name":%s,"request":{"method":"POST","description":%[1]s,
			"url":{"host":["{{base_url}}"],"path":["x",":values",":body","{{%s}}"],"query":[{"key":%[1]s,"value":%[1]s,"description":%[1]s}]},
			"body":{"mode":"raw","raw":%[1]s}}}`, quoted, strings.Map(func(r rune) rune {
			if strings.ContainsRune("{}\"\\\n", r) {
				return '_'
			}
			return r
		}, name)))
	}
	return []byte(`{"info":{"name":"a\n//go:build ignore\n*/ ` + "`" + `","description":"x"},"item":[` + strings.Join(items, ",") + `]}`)
}

func TestCollectionTextNeverBecomesCode(t *testing.T) {
	for name, source := range generate(t, hostile()) {
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, name, source, parser.ParseComments)
		if err != nil {
			t.Fatalf("%s does not parse: %v", name, err)
		}
		for _, declaration := range file.Decls {
			if f, ok := declaration.(*ast.FuncDecl); ok && (f.Name.Name == "init" || f.Recv == nil && !strings.HasPrefix(strings.ToLower(f.Name.Name), "new")) {
				t.Errorf("%s has the function %s", name, f.Name.Name)
			}
		}
		for _, group := range file.Comments {
			for _, comment := range group.List {
				if strings.HasPrefix(comment.Text, "/*") || !strings.HasPrefix(comment.Text+" ", "// ") && comment.Text != "//" {
					t.Errorf("%s has the comment %q", name, comment.Text)
				}
			}
		}
	}
}

// program calls every method of the generated package by reflection, with a
// value for each field, and prints what was answered.
const program = `package main

import (
	"context"
	"fmt"
	"os"
	"reflect"

	"github.com/guichet-go/guichet/astor"
	"github.com/guichet-go/guichet/astor/astorgen/%[1]s/invented"
)

func main() {
	client, err := astor.New(astor.Token(os.Args[1]), astor.Environment{BaseURL: os.Args[2], CamsBaseURL: os.Args[3]})
	if err != nil {
		panic(err)
	}
	operations, err := invented.New(client)
	if err != nil {
		panic(err)
	}
	v := reflect.ValueOf(operations)
	for i := range v.NumMethod() {
		params := reflect.New(v.Method(i).Type().In(1)).Elem()
		for j := range params.NumField() {
			if params.Type().Field(j).Name == "Reference" {
				continue // it is made of others, which it would make needless
			}
			switch f := params.Field(j); f.Interface().(type) {
			case string:
				f.SetString("valeur")
			case []astor.File:
				f.Set(reflect.ValueOf([]astor.File{{Name: "f", Content: []byte("contenu")}}))
			}
		}
		out := v.Method(i).Call([]reflect.Value{reflect.ValueOf(context.Background()), params})
		fmt.Println(v.Type().Method(i).Name, out[1].Interface())
	}
}
`

// run compiles and runs the program with the generated files laid over the
// module's tree, so that nothing is written there and nothing is downloaded.
func run(t *testing.T, files map[string][]byte, main string, arguments ...string) string {
	t.Helper()
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	const folder = "generated"
	temporary := t.TempDir()
	overlay := struct{ Replace map[string]string }{map[string]string{}}
	add := func(path string, content []byte) {
		stored := filepath.Join(temporary, strings.ReplaceAll(path, "/", "_"))
		if err := os.WriteFile(stored, content, 0o600); err != nil {
			t.Fatal(err)
		}
		overlay.Replace[filepath.Join(here, folder, filepath.FromSlash(path))] = stored
	}
	for name, source := range files {
		add("invented/"+name, source)
	}
	add("main.go", fmt.Appendf(nil, main, folder))
	encoded, err := json.Marshal(overlay)
	if err != nil {
		t.Fatal(err)
	}
	list := filepath.Join(temporary, "overlay.json")
	if err := os.WriteFile(list, encoded, 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.Command("go", append([]string{"run", "-overlay", list, "./" + folder}, arguments...)...)
	command.Env = append(os.Environ(), "GOPROXY=off", "GOFLAGS=")
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return string(out)
}

func TestEveryOperationRunsThroughTheGeneratedPackage(t *testing.T) {
	server, err := astortest.New(astortest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	out := run(t, generate(t, astortest.Collection()), program, astortest.Token, server.URL, server.CamsURL)
	if n := strings.Count(out, "<nil>"); n != 22 {
		t.Errorf("%d of 22 operations were answered well:\n%s", n, out)
	}
	if n := len(server.Requests()); n != 22 {
		t.Errorf("the server saw %d requests", n)
	}
}

func TestAPackageGeneratedFromAHostileCollectionCompiles(t *testing.T) {
	const main = `package main

import (
	"fmt"
	"reflect"

	"github.com/guichet-go/guichet/astor/astorgen/%s/invented"
)

func main() { fmt.Println(reflect.TypeFor[*invented.Client]().NumMethod()) }
`
	if out := strings.TrimSpace(run(t, generate(t, hostile()), main)); out != "18" {
		t.Errorf("the package has %s methods, not 18", out)
	}
}
