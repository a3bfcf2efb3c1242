package fake

import (
	"net/http"
	"net/url"
	"strings"
)

// Router finds the handler of a request by its method and its escaped path. It neither cleans nor
// redirects a path, and an escaped slash stays inside its element. Of two matching patterns, the one that
// was registered first wins.
type Router struct {
	// NotFound answers when no pattern matches; by default with the 404 of net/http.
	NotFound http.HandlerFunc
	// MethodNotAllowed answers when a pattern matches, but with another method; NotFound by default.
	MethodNotAllowed http.HandlerFunc

	routes []route
}

type route struct {
	method   string
	elements []string
	handler  http.HandlerFunc
}

// Handle registers a handler for a method and a pattern such as "/users/{id}". The handler reads an
// element with r.PathValue.
//
//go:noinline
func (t *Router) Handle(method, pattern string, handler http.HandlerFunc) {
	t.routes = append(t.routes, route{method, strings.Split(pattern, "/"), handler})
}

// ServeHTTP calls the handler of r. The handler of GET answers HEAD too.
func (t *Router) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	elements := strings.Split(r.URL.EscapedPath(), "/")
	method := r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	known := false
	for i := range t.routes {
		if !t.routes[i].matches(elements) {
			continue
		}
		known = true
		if t.routes[i].method == method {
			t.routes[i].setValues(r, elements)
			t.routes[i].handler(w, r)
			return
		}
	}
	switch {
	case known && t.MethodNotAllowed != nil:
		t.MethodNotAllowed(w, r)
	case t.NotFound != nil:
		t.NotFound(w, r)
	default:
		http.NotFound(w, r)
	}
}

func (t *route) matches(elements []string) bool {
	if len(elements) != len(t.elements) {
		return false
	}
	for i, element := range t.elements {
		if isName(element) {
			if elements[i] == "" {
				return false
			}
		} else if element != elements[i] {
			return false
		}
	}
	return true
}

func (t *route) setValues(r *http.Request, elements []string) {
	for i, element := range t.elements {
		if !isName(element) {
			continue
		}
		value, err := url.PathUnescape(elements[i])
		if err != nil {
			value = elements[i]
		}
		r.SetPathValue(element[1:len(element)-1], value)
	}
}

func isName(element string) bool {
	return strings.HasPrefix(element, "{") && strings.HasSuffix(element, "}")
}
