package command_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/astor"
	"github.com/guichet-go/guichet/gopaas"
	"github.com/guichet-go/guichet/rdvsolidarites"
	"github.com/guichet-go/guichet/zops"
)

// reply is what a service answers.
type reply struct {
	status int
	header string // "Name: value"
	body   string
}

// clients speak to one server.
type clients struct {
	rdv    *rdvsolidarites.Client
	zops   *zops.Client
	gopaas *gopaas.Client
	oauth  *gopaas.Client
	astor  *astor.Client
}

// clientsOf returns clients of a server that gives one reply to all requests.
func clientsOf(t *testing.T, r reply) clients {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if name, value, ok := strings.Cut(r.header, ": "); ok {
			w.Header().Set(name, value)
		}
		if r.status == 0 {
			panic(http.ErrAbortHandler)
		}
		w.WriteHeader(r.status)
		_, _ = io.WriteString(w, r.body)
	}))
	t.Cleanup(server.Close)
	options := []guichet.Option{guichet.WithBaseURL(server.URL), guichet.WithRetries(0)}
	c := clients{rdv: made(t, rdvsolidarites.Bearer("jeton"), rdvsolidarites.New, options)}
	c.zops = made(t, zops.Token("jeton"), zops.New, options)
	c.gopaas = made(t, gopaas.APIKey("clef"), gopaas.New, options)
	c.oauth = made(t, gopaas.ClientCredentials("client", "secret"), gopaas.New, options)
	var err error
	if c.astor, err = astor.New(astor.Token("jeton"), astor.Environment{Name: "essai", BaseURL: server.URL}, guichet.WithRetries(0)); err != nil {
		t.Fatal(err)
	}
	return c
}

