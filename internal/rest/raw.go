package rest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/guichet-go/guichet/internal/refusal"
)

// RawCall prepares a request that no method stands for. GET and HEAD are
// Read; everything else is a Write. A mistake in it fails the call before
// anything is sent.
func RawCall(method, target string, in any) *Call {
	class := Write
	method = strings.ToUpper(method)
	switch method {
	case http.MethodGet, http.MethodHead:
		class = Read
	case http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
	default:
		return NewCall(Write, "Do", "").Fail(refusal.New("method", "unknown method %q: use GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS", method))
	}
	path, query, err := parseTarget(target)
	if err != nil {
		return NewCall(Write, "Do", "").Fail(err)
	}
	call := NewCall(class, "Do", method+" "+strings.Repeat("/{element}", len(path)), path...)
	call.Query, call.Caller = query, true
	if written, _, _ := strings.Cut(target, "?"); strings.HasSuffix(written, "/") {
		call.Route += "/"
	}
	switch body := in.(type) {
	case nil:
	case []byte:
		call.Body = bytes.Clone(body) // net/http may still read it after the call has returned
	case json.RawMessage:
		call.Body = bytes.Clone(body)
	default:
		call.JSON(in)
	}
	return call
}

// CheckRaw returns why RawCall would not send such a request, or nil.
func CheckRaw(method, target string) error { return RawCall(method, target, nil).err }

// parseTarget cuts "/api/v1/things?x=1" into its elements and its query.
func parseTarget(target string) ([]string, url.Values, error) {
	if !strings.HasPrefix(target, "/") || strings.HasPrefix(target, "//") {
		return nil, nil, refusal.New("path_slash", "the path must start with one slash, such as /api/v1/organisations; the host comes from the base URL")
	}
	if strings.ContainsFunc(target, func(r rune) bool { return r <= ' ' || r == 0x7f || r == '#' || r == '\\' }) {
		return nil, nil, refusal.New("path_character", "the path contains a space, a backslash, a # or a control character: escape it")
	}
	path, rawQuery, _ := strings.Cut(target, "?")
	query, err := url.ParseQuery(rawQuery)
	if err != nil {
		return nil, nil, refusal.New("path_query", "the query of the path is invalid")
	}
	var elements []string
	for element := range strings.SplitSeq(strings.TrimSuffix(path[1:], "/"), "/") {
		plain, err := url.PathUnescape(element)
		if err != nil {
			return nil, nil, refusal.New("path_escape", "a percent sign in the path must be followed by two hexadecimal digits")
		}
		if plain == "" && path == "/" {
			break
		}
		if err := checkElement(refusal.New("path_element", "a path element"), plain); err != nil {
			return nil, nil, err
		}
		elements = append(elements, plain)
	}
	return elements, query, nil
}

// Into returns the decoder for Do's out: nil drops the answer, a *[]byte or
// *json.RawMessage takes it as it came, a func([]byte) error decodes it by
// itself, anything else is decoded from JSON, where an empty answer leaves out
// as it is.
func Into(out any) func([]byte) error {
	if out == nil {
		return nil
	}
	return func(body []byte) error {
		switch target := out.(type) {
		case func([]byte) error:
			return target(body)
		case *[]byte:
			*target = append([]byte(nil), body...)
			return nil
		case *json.RawMessage:
			if len(body) > 0 {
				if err := CheckJSON(body); err != nil {
					return err
				}
			}
			*target = append(json.RawMessage(nil), body...)
			return nil
		}
		if len(body) == 0 {
			return nil
		}
		return UnmarshalAnyCase(body, out)
	}
}
