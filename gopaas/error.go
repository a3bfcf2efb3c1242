package gopaas

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/guichet-go/guichet"
)

const (
	keyHint   = "possible reasons: a wrong key, a wrong application path in the base URL, an expired token, or the caller's address is not among the allowed ones"
	tokenHint = "possible reasons: a wrong client id or secret, a wrong application path in the base URL, another grant type or encoding than the service reads, or the caller's address is not among the allowed ones"
)

// parseError reads {"msg":"…"}, or the first line of a text. The texts of a
// refused credential name only one of the reasons that there may be.
func parseError(e *guichet.Error, _ string, body []byte) {
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
	if e.SignIn {
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
func (c *core) refuse(op string, e *guichet.Error) *guichet.Error {
	e.Service, e.Op = "gopaas", op
	return e
}
