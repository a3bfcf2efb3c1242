package zopstest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet/zops/zopstest"
)

const (
	jsonBody  = "application/json"
	jsonError = "application/json; charset=UTF-8"
	unknownID = "00000000000040008000000000000000"
)

// caller sends requests to a server without a socket.
type caller struct {
	t      *testing.T
	server *zopstest.Server
	token  string
	header map[string]string
}

// got is an answer with its body read.
type got struct {
	*http.Response
	text string
}

type fields = map[string]any

func empty(t *testing.T) *caller {
	return &caller{t: t, server: zopstest.New(zopstest.Options{Empty: true})}
}

func tenant(t *testing.T) *caller {
	c := &caller{t: t, server: zopstest.New(zopstest.Options{})}
	return c.as(zopstest.Email, zopstest.Password)
}

// as is another user on the same server.
func (c *caller) as(email, password string) *caller {
	c.t.Helper()
	other := &caller{t: c.t, server: c.server}
	other.token = other.want(201, "POST", "/session", fields{"email": email, "password": password}).object()["token"].(string)
	return other
}

func (c *caller) nobody() *caller { return &caller{t: c.t, server: c.server} }

// with sends a header with every request; an empty value is sent too.
func (c *caller) with(name, value string) *caller {
	return &caller{t: c.t, server: c.server, token: c.token, header: map[string]string{name: value}}
}

// send sends body as JSON, or as it is when it is a text; a path that begins with // is not below /api/v1.
func (c *caller) send(method, path string, body any) got {
	c.t.Helper()
	var content io.Reader
	switch body := body.(type) {
	case nil:
	case string:
		content = strings.NewReader(body)
	default:
		encoded, err := json.Marshal(body)
		if err != nil {
			c.t.Fatal(err)
		}
		content = strings.NewReader(string(encoded))
	}
	base := "http://zops.example.fr/api/v1"
	if strings.HasPrefix(path, "//") {
		base, path = "http://zops.example.fr", path[1:]
	}
	request, err := http.NewRequest(method, base+path, content)
	if err != nil {
		c.t.Fatal(err)
	}
	if content != nil {
		request.Header.Set("Content-Type", jsonBody)
	}
	if c.token != "" {
		request.Header.Set("Authorization", c.token)
	}
	for name, value := range c.header {
		request.Header.Set(name, value)
	}
	response, err := c.server.Transport().RoundTrip(request)
	if err != nil {
		c.t.Fatal(err)
	}
	text, err := io.ReadAll(response.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return got{response, string(text)}
}

// want sends a request whose answer must have a status.
func (c *caller) want(status int, method, path string, body any) got {
	c.t.Helper()
	answer := c.send(method, path, body)
	if answer.StatusCode != status {
		c.t.Fatalf("%s %s answered %d %s, not %d", method, path, answer.StatusCode, answer.text, status)
	}
	return answer
}

func (g got) content() any {
	var envelope struct {
		Content any `json:"content"`
	}
	_ = json.Unmarshal([]byte(g.text), &envelope)
	return envelope.Content
}

func (g got) object() fields {
	object, _ := g.content().(fields)
	return object
}

func (g got) rows() (rows []fields) {
	list, _ := g.content().([]any)
	for _, row := range list {
		object, _ := row.(fields)
		rows = append(rows, object)
	}
	return rows
}

func (g got) title() string {
	var body struct {
		Title string `json:"title"`
	}
	_ = json.Unmarshal([]byte(g.text), &body)
	return body.Title
}

// isHTML reports whether the server below the service answered.
func (g got) isHTML() bool {
	return g.StatusCode == 500 && g.Header.Get("Content-Type") == "text/html" && len(g.text) == 141
}

func (c *caller) project(name string) string {
	c.t.Helper()
	for _, row := range c.want(200, "GET", "/projects", nil).rows() {
		if row["name"] == name {
			return row["id"].(string)
		}
	}
	c.t.Fatalf("there is no project %q", name)
	return ""
}

func person(email string) fields {
	return fields{"email": email, "password": "secret", "firstName": "Zoë", "lastName": "Marin"}
}

// clock is a clock that goes on when it is told to.
type clock struct{ now time.Time }

func newClock() *clock { return &clock{time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)} }

func (k *clock) read() time.Time { return k.now }
