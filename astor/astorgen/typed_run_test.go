package astorgen_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guichet-go/guichet/astor"
	"github.com/guichet-go/guichet/astor/astortest"
)

// typedProgram calls every method of the generated package with a typed body that was
// decoded from its third argument, {"method": body}, and prints for each what the typed
// answer encodes to.
const typedProgram = `package main

import (
	"context"
	"encoding/json"
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
	var bodies map[string]json.RawMessage
	if err := json.Unmarshal([]byte(os.Args[4]), &bodies); err != nil {
		panic(err)
	}
	v, answers := reflect.ValueOf(operations), map[string]any{}
	for i := range v.NumMethod() {
		name := v.Type().Method(i).Name
		if v.Method(i).Type().NumIn() != 3 {
			continue // it decodes
		}
		params := reflect.New(v.Method(i).Type().In(1)).Elem()
		body := params.FieldByName("Body")
		if body.IsValid() && body.Type() != reflect.TypeFor[[]byte]() {
			if err := json.Unmarshal(bodies[name], body.Addr().Interface()); err != nil {
				panic(fmt.Sprint(name, err))
			}
		}
		typed := body.IsValid() && !body.IsZero()
		for j := range params.NumField() {
			field := params.Type().Field(j).Name
			switch f := params.Field(j); f.Interface().(type) {
			case string:
				// A variable of a body that is replaced has no use.
				if !typed || needed[name+"."+field] {
					f.SetString("valeur")
				}
			case []astor.File:
				f.Set(reflect.ValueOf([]astor.File{{Name: "f", Content: []byte("contenu")}}))
			}
		}
		out := v.Method(i).Call([]reflect.Value{reflect.ValueOf(context.Background()), params})
		if !out[1].IsNil() {
			panic(fmt.Sprint(name, out[1].Interface()))
		}
		answers[name] = nil
		if decode := v.MethodByName("Decode" + name); decode.IsValid() {
			typed := decode.Call(out[:1])
			if !typed[1].IsNil() {
				panic(fmt.Sprint(name, typed[1].Interface()))
			}
			answers[name] = typed[0].Interface()
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		panic(err)
	}
}

// needed are the variables of operations with a typed body that do not stand in it.
var needed = map[string]bool{"UpdateAUser.ID": true, "AddAUserToAGroup.GroupID": true, "AddAUserToAGroup.UserID": true, "RenameACamera.Camera": true}
`

func TestEveryOperationRunsThroughGeneratedTypes(t *testing.T) {
	server := started(t)
	bodies := map[string]string{
		"LogIn":            `{"email":"a@example.fr","password":"x"}`,
		"CreateAUser":      `{"email":"a@example.fr","first_name":"Ada","role":"viewer"}`,
		"UpdateAUser":      `{"role":"viewer","until":null}`,
		"AddAUserToAGroup": `{"since":20261116}`,
		"RenameACamera":    `{"name":"Entrée sud","reference":"r-1"}`,
	}
	var given []string
	for name, body := range bodies {
		given = append(given, fmt.Sprintf("%q:%s", name, body))
	}
	out := run(t, typed(t, astortest.Collection()), typedProgram, astortest.Token, server.URL, server.CamsURL, "{"+strings.Join(given, ",")+"}")
	var answers map[string]json.RawMessage
	if err := json.Unmarshal([]byte(out), &answers); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if len(answers) != 22 || len(server.Requests()) != 22 {
		t.Errorf("%d operations were answered, and the server saw %d requests, not 22", len(answers), len(server.Requests()))
	}
	for name, want := range answersOf(t, astortest.Collection()) {
		want = strings.ReplaceAll(want, "{{AUTH_TOKEN}}", astortest.Token)
		if diff := cmp.Diff(plain(t, want), plain(t, string(answers[name]))); diff != "" {
			t.Errorf("the typed answer to %s is not the example:\n%s", name, diff)
		}
	}
	sent := map[string]bool{}
	for _, r := range server.Requests() {
		sent[fmt.Sprint(plain(t, r.Body))] = true
	}
	for name, body := range bodies {
		if !sent[fmt.Sprint(plain(t, body))] {
			t.Errorf("the typed body of %s was not sent as it was given", name)
		}
	}
}

// answersOf are the first successful JSON answers of a collection by method.
func answersOf(t *testing.T, data []byte) map[string]string {
	t.Helper()
	c, err := astor.ParseCollection(data)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, o := range c.Operations() {
		var method string
		for word := range strings.FieldsSeq(strings.ReplaceAll(o.Name, "/", " ")) {
			method += strings.ToUpper(word[:1]) + word[1:]
		}
		for _, e := range o.Examples {
			if all[method] == "" && e.Status < 300 && json.Valid([]byte(e.Body)) {
				all[method] = e.Body
			}
		}
	}
	return all
}

// plain is JSON as values that can be compared, nil for what is no JSON.
func plain(t *testing.T, text string) (value any) {
	t.Helper()
	_ = json.Unmarshal([]byte(text), &value)
	return value
}

