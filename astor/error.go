package astor

import (
	"encoding/json"
	"net/http"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
)

// Kinds of input that are refused before anything is sent, for errors.Is.
const (
	// ErrNotACollection: the file cannot be read as a collection or as an
	// environment.
	ErrNotACollection guichet.Kind = "not a collection"
	// ErrUnknownOperation: no operation has this name.
	ErrUnknownOperation guichet.Kind = "no such operation"
	// ErrAmbiguous: several operations have this name.
	ErrAmbiguous guichet.Kind = "several operations have this name"
	// ErrUnresolved: a variable has no value.
	ErrUnresolved guichet.Kind = "a variable has no value"
	// ErrUnknownInput: a value was given that would not be sent: a variable or
	// a file that the operation does not have, or a header that each request
	// has of its own.
	ErrUnknownInput guichet.Kind = "the operation does not take this value"
	// ErrMethodNotAllowed: the method is none of GET, POST, PUT and DELETE. An
	// error of Do is ErrInvalid too.
	ErrMethodNotAllowed guichet.Kind = "the method is not allowed"
	// ErrHostNotConfigured: the URL is at a host that the environment does not
	// name.
	ErrHostNotConfigured guichet.Kind = "the host is not configured"
	// ErrUnsupported: the collection asks for something that this package does
	// not do, such as a signature scheme.
	ErrUnsupported guichet.Kind = "not supported"
)

const service = "astor"

// refuse is an input that leads to no request.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func refuse(kind guichet.Kind, op string, why *refusal.Refusal) *guichet.Error {
	e := unfit(kind, op, why)
	e.Changes = true
	return e
}

// unfit is a file or a name that cannot be used. No call is made with it.
func unfit(kind guichet.Kind, op string, why *refusal.Refusal) *guichet.Error {
	e := rest.NewError(kind, why)
	e.Service, e.Op = service, op
	return e
}

// meaning is what the vendor says of a status, in other words; nil when it says
// nothing.
func meaning(status int) *refusal.Refusal {
	switch status {
	case http.StatusBadRequest:
		return refusal.New("means_400", "the syntax of the request is invalid")
	case http.StatusUnauthorized:
		return refusal.New("means_401", "the token is missing, wrong or expired: renew it")
	case http.StatusPaymentRequired:
		return refusal.New("means_402", "payment is required for this resource")
	case http.StatusForbidden:
		return refusal.New("means_403", "the token does not have the required rights; signing in again does not help")
	case http.StatusNotFound:
		return refusal.New("means_404", "the resource does not exist")
	case http.StatusMethodNotAllowed:
		return refusal.New("means_405", "this service accepts GET, POST, PUT and DELETE only, and not all of them for each resource")
	case http.StatusInternalServerError:
		return refusal.New("means_500", "internal error of the service")
	}
	return nil
}

// longestText is the longest text of the service that an error repeats. A
// longer one is left out: cutting it could cut a secret, which then would not
// be recognised any more.
const longestText = 1024

// parseError gives an error the vendor's meaning of its status, and the text
// that the body has, where it has one. The form of its errors is not published,
// so that several usual ones are tried.
func parseError(e *guichet.Error, _ string, body []byte) {
	e.Message = errorText(body)
	means := meaning(e.Status)
	if means == nil {
		return
	}
	if e.Message != "" {
		means = refusal.New("with_words", "%s: %s", means, e.Message)
	}
	e.Message, e.Err = means.Error(), means
}

func errorText(body []byte) string {
	if len(body) > 8*longestText {
		return ""
	}
	var text string
	var object map[string]json.RawMessage
	if json.Unmarshal(body, &object) == nil {
		for _, name := range []string{"message", "error", "error_description", "detail"} {
			if json.Unmarshal(object[name], &text) == nil && text != "" {
				break
			}
		}
	} else if json.Unmarshal(body, &text) != nil && !json.Valid(body) {
		text = string(body)
	}
	text = oneLine(text)
	if len(text) > longestText {
		return ""
	}
	return text
}
