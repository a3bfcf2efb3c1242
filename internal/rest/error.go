package rest

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/guichet-go/guichet"
)

// failure is an attempt that failed, and what it means for the next one.
type failure struct {
	*guichet.Error
	transient bool // another attempt may fare better
	refused   bool // the credential was not accepted
}

// verdict reports whether the service's answer says enough of the operation
// to settle what became of the same one sent before.
func (f *failure) verdict() bool {
	switch f.Status {
	case http.StatusUnauthorized, http.StatusRequestTimeout, http.StatusTooManyRequests:
		return false
	}
	return f.Sent == guichet.Answered && f.Status < 500
}

// Invalid returns a refusal of a value before anything is sent: its limits
// are known, and the service would not answer it usefully.
func Invalid(field, format string, args ...any) *guichet.Error {
	refusal := &Refusal{Field: field, Format: format, Args: args}
	return &guichet.Error{
		Kind:    guichet.ErrInvalid,
		Message: refusal.Error(),
		Fields:  map[string][]guichet.FieldError{field: {{Code: "invalid"}}},
		Err:     refusal,
	}
}

// kindOf is the usual meaning of a status.
func kindOf(status int) guichet.Kind {
	switch {
	case status == http.StatusUnauthorized:
		return guichet.ErrUnauthorized
	case status == http.StatusPaymentRequired:
		return guichet.ErrPaymentRequired
	case status == http.StatusForbidden:
		return guichet.ErrForbidden
	case status == http.StatusNotFound || status == http.StatusGone:
		return guichet.ErrNotFound
	case status == http.StatusConflict:
		return guichet.ErrConflict
	case status == http.StatusBadRequest || status == http.StatusUnprocessableEntity:
		return guichet.ErrInvalid
	case status == http.StatusTooManyRequests:
		return guichet.ErrRateLimited
	case status == http.StatusRequestTimeout:
		return guichet.ErrNetwork
	case status == http.StatusFailedDependency || status >= 500:
		return guichet.ErrUnavailable
	case status >= 300 && status < 400:
		return guichet.ErrUnusableAnswer
	}
	return guichet.ErrUnexpected
}

// stripURL removes net/http's *url.Error, whose text repeats the URL with its
// query.
func stripURL(err error) error {
	var withURL *url.Error
	for errors.As(err, &withURL) {
		err = withURL.Err
	}
	return err
}
