package astor_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guichet-go/guichet/astor"
	"github.com/guichet-go/guichet/astor/astortest"
)

func parsed(t testing.TB, data []byte) *astor.Collection {
	t.Helper()
	c, err := astor.ParseCollection(data)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// changes tells each change in a line.
func changes(all []astor.Change) (told []string) {
	for _, c := range all {
		switch {
		case c.Old == nil:
			told = append(told, "new "+c.New.String())
		case c.New == nil:
			told = append(told, "gone "+c.Old.String())
		default:
			line := "changed " + c.New.Name
			for _, d := range c.Differences {
				line += fmt.Sprintf("; %s -%s +%s", d.Aspect, strings.Join(d.Old, ","), strings.Join(d.New, ","))
			}
			told = append(told, line)
		}
	}
	return told
}

func TestTheThreeFormsOfOneCollectionHaveNoDifference(t *testing.T) {
	forms := map[string][]byte{"v2.1.0": astortest.Collection(), "v2.0.0": astortest.CollectionV200(), "documentation": astortest.CollectionDocumentation()}
	for name, before := range forms {
		for other, after := range forms {
			if told := changes(astor.Compare(parsed(t, before), parsed(t, after))); told != nil {
				t.Errorf("from %s to %s:\n%s", name, other, strings.Join(told, "\n"))
			}
		}
	}
}

func TestEachAspectOfAnOperationIsCompared(t *testing.T) {
	const before = `{"id":"1","name":"op","request":{"method":"POST","url":{"host":["{{base_url}}"],"path":["a",":id"],
		"query":[{"key":"page","value":"1"},{"key":"old","value":"1","disabled":true}]},"header":[{"key":"X-One","value":"1"}],
		"auth":{"type":"bearer","bearer":{"token":"{{AUTH_TOKEN}}"}},"body":{"mode":"raw","raw":"{\"a\":1, \"b\":[{\"c\":{{x}}}]} // note"}}}`
	const form = `"body":{"mode":"urlencoded","urlencoded":[{"key":"a","value":"1"},{"key":"f","type":"file"}]}}`
	for about, c := range map[string]struct {
		from, to string // what is replaced, and by what
		want     string
	}{
		"nothing":                     {``, ``, ``},
		"the name":                    {`"name":"op"`, `"name":"other"`, `changed other; name -op +other`},
		"the method":                  {`POST`, `PUT`, `changed op; method -POST +PUT`},
		"the host":                    {`{{base_url}}`, `{{cams_base_url}}`, `changed op; host -{{base_url}} +{{cams_base_url}}`},
		"the vendor's host":           {`{{base_url}}`, `https://auth.service.astorprotect.com`, ``},
		"the path":                    {`":id"`, `":user"`, `changed op; path -/a/:id +/a/:user`},
		"a name in a query":           {`"key":"page"`, `"key":"p"`, `changed op; query -page +p`},
		"a value in a query":          {`"value":"1"`, `"value":"2"`, ``},
		"a header":                    {`"X-One"`, `"X-Two"`, `changed op; headers -X-One +X-Two`},
		"the case of a header":        {`"X-One"`, `"x-one"`, ``},
		"the auth":                    {`"type":"bearer"`, `"type":"noauth"`, `changed op; auth -bearer header Authorization +`},
		"a member":                    {`\"c\"`, `\"d\"`, `changed op; fields -b[].c +b[].d`},
		"a value":                     {`\"a\":1`, `\"a\":2`, ``},
		"a comment":                   {`// note`, `/* other */`, ``},
		"the body's kind":             {before[strings.Index(before, `"body"`):], form + `}`, `changed op; body -raw application/json +urlencoded; fields -b,b[].c +f (file)`},
		"a text":                      {`{\"a\":1, \"b\":[{\"c\":{{x}}}]} // note`, `<a/>`, `changed op; body -raw application/json +raw text/plain; fields -a,b,b[].c +; text - +`},
		"a switch":                    {`,"disabled":true`, ``, `changed op; disabled -query old +`},
		"a new parameter that is off": {`{"key":"page"`, `{"key":"new","disabled":true},{"key":"page"`, `changed op; query - +new`},
		"a description":               {`"method"`, `"description":"x","method"`, ``},
	} {
		t.Run(about, func(t *testing.T) {
			after := strings.ReplaceAll(before, c.from, c.to)
			if c.from == "" {
				after = before
			} else if after == before {
				t.Fatalf("%s does not stand in the request", c.from)
			}
			got := strings.Join(changes(astor.Compare(parsed(t, []byte(`{"item":[`+before+`]}`)), parsed(t, []byte(`{"item":[`+after+`]}`)))), "\n")
			if got != c.want {
				t.Errorf("got %q, not %q", got, c.want)
			}
		})
	}
}

// items is a collection of operations that are written "id name METHOD /path".
func items(t *testing.T, lines ...string) *astor.Collection {
	t.Helper()
	all := []any{}
	for _, line := range lines {
		words := strings.Fields(line)
		item := map[string]any{"name": words[1], "request": map[string]any{"method": words[2], "url": "{{base_url}}" + words[3]}}
		if words[0] != "-" {
			item["id"] = words[0]
		}
		all = append(all, item)
	}
	data, err := json.Marshal(map[string]any{"item": all})
	if err != nil {
		t.Fatal(err)
	}
	return parsed(t, data)
}

func TestOperationsBelongTogetherByIDThenByNameThenByRequest(t *testing.T) {
	for about, c := range map[string]struct{ before, after, want []string }{
		"the id wins over the name":              {[]string{"1 a GET /a", "2 b GET /b"}, []string{"2 a GET /b", "1 b GET /a"}, []string{"changed a; name -b +a", "changed b; name -a +b"}},
		"the name counts where ids are new":      {[]string{"1 a GET /a", "2 b GET /b"}, []string{"8 b PUT /b", "9 a GET /a"}, []string{"changed b; method -GET +PUT"}},
		"the name counts where ids are missing":  {[]string{"- a GET /a", "- b GET /b"}, []string{"- b GET /b", "- a GET /a"}, nil},
		"the request counts where names are new": {[]string{"1 a GET /a"}, []string{"2 z GET /a"}, []string{"changed z; name -a +z"}},
		"what came and what went":                {[]string{"1 a GET /a", "2 b GET /b"}, []string{"3 c GET /c", "1 a GET /a"}, []string{"new GET c", "gone GET b"}},
		"one of two of a name is gone":           {[]string{"- a GET /1", "- a GET /2"}, []string{"- a GET /2"}, []string{"gone GET a"}},
		"twins of one id":                        {[]string{"1 a GET /a", "1 a GET /a"}, []string{"1 a GET /a"}, []string{"gone GET a"}},
		"nothing":                                {nil, nil, nil},
	} {
		t.Run(about, func(t *testing.T) {
			got := changes(astor.Compare(items(t, c.before...), items(t, c.after...)))
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestABodyThatIsNotSentMakesNoDifference(t *testing.T) {
	const text = `{"item":[{"name":"op","request":{"method":"GET","url":"{{base_url}}/a","body":{"mode":"raw","raw":"{\"%s\":1}"}}}]}`
	if told := changes(astor.Compare(parsed(t, fmt.Appendf(nil, text, "a")), parsed(t, fmt.Appendf(nil, text, "b")))); told != nil {
		t.Error(told)
	}
}

func TestABodyIsComparedDownToALimit(t *testing.T) {
	deep := func(name string) *astor.Collection {
		body, _ := json.Marshal(strings.Repeat(`{"`+name+`":`, 2000) + "1" + strings.Repeat("}", 2000))
		return parsed(t, []byte(`{"item":[{"name":"op","request":{"method":"POST","url":"{{base_url}}/a","body":{"mode":"raw","raw":`+string(body)+`}}}]}`))
	}
	all := astor.Compare(deep("a"), deep("b"))
	if n := len(all[0].Differences[0].Old); n > 200 {
		t.Errorf("%d members were compared", n)
	}
}
