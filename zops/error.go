package zops

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"regexp"
	"strings"

	"github.com/guichet-go/guichet/internal/rest"
)

// Error is a call that failed: operation, method, path, status, the service's
// own text, the fields that it named, attempts, and Sent, which says whether a
// write may have been carried out. Every failure of a call is one; use
// errors.As. The service's texts are inconsistent: do not match on them.
type Error = rest.Error

// FieldError is what is wrong with one field: "missing", "forbidden" (it may
// only be read) or "invalid".
type FieldError = rest.FieldError

// Sent says how far a failed request came.
type Sent = rest.Sent

// How far a failed request came.
const (
	NotSent   = rest.NotSent
	MaybeSent = rest.MaybeSent
	Answered  = rest.Answered
)

// Kinds of failure, for errors.Is.
const (
	// ErrNotFound: 404. The object does not exist or belongs to another account.
	ErrNotFound = rest.ErrNotFound
	// ErrUnauthorized: a wrong e-mail or password, or a token that is not
	// accepted: 401, or 400 about the Authorization header.
	ErrUnauthorized = rest.ErrUnauthorized
	// ErrForbidden: 401 although the token lives. The user's role does not
	// allow it.
	ErrForbidden = rest.ErrForbidden
	// ErrPaymentRequired: 402. A quota is used up: projects of the account,
	// consumers of the project, items of the service.
	ErrPaymentRequired = rest.ErrPaymentRequired
	// ErrConflict: 409. An e-mail, code or attachment that exists already, a
	// wrong approve code, or a reference to something that does not exist.
	ErrConflict = rest.ErrConflict
	// ErrInvalid: 400, or refused here before it was sent.
	ErrInvalid = rest.ErrInvalid
	// ErrRateLimited: 429 after all attempts.
	ErrRateLimited = rest.ErrRateLimited
	// ErrUnavailable: 5xx after all attempts, or 424: the mail could not be
	// sent and nothing was stored, so that the call may be repeated.
	ErrUnavailable = rest.ErrUnavailable
	// ErrUnusableAnswer: an HTML page, JSON that does not parse, a redirect
	// that is not followed.
	ErrUnusableAnswer = rest.ErrUnusableAnswer
	// ErrNetwork: no answer, or one that broke off.
	ErrNetwork = rest.ErrNetwork
	// ErrUnknownOutcome: a write was sent and may have been carried out.
	ErrUnknownOutcome = rest.ErrUnknownOutcome
	// ErrNoCredential: there was no token to use and none could be had.
	ErrNoCredential = rest.ErrNoCredential
	// ErrDryRun: the client was made WithDryRun and the call was not sent.
	ErrDryRun = rest.ErrDryRun
)

// errorBody is the service's error, in JSON or in XML.
type errorBody struct {
	Title       string `json:"title" xml:"title"`
	Description string `json:"description" xml:"description"`
}

func readError(contentType string, body []byte) (b errorBody, ok bool) {
	if strings.Contains(contentType, "xml") {
		return b, xml.Unmarshal(body, &b) == nil
	}
	return b, json.Unmarshal(body, &b) == nil
}

// parseError reads an error's body. What cannot be read leaves e as it is.
func parseError(e *rest.Error, contentType string, body []byte) {
	if e.Class == rest.SignIn && e.Status == http.StatusNotFound {
		// The service does not say which of the two is wrong.
		refusal := rest.Refuse("the e-mail or the password is wrong")
		e.Kind, e.Err, e.Message = ErrUnauthorized, refusal, refusal.Error()
		return
	}
	b, ok := readError(contentType, body)
	if !ok {
		return
	}
	e.Message = b.Title
	if b.Title == "" || strings.HasSuffix(b.Title, " "+http.StatusText(e.Status)) {
		e.Message = b.Description // the title only repeats the status
	} else if b.Description != "" {
		e.Message += ": " + b.Description
	}
	parseFields(e, b.Description)
}

// fieldList is how the service names fields: missing: ['a', 'b'], or
// invalid: {'a': 'reason'}.
var (
	fieldList = regexp.MustCompile(`^(missing|forbidden): \[([^\]]*)\]`)
	fieldMap  = regexp.MustCompile(`^invalid: \{'([A-Za-z]+)':`)
)

func parseFields(e *rest.Error, description string) {
	if e.Status != http.StatusBadRequest {
		return
	}
	var code string
	var names []string
	if m := fieldList.FindStringSubmatch(description); m != nil {
		code, names = m[1], strings.Split(m[2], ", ")
	} else if m := fieldMap.FindStringSubmatch(description); m != nil {
		code, names = "invalid", m[1:]
	}
	for _, name := range names {
		if e.Fields == nil {
			e.Code, e.Fields = code, map[string][]FieldError{}
		}
		e.Fields[strings.Trim(name, "'")] = []FieldError{{Code: code}}
	}
}

// refused reports whether the token was not accepted: 401, or 400 for one that
// has expired or cannot be read.
func refused(status int, body []byte) bool {
	if status != http.StatusBadRequest {
		return status == http.StatusUnauthorized
	}
	b, ok := readError("", body)
	return ok && b.Title == "Invalid parameter" && strings.Contains(b.Description, `"Authorization"`)
}
