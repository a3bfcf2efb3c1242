package zopstest_test

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/zops/zopstest"
)

// kinds of answers.
const (
	isJSON = iota
	isPage
	isEmpty
)

// kind tells who answered: the service, the web server in front of it, or nobody with a body.
func (g got) kind() int {
	switch {
	case g.text == "":
		return isEmpty
	case g.Header.Get("Content-Type") == "text/html":
		return isPage
	}
	return isJSON
}

// step is one request and what the service answers.
type step struct {
	method, path string
	body         any
	status, kind int
}

func (c *caller) steps(all []step) {
	c.t.Helper()
	for _, s := range all {
		answer := c.send(s.method, s.path, s.body)
		if answer.StatusCode != s.status || answer.kind() != s.kind {
			c.t.Errorf("%s %s %v was answered %d %s, not %d", s.method, s.path, s.body, answer.StatusCode, answer.text, s.status)
		}
	}
}

// TestTextThatTheDatabaseRefuses is about NUL and halves of surrogate pairs, which
// no column and no query takes.
func TestTextThatTheDatabaseRefuses(t *testing.T) {
	c := tenant(t)
	bare := "/projects/" + c.project("Bac à sable")
	c.nobody().want(201, "POST", "/register", fields{"organizationName": "Canton", "email": "canton@example.fr"})
	registration := c.as(zopstest.ManagerEmail, zopstest.ManagerPassword).
		want(200, "GET", "/email-tracking?receiver=canton@example.fr", nil).rows()[0]["accountId"].(string)
	const user = `{"email": "%s", "password": "p", "firstName": "%s", "lastName": "%s"}`
	const approval = `{"email": "%s", "password": "p", "firstName": "%s", "lastName": "z", "approveCode": "%s"}`
	code := c.server.Mailbox("canton@example.fr").ApproveCode
	for _, bad := range []string{`a\u0000@b.fr`, `a\ud800@b.fr`, `a\udfff@b.fr`, `\udc00\udfff@b.fr`, `\udc00\ud800@b.fr`} {
		c.steps([]step{
			{"POST", "/session", `{"email": "` + bad + `", "password": "p"}`, 500, isJSON},
			{"POST", "/forgot-password", `{"email": "` + bad + `"}`, 500, isJSON},
			{"POST", "/register", `{"organizationName": "x", "email": "` + bad + `"}`, 500, isJSON},
			{"POST", "/register", `{"organizationName": "` + bad + `", "email": "neuf@b.fr"}`, 500, isJSON},
			{"POST", "/register/approve-code", `{"email": "` + bad + `"}`, 500, isJSON},
			{"PUT", "/register/" + registration, fmt.Sprintf(approval, bad, "y", code), 500, isJSON},
			{"PUT", "/register/" + registration, fmt.Sprintf(approval, "a@b.fr", bad, code), 500, isJSON},
			{"PUT", "/register/" + registration, fmt.Sprintf(approval, "a@b.fr", "y", bad), 409, isJSON},
			{"PUT", "/account", `{"organizationName": "` + bad + `", "address": "", "phone": "33565000000", "email": "a"}`, 500, isJSON},
			{"PUT", "/account", `{"organizationName": "", "address": "` + bad + `", "phone": "33565000000", "email": "a"}`, 500, isJSON},
			{"PUT", "/account", `{"organizationName": "", "address": "", "phone": "33565000000", "email": "` + bad + `"}`, 500, isJSON},
			{"POST", "/admins", fmt.Sprintf(user, bad, "x", "y"), 500, isJSON},
			{"POST", "/developers", fmt.Sprintf(user, "neuf@b.fr", bad, "y"), 500, isJSON},
			{"POST", "/developers", fmt.Sprintf(user, "neuf@b.fr", "x", bad), 500, isJSON},
			{"POST", "/billings", fmt.Sprintf(user, bad, "x", "y"), 500, isJSON},
			{"POST", "/billings", fmt.Sprintf(user, "neuf@b.fr", bad, "y"), 500, isPage}, // as every billing
			{"POST", "/projects", `{"name": "` + bad + `", "description": ""}`, 500, isJSON},
			{"POST", "/projects", `{"name": "", "description": "` + bad + `"}`, 500, isJSON},
			{"PUT", bare, `{"name": "` + bad + `", "description": ""}`, 500, isPage},
			{"PUT", bare + "/api", `{"fcmApiKeys": "` + bad + `", "fcmProjectNumber": "", "apnsCert": ""}`, 500, isJSON},
			{"POST", bare + "/services", `{"name": "` + bad + `", "description": "", "serviceCatalogCode": "push"}`, 500, isJSON},
			{"POST", bare + "/consumers", `{"consumerId": "` + bad + `"}`, 500, isJSON},
			{"POST", "/consumer-tokens", `{"consumerId": "", "projectId": "` + bad + `", "serviceCatalogCode": "push"}`, 500, isJSON},
			{"POST", "/consumer-tokens", `{"consumerId": "", "projectId": "", "serviceCatalogCode": "` + bad + `"}`, 500, isJSON},
		})
		manager := c.as(zopstest.ManagerEmail, zopstest.ManagerPassword)
		manager.steps([]step{
			{"POST", "/services", `{"name": "", "description": "", "codeName": "` + bad + `"}`, 500, isJSON},
			{"POST", "/services", `{"name": "", "description": "` + bad + `", "codeName": "fax"}`, 500, isJSON},
		})
	}
	if rows := c.want(200, "GET", "/projects", nil).rows(); len(rows) != 3 {
		t.Errorf("there are %d projects afterwards", len(rows))
	}
}

