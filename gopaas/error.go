package gopaas

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/guichet-go/guichet/internal/page"
	"github.com/guichet-go/guichet/internal/rest"
)

// Error is a call that failed: operation, method, path, status, the service's
// own text, Retry-After, attempts, and Sent, which says whether a write may
// have been carried out. Every failure of a call is one; use errors.As.
type Error = rest.Error

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
	// ErrNotFound: 404, or a record that was answered as nothing.
	ErrNotFound = rest.ErrNotFound
	// ErrUnauthorized: 401. The key, the client or the token was refused, the
	// base URL's path is wrong, or the caller's address is not allowed: the
	// service does not say which.
	ErrUnauthorized = rest.ErrUnauthorized
	// ErrForbidden: 403. The user's rights do not allow it.
	ErrForbidden = rest.ErrForbidden
	// ErrInvalid: 400 or 422, or refused here before it was sent.
	ErrInvalid = rest.ErrInvalid
	// ErrRateLimited: 429 after all attempts.
	ErrRateLimited = rest.ErrRateLimited
	// ErrUnavailable: 5xx after all attempts.
	ErrUnavailable = rest.ErrUnavailable
	// ErrUnusableAnswer: an HTML page, text that is no JSON, JSON of a shape
	// that is not known, a redirect that is not followed.
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

// Failures of reading a list.
var (
	// ErrStuck: a full page came twice, so that the pages do not advance.
	ErrStuck = page.ErrStuck
	// ErrIncomplete: the rows read are not the whole list, or may not be. The
	// limit of pages was reached before the list ended, the service counts
	// another number of rows, or the list changed while it was read.
	ErrIncomplete = page.ErrIncomplete
)

const (
	keyHint   = "possible reasons: a wrong key, a wrong application path in the base URL, an expired token, or the caller's address is not among the allowed ones"
	tokenHint = "possible reasons: a wrong client id or secret, a wrong application path in the base URL, another grant type or encoding than the service reads, or the caller's address is not among the allowed ones"
)

// parseError reads {"msg":"…"}, or the first line of a text. The texts of a
// refused credential name only one of the reasons that there may be.
func parseError(e *rest.Error, _ string, body []byte) {
	var object struct {
		Msg string `json:"msg"`
	}
	if json.Unmarshal(trim(body), &object) == nil {
		e.Message = object.Msg
	} else {
		e.Message = firstLine(body)
	}
	if e.Status != http.StatusUnauthorized {
		return
	}
	hint := keyHint
	if e.Class == rest.SignIn {
		hint = tokenHint
	}
	e.Message = strings.TrimSpace(e.Message + " (" + hint + ")")
}

// firstLine is the beginning of a text, such as an error of PHP itself.
func firstLine(body []byte) string {
	line, _, _ := strings.Cut(string(trim(body[:min(len(body), 1<<10)])), "\n")
	line = strings.ToValidUTF8(line[:min(len(line), 200)], "")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if isControl(r) {
			return -1
		}
		return r
	}, line))
}

func isControl(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 }

// refuse names the operation of a failure that has no exchange.
func (c *core) refuse(op string, e *Error) *Error {
	e.Service, e.Op = "gopaas", op
	return e
}
