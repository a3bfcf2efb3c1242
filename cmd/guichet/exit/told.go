package exit

import (
	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// told says what became of a call: the operation, the kind of failure, and then
// the service's own words, which are never translated.
func told(e *guichet.Error) error {
	text := message.Fail(kindText(e))
	if e.Status != 0 {
		text = message.Fail(message.RemoteStatus, text, e.Status)
	}
	if detail := detail(e); detail != "" {
		text = message.Fail(message.WithCause, text, detail)
	}
	if e.Op != "" {
		text = message.Fail(message.WithCause, e.Op, text)
	}
	if e.UnknownOutcome() && !e.SignIn {
		text = message.Fail(message.RemoteUnknownOutcome, text)
	}
	return text
}

func kindText(e *guichet.Error) message.Key {
	if e.Kind == guichet.ErrInvalid && e.Status == 0 {
		return message.RemoteNotSent
	}
	if e.Kind == guichet.ErrNetwork && e.Status >= 200 && e.Status < 300 {
		return message.RemoteBrokeOff
	}
	key, known := map[guichet.Kind]message.Key{
		guichet.ErrNotFound:         message.RemoteNotFound,
		guichet.ErrUnauthorized:     message.RemoteUnauthorized,
		guichet.ErrForbidden:        message.RemoteForbidden,
		guichet.ErrPaymentRequired:  message.RemotePaymentRequired,
		guichet.ErrConflict:         message.RemoteConflict,
		guichet.ErrInvalid:          message.RemoteInvalid,
		guichet.ErrRateLimited:      message.RemoteRateLimited,
		guichet.ErrUnavailable:      message.RemoteUnavailable,
		guichet.ErrUnusableAnswer:   message.RemoteUnusable,
		guichet.ErrNetwork:          message.RemoteNetwork,
		guichet.ErrNoCredential:     message.RemoteNoCredential,
		guichet.ErrSessionContested: message.RemoteContested,
	}[e.Kind]
	if !known {
		return message.RemoteUnexpected
	}
	return key
}

// detail is what is known beyond the kind of failure, "" for nothing: the cause, or
// else the service's own words.
func detail(e *guichet.Error) any {
	if e.Err != nil {
		return e.Err
	}
	return e.Message
}
