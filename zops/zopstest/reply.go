package zopstest

import (
	"fmt"
	"html"
	"maps"
	"net/http"
	"strings"

	"github.com/guichet-go/guichet/internal/incomparable"
)

const (
	successType   = "application/json"
	errorJSONType = "application/json; charset=UTF-8"
)

// reply is an answer that is built before it is written, so that no lock is held while a client reads.
type reply struct {
	status      int
	contentType string
	body        []byte
	header      http.Header
}

func (out reply) send(w http.ResponseWriter) {
	maps.Copy(w.Header(), out.header)
	w.Header().Set("Content-Type", out.contentType)
	w.WriteHeader(out.status)
	w.Write(out.body)
}

// success wraps content in the service's envelope. The status depends only on the method.
func success(method string, q query, meta object, content any) reply {
	status := http.StatusOK
	switch method {
	case http.MethodPost:
		status = http.StatusCreated
	case http.MethodPut, http.MethodDelete:
		status = http.StatusAccepted
	}
	body := encode(object{{"meta", meta}, {"content", content}}, q.indent, true)
	return reply{status: status, contentType: successType, body: body}
}

// failure is a refused request. Without a description its body is empty.
type failure struct {
	_ incomparable.Field

	status             int
	title, description string
	// allow is the Allow header, nil for none.
	allow *string
	// unhandled failures do not reach the service's error handling: the web server answers.
	unhandled bool
}

// fail is called some fifty times. Functions that are called often stay out of line in this package: the
// command contains it, and copies would make it larger.
//
//go:noinline
func fail(status int, description string) *failure {
	return &failure{status: status, description: description}
}

//go:noinline
func notFound() *failure { return fail(http.StatusNotFound, "No object is found there.") }

// conflict is the answer when the database's uniqueness or reference checks refuse a change.
//
//go:noinline
func conflict() *failure {
	return fail(http.StatusConflict, "The values are in conflict with others.")
}

// refusedByDatabase is the answer when a value is too long for its column or cannot be encoded.
//
//go:noinline
func refusedByDatabase() *failure {
	return fail(http.StatusInternalServerError, "The database refused a value.")
}

//go:noinline
func unhandled() *failure { return &failure{unhandled: true} }

func methodNotAllowed(allowed []string) *failure {
	list := strings.Join(allowed, ", ")
	return &failure{status: http.StatusMethodNotAllowed, allow: &list}
}

//go:noinline
func invalidParam(name, problem string) *failure {
	return &failure{
		status: http.StatusBadRequest, title: "Invalid parameter",
		description: fmt.Sprintf(`The "%s" parameter is invalid. %s`, name, problem),
	}
}

func (f *failure) reply(accept string) reply {
	if f.unhandled {
		return page(http.StatusInternalServerError, "")
	}
	out := reply{status: f.status, contentType: errorJSONType, header: http.Header{}}
	if f.allow != nil {
		out.header.Set("Allow", *f.allow)
	}
	if f.description == "" {
		return out
	}
	out.header.Set("Vary", "Accept")
	preferred := prefer(accept)
	if preferred == "" {
		return out
	}
	out.contentType = preferred + "; charset=UTF-8"
	if preferred == jsonMedia {
		out.body = f.json()
	} else {
		out.body = f.xml()
	}
	return out
}

func (f *failure) titleOrStatus() string {
	if f.title != "" {
		return f.title
	}
	return fmt.Sprintf("%d %s", f.status, http.StatusText(f.status))
}

func (f *failure) json() []byte {
	return encode(object{{"title", f.titleOrStatus()}, {"description", f.description}}, 0, false)
}

func (f *failure) xml() []byte {
	const form = `<?xml version="1.0" encoding="UTF-8"?><error><title>%s</title><description>%s</description></error>`
	return fmt.Appendf(nil, form, html.EscapeString(f.titleOrStatus()), html.EscapeString(f.description))
}

// page is an answer of the web server in front of the service; with 500 and no text it has 141 bytes.
func page(status int, text string) reply {
	const form = "<html>\n  <head>\n    <title>%[1]s</title>\n  </head>\n  <body>\n    <h1><p>%[1]s</p></h1>\n    %[2]s\n  </body>\n</html>\n"
	return reply{status: status, contentType: "text/html", body: fmt.Appendf(nil, form, http.StatusText(status), text)}
}