func TestAPathWithANULIsRefusedByTheDatabase(t *testing.T) {
	c := tenant(t)
	project := "/projects/" + c.project("Accueil numérique")
	name := fields{"name": "a", "description": "b"}
	c.steps([]step{
		{"GET", "/admins/%00", nil, 500, isJSON},
		{"PUT", "/developers/a%00", person("a@b.fr"), 500, isJSON},
		{"DELETE", "/billings/%00", nil, 500, isJSON},
		{"DELETE", "/admins/%00", nil, 404, isJSON}, // the last admin is looked at first
		{"GET", "/projects/%00", nil, 500, isJSON},
		{"PUT", "/projects/%00", name, 500, isJSON},
		{"GET", "/projects/%00/api", nil, 500, isPage}, // as every unknown project
		{"PUT", "/projects/%00/api", fields{"fcmApiKeys": "", "fcmProjectNumber": "", "apnsCert": ""}, 500, isJSON},
		{"GET", "/projects/%00/services-token", nil, 500, isJSON},
		{"POST", "/projects/%00/services", fields{"name": "", "description": "", "serviceCatalogCode": "push"}, 500, isJSON},
		{"GET", project + "/services/%00", nil, 500, isJSON},
		{"DELETE", project + "/services/%00", nil, 500, isJSON},
		{"POST", "/projects/%00/consumers", fields{"consumerId": "x"}, 500, isJSON},
		{"DELETE", project + "/consumers/%00", nil, 500, isJSON},
		{"DELETE", "/projects/" + unknownID + "/consumers/%00", nil, 404, isJSON},
		{"DELETE", "/consumer-tokens/%00/projects/x/services/push", nil, 500, isPage},
		{"PUT", "/register/%00", `{"email": "a@b.fr", "password": "", "firstName": "", "lastName": "", "approveCode": ""}`, 500, isJSON},
	})
	c.as(zopstest.ManagerEmail, zopstest.ManagerPassword).want(500, "GET", "/email-tracking?receiver=%00", nil)
}

