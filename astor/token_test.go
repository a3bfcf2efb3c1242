package astor_test

import (
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/astor"
)

// jwt is a token as services give them.
const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJjYW5hcnkiOjF9.c2lnbmF0dXJl"

// TestAUsualPlaceOfATokenTakesTheUsers: a header or a parameter with a usual name
// takes the token as an auth of the file does.
func TestAUsualPlaceOfATokenTakesTheUsers(t *testing.T) {
	for _, row := range []struct{ request, want string }{
		{`"header":"x-access-token: author-secret"`, "GET AUTH/a [X-Access-Token: {{AUTH_TOKEN}}]"},
		{`"header":"X-API-Key: {{clef}}"`, "GET AUTH/a [X-Api-Key: {{clef}}]"},
		{`"header":"X-Auth-Token: Token author-secret"`, "GET AUTH/a [X-Auth-Token: Token {{AUTH_TOKEN}}]"},
		{`"header":"token: {{session}}"`, "GET AUTH/a [Token: {{session}}]"},
		{`"header":"api_key:"`, "GET AUTH/a [Api_key: {{AUTH_TOKEN}}]"},
		{`"header":"X-Session: ` + jwt + `"`, "GET AUTH/a [X-Session: {{AUTH_TOKEN}}]"},
		{`"header":"X-Session: Bearer ` + jwt + `"`, "GET AUTH/a [X-Session: Bearer {{AUTH_TOKEN}}]"},
		{`"url":"{{base_url}}/a?x=1&access_token=` + jwt + `"`, "GET AUTH/a?x=1&access_token={{AUTH_TOKEN}}"},
		{`"url":"{{base_url}}/a?api_key={{clef}}"`, "GET AUTH/a?api_key={{clef}}"},
		{`"url":"{{base_url}}/a?token="`, "GET AUTH/a?token={{AUTH_TOKEN}}"},
		{`"url":"{{base_url}}/a?token={{AUTH_TOKEN}}"`, "GET AUTH/a?token={{AUTH_TOKEN}}"},
		{`"url":"{{base_url}}/a?s=` + jwt + `"`, "GET AUTH/a?s={{AUTH_TOKEN}}"},
		{`"auth":{"type":"noauth"},"header":"X-Api-Key: author-secret"`, "GET AUTH/a [X-Api-Key: {{AUTH_TOKEN}}]"},
		{`"url":"{{base_url}}/a?token"`, "GET AUTH/a?token"},
	} {
		request := "{" + row.request + "}"
		if !strings.Contains(request, `"url"`) {
			request = `{"url":"{{base_url}}/a",` + row.request + "}"
		}
		o := one(t, request)
		r, err := client(t, here()).Build(o, astor.Values{})
		if err != nil || shown(r) != row.want {
			t.Errorf("%s was built as %v, %v\nwant %s", row.request, r, err, row.want)
			continue
		}
		if text := o.URL + row.want + notes(o); strings.Contains(text, "author-secret") || strings.Contains(text, "eyJ") {
			t.Errorf("%s shows the author's token: %s", row.request, text)
		}
		encoded, err := parse(t, []byte(`{"item":[{"name":"it","request":`+request+`}]}`)).MarshalJSON()
		if err != nil || strings.Contains(string(encoded), "author-secret") || strings.Contains(string(encoded), "eyJ") {
			t.Errorf("%s is written as %s, %v", row.request, encoded, err)
		}
		if r, err := client(t, here()).Build(parse(t, encoded).Operations()[0], astor.Values{}); err != nil || shown(r) != row.want {
			t.Errorf("%s is read again as %v, %v", row.request, r, err)
		}
	}
}

