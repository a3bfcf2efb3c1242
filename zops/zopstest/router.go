package zopstest

import (
	"net/http"
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
	s.mu.Lock()
	out, failed := s.answer(r)
	s.mu.Unlock()
	if failed != nil {
		out = failed.reply(r.Header.Get("Accept"))
	}
	out.send(w)
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
	if op.handle != nil && (c.request.Method == http.MethodPost || c.request.Method == http.MethodPut) {
		if c.body, failed = readBody(c.request, res.fields); failed != nil {
			return reply{}, failed
		}
	}
	if c.query, failed = readQuery(c.request, res.params); failed != nil {
		return reply{}, failed
	}
	if op.handle == nil {
		return reply{}, methodNotAllowed(res.allowed())
	}
	content, failed := op.handle(s, c)
	if failed != nil {
		return reply{}, failed
	}
	return success(c.request.Method, c.query, res.meta(c.query), content), nil
}

// find splits a path as the service does: after decoding, so that an escaped slash splits it too. Several
// leading slashes count as one.
func (s *Server) find(path string) (*resource, map[string]string) {
	elements := strings.Split(strings.TrimLeft(path, "/"), "/")
	for _, res := range s.resources {
		if values, ok := res.match(elements); ok {
			return res, values
		}
	}
	return nil, nil
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
