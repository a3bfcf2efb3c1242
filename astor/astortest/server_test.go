package astortest_test

import (
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/astor"
	"github.com/guichet-go/guichet/astor/astortest"
)

func start(t *testing.T, o astortest.Options) *astortest.Server {
	t.Helper()
	server, err := astortest.New(o)
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return server
}

func call(t *testing.T, client *astor.Client, name string, values astor.Values) (*astor.Response, error) {
	t.Helper()
	c, err := astor.ParseCollection(astortest.Collection())
	if err != nil {
		t.Fatal(err)
	}
	o, err := c.Find(name)
	if err != nil {
		t.Fatal(err)
	}
	return client.Call(t.Context(), o, values)
}

func open(t *testing.T, credential astor.Credential, server *astortest.Server, options ...guichet.Option) *astor.Client {
	t.Helper()
	client, err := astor.New(credential, server.Environment(), options...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func TestALogInGivesTheTokenThatTheServerWants(t *testing.T) {
	server := start(t, astortest.Options{Token: "un-autre-jeton"})
	r, err := call(t, open(t, astor.Anonymous(), server), "Log in/Log in", astor.Values{Vars: map[string]string{"email": "a@example.fr", "password": "x"}})
	if err != nil {
		t.Fatal(err)
	}
	var session struct{ Token string }
	if err := r.Decode(&session); err != nil {
		t.Fatal(err)
	}
	if _, err := call(t, open(t, astor.Token(session.Token), server), "Who am I", astor.Values{}); err != nil {
		t.Errorf("the token %q is refused: %v", session.Token, err)
	}
	_, err = call(t, open(t, astor.Token("faux"), server), "Who am I", astor.Values{})
	if !errors.Is(err, guichet.ErrUnauthorized) {
		t.Errorf("a wrong token gave %v", err)
	}
	_, err = call(t, open(t, astor.Token("faux"), server), "List cameras", astor.Values{})
	if !errors.Is(err, guichet.ErrUnauthorized) {
		t.Errorf("a wrong token at the cameras gave %v", err)
	}
}

func TestACallerCanChooseAnExample(t *testing.T) {
	client := open(t, astor.Token(astortest.Token), start(t, astortest.Options{}))
	vars := map[string]string{"id": "7", "role": "viewer"}
	_, err := call(t, client, "Update a user", astor.Values{Vars: vars, Header: http.Header{"X-Mock-Response-Name": {"Not allowed"}}})
	if !errors.Is(err, guichet.ErrForbidden) {
		t.Errorf("the example by name gave %v", err)
	}
	_, err = call(t, client, "List users", astor.Values{Header: http.Header{"X-Mock-Response-Code": {"402"}}})
	if !errors.Is(err, guichet.ErrPaymentRequired) {
		t.Errorf("the example by code gave %v", err)
	}
	r, err := call(t, client, "Create a user", astor.Values{Vars: map[string]string{"first_name": "É", "last_name": "M", "email": "e@example.fr"}})
	if err != nil || r.Status != http.StatusCreated || r.Header.Get("Location") != "/users/7" {
		t.Errorf("the first good example gave %+v, %v", r, err)
	}
}

func TestAnOperationOutsideTheCollectionIsNotFound(t *testing.T) {
	client := open(t, astor.Token(astortest.Token), start(t, astortest.Options{}))
	for path, kind := range map[string]error{"/nothing": guichet.ErrNotFound, "/users/7/8/9": guichet.ErrNotFound, "/cameras": guichet.ErrNotFound, "/login/renew": guichet.ErrUnexpected} {
		if err := client.Do(t.Context(), astor.AuthCRM, "GET", path, nil, nil); !errors.Is(err, kind) {
			t.Errorf("%s gave %v", path, err)
		}
	}
}

func TestFaultsReachBothServices(t *testing.T) {
	server := start(t, astortest.Options{})
	client := open(t, astor.Token(astortest.Token), server, guichet.WithRetries(0))
	for _, name := range []string{"Who am I", "List cameras"} {
		server.Fault(astortest.Fault{Status: http.StatusServiceUnavailable})
		if _, err := call(t, client, name, astor.Values{}); !errors.Is(err, guichet.ErrUnavailable) {
			t.Errorf("%s gave %v", name, err)
		}
		server.Fault(astortest.Fault{ExpireSession: true})
		if _, err := call(t, client, name, astor.Values{}); !errors.Is(err, guichet.ErrUnauthorized) {
			t.Errorf("%s with a lost token gave %v", name, err)
		}
		if _, err := call(t, client, name, astor.Values{}); err != nil {
			t.Errorf("%s afterwards gave %v", name, err)
		}
	}
	if n := len(server.Requests()); n != 6 {
		t.Errorf("the recording has %d requests, not 6", n)
	}
}

func TestTheTransportAnswersWithoutASocket(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, err := astortest.New(astortest.Options{Latency: time.Hour})
		if err != nil {
			t.Fatal(err)
		}
		client := open(t, astor.Token(astortest.Token), server, guichet.WithHTTPClient(&http.Client{Transport: server.Transport()}))
		began := time.Now()
		for _, name := range []string{"Who am I", "List cameras"} {
			if _, err := call(t, client, name, astor.Values{}); err != nil {
				t.Errorf("%s gave %v", name, err)
			}
		}
		if took := time.Since(began); took != 2*time.Hour {
			t.Errorf("two answers took %v", took)
		}
	})
}

