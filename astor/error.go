package astor

import (
	"encoding/json"
	"net/http"

	"github.com/guichet-go/guichet"
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
func refuse(kind guichet.Kind, op, format string, args ...any) *guichet.Error {
	refusal := rest.Refuse(format, args...)
	return &guichet.Error{Service: service, Op: op, Kind: kind, Changes: true, Message: refusal.Error(), Err: refusal}
}

// unfit is a file or a name that cannot be used. No call is made with it.
func unfit(kind guichet.Kind, op, format string, args ...any) *guichet.Error {
	e := refuse(kind, op, format, args...)
	e.Changes = false
	return e
}

// meaning is what the vendor says of a status, in other words; "" when it says
// nothing.
func meaning(status int) string {
	switch status {
	case http.StatusBadRequest:
		return "the syntax of the request is wrong"
	case http.StatusUnauthorized:
		return "the token is missing, wrong or has ended: renew it"
	case http.StatusPaymentRequired:
		return "payment is required for this resource"
	case http.StatusForbidden:
		return "understood, but the rights of this token are insufficient; signing in again does not help"
	case http.StatusNotFound:
		return "no such resource"
	case http.StatusMethodNotAllowed:
		return "this service uses GET, POST, PUT and DELETE only, and not each of them everywhere"
	case http.StatusInternalServerError:
		return "an internal error of the service"
	}
	return ""
}

// longestText is the longest text of the service that an error repeats. A
// longer one is left out: cutting it could cut a secret, which then would not
// be recognised any more.
const longestText = 1024

// parseError gives an error the vendor's meaning of its status, and the text
// that the body has, where it has one. The form of its errors is not published,
// so that several usual ones are tried.
func parseError(e *guichet.Error, _ string, body []byte) {
	text, own := meaning(e.Status), errorText(body)
	if text != "" && own != "" {
		text += ": "
	}
	e.Message = text + own
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
