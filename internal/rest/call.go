package rest

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
)

// Class says what repeating an operation would do, and so when it may be
// repeated.
type Class uint8

const (
	// Unclassified is the zero value; a call of this class is refused.
	Unclassified Class = iota
	// Read changes nothing: it may be repeated at will.
	Read
	// ReadEffect is a GET that changes something at the service: it is
	// repeated only when the first one was certainly not processed.
	ReadEffect
	// Idempotent changes something, but twice is the same as once.
	Idempotent
	// Write changes something, and twice is not the same as once.
	Write
	// SignIn trades a secret for a session; it is treated as a Write, carries
	// no credential, and a refusal of it is final.
	SignIn
	// Refresh trades a refresh token for a new pair. It is a SignIn that may be sent
	// once more when its answer was lost: the old refresh token stays valid until the
	// new access token is first used.
	Refresh
)

// repeatable reports whether the operation may be sent again although the
// first one may have been processed.
func (c Class) repeatable() bool { return c == Read || c == Idempotent }

// signsIn reports whether the operation gives a credential instead of carrying one.
func (c Class) signsIn() bool { return c == SignIn || c == Refresh }

// changes reports whether the operation may have an effect at the service, so
// that an unanswered one leaves its outcome unknown.
func (c Class) changes() bool { return c != Read }

// Call is one operation about to be performed.
type Call struct {
	// Op names the operation for people: "Absences.Get".
	Op string
	// Class says when the call may be repeated.
	Class Class
	// Method is the HTTP method.
	Method string
	// Route is the path with its placeholders: "/api/v1/absences/{absence_id}".
	Route string
	// Elements fill the placeholders of Route in order, each escaped by itself.
	Elements []string
	// URL, when not nil, is where the call goes in place of the base URL and
	// Route. On another origin it carries no credential. It is never shown.
	URL *url.URL
	// CallOptions are the caller's. A builder puts its own header and query there
	// before it applies them.
	guichet.CallOptions
	// Body is sent as it is, with ContentType.
	Body []byte
	// ContentType of Body; "application/json" when empty.
	ContentType string
	// Accept is the Accept header; AcceptJSON when empty.
	Accept string
	// Final lists statuses that are never worth another attempt here.
	Final []int
	// Anonymous calls carry no credential.
	Anonymous bool
	// OtherAccess says that a 401 tells nothing about the credential: the route lets
	// in by other rules. The credential is not renewed then.
	OtherAccess bool
	// Secrets are values in the body or the URL that must not appear in errors.
	Secrets []string
	// Caller says that only the caller knows what repeating would do: he may say
	// that it does no harm.
	Caller bool
	// OnBody is told that the body of a 2xx answer is there, before it is
	// decoded; again for each attempt.
	OnBody func()
	// Member is the name of a member whose values in the rows are wanted, empty for
	// none, and Values are those of the last answer.
	Member string
	Values []json.RawMessage

	err error
}

// NewCall prepares the operation op, whose route is "METHOD /path/{placeholder}".
// A missing or surplus element is a mistake that Do reports before any I/O.
func NewCall(class Class, op, route string, elements ...string) *Call {
	method, path, _ := strings.Cut(route, " ")
	return &Call{Op: op, Class: class, Method: method, Route: path, Elements: elements}
}

// Fail makes Do return err, unless it is nil, before anything is sent. It lets a
// builder keep its checks beside the call that they guard. Neither Fail nor Check is
// inlined: each of their 160 callers would have a copy.
//
//go:noinline
func (c *Call) Fail(err error) *Call {
	if c.err == nil {
		c.err = err
	}
	return c
}

// target returns the decoded and the escaped path of the call.
func (c *Call) target() (path, escaped string, err error) {
	path, rest, _ := strings.Cut(c.Route, "{")
	escaped = path
	if n := len(c.Elements); strings.Count(c.Route, "{") != n || strings.Count(c.Route, "}") != n {
		return "", "", fmt.Errorf("the route %s does not fit %d path elements", c.Route, n)
	}
	for _, element := range c.Elements {
		name, after, _ := strings.Cut(rest, "}")
		if err := checkElement(name, element); err != nil {
			return "", "", err
		}
		after, rest, _ = strings.Cut(after, "{")
		path += element + after
		escaped += url.PathEscape(element) + after
	}
	return path, escaped, nil
}

// checkElement refuses what would make the path mean something else. name is that of
// the placeholder, or what stands for it.
func checkElement(name any, element string) error {
	switch element {
	case "":
		return refusal.New("is_missing", "%s is missing", name)
	case ".", "..":
		return refusal.New("element_dots", "%s must not be %q", name, element)
	}
	if strings.ContainsFunc(element, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return refusal.New("element_control", "%s contains a control character", name)
	}
	return nil
}

// Check makes Do return the first of the errors that is not nil, before
// anything is sent.
//
//go:noinline
func (c *Call) Check(errs ...error) *Call {
	for _, err := range errs {
		c.Fail(err)
	}
	return c
}

// Apply applies the options to the call and returns it.
func (c *Call) Apply(options []guichet.CallOption) *Call {
	for _, option := range options {
		if option == nil {
			c.Fail(errors.New("a call option is nil"))
		} else {
			c.Fail(option(&c.CallOptions))
		}
	}
	if !c.Repeatable {
		return c
	}
	if !c.Caller {
		return c.Fail(errors.New("the operation cannot be made Repeatable: what repeating it does is known"))
	}
	c.Class = Idempotent
	if c.Method == http.MethodGet {
		c.Class = Read
	}
	return c
}

// Reported returns a copy of the options of a list that keep a report: the one that
// the caller gave with WithReport, or a new one.
func Reported(options []guichet.CallOption) ([]guichet.CallOption, *guichet.Report) {
	report := new(Call).Apply(options).Report
	if report == nil {
		report = &guichet.Report{Total: -1}
	}
	return append(slices.Clone(options), guichet.WithReport(report)), report
}
