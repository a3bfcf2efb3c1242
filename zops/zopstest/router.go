package zopstest

import (
	"net/http"
	"net/url"
	"strings"
)

// call is a request that a handler answers.
type call struct {
	request *http.Request
	// elements are the path elements, by placeholder.
	elements map[string]string
	// query are the declared parameters.
	query query
	// body are the fields of a POST or a PUT, as text.
	body map[string]string
	// token is the token of the caller, nil on public operations.
	token *claims
}

// account returns the id of the caller's account, "" for the manager.
//
//go:noinline
func (c *call) account() string { return c.token.account }

// serve answers as the service, without recording and faults.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	// The service's worker serves one request per connection.
	w.Header().Set("Connection", "close")
	if problem := tooLarge(r); problem != "" {
		page(http.StatusBadRequest, problem).send(w)
		return
	}
	if target, _, found := strings.Cut(r.RequestURI, "#"); found {
		// The service drops a fragment; net/http takes it for a part of the path or the query.
		if location, err := url.ParseRequestURI(target); err == nil {
			r.URL = location
		}
	}
	s.mu.Lock()
	out, failed := s.answer(r)
	s.mu.Unlock()
	if failed != nil {
		out = failed.reply(r.Header.Get("Accept"))
	}
	out.send(w)
}

// Limits of the web server in front of the service, in bytes. A header counts with the end of its line.
const (
	maxRequestLine = 4094
	maxHeader      = 8190
)

// tooLarge says which limit a request exceeds, "" for none.
func tooLarge(r *http.Request) string {
	if len(r.Method)+len(r.RequestURI)+len(r.Proto)+2 > maxRequestLine {
		return "The request line is too long."
	}
	for name, values := range r.Header {
		for _, value := range values {
			if len(name)+len(value)+len(": \r\n") > maxHeader {
				return "A header is too long."
			}
		}
	}
	return ""
}

// answer checks a request in the service's order: route, method, token, role, body, query, then the
// operation.
//
// The service has two kinds of 405. Its authorisation layer keeps a table of roles by resource and method
// and runs before the resource. Where the table has the resource but not the method, it answers with a
// JSON error and an empty Allow header, whether or not the resource has the method, and without checking
// the token: for example GET on a project's services, PUT on /me, or PATCH anywhere. The other kind comes
// from the resource: an empty body and a correct Allow header. It occurs on the two resources that the
// table does not have (/session, because of a wrong name, and /ping), and on DELETE of a project, which
// the table has and the resource refuses: there token and role are checked first.
func (s *Server) answer(r *http.Request) (reply, *failure) {
	path := r.URL.Path
	if len(path) > 1 {
		path = strings.TrimSuffix(path, "/")
	}
	res, elements := s.find(path)
	if res == nil {
		return reply{}, &failure{status: http.StatusNotFound}
	}
	if r.Method == http.MethodOptions {
		return res.describe(path), nil
	}
	op := res.operation(r.Method)
	c := &call{request: r, elements: elements}
	switch {
	case op == nil && res.unguarded:
		return reply{}, methodNotAllowed(res.responders())
	case op == nil:
		empty := ""
		return reply{}, &failure{status: http.StatusMethodNotAllowed, description: "This resource has no such method.", allow: &empty}
	case op.roles != 0:
		if failed := s.authorise(c, op.roles); failed != nil {
			return reply{}, failed
		}
	}
	return s.perform(c, res, op)
}

// perform parses the body and the query and runs the operation.
func (s *Server) perform(c *call, res *resource, op *operation) (_ reply, failed *failure) {
	switch method := c.request.Method; {
	case op.handle == nil && method == http.MethodPatch:
		failed = checkBulk(c.request, res.fields)
	case op.handle != nil && (method == http.MethodPost || method == http.MethodPut):
		c.body, failed = readBody(c.request, res.fields)
	}
	if failed != nil {
		return reply{}, failed
	}
	if c.query, failed = readQuery(c.request, res.params); failed != nil {
		return reply{}, failed
	}
	if op.handle == nil {
		return reply{}, methodNotAllowed(res.allowed())
	}
	s.refused = false
	content, failed := op.handle(s, c)
	if s.refused {
		failed = refusedByDatabase()
	}
	if failed != nil {
		return reply{}, failed
	}
	return success(c.request.Method, c.query, res.meta(c.query), content), nil
}

// find splits a path as the service does: after decoding, so that an escaped slash splits it too. Several
// leading slashes count as one. Of two routes that match, the later one has fewer placeholders.
func (s *Server) find(path string) (found *resource, values map[string]string) {
	elements := strings.Split(strings.TrimLeft(path, "/"), "/")
	for _, res := range s.resources {
		if own, ok := res.match(elements); ok {
			found, values = res, own
		}
	}
	return found, values
}

func (res *resource) match(elements []string) (map[string]string, bool) {
	if len(elements) != len(res.elements) {
		return nil, false
	}
	values := map[string]string{}
	for i, element := range res.elements {
		if name, ok := strings.CutPrefix(element, "{"); ok {
			values[strings.TrimSuffix(name, "}")] = elements[i]
		} else if element != elements[i] {
			return nil, false
		}
	}
	return values, true
}