// decodingProgram decodes each of its arguments, {"method": [answer]}, and prints what the
// typed answers encode to.
const decodingProgram = `package main

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"

	"github.com/guichet-go/guichet/astor"
	"github.com/guichet-go/guichet/astor/astorgen/%[1]s/invented"
)

func main() {
	var given map[string][]string
	if err := json.Unmarshal([]byte(os.Args[1]), &given); err != nil {
		panic(err)
	}
	told := map[string][]string{}
	for method, answers := range given {
		decode := reflect.ValueOf(&invented.Client{}).MethodByName("Decode" + method)
		for _, answer := range answers {
			out := decode.Call([]reflect.Value{reflect.ValueOf(&astor.Response{Status: 200, Body: []byte(answer)})})
			text, err := json.Marshal(out[0].Interface())
			if err != nil {
				panic(err)
			}
			if !out[1].IsNil() {
				text = []byte(out[1].Interface().(error).Error())
			}
			told[method] = append(told[method], string(text))
			if answer := out[0]; answer.Kind() == reflect.Struct && answer.FieldByName("Other").IsValid() {
				told[method+" other"] = append(told[method+" other"], fmt.Sprint(len(answer.FieldByName("Other").MapKeys())))
			}
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(told); err != nil {
		panic(err)
	}
}
`

// decode gives the answers of each operation to its decoder.
func decode(t *testing.T, examples, answers map[string][]string) (told map[string][]string) {
	t.Helper()
	var items []string
	for name, texts := range examples {
		item := string(answering(texts...))
		item = strings.Replace(item[strings.Index(item, "[{")+1:strings.LastIndex(item, "],\"variable")], `"name":"it"`, fmt.Sprintf(`"name":%q`, name), 1)
		items = append(items, item)
	}
	given, err := json.Marshal(answers)
	if err != nil {
		t.Fatal(err)
	}
	out := run(t, typed(t, []byte(`{"item":[`+strings.Join(items, ",")+`]}`)), decodingProgram, string(given))
	if err := json.Unmarshal([]byte(out), &told); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return told
}

func TestNothingOfAnExampleIsLostInItsType(t *testing.T) {
	examples := map[string][]string{
		"Nulls":     {`{"a":null,"b":[null,1]}`, `{"a":{"c":null},"b":[]}`, `{}`},
		"Names":     {`{"id":1,"ID":2,"Id":3,"a,b":4,"-":5,"":6,"\"":7,"Other":{"other":8}}`},
		"Conflicts": {`{"a":1,"b":[1,"x",{"c":[]}]}`, `{"a":"x","b":[]}`},
		"Numbers":   {`{"a":9007199254740993,"b":9223372036854775808,"c":-0.1,"d":1e3}`},
		"Keys":      {`{"a":{"1":{"b":[]},"2":null}}`, `{"a":{"3":{"b":[{"c":1}]}}}`},
		"Lists":     {`[[{"a":1}],[],null]`},
		"Texts":     {`["<&>é\u2028"]`},
	}
	told := decode(t, examples, examples)
	for name, texts := range examples {
		for i, text := range texts {
			if diff := cmp.Diff(plain(t, text), plain(t, told[name][i])); diff != "" {
				t.Errorf("the example %s of %s is not what its type encodes to:\n%s", text, name, diff)
			}
		}
	}
	if got := told["Numbers"][0]; !strings.Contains(got, "9223372036854775808") || !strings.Contains(got, "9007199254740993") {
		t.Errorf("digits were lost: %s", got)
	}
}

func TestAnAnswerUnlikeItsExamples(t *testing.T) {
	all := decode(t, map[string][]string{"It": {`{"a":1,"b":{"c":"x"},"raw":1}`, `{"a":1,"b":{"c":"x"},"raw":"x"}`}}, map[string][]string{"It": {
		`{"a":2,"b":{"c":"y","new":[1]},"new":{"x":null},"A":"case counts"}`, `{"b":null}`, `{"a":"one"}`, `{"b":{"c":7}}`, `[]`, ``,
	}})
	told := all["It"]
	if got := all["It other"][0]; got != "2" {
		t.Errorf("the answer has %s members without a field, not new and A", got)
	}
	for i, want := range []string{
		`{"A":"case counts","a":2,"b":{"c":"y","new":[1]},"new":{"x":null}}`, // unknown members are kept
		`{"a":0,"b":{"c":""}}`, // what is missing is the zero value
		`"a": json: cannot unmarshal string`, `"b": "c": json: cannot unmarshal number`, `cannot unmarshal array`, `unexpected end of JSON input`,
	} {
		if !strings.Contains(told[i], want) {
			t.Errorf("answer %d: got %s, not %s", i, told[i], want)
		}
	}
}

// manualProgram has the code of the manual.
const manualProgram = `package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/astor"
	astorclient "github.com/guichet-go/guichet/astor/astorgen/%s/invented"
)

func main() {
	ctx := context.Background()
	client, err := astor.New(astor.Token(os.Args[1]), astor.Environment{BaseURL: os.Args[2]})
	if err != nil {
		log.Fatal(err)
	}
	operations, err := astorclient.New(client)
	if err != nil {
		log.Fatal(err)
	}
	response, err := operations.CreateAUser(ctx, astorclient.CreateAUserParams{
		Body: &astorclient.CreateAUserBody{FirstName: guichet.Set("Ada"), Role: guichet.Set("viewer")},
	})
	if err != nil {
		log.Fatal(err)
	}
	user, err := operations.DecodeCreateAUser(response)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(user.ID, user.Role)
}
`

func TestTheCodeOfTheManualRuns(t *testing.T) {
	server := started(t)
	if out := run(t, typed(t, astortest.Collection()), manualProgram, astortest.Token, server.URL); out != "7 operator\n" {
		t.Errorf("it printed %q", out)
	}
	if got := server.Requests()[0].Body; got != `{"first_name":"Ada","role":"viewer"}` {
		t.Errorf("it sent %s", got)
	}
}

func started(t *testing.T) *astortest.Server {
	t.Helper()
	server, err := astortest.New(astortest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return server
}