func TestHalfASurrogatePairInAPasswordIsNotEvenRefused(t *testing.T) {
	c := tenant(t)
	const bad = `"\ud800"`
	c.nobody().want(201, "POST", "/forgot-password", fields{"email": zopstest.Email})
	token := c.server.Mailbox(zopstest.Email).ResetToken
	const user = `{"email": "a@b.fr", "firstName": "x", "lastName": "y", "approveCode": "", "password": ` + bad + `}`
	c.steps([]step{
		{"POST", "/session", `{"email": "personne@b.fr", "password": ` + bad + `}`, 500, isPage},
		{"POST", "/session", `{"email": "a\u0000@b.fr", "password": ` + bad + `}`, 500, isPage},
		{"PUT", "/register/" + unknownID, user, 500, isPage},
		{"POST", "/admins", user, 500, isPage},
		{"PUT", "/admins/" + unknownID, user, 500, isPage},
		{"PUT", "/reset-password", `{"resetToken": ` + bad + `, "password": "x"}`, 500, isPage},
		{"PUT", "/reset-password", `{"resetToken": "\u0000", "password": "x"}`, 404, isJSON},
		{"PUT", "/reset-password", `{"resetToken": "` + token + `", "password": ` + bad + `}`, 500, isPage},
		{"PUT", "/reset-password", `{"resetToken": "` + token + `", "password": "x"}`, 404, isJSON}, // it was used up
		{"POST", "/session", `{"email": "personne@b.fr", "password": "a\u0000b"}`, 404, isJSON},
		{"POST", "/session", `{"email": "personne@b.fr", "password": "\ud83d\ude00"}`, 404, isJSON},
	})
}

func TestNumbersThatAreNotJSONAreRead(t *testing.T) {
	c := tenant(t)
	bare := "/projects/" + c.project("Bac à sable")
	for value, text := range map[string]string{
		"NaN": "nan", "Infinity": "inf", "-Infinity": "-inf", "[NaN, -Infinity]": "[nan, -inf]", `"NaN\"NaN"`: `NaN"NaN`,
		`["a\u0000b\ud800\u00a0é\\"]`: `['a\x00b\ud800\xa0é\\']`,
	} {
		if got := c.want(202, "PUT", bare, `{"description": "", "name": `+value+`}`).object()["name"]; got != text {
			t.Errorf("%s became %q, not %q", value, got, text)
		}
	}
	for _, invalid := range []string{"-NaN", "1NaN", "NaN1", "InfinityNaN", "5-Infinity", "--Infinity", "nan", "+Infinity"} {
		if title := c.want(400, "PUT", bare, `{"description": "", "name": `+invalid+`}`).title(); title != "Bad Request" {
			t.Errorf("%s was answered %q", invalid, title)
		}
	}
	for _, body := range []string{`{"a": NaN}`, `{"a": [Infinity]}`, `{"email": NaN}`} {
		if title := c.want(400, "POST", "/session", body).title(); title != "Representation deserialization failed" {
			t.Errorf("%s was answered %q", body, title)
		}
	}
	c.steps([]step{
		{"PUT", bare, `{"name": "a", "description": "b", "userUsed": NaN}`, 400, isJSON},
		{"PUT", bare, `{"name": "a", "description": "b", "userUsed": -Infinity}`, 500, isPage},
		{"POST", "/session", "NaN", 500, isPage},
	})
}

func TestParametersAreReadAsTheFrameworkReadsThem(t *testing.T) {
	c := empty(t)
	for query, indent := range map[string]string{
		"indent=%D9%A3": "3", "indent=%F0%9D%9F%99%F0%9D%9F%8E": "10", "indent=1%D9%A3": "13", "indent=-%D9%A1": "-1",
		"indent=2&indent=3": "3", "indent=2,3": "3", "indent=2,": "2", "indent=2&indent=": "2", "indent=1_0": "10", "indent=+4": "4",
		"%69ndent=5": "5", "%=1&indent=2": "2",
		"indent=%": "", "indent=2%": "", "indent=%2": "", "indent=%zz": "", "indent=2&indent=3,4": "", "indent=%C2%B2": "", "indent=%FF": "",
	} {
		answer := c.send("GET", "/ping?"+query, nil)
		if indent == "" {
			if answer.StatusCode != 400 || answer.title() != "Invalid parameter" {
				t.Errorf("%s was answered %d %s", query, answer.StatusCode, answer.text)
			}
		} else if !strings.Contains(strings.Join(strings.Fields(answer.text), ""), `"indent":`+indent+`}`) {
			t.Errorf("%s was answered %d %s", query, answer.StatusCode, answer.text)
		}
	}
}

