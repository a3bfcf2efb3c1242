package rdvsolidaritestest

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
)

const (
	jsonType = "application/json; charset=utf-8"
	htmlType = "text/html; charset=utf-8"
)

// reply is an answer that is built before it is written, so that no lock is held while a client reads.
type reply struct {
	status      int
	contentType string
	body        []byte
	header      http.Header
	// keepsSession says that a refusal has the headers of the session, as only the answers of actions have.
	keepsSession bool
}

//go:noinline
func setHeader(h http.Header, name, value string) { h.Set(name, value) }

func (out *reply) send(w http.ResponseWriter) {
	maps.Copy(w.Header(), out.header)
	if out.contentType != "" {
		setHeader(w.Header(), "Content-Type", out.contentType)
	}
	w.WriteHeader(out.status)
	w.Write(out.body)
}

//go:noinline
func jsonReply(status int, body []byte) *reply {
	return &reply{status: status, contentType: jsonType, body: body}
}

// found answers 200 with one object under its root, 500 when it cannot be rendered.
//
//go:noinline
func (t *rules) found(root string, fields func(*writer)) *reply {
	return t.one(http.StatusOK, root, fields)
}

func (t *rules) one(status int, root string, fields func(*writer)) *reply {
	w := writer{rules: t}
	w.item(func() { w.object(root, func() { fields(&w) }) })
	if w.failed {
		return t.exception()
	}
	return jsonReply(status, w.b)
}

func noContent() *reply { return &reply{status: http.StatusNoContent} }

// htmlPage is the body for exceptions and unknown routes.
func htmlPage(status int) *reply {
	title := fmt.Sprintf("%d %s", status, http.StatusText(status))
	body := fmt.Sprintf("<!DOCTYPE html>\n<html lang=\"fr\">\n<head><title>%s</title></head>\n<body><h1>%s</h1></body>\n</html>\n", title, title)
	return &reply{status: status, contentType: htmlType, body: []byte(body)}
}

// noRoute answers an unknown route or method. Its page exists in HTML only: in 2024, rendering it fails
// with 500 for a client that accepts nothing but JSON.
func (t *rules) noRoute(accept string) *reply {
	if !t.jsonRouteErrors || accept == "" || strings.Contains(accept, "*/*") || strings.Contains(accept, "html") {
		return htmlPage(http.StatusNotFound)
	}
	return t.exception()
}

//go:noinline
func (t *rules) exception() *reply {
	if t.jsonExceptions {
		return jsonReply(http.StatusInternalServerError, []byte(`{"errors":["Unexpected internal error"]}`))
	}
	return htmlPage(http.StatusInternalServerError)
}

// unauthorized is the 401 of a request without a valid bearer; wrongSession is that of a wrong session.
//
//go:noinline
func (t *rules) unauthorized() *reply {
	if t.challenge {
		return &reply{status: http.StatusUnauthorized, header: http.Header{"Www-Authenticate": {
			`Bearer realm="Doorkeeper", error="invalid_token", error_description="Le jeton d'accès n'est pas valide."`}}}
	}
	return wrongSession()
}

//go:noinline
func wrongSession() *reply {
	return jsonReply(http.StatusUnauthorized, []byte(`{"errors":["Vous devez vous connecter ou vous inscrire pour continuer."]}`))
}

//go:noinline
func forbidden() *reply {
	return jsonReply(http.StatusForbidden,
		[]byte(`{"errors":[{"base":"forbidden"}],"error_messages":["Action interdite à cet agent."]}`))
}

// notFound is the 404 of records that the service looks up in its own code.
//
//go:noinline
func notFound(what string) *reply {
	return jsonReply(http.StatusNotFound, fmt.Appendf(nil, `{"not_found":%q}`, what))
}

// recordNotFound is the 404 of the other records; id is an integer or text of the caller.
func (t *rules) recordNotFound(model string, id any) *reply {
	return t.failure(http.StatusNotFound, fmt.Sprintf("Couldn't find %s with 'id'=%v", model, id))
}

