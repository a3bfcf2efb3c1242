package astortest

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/guichet-go/guichet/astor"
)

// route is one operation and the requests that match it.
type route struct {
	service   astor.Service
	method    string
	segments  []segment
	literals  int
	operation *astor.Operation
}

// segment is a path element: fixed text, or a variable between a prefix and a
// suffix.
type segment struct {
	before, after string
	any           bool
}

// anything replaces each variable when an operation is built to find its path.
const anything = "zqAnyzq"

// routesOf builds each operation once. An operation that cannot be built cannot
// be called and gets no route.
func routesOf(client *astor.Client, collection *astor.Collection) (routes []route) {
	for _, o := range collection.Operations() {
		values := astor.Values{Vars: map[string]string{}, Body: []byte{}}
		for name, more := next(client, o, values); more; name, more = next(client, o, values) {
			values.Vars[name] = anything
		}
		request, err := client.Build(o, values)
		if err != nil {
			continue
		}
		u, err := url.Parse(request.URL)
		if err != nil {
			continue
		}
		routes = append(routes, newRoute(o, request, u))
	}
	return routes
}

// next names a variable that still needs a value. A variable that only another
// variable's value used needs none once the other is given.
func next(client *astor.Client, o *astor.Operation, values astor.Values) (name string, more bool) {
	for _, use := range client.Variables(o, values) {
		fixed := use.Name == astor.VarBaseURL || use.Name == astor.VarCamsBaseURL || use.Name == astor.VarToken
		if !fixed && use.Source != astor.FromCall && (use.In == "path" || use.Source == astor.FromNowhere) {
			return use.Name, true
		}
	}
	return "", false
}

func newRoute(o *astor.Operation, request *astor.Request, u *url.URL) route {
	r := route{service: request.Service, method: request.Method, operation: o}
	for element := range strings.SplitSeq(u.EscapedPath(), "/") {
		before, _, found := strings.Cut(element, anything)
		after := ""
		if found {
			after = element[strings.LastIndex(element, anything)+len(anything):]
		} else {
			r.literals++
		}
		r.segments = append(r.segments, segment{before, after, found})
	}
	return r
}

func (r route) matches(elements []string) bool {
	if len(elements) != len(r.segments) {
		return false
	}
	for i, s := range r.segments {
		e := elements[i]
		if !s.any && e != s.before {
			return false
		}
		if s.any && (len(e) <= len(s.before)+len(s.after) || !strings.HasPrefix(e, s.before) || !strings.HasSuffix(e, s.after)) {
			return false
		}
	}
	return true
}

// find returns the operation that a request matches, the one with the fewest
// variables if several match, and whether any operation has the path.
func (s *Server) find(r *http.Request) (found *route, known bool) {
	elements := strings.Split(r.URL.EscapedPath(), "/")
	service := serviceOf(r)
	routes := s.routes()
	for i := range routes {
		candidate := &routes[i]
		if candidate.service != service || !candidate.matches(elements) {
			continue
		}
		known = true
		if candidate.method == r.Method && (found == nil || candidate.literals > found.literals) {
			found = candidate
		}
	}
	return found, known
}

// serve answers as the service, without recording and faults.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	found, known := s.find(r)
	switch {
	case found == nil && known:
		answer(w, http.StatusMethodNotAllowed, "Méthode non autorisée")
	case found == nil:
		answer(w, http.StatusNotFound, "Ressource introuvable")
	case !s.authorised(found.operation.Auth, r):
		if !s.example(w, found.operation, func(e astor.Example) bool { return e.Status == http.StatusUnauthorized }) {
			answer(w, http.StatusUnauthorized, "Jeton absent ou périmé")
		}
	default:
		s.chosen(w, r, found.operation)
	}
}

func answer(w http.ResponseWriter, status int, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"message": message}) // into memory
}

// authorised checks the token where the collection requires it.
func (s *Server) authorised(a astor.Auth, r *http.Request) bool {
	if !a.Needed() {
		return true
	}
	if s.expired.CompareAndSwap(true, false) {
		return false
	}
	if a.Type == "basic" {
		user, password, ok := r.BasicAuth()
		return ok && user != "" && password != ""
	}
	if !strings.Contains(a.Value, "{{") { // a literal user and password
		return r.Header.Get(a.Name) == a.Value
	}
	before, rest, _ := strings.Cut(a.Value, "{{")
	_, after, _ := strings.Cut(rest, "}}")
	given := r.Header.Get(a.Name)
	if a.InQuery {
		given = r.URL.Query().Get(a.Name)
	}
	return given == before+s.token+after
}

// chosen answers with the example that the headers X-Mock-Response-Name and
// X-Mock-Response-Code select, otherwise with the first successful one, and with
// an empty object if the operation has no example.
func (s *Server) chosen(w http.ResponseWriter, r *http.Request, o *astor.Operation) {
	name, code := r.Header.Get("X-Mock-Response-Name"), r.Header.Get("X-Mock-Response-Code")
	for _, wanted := range []func(astor.Example) bool{
		func(e astor.Example) bool { return name != "" && e.Name == name },
		func(e astor.Example) bool { return code != "" && strconv.Itoa(e.Status) == code },
		func(e astor.Example) bool { return e.Status >= 200 && e.Status < 300 },
		func(astor.Example) bool { return true },
	} {
		if s.example(w, o, wanted) {
			return
		}
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write([]byte("{}\n")) // into memory
}

// example answers with the first example for which wanted is true.
func (s *Server) example(w http.ResponseWriter, o *astor.Operation, wanted func(astor.Example) bool) bool {
	for _, e := range o.Examples {
		if !wanted(e) {
			continue
		}
		for _, h := range e.Header {
			switch name := http.CanonicalHeaderKey(h.Name); name {
			case "Content-Length", "Content-Encoding", "Transfer-Encoding", "Connection", "Date", "":
				// they describe the saved answer, not this one
			default:
				w.Header().Add(name, strings.Map(visible, h.Value))
			}
		}
		status := e.Status
		if status < 200 || status > 599 {
			status = http.StatusOK
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(strings.ReplaceAll(e.Body, "{{"+astor.VarToken+"}}", s.token))) // into memory
		return true
	}
	return false
}

func visible(r rune) rune {
	if r < ' ' || r == 0x7f {
		return -1
	}
	return r
}