func made[K, C any](t *testing.T, credential K, create func(K, ...guichet.Option) (*C, error), options []guichet.Option) *C {
	t.Helper()
	client, err := create(credential, options...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// sdkFailures are provoked in the packages of the services, so that a sentence that
// the SDK makes without a code is found.
func sdkFailures(t *testing.T) map[string]error {
	t.Helper()
	all := map[string]error{}
	for name, r := range map[string]reply{
		"a page": {200, "Content-Type: text/html", "<html>"}, "a page of a gateway": {502, "Content-Type: text/html", "<html>"},
		"no reason": {422, "", ""}, "a part": {206, "", "{}"}, "a redirect": {302, "Location: https://a.fr/b", ""},
		"a redirect to nowhere": {302, "Location: http://[", ""}, "an encoding": {200, "Content-Encoding: br", "{}"},
		"not UTF-8": {200, "Content-Type: application/json", "{\"a\":\"\xff\"}"}, "not what it says": {200, "Content-Type: application/json; charset=shift_jis", "{\"a\":\"\xff\"}"},
		"an object": {200, "", "{}"}, "a list": {200, "", "[]"}, "a text": {200, "", `"a"`}, "rows": {200, "", `{"rows":[1],"content":[1],"users":[1]}`}, "a name twice": {200, "", `{"users":[],"users":[]}`},
		"two values": {200, "", "{} {}"}, "nothing": {200, "", ""}, "a message": {200, "", `{"msg":"refusé"}`}, "null": {200, "", "null"}, "half": {200, "", `{"users":`},
		"no id": {200, "", `{"users":[{}],"meta":{"total_count":1,"current_page":1}}`}, "a moment": {200, "", `{"absence":{"id":1,"created_at":"hier"}}`}, "401": {401, "", ""},
		"hung up": {}, "a link": {200, "", `{"download_url":"ftp://a.fr/b"}`}, "no address": {200, "", `{"download_url":"http://[::1"}`}, "402": {402, "", ""}, "403": {403, "", `{"message":"refusé"}`},
		"404": {404, "", `{"not_found":"absence"}`}, "405": {405, "", ""}, "500": {500, "", ""}, "missing": {400, "", `{"missing":"name","errors":["refusé"]}`},
	} {
		c := clientsOf(t, r)
		for service, err := range c.asked(t.Context()) {
			if err != nil {
				all["SDK: "+service+" and "+name] = err
			}
		}
	}
	for name, err := range unsentFailures(t) {
		all["SDK: "+name] = err
	}
	return all
}

// asked are the errors of one call of each sort.
func (c clients) asked(ctx context.Context) map[string]error {
	all := map[string]error{}
	for _, err := range c.rdv.Users.All(ctx, rdvsolidarites.UserQuery{}) {
		if err != nil {
			all["rdv list"] = err
		}
	}
	_, all["rdv get"] = c.rdv.Absences.Get(ctx, 1)
	_, all["rdv me"] = c.rdv.Agents.Me(ctx)
	_, all["rdv sign-in"] = c.rdv.Auth.SignIn(ctx, "a@a.fr", "secret")
	_, all["zops list"] = c.zops.Projects.List(ctx)
	_, all["zops login"] = c.zops.Session.Login(ctx, "a@a.fr", "secret")
	_, all["zops billing"] = c.zops.Billings.Create(ctx, zops.UserCreate{Email: "a@a.fr"})
	_, all["gopaas page"] = c.gopaas.Lists.Page(ctx, "vue", gopaas.ListQuery{})
	_, all["gopaas item"] = c.gopaas.Items.Get(ctx, "table", "1")
	_, all["gopaas file"] = c.gopaas.Files.Open(ctx, "table", "1", "champ")
	_, all["gopaas token"] = c.oauth.Auth.Token(ctx)
	all["astor"] = c.astor.Do(ctx, astor.AuthCRM, "GET", "/a", nil, new(map[string]any))
	return all
}

// unsentFailures are those of calls that are refused before anything is sent.
func unsentFailures(t *testing.T) map[string]error {
	t.Helper()
	c := clientsOf(t, reply{200, "", "{}"})
	ctx := t.Context()
	get := func(options ...guichet.CallOption) error { return c.rdv.Do(ctx, "GET", "/a", nil, nil, options...) }
	broken := made(t, rdvsolidarites.Bearer("abc\x01def"), rdvsolidarites.New, []guichet.Option{guichet.WithBaseURL("http://127.0.0.1:9")})
	late, cancel := context.WithDeadline(ctx, time.Now().Add(-time.Hour))
	defer cancel()
	all := map[string]error{
		"a credential with a control character": broken.Do(ctx, "GET", "/a", nil, nil),
		"a header of the connection":            get(guichet.WithHeader("Host", "a")),
		"a header's name":                       get(guichet.WithHeader("a b", "a")),
		"a header twice":                        get(guichet.WithHeader("User-Agent", "a"), guichet.WithHeader("User-Agent", "b")),
		"a header with a control character":     get(guichet.WithHeader("A", "a\x01")),
		"a header of the credential":            get(guichet.WithHeader("Authorization", "a")),
		"too large":                             c.rdv.Do(ctx, "GET", "/a", nil, new(any), guichet.MaxBytes(1)),
		"too late":                              c.rdv.Do(late, "GET", "/a", nil, nil),
		"a flavour":                             c.gopaas.Do(ctx, "GET", "/api/oauth2/a", nil, nil),
		"a method":                              c.astor.Do(ctx, astor.AuthCRM, "PATCH", "/a", nil, nil),
		"no cameras":                            c.astor.Do(ctx, astor.Cameras, "GET", "/a", nil, nil),
	}
	_, all["a batch"] = c.gopaas.Items.PushChecked(ctx, "t", gopaas.Checked{}, gopaas.PushOptions{Batch: -1})
	for name, row := range map[string]string{"no object": "[]", "no cle": "{}", "an expression": `{"cle":"a","b":"$$c"}`, "a field twice": `{"cle":"a","cle":"b"}`, "half a row": `{"cle":`} {
		all["a row: "+name] = gopaas.PushOptions{}.Checker().Check(gopaas.Row{Raw: []byte(row)})
	}
	for name, text := range map[string]string{"nothing": "", "a page": "<p>", "half": "{", "a list": "[]", "two": "{} {}", "not JSON": "{a", "version 1": `{"requests":[]}`, "another": "{}"} {
		_, all["a collection: "+name] = astor.ParseCollection([]byte(text))
		_, all["an environment file: "+name] = astor.ParseEnvironment(strings.NewReader(text))
	}
	for name, err := range all {
		if err == nil {
			t.Errorf("%s is not refused", name)
		}
	}
	return all
}
