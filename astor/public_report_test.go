package astor_test

import (
	"strings"
	"testing"

	"github.com/guichet-go/guichet/astor"
)

// TestWhatOtherProgramsWereReportedForIsRight has a row for each public report about a
// program that reads collections, with files of our own.
func TestWhatOtherProgramsWereReportedForIsRight(t *testing.T) {
	const basic = `"auth":{"type":"basic","basic":{"username":"ana","password":"mot"}},`
	address := map[string]string{"hostname": "auth.example.invalid", "服务": "https://auth.example.invalid"}
	for _, row := range []struct{ report, above, request, want string }{
		{"hoppscotch 2124", "", `"https://{{hostname}}/a"`, "GET AUTH/a"},
		{"bruno 2431", "", `{"url":"{{base_url}}/a/:b?x=1","method":"GET"}`, "refused: astor: it: the variable \"b\" has no value: set it (not sent)"},
		{"bruno 2496", "", `{"url":{"raw":"{{base_url}}/a?x=1","host":"","path":""}}`, "GET AUTH/a?x=1"},
		{"bruno 8287", "", `{"url":{"raw":"{{base_url}}/api/chat?user=1","host":["{{base_url}}"],"path":["api","chat?user=1"],"query":[{"key":"user","value":"1"}]}}`, "GET AUTH/api/chat?user=1"},
		{"postman-to-openapi 212", "", `{"url":{"host":["{{base_url}}"],"path":["a"]}}`, "GET AUTH/a"},
		{"postman-to-openapi 272", "", `{"method":"GET","url":null}`, "refused: astor: it: the URL of the operation does not start with a host (not sent)"},
		{"postman-to-openapi 226", "", `{"url":{"host":["{{base_url}}"],"path":["a"],"query":[null],"variable":[null]},"header":[null]}`, "GET AUTH/a"},
		{"postman-to-openapi 198", "", `{"method":"POST","url":"{{base_url}}/a","body":null}`, "POST AUTH/a"},
		{"laravel-api-to-postman 96", "", `{"method":"POST","url":"{{base_url}}/a","body":{"mode":"urlencoded","urlencoded":[null,{"key":"b","value":null}]}}`, "POST AUTH/a [Content-Type: application/x-www-form-urlencoded] b"},
		{"Restfox 308", "", `{"url":{"host":["https://{{hostname}}/base"],"path":["a"]}}`, "GET AUTH/base/a"},
		{"apiark 16", "", `{"url":{"host":["{{base_url}}"],"path":[":ville_de_résidence"],"variable":[{"key":"ville_de_résidence","value":"Orléans"}]}}`, "GET AUTH/Orl%C3%A9ans"},
		{"spring-demo 34", "", `"{{服务}}/a"`, "GET AUTH/a"},
		{"rap2 732", "", `{"url":{"protocol":"https","host":["auth","example","invalid"],"port":"","path":["a"]}}`, "GET AUTH/a"},
		{"postman-collection 125", "", `"{{ base_url }}/a"`, "GET AUTH/a"},
		{"postman-collection 1337", "", `{"method":"POST","url":"{{base_url}}/a","body":{"mode":"raw","raw":"{} // note","options":{"raw":{"language":"json"}}}}`, "POST AUTH/a [Content-Type: application/json] {} "},
		{"insomnia 2051", `"variable":[{"key":"my.own-name","value":"v"}],`, `"{{base_url}}/{{my.own-name}}"`, "GET AUTH/v"},
		{"insomnia 6696", basic, `"{{base_url}}/a"`, "GET AUTH/a [Authorization: Basic {{credentials}}]"},
		{"keyrunner 107", `"variable":[{"key":"a","value":"{{b}}"},{"key":"b","value":"v"}],`, `"{{base_url}}/{{a}}"`, "GET AUTH/v"},
		{"nightingale 132", "", `{"url":{"raw":"{{base_url}}/a?x=1","host":["{{base_url}}"],"path":["a"],"query":[{"key":"x","value":"1"}]}}`, "GET AUTH/a?x=1"},
		{"newman 751", "", `{"url":"{{base_url}}/a","body":{"mode":"raw","raw":"x"}}`, "GET AUTH/a"},
		{"newman 506", "", `{"method":"POST","url":"{{base_url}}/é?à=ç","body":{"mode":"raw","raw":"été"}}`, "POST AUTH/%C3%A9?%C3%A0=%C3%A7 [Content-Type: text/plain] été"},
		{"newman 1880", `"protocolProfileBehavior":{"disableBodyPruning":true},`, `{"url":"{{base_url}}/a","body":{"mode":"raw","raw":"x"}}`, "GET AUTH/a [Content-Type: text/plain] x"},
		{"bruno 5686", "", `{"url":"{{base_url}}/a","auth":{"type":"bearer"}}`, "GET AUTH/a [Authorization: Bearer {{AUTH_TOKEN}}]"},
	} {
		c := parse(t, []byte(`{`+row.above+`"item":[{"name":"it","request":`+row.request+`}]}`))
		values := astor.Values{Vars: map[string]string{}}
		for name, value := range address {
			if strings.Contains(row.request, "{{"+name+"}}") {
				values.Vars[name] = value
			}
		}
		got := ""
		if r, err := client(t, here()).Build(c.Operations()[0], values); err != nil {
			got = "refused: " + err.Error()
		} else {
			got = shown(r)
		}
		if got != row.want {
			t.Errorf("%s:\n got %s\nwant %s", row.report, got, row.want)
		}
	}
}
