package astorgen_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/format"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guichet-go/guichet/astor"
	"github.com/guichet-go/guichet/astor/astorgen"
	"github.com/guichet-go/guichet/astor/astortest"
)

func typed(t testing.TB, data []byte) map[string][]byte {
	t.Helper()
	c, err := astor.ParseCollection(data)
	if err != nil {
		t.Fatal(err)
	}
	files, err := astorgen.Generate(c, "invented", astorgen.WithTypes())
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// answering is a collection with one operation, called It, that has these saved answers.
func answering(answers ...string) []byte {
	return operation("", answers...)
}

// operation is a collection with one operation, called It, that sends a JSON body.
func operation(body string, answers ...string) []byte {
	var responses []any
	for _, answer := range answers {
		responses = append(responses, map[string]any{"code": 200, "body": answer})
	}
	request := map[string]any{"method": "POST", "url": "{{base_url}}/it", "description": "Does it."}
	if body != "" {
		request["body"] = map[string]any{"mode": "raw", "raw": body}
	}
	data, _ := json.Marshal(map[string]any{
		"item": []any{map[string]any{"name": "it", "request": request, "response": responses}}, "variable": []any{map[string]any{"key": "page", "value": 2}},
	})
	return data
}

// exports finds what the compiler knows of the packages that generated code imports.
var exports = sync.OnceValues(func() (map[string]string, error) {
	out, err := exec.Command("go", "list", "-export", "-deps", "-f", "{{.ImportPath}} {{.Export}}", "github.com/guichet-go/guichet/astor").Output()
	files := map[string]string{}
	for line := range strings.Lines(string(out)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), " ")
		files[path] = file
	}
	return files, err
})

// check fails unless the files are formatted and compile, and returns the package.
func check(t testing.TB, files map[string][]byte) *types.Package {
	t.Helper()
	known, err := exports()
	if err != nil {
		t.Fatal(err)
	}
	set := token.NewFileSet()
	var parsed []*ast.File
	for name, source := range files {
		if formatted, err := format.Source(source); err != nil || !bytes.Equal(formatted, source) {
			t.Fatalf("%s is not formatted (%v):\n%s", name, err, source)
		}
		file, err := parser.ParseFile(set, name, source, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, file)
	}
	config := types.Config{Importer: importer.ForCompiler(set, "gc", func(path string) (io.ReadCloser, error) { return os.Open(known[path]) })}
	pkg, err := config.Check("invented", set, parsed, nil)
	if err != nil {
		t.Fatalf("the package does not compile: %v\n%s", err, files["types.go"])
	}
	return pkg
}

// fields are the fields of a generated struct with their types.
func fields(t *testing.T, pkg *types.Package, name string) string {
	t.Helper()
	object := pkg.Scope().Lookup(name)
	if object == nil {
		return "no " + name
	}
	structure, ok := object.Type().Underlying().(*types.Struct)
	if !ok {
		t.Fatalf("%s is no struct", name)
	}
	var all []string
	for field := range structure.Fields() {
		if field.Name() != "Other" {
			all = append(all, field.Name()+" "+types.TypeString(field.Type(), (*types.Package).Name))
		}
	}
	return strings.Join(all, "; ")
}

