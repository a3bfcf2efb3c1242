package rdvsolidaritestest

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"
)

// dispatch answers what the service's framework answers before and after its routes: preflights, and paths
// with a trailing slash or a format such as .json.
func (s *Server) dispatch(w http.ResponseWriter, r *http.Request) {
	api := strings.HasPrefix(r.URL.Path, "/api/v1/")
	if api && r.Header.Get("Origin") != "" {
		setHeader(w.Header(), "Access-Control-Allow-Origin", "*")
		setHeader(w.Header(), "Access-Control-Expose-Headers", "client, uid, access-token")
		setHeader(w.Header(), "Access-Control-Allow-Methods", "GET, POST, PATCH, PUT")
		setHeader(w.Header(), "Access-Control-Max-Age", "7200")
		if r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != "" {
			return
		}
	}
	path := routePath(r.URL.Path)
	if strings.Contains(path, ".") {
		s.router.NotFound(w, r)
		return
	}
	if path != r.URL.Path && r.URL.RawPath == "" {
		url := *r.URL
		url.Path = path
		shallow := *r
		shallow.URL = &url
		r = &shallow
	}
	s.router.ServeHTTP(w, r)
}

// routePath removes the slashes at the end of a path and a format from its last element.
func routePath(path string) string {
	path = strings.TrimRight(path, "/")
	at := strings.LastIndexByte(path, '/') + 1
	if name, format, ok := strings.Cut(path[at:], "."); ok && name != "" && format != "" && !strings.Contains(format, ".") {
		path = path[:at] + name
	}
	return path
}

// unreadableRequest is the answer to a request whose parameters cannot be read.
func unreadableRequest(err error) *reply {
	status := http.StatusBadRequest
	if errors.Is(err, errMediaType) {
		status = http.StatusNotAcceptable
	}
	return &reply{status: status, contentType: "text/html; charset=UTF-8"}
}

// cached adds the headers that let a client keep an answer. It becomes 304 without a body when the client
// has the same one.
func (out *reply) cached(r *http.Request) *reply {
	header := http.Header{"Cache-Control": {"no-cache"}}
	for name, values := range out.header {
		header[name] = values
	}
	out.header = header
	if out.status != http.StatusOK && out.status != http.StatusCreated || len(out.body) == 0 {
		return out
	}
	sum := sha256.Sum256(out.body)
	tag := `W/"` + hex.EncodeToString(sum[:16]) + `"`
	setHeader(header, "ETag", tag)
	setHeader(header, "Cache-Control", "max-age=0, private, must-revalidate")
	reading := r.Method == http.MethodGet || r.Method == http.MethodHead
	if reading && out.status == http.StatusOK && r.Header.Get("If-None-Match") == tag {
		out.status, out.contentType, out.body = http.StatusNotModified, "", nil
	}
	return out
}
