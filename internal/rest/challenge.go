package rest

import (
	"bytes"
	"cmp"
	"net/http"
	"strings"
)

// challenged gives a refusal whose body says nothing the words of its challenge
// (RFC 6750).
func (x *exchange) challenged(e *failure, h http.Header) {
	challenge := h.Get("WWW-Authenticate")
	if e.Status != http.StatusUnauthorized || e.Message != "" || challenge == "" {
		return
	}
	text := x.redact(parameter(challenge, "error_description"))
	e.Code = x.redact(parameter(challenge, "error"))
	e.Message = cmp.Or(text, e.Code)
}

// parameter returns a quoted parameter of a challenge, "" for none.
func parameter(challenge, name string) string {
	var value strings.Builder
	_, quoted, found := strings.Cut(challenge, " "+name+`="`)
	if !found {
		_, quoted, _ = strings.Cut(challenge, ","+name+`="`)
	}
	for i := 0; i < len(quoted); i++ {
		switch quoted[i] {
		case '"':
			return value.String()
		case '\\':
			if i++; i == len(quoted) {
				return ""
			}
		}
		value.WriteByte(quoted[i])
	}
	return ""
}

// silent reports whether a body says nothing.
func silent(body []byte) bool {
	body = bytes.TrimSpace(body)
	return len(body) == 0 || string(body) == "{}"
}