func TestAnAnswerHasTheTypesOfItsExamples(t *testing.T) {
	for _, c := range []struct {
		about    string
		examples []string
		want     string
	}{
		{"kinds of value", []string{`{"a":"x","b":true,"c":1,"d":[1],"e":{},"f":[]}`}, "A string; B bool; C int64; D []int64; E map[string]json.RawMessage; F []json.RawMessage"},
		{"null in one example", []string{`{"a":null,"b":1}`, `{"a":"x","b":2}`}, "A guichet.Opt[string]; B int64"},
		{"a member that not every example has", []string{`{"a":1}`, `{"a":1,"b":"x"}`}, "A int64; B guichet.Opt[string]"},
		{"nothing but null", []string{`{"a":null}`}, "A json.RawMessage"},
		{"types that conflict", []string{`{"a":1}`, `{"a":"1"}`}, "A json.RawMessage"},
		{"an object in place of a list", []string{`{"a":[]}`, `{"a":{"b":1}}`}, "A json.RawMessage"},
		{"a fraction", []string{`{"a":1}`, `{"a":1.5}`}, "A float64"},
		{"an exponent", []string{`{"a":1e3}`}, "A float64"},
		{"the largest integer", []string{`{"a":9223372036854775807}`}, "A int64"},
		{"an integer beyond 64 bits", []string{`{"a":9223372036854775808}`}, "A json.Number"},
		{"a fraction beside an integer that float64 rounds", []string{`{"a":9007199254740993}`, `{"a":0.5}`}, "A json.Number"},
		{"more digits than float64 has", []string{`{"a":0.12345678901234567}`}, "A json.Number"},
		{"a number beyond float64", []string{`{"a":1e999}`}, "A json.Number"},
		{"elements of lists, merged", []string{`{"a":[{"b":1},{"b":null,"c":"x"}]}`}, "A []invented.ItAnswerAItem"},
		{"elements that are null", []string{`{"a":["x",null]}`}, "A []guichet.Opt[string]"},
		{"lists in lists", []string{`{"a":[[1.5],[]]}`}, "A [][]float64"},
		{"ids as names", []string{`{"a":{"17":{"n":1},"18":{"n":2}},"b":{"2026-11-16":[1]},"c":{"0b0c8aa6-7dd1-4fbe-8eac-93f6b8a4f7aa":"x"}}`},
			"A map[string]invented.ItAnswerAItem; B map[string][]int64; C map[string]string"},
		{"variables", []string{`{"a":{{unknown}},"c":"{{unknown}}","d":[{{unknown}}]} // comment`}, "A json.RawMessage; C string; D []json.RawMessage"},
		{"a variable beside a value", []string{`{"a":{{unknown}}}`, `{"a":true}`}, "A bool"},
		{"initialisms", []string{`{"userId":1,"line_item_ids":[1],"APIKey":"","homepage-url":"","HTTPServer":"","XMLUrl":"","été":"","iOS":""}`},
			"APIKey string; HTTPServer string; XMLURL string; HomepageURL string; IOS string; LineItemIDs []int64; UserID int64; Été string"},
		{"names that collide", []string{`{"a_b":1,"aB":2,"a-b":3,"":4,"func":5,"日本":6,"1st":7,"other":8,"marshalJSON":9,"unmarshal_json":10}`},
			"Op int64; Op1st int64; AB int64; AB2 int64; AB3 int64; Func int64; MarshalJSON2 int64; Other2 int64; UnmarshalJSON2 int64; Op日本 int64"},
		{"an example that is no JSON", []string{`<html>`, `{"a":1,}`, `{"a":true}`}, "A bool"},
	} {
		t.Run(c.about, func(t *testing.T) {
			if got := fields(t, check(t, typed(t, answering(c.examples...))), "ItAnswer"); got != c.want {
				t.Errorf("the answer has\n%s, not\n%s", got, c.want)
			}
		})
	}
}

func TestWhatABodyDoesNotSetIsNotSent(t *testing.T) {
	pkg := check(t, typed(t, operation(`{"name":"{{name}}","age":{{page}},"tags":["a"],"address":{"city":"Lyon"},"any":{{any}}}`, `[{"a":1}]`)))
	want := "Address guichet.Opt[invented.ItBodyAddress]; Age guichet.Opt[int64]; Any json.RawMessage; Name guichet.Opt[string]; Tags guichet.Opt[[]string]"
	if got := fields(t, pkg, "ItBody"); got != want {
		t.Errorf("the body has\n%s, not\n%s", got, want)
	}
	params := fields(t, pkg, "ItParams")
	if !strings.Contains(params, "Body *invented.ItBody") {
		t.Errorf("the parameters have %s", params)
	}
}

func TestABodyIsInferredFromTheRequestsOfExamplesToo(t *testing.T) {
	data := []byte(`{"item":[{"name":"it","request":{"method":"PUT","url":"{{base_url}}/a","body":{"mode":"raw","raw":"{\"id\":{{id}}}"}},
		"response":[{"code":400,"body":"","originalRequest":{"body":{"mode":"raw","raw":"{\"id\":7,\"name\":\"x\"}"}}}]}]}`)
	if got, want := fields(t, check(t, typed(t, data)), "ItBody"), "ID guichet.Opt[int64]; Name guichet.Opt[string]"; got != want {
		t.Errorf("the body has %s, not %s", got, want)
	}
}

func TestOnlySuccessfulAnswersCount(t *testing.T) {
	data := []byte(`{"item":[{"name":"it","request":{"method":"GET","url":"{{base_url}}/a"},
		"response":[{"code":404,"body":"{\"error\":1}"},{"code":201,"body":"{\"id\":1}"},{"code":200,"body":"12"},{"code":200,"body":""}]}]}`)
	if got := fields(t, check(t, typed(t, data)), "ItAnswer"); got != "ID int64" {
		t.Errorf("the answer has %s", got)
	}
}

func TestWithoutUsableJSONThereAreNoTypes(t *testing.T) {
	files := typed(t, []byte(`{"item":[{"name":"it","request":{"method":"POST","url":"{{base_url}}/a","body":{"mode":"raw","raw":"<a/>"}},"response":[{"code":200,"body":"a;b"}]}]}`))
	if files["types.go"] != nil {
		t.Errorf("types.go was written:\n%s", files["types.go"])
	}
	check(t, files)
}

// reversed writes the members of all objects in the reverse order of their names.
func reversed(t *testing.T, text string) string {
	t.Helper()
	var value any
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	if decoder.Decode(&value) != nil {
		return text
	}
	var write func(v any) string
	write = func(v any) string {
		var parts []string
		switch v := v.(type) {
		case map[string]any:
			for _, name := range slices.Backward(slices.Sorted(maps.Keys(v))) {
				quoted, _ := json.Marshal(name)
				parts = append(parts, string(quoted)+":"+write(v[name]))
			}
			return "{" + strings.Join(parts, ",") + "}"
		case []any:
			for _, element := range v {
				parts = append(parts, write(element))
			}
			return "[" + strings.Join(parts, ",") + "]"
		}
		encoded, _ := json.Marshal(v)
		return string(encoded)
	}
	return write(value)
}

