package astor

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
)

// Request is a request that was built and not sent, for people to look at. In
// place of each secret it has the secret's name in braces: {{AUTH_TOKEN}}.
type Request struct {
	// Service it goes to.
	Service Service
	Method  string // in capital letters
	// URL with its query.
	URL string
	// Header, sorted by name. The User-Agent and what the connection needs are
	// added when it is sent.
	Header []Header
	// Body, nil for none.
	Body []byte
}

// Header is one header of a Request.
type Header struct {
	Name string // of the header
	// Value as it may be shown.
	Value string
	// Secret is the value as it is sent, where that must not be shown.
	Secret guichet.Secret
}

// Response is what the service answered with a 2xx.
type Response struct {
	Status int         // 2xx
	Header http.Header // of the answer
	// Body as it came, complete.
	Body []byte
}

// Decode reads the body as JSON into out.
func (r *Response) Decode(out any) error {
	if err := json.Unmarshal(r.Body, out); err != nil {
		e := refuse(guichet.ErrUnusableAnswer, "Decode", refusal.New("unexpected_answer", "unexpected response: %s", oneLine(err.Error())))
		e.Sent, e.Status = guichet.Answered, r.Status
		return e
	}
	return nil
}

// Build makes the request that Call would send, and sends nothing. Whatever
// keeps the operation from being called is an *Error here too.
func (c *Client) Build(op *Operation, values Values) (*Request, error) {
	sent, err := c.core.build(op, values, &scope{})
	if err != nil {
		return nil, err
	}
	shown, err := c.core.build(op, values, &scope{hide: true, replay: sent.generated})
	if err != nil {
		return nil, err
	}
	r := &Request{Service: sent.service, Method: op.Method, Body: []byte(unmark(string(shown.body)))}
	if sent.body == nil {
		r.Body = nil
	}
	r.URL = c.core.bases[sent.service].String() + shown.escapedPath()
	if query := shown.rawQuery(); query != "" {
		r.URL += "?" + unmark(query)
	}
	for name, values := range sent.allHeaders() {
		for i, value := range values {
			h := Header{Name: name, Value: unmark(shown.allHeaders()[name][i])}
			if h.Value != value {
				h.Secret = guichet.NewSecret(value)
			}
			r.Header = append(r.Header, h)
		}
	}
	sort.SliceStable(r.Header, func(i, j int) bool { return r.Header[i].Name < r.Header[j].Name })
	return r, nil
}

// Call builds the request of an operation, checks it and sends it. Nothing is
// sent when a variable has no value, a token is needed and there is none, or
// the URL is at a host that the environment does not name. It is repeated only
// when it was certainly not processed, or with Repeatable.
//
// API: any.
func (c *Client) Call(ctx context.Context, op *Operation, values Values, options ...guichet.CallOption) (*Response, error) {
	d, err := c.core.build(op, values, &scope{})
	if err != nil {
		return nil, err
	}
	route, elements := d.route()
	call := rest.NewCall(classOf(op.Method), oneLine(op.Path()), op.Method+" "+route, elements...)
	call.Caller = true
	if call.Op == "" {
		call.Op = op.ID
	}
	call.Apply(options)
	d.fill(call)
	response := &Response{}
	ctx = context.WithValue(ctx, exchangeKey{}, exchange{response, d.lease})
	if err := c.core.services[d.service].Do(ctx, call, response.take); err != nil {
		return nil, err
	}
	return response, nil
}

// take keeps a body. One that says it is JSON must be: that is the only way to
// tell that it arrived whole when it has no length.
func (r *Response) take(body []byte) error {
	none := r.Status == http.StatusNoContent || r.Header.Get("Content-Length") == "0"
	if strings.Contains(strings.ToLower(r.Header.Get("Content-Type")), "json") && !none && !json.Valid(body) {
		return json.Unmarshal(body, new(json.RawMessage))
	}
	r.Body = slices.Clone(body)
	return nil
}

// fill gives the draft to the engine. What the caller's options added to the
// call stays, but for the headers of the credential.
func (d *draft) fill(call *rest.Call) {
	for _, name := range slices.Sorted(maps.Keys(call.Query)) {
		d.addQuery(name, call.Query[name])
	}
	// The engine would sort the query and give each key an equals sign.
	u := *d.core.bases[d.service]
	u.Path, u.RawPath = u.Path+d.joined(func(e pathElement) string { return e.plain }), u.EscapedPath()+d.escapedPath()
	u.RawQuery = d.rawQuery()
	call.URL = &u
	if call.Header == nil {
		call.Header = http.Header{}
	}
	for name, values := range d.header {
		if _, replaced := call.Header[name]; !replaced {
			call.Header[name] = values
		}
	}
	call.Anonymous = len(d.lease) == 0
	call.Body, call.ContentType = d.body, d.contentType
	call.Secrets = d.secrets
}

func (d *draft) allHeaders() http.Header {
	all := d.header.Clone()
	for _, f := range d.lease {
		all[f.Name] = []string{f.Value.Reveal()}
	}
	if d.body != nil {
		all.Set("Content-Type", d.contentType)
	}
	return all
}

func (d *draft) rawQuery() string { return strings.Join(d.query, "&") }

func (d *draft) escapedPath() string {
	return d.joined(func(e pathElement) string { return e.sent })
}

// joined is the path with one form of its elements.
func (d *draft) joined(form func(pathElement) string) string {
	forms := make([]string, len(d.elements))
	for i, e := range d.elements {
		forms[i] = form(e)
	}
	return d.op.target.join(forms)
}

// route is the path for the engine, with a placeholder for whatever is not a
// plain word of the collection, so that a log shows no value.
func (d *draft) route() (route string, elements []string) {
	i := -1
	route = d.joined(func(e pathElement) string {
		i++
		plain := !strings.ContainsFunc(e.name, func(r rune) bool { return r >= 0x80 || !isWord(byte(r)) && r != '-' && r != '_' })
		if e.name == e.plain && plain {
			return e.name
		}
		elements = append(elements, e.plain)
		name := strings.Trim(strings.NewReplacer("{", "", "}", "").Replace(oneLine(e.name)), "/")
		return "{" + cmp.Or(name, "element"+strconv.Itoa(i)) + "}"
	})
	return route, elements
}