// recordsNotFound is the 404 of a list of ids when some of them are unknown.
func (t *rules) recordsNotFound(model string, ids, known []int64) *reply {
	if len(ids) == 1 {
		return t.recordNotFound(model, ids)
	}
	list := strings.ReplaceAll(strings.Trim(fmt.Sprint(ids), "[]"), " ", ", ")
	return t.failure(http.StatusNotFound, fmt.Sprintf("Couldn't find all %ss with 'id': (%s) (found %d results, but was looking for %d).",
		model, list, len(known), len(ids)))
}

// noRecordWith is the 404 of a record that two columns name.
func (t *rules) noRecordWith(model, table, first, second string) *reply {
	return t.failure(http.StatusNotFound, fmt.Sprintf(`Couldn't find %s with [WHERE "%s"."%s" = $1 AND "%[2]s"."%[4]s" = $2]`,
		model, table, first, second))
}

// failure has one text as its error.
//
//go:noinline
func (t *rules) failure(status int, message string) *reply {
	return failure(status, t.success, message)
}

func failure(status int, success bool, message string) *reply {
	var w writer
	w.item(func() {
		if success {
			w.bool("success", false)
		}
		w.list("errors", func() { w.stringItem(message) })
	})
	return jsonReply(status, w.b)
}

//go:noinline
func (t *rules) missingParam(name string) *reply {
	return t.failure(http.StatusUnprocessableEntity, "param is missing or the value is empty: "+name)
}

// invalid is one refused attribute: error is a symbol or a sentence, extra has the other fields of the
// detail.
type invalid struct {
	attribute, error, message string
	extra                     func(*writer)
}

// invalids are the refused attributes of a record.
type invalids []*invalid

//go:noinline
func (l *invalids) add(v *invalid) { *l = append(*l, v) }

//go:noinline
func blank(attribute string) *invalid {
	return &invalid{attribute: attribute, error: "blank", message: "est obligatoire"}
}

//go:noinline
func taken(attribute, value string, id int64) *invalid {
	return &invalid{attribute, "taken", "est déjà utilisé", func(w *writer) {
		w.string("value", value)
		if id != 0 {
			w.int("id", id)
		}
	}}
}

// takenID is taken without the id of the other record.
//
//go:noinline
func takenID(attribute string, value int64) *invalid {
	return &invalid{attribute, "taken", "est déjà utilisé", func(w *writer) { w.int("value", value) }}
}

// sentence has its message as its error.
//
//go:noinline
func sentence(attribute, message string) *invalid {
	return &invalid{attribute: attribute, error: message, message: message}
}

// unreadable is malformed without the value, where the service does not repeat it.
//
//go:noinline
func unreadable(attribute string) *invalid {
	return &invalid{attribute: attribute, error: "invalid", message: "n'est pas valide"}
}

//go:noinline
func malformed(attribute, value string) *invalid {
	return &invalid{attribute, "invalid", "n'est pas valide", func(w *writer) { w.string("value", value) }}
}

// unprocessable is the 422 of model validation.
func (t *rules) unprocessable(list invalids) *reply {
	var w writer
	w.item(func() {
		if t.success {
			w.bool("success", false)
		}
		w.object("errors", func() {
			for i, v := range list {
				if i == 0 || list[i-1].attribute != v.attribute {
					w.list(v.attribute, func() { w.details(list[i:], v.attribute) })
				}
			}
		})
		w.list("error_messages", func() {
			for _, v := range list {
				w.stringItem(v.attribute + " " + v.message)
			}
		})
	})
	return jsonReply(http.StatusUnprocessableEntity, w.b)
}

// refusedAsAWhole is a 422 that names no attribute.
func (t *rules) refusedAsAWhole(message string) *reply {
	var w writer
	w.item(func() {
		if t.success {
			w.bool("success", false)
		}
		w.object("errors", func() {})
		w.list("error_messages", func() { w.stringItem(message) })
	})
	return jsonReply(http.StatusUnprocessableEntity, w.b)
}

// details writes the details at the start of list that belong to one attribute.
func (w *writer) details(list invalids, attribute string) {
	for _, v := range list {
		if v.attribute != attribute {
			return
		}
		w.item(func() {
			w.string("error", v.error)
			if v.extra != nil {
				v.extra(w)
			}
		})
	}
}
