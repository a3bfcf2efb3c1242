package gopaas

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
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
	var words any = e.Message
	if words == "" {
		words = refusal.New("no_reason", "no reason given")
	}
	why := refusal.New("key_refused", "%s (possible reasons: a wrong key, a wrong application path in the base URL, an expired token, or the caller's address is not among the allowed ones)", words)
	if e.SignIn {
		why = refusal.New("client_refused", "%s (possible reasons: a wrong client id or secret, a wrong application path in the base URL, another grant type or encoding than the service reads, or the caller's address is not among the allowed ones)", words)
	}
	e.Message, e.Err = why.Error(), why
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

// unusable is an answer that cannot be used.
func unusable(why *refusal.Refusal) *guichet.Error {
	e := rest.NewError(guichet.ErrUnusableAnswer, why)
	e.Sent = guichet.Answered
	return e
}

// refuse names the operation of a failure that has no exchange.
func (c *core) refuse(op string, e *guichet.Error) *guichet.Error {
	e.Service, e.Op = "gopaas", op
	return e
}
