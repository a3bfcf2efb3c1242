package astor_test

import (
	"strings"
	"testing"

	"github.com/guichet-go/guichet/astor"
)

// TestWhatIsBuiltForPeopleHidesEverySecret gives secrets from each place that
// they may come from.
func TestWhatIsBuiltForPeopleHidesEverySecret(t *testing.T) {
	bearer := func(value string) string {
		return `{"item":[{"name":"it","request":{"method":"GET","url":"{{base_url}}/x?q={{Q}}","header":[{"key":"X-Key","value":"{{K}}"}],"auth":{"type":"bearer","bearer":[{"key":"token","value":"` + value + `"}]}}}],"variable":[{"key":"K","value":"clef-canari","type":"secret"},{"key":"Q","value":"1"}]}`
	}
	environment, err := astor.ParseEnvironment(strings.NewReader(
		`{"name":"own","values":[{"key":"base_url","value":"https://a.example.fr"},{"key":"S","value":"env-canari","type":"secret"},{"key":"P","value":"plain-canari"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		value string
		vars  map[string]string
		want  string
	}{
		"the token":                        {"{{AUTH_TOKEN}}", nil, "Bearer {{AUTH_TOKEN}}"},
		"a token given with the call":      {"{{AUTH_TOKEN}}", map[string]string{"AUTH_TOKEN": "call-canari"}, "Bearer {{AUTH_TOKEN}}"},
		"a secret of the environment":      {"{{S}}", nil, "Bearer {{S}}"},
		"a secret given with the call":     {"{{S}}", map[string]string{"S": "call-canari", "Q": "2"}, "Bearer {{S}}"},
		"a plain variable that proves who": {"{{P}}", nil, "Bearer {{P}}"},
	} {
		client, err := astor.New(astor.Token("jeton-canari"), environment)
		if err != nil {
			t.Fatal(err)
		}
		request, err := client.Build(parse(t, []byte(bearer(c.value))).Operations()[0], astor.Values{Vars: c.vars})
		if err != nil {
			t.Fatal(err)
		}
		if text := shown(request); !strings.Contains(text, "[Authorization: "+c.want+"]") || !strings.Contains(text, "[X-Key: {{K}}]") || strings.Contains(text, "canari") {
			t.Errorf("%s: %s", name, text)
		}
	}
}

func TestASecretOfTheCallIsHiddenOutsideItsHeaderToo(t *testing.T) {
	environment := astor.Environment{Name: "own", BaseURL: "https://a.example.fr", Variables: []astor.Variable{{Name: "S", Secret: astor.NewSecret("env-canari")}}}
	client, err := astor.New(astor.Token("jeton-canari"), environment)
	if err != nil {
		t.Fatal(err)
	}
	operation := one(t, `{"method":"POST","url":"{{base_url}}/x?a={{AUTH_TOKEN}}&s={{S}}"}`)
	request, err := client.Build(operation, astor.Values{Vars: map[string]string{"AUTH_TOKEN": "call-canari", "S": "autre-canari"}})
	if err != nil {
		t.Fatal(err)
	}
	if text := shown(request); strings.Contains(text, "canari") || !strings.Contains(text, "a={{AUTH_TOKEN}}&s={{S}}") {
		t.Errorf("it shows %s", text)
	}
}