func TestAnyCollectionCanBeServed(t *testing.T) {
	data := `{"auth":{"type":"apikey","apikey":{"key":"k","value":"{{AUTH_TOKEN}}","in":"query"}},"item":[
		{"name":"short","request":"{{base_url}}/v1/{{thing}}","response":[{"code":200,"header":"Content-Length: 900\nX-A: b","body":"\"any\""}]},
		{"name":"exact","request":"{{base_url}}/v1/things","response":[{"code":999,"body":"\"exact\""}]},
		{"name":"none","request":"{{cams_base_url}}/v1/:name.json"},
		{"name":"never","request":{"method":"PATCH","url":"{{base_url}}/v1/things"}}]}`
	server := start(t, astortest.Options{Collection: []byte(data)})
	get := func(url string) (int, string) {
		resp, err := http.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, string(body)
	}
	for _, row := range []struct {
		url    string
		status int
		body   string
	}{
		{server.URL + "/v1/other?k=" + astortest.Token, 200, `"any"`},
		{server.URL + "/v1/things?k=" + astortest.Token, 200, `"exact"`},
		{server.CamsURL + "/v1/a.json?k=" + astortest.Token, 200, "{}\n"},
		{server.CamsURL + "/v1/.json?k=" + astortest.Token, 404, `{"message":"Ressource introuvable"}` + "\n"},
		{server.URL + "/v1/things", 401, `{"message":"Jeton absent ou périmé"}` + "\n"},
	} {
		if status, body := get(row.url); status != row.status || body != row.body {
			t.Errorf("%s gave %d %s", row.url, status, body)
		}
	}
	if _, err := astortest.New(astortest.Options{Collection: []byte("{}")}); !errors.Is(err, astor.ErrNotACollection) {
		t.Errorf("no collection gave %v", err)
	}
}

// TestTheServerChecksALiteralPair checks that the server wants the pair of the
// file, which differs from the token.
func TestTheServerChecksALiteralPair(t *testing.T) {
	data := `{"item":[{"name":"login","request":{"method":"POST","url":"{{base_url}}/login","header":"Authorization: Basic d2ViOm1vdA=="},"response":[{"code":200,"body":"{}"}]}]}`
	server := start(t, astortest.Options{Collection: []byte(data)})
	c, err := astor.ParseCollection([]byte(data))
	if err != nil {
		t.Fatal(err)
	}
	client := open(t, astor.Anonymous(), server)
	if _, err := client.Call(t.Context(), c.Operations()[0], astor.Values{}); err != nil {
		t.Errorf("the pair is refused: %v", err)
	}
	if err := client.Do(t.Context(), astor.AuthCRM, "POST", "/login", nil, nil); !errors.Is(err, guichet.ErrUnauthorized) {
		t.Errorf("without the pair it gave %v", err)
	}
}

func TestTheInventedCollectionIsWrittenToAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "collection.json")
	if err := astortest.WriteCollection(path); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil || string(data) != string(astortest.Collection()) {
		t.Errorf("the file differs: %v", err)
	}
}

func TestTheCompressedCollectionIsTheOneBesideIt(t *testing.T) {
	data, err := os.ReadFile("testdata/invented.v2.1.0.json")
	if err != nil || string(data) != string(astortest.Collection()) {
		t.Errorf("it differs, run go generate: %v", err)
	}
}