// TestOnlyOnePlaceTakesTheToken: any other usual place needs a value from the caller
// or the environment, and never has one from the file.
func TestOnlyOnePlaceTakesTheToken(t *testing.T) {
	const bearer = `"auth":{"type":"bearer","bearer":{"token":"{{AUTH_TOKEN}}"}}`
	for name, row := range map[string]struct{ request, variable string }{
		"a literal header":           {`"url":"{{base_url}}/a","header":"X-Api-Key: literal-secret"`, "X-Api-Key"},
		"a header's variable":        {`"url":"{{base_url}}/a","header":"X-Api-Key: {{clef}}"`, "clef"},
		"a literal parameter":        {`"url":"{{base_url}}/a?access_token=literal-secret"`, "access_token"},
		"a parameter's variable":     {`"url":"{{base_url}}/a?access_token={{clef}}"`, "clef"},
		"a literal field":            {`"method":"POST","url":"{{base_url}}/a","body":{"mode":"urlencoded","urlencoded":[{"key":"token","value":"literal-secret"}]}`, "token"},
		"a field's variable":         {`"method":"POST","url":"{{base_url}}/a","body":{"mode":"formdata","formdata":[{"key":"token","value":"{{clef}}"}]}`, "clef"},
		"a JSON web token":           {`"url":"{{base_url}}/a","header":"Cookie: s=` + jwt + `; lang=fr"`, "Cookie"},
		"a variable of a usual name": {`"url":"{{base_url}}/a?x={{api_key}}"`, "api_key"},
		"a variable that holds one":  {`"url":"{{base_url}}/a?x={{s}}"`, "s"},
	} {
		c := parse(t, []byte(`{"variable":[{"key":"clef","value":"author-secret"},{"key":"api_key","value":"author-secret"},{"key":"s","value":"`+jwt+`"}],"item":[{"name":"it","request":{`+row.request+`,`+bearer+`}}]}`))
		o := c.Operations()[0]
		encoded, err := c.MarshalJSON()
		if err != nil || strings.Contains(string(encoded), "eyJ") || strings.Contains(string(encoded), "literal-secret") {
			t.Errorf("%s: it is written as %s, %v", name, encoded, err)
		}
		_, err = client(t, here()).Build(o, astor.Values{})
		refused(t, err, astor.ErrUnresolved, `"`+row.variable+`"`)
		values := astor.Values{Vars: map[string]string{row.variable: "of-the-call"}}
		r, err := client(t, here()).Build(o, values)
		if err != nil || !strings.Contains(shown(r), "Bearer {{AUTH_TOKEN}}") {
			t.Errorf("%s: built %v, %v", name, r, err)
			continue
		}
		if usual := !strings.HasPrefix(name, "a variable") && name != "a JSON web token"; usual == strings.Contains(shown(r), "of-the-call") {
			t.Errorf("%s: built %s", name, shown(r))
		}
		environment := here()
		environment.Variables = []astor.Variable{{Name: row.variable, Value: "of-the-environment"}}
		if r, err := client(t, environment).Build(o, astor.Values{}); err != nil {
			t.Errorf("%s with a value of the environment gave %v, %v", name, r, err)
		}
	}
}

func TestAConfirmationIsNotTheUsersToken(t *testing.T) {
	_, err := client(t, here()).Build(one(t, `"{{base_url}}/verify?token={{verify_code}}"`), astor.Values{})
	refused(t, err, astor.ErrUnresolved, `"verify_code"`)
}

func TestATokenThatIsTurnedOffIsNotWritten(t *testing.T) {
	c := parse(t, []byte(`{"item":[{"name":"it","request":{"url":{"host":["{{base_url}}"],"query":[{"key":"api_key","value":"author-secret","disabled":true}]},"header":[{"key":"Authorization","value":"Bearer author-secret","disabled":true}]}}]}`))
	encoded, err := c.MarshalJSON()
	if err != nil || strings.Contains(string(encoded), "author-secret") {
		t.Errorf("it is written as %s, %v", encoded, err)
	}
	if r, err := client(t, here()).Build(c.Operations()[0], astor.Values{}); err != nil || shown(r) != "GET AUTH" || notes(c.Operations()[0]) != "" {
		t.Errorf("built %v, %v, with the notes %q", r, err, notes(c.Operations()[0]))
	}
}

func TestAMissingTokenIsNamed(t *testing.T) {
	anonymous, err := astor.New(astor.Anonymous(), here())
	if err != nil {
		t.Fatal(err)
	}
	for request, word := range map[string]string{
		`{"url":"{{base_url}}/a","header":"Authorization: Bearer {{jeton}}"}`:                  `"jeton"`,
		`{"url":"{{base_url}}/a","header":"x-access-token: author-secret"}`:                    `"AUTH_TOKEN"`,
		`{"url":"{{base_url}}/a","auth":{"type":"bearer","bearer":{"token":"{{mon_jeton}}"}}}`: `"mon_jeton"`,
	} {
		o := one(t, request)
		_, err := anonymous.Build(o, astor.Values{})
		refused(t, err, guichet.ErrNoCredential, word)
		name := strings.Trim(word, `"`)
		r, err := anonymous.Build(o, astor.Values{Secrets: map[string]guichet.Secret{name: guichet.NewSecret("canary")}})
		if err != nil || !strings.Contains(shown(r), "{{"+name+"}}") {
			t.Errorf("with the variable it was built as %v, %v", r, err)
		}
	}
}

// TestASecretWithinANameIsNotShown: the name of a variable without a value is told.
func TestASecretWithinANameIsNotShown(t *testing.T) {
	for _, request := range []string{`"{{base_url}}/{{x{{AUTH_TOKEN}}}}"`, `"{{base_url}}/a?x={{x{{hidden}}}}"`} {
		_, err := client(t, here()).Build(one(t, request), astor.Values{})
		refused(t, err, astor.ErrUnsupported, "a name would contain a secret")
	}
}