func TestTheOrderOfMembersAndExamplesMakesNoDifference(t *testing.T) {
	examples := []string{
		`{"user_id":1,"userId":"x","a":{"b":[{"c":1},{"d":null}],"B":1},"ab":{"b":2}}`, `{"a":null,"UserID":[],"a_b":{"item":{}},"ab":null}`,
	}
	want := typed(t, operation(examples[0], examples...))
	turned := []string{reversed(t, examples[1]), reversed(t, examples[0])}
	got := typed(t, operation(turned[1], turned...))
	for name, source := range want {
		if name != "collection.go" && !bytes.Equal(got[name], source) {
			t.Errorf("%s depends on the order:\n%s", name, cmp.Diff(string(source), string(got[name])))
		}
	}
	for range 3 {
		if again := typed(t, operation(examples[0], examples...)); !bytes.Equal(again["types.go"], want["types.go"]) {
			t.Fatal("types.go differs from one run to the next")
		}
	}
}

func TestTypesDoNotTakeTheNamesOfOthers(t *testing.T) {
	var items []string
	for _, name := range []string{"New", "Client", "It", "it answer", "Decode It", "decoded", "Get", "Get Params", "Get params params", "members", "Encode members"} {
		items = append(items, `{"name":"`+name+`","request":{"method":"POST","url":"{{base_url}}/a","body":{"mode":"raw","raw":"{\"item\":{\"a\":1},\"Body\":[{\"x\":{}}]}"}},
			"response":[{"code":200,"body":"{\"params\":{\"a\":1},\"answer\":{\"item\":[{\"a\":1}]},\"answerItem\":{\"a\":1},\"request\":{\"a\":{\"b\":{}}}}"}]}`)
	}
	check(t, typed(t, []byte(`{"item":[`+strings.Join(items, ",")+`]}`)))
}

func TestHostileJSONNeverBecomesCode(t *testing.T) {
	nasty := map[string]any{}
	for _, name := range []string{
		"`", `"`, `\`, "*/ func init() {} /*", "\n//go:embed x", "a,b", "-", "\x00", "\u2028", "\u202e", "%s%d", "guichet.Opt[", "json:\"x\"", "Other", "members", strings.Repeat("long", 500),
	} {
		nasty[name] = map[string]any{name: []any{map[string]any{name: 1}, nil}}
	}
	text, err := json.Marshal(nasty)
	if err != nil {
		t.Fatal(err)
	}
	files := typed(t, operation(string(text), string(text)))
	check(t, files)
	if strings.Contains(string(files["types.go"]), "func init") && !strings.Contains(string(files["types.go"]), `"*/ func init`) {
		t.Error("a name became code")
	}
}

func TestDeepAndWideJSONStaysRaw(t *testing.T) {
	deep := strings.Repeat(`{"a":[`, 200) + strings.Repeat(`]}`, 200)
	wide := map[string]any{}
	for i := range 1000 {
		wide[fmt.Sprintf("member%d", i)] = i
	}
	text, _ := json.Marshal(wide)
	files := typed(t, answering(deep))
	check(t, files)
	if n := bytes.Count(files["types.go"], []byte("\ntype ")); n > 30 {
		t.Errorf("%d types were declared", n)
	}
	if source := string(typed(t, answering(string(text)))["types.go"]); !strings.Contains(source, "decoded[map[string]int64]") {
		t.Errorf("an object with a thousand members has the types\n%s", source)
	}
}

func TestThePackageOfEveryFixtureCompiles(t *testing.T) {
	for name, data := range map[string][]byte{
		"v2.1.0": astortest.Collection(), "v2.0.0": astortest.CollectionV200(), "documentation": astortest.CollectionDocumentation(), "hostile": hostile(),
	} {
		t.Run(name, func(t *testing.T) { check(t, typed(t, data)) })
	}
}

func FuzzTypesCompile(f *testing.F) {
	f.Add(`{"a":1,"b":[{"c":null}],"A":{"1":"x"}}`, `{"a":1.5,"b":[]}`, "it")
	f.Add(`[[{"user_id":"{{x}}"}],{{y}}]`, `[]`, "decode it")
	f.Add(`{"":{"":{"":""}},"func":1}`, `{"":null}`, "New")
	f.Add(`{"日本":1e400,"été":-0,"𝔘":[1,"x"]}`, `12`, "日本")
	f.Fuzz(func(t *testing.T, one, other, name string) {
		data := operation(one, one, other)
		data = bytes.Replace(data, []byte(`"name":"it"`), fmt.Appendf(nil, `"name":%q`, strings.ToValidUTF8(name, "")), 1)
		c, err := astor.ParseCollection(data)
		if err != nil {
			t.Skip() // the name is no JSON
		}
		files, err := astorgen.Generate(c, "invented", astorgen.WithTypes())
		if err != nil {
			t.Fatal(err)
		}
		check(t, files)
	})
}