// raw sends what a client of net/http does not send, over a socket.
func raw(t *testing.T, server *zopstest.Server, requestLine string, header ...string) got {
	t.Helper()
	if server.URL == "http://127.0.0.1" {
		if err := server.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { server.Close() })
	}
	conn, err := net.Dial("tcp", strings.TrimPrefix(server.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	lines := append([]string{requestLine, "Host: zops.example.fr", "Connection: close"}, header...)
	if _, err := io.WriteString(conn, strings.Join(lines, "\r\n")+"\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return got{response, string(text)}
}

func TestTheWebServerInFrontHasLimits(t *testing.T) {
	server := zopstest.New(zopstest.Options{})
	line := func(n int) string {
		const start, end = "GET /api/v1/ping?x=", " HTTP/1.1"
		return start + strings.Repeat("x", n-len(start)-len(end)) + end
	}
	header := func(n int) string { return "X-Long: " + strings.Repeat("x", n-len("X-Long: \r\n")) }
	for _, s := range []struct {
		line, header string
		status       int
	}{
		{line(4094), header(8190), 200}, {line(4095), "X: y", 400}, {line(40), header(8191), 400},
		{"GET /nothing" + strings.Repeat("x", 4094) + " HTTP/1.1", "X: y", 400},
	} {
		answer := raw(t, server, s.line, s.header)
		if answer.StatusCode != s.status || (answer.kind() == isPage) != (s.status == 400) || !answer.Close {
			t.Errorf("%d bytes and a header of %d bytes: %d %v %s", len(s.line), len(s.header)+2, answer.StatusCode, answer.Header, answer.text)
		}
	}
}

func TestAFragmentIsDropped(t *testing.T) {
	server := zopstest.New(zopstest.Options{})
	for _, target := range []string{"/api/v1/ping?indent=2#x", "/api/v1/ping#x?indent=y", "/api/v1/ping?indent=0#&indent=z"} {
		if answer := raw(t, server, "GET "+target+" HTTP/1.1"); answer.StatusCode != 200 {
			t.Errorf("%s was answered %d %s", target, answer.StatusCode, answer.text)
		}
	}
	if answer := raw(t, server, "OPTIONS * HTTP/1.1"); answer.StatusCode != 404 || answer.kind() != isEmpty {
		t.Errorf("OPTIONS * was answered %d %s", answer.StatusCode, answer.text)
	}
}

func TestForgedTokens(t *testing.T) {
	c := tenant(t)
	encode := base64.RawURLEncoding.EncodeToString
	parts := strings.Split(c.token, ".")
	bare := func(header string) string { return encode([]byte(header)) + "." + parts[1] + "." }
	last := parts[2][len(parts[2])-1:]
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	same := alphabet[strings.Index(alphabet, last)^1] // it encodes the same bytes
	for _, s := range []struct {
		name, token  string
		status, kind int
	}{
		{"no algorithm", bare(`{"typ":"JWT","alg":"none"}`), 500, isPage},
		{"no algorithm, but a signature", bare(`{"alg":"none"}`) + parts[2], 500, isPage},
		{"no algorithm and a broken payload", encode([]byte(`{"alg":"none"}`)) + ".x.", 400, isJSON},
		{"an algorithm in capitals", bare(`{"alg":"NONE"}`), 400, isJSON},
		{"another algorithm", bare(`{"alg":"RS256"}`) + parts[2], 400, isJSON},
		{"no JSON", bare(`none`), 400, isJSON},
		{"two parts", encode([]byte(`{"alg":"none"}`)) + ".", 400, isJSON},
		{"padding", c.token + "=", 401, isJSON},
		{"more padding", c.token + "==", 401, isJSON},
		{"two characters of no alphabet", c.token + "!!", 401, isJSON},
		{"one character of no alphabet", c.token + "!", 400, isJSON},
		{"another text of the same signature", c.token[:len(c.token)-1] + string(same), 401, isJSON},
		{"the other alphabet", strings.Join(parts[:2], ".") + "." + strings.NewReplacer("-", "+", "_", "/").Replace(parts[2]) + "=", 401, isJSON},
		{"another payload", parts[0] + "." + encode(bytes.ReplaceAll([]byte(`{"rol":2}`), []byte("2"), []byte("1"))) + "." + parts[2], 400, isJSON},
		{"itself", c.token, 200, isJSON},
	} {
		if answer := c.nobody().with("Authorization", s.token).send("GET", "/me", nil); answer.StatusCode != s.status || answer.kind() != s.kind {
			t.Errorf("%s was answered %d %s", s.name, answer.StatusCode, answer.text)
		}
	}
}
