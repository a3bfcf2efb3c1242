package exit

import (
	"errors"
	"fmt"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/refusal"
)

// told says what became of a call: the thing that it was about, the kind of failure,
// and then the service's own words, which are never translated.
func told(e *guichet.Error) error {
	subject, words := subject(e), detail(e)
	text := message.Fail(kindText(e))
	missing := missing(e)
	if missing != nil {
		text = message.Fail(message.RemoteNoThing, *missing)
		subject, words = nil, ""
	}
	if e.Status >= 300 || e.Status != 0 && missing == nil { // 200 is that of a list without it
		text = message.Fail(message.RemoteStatus, text, e.Status)
	}
	if words != "" {
		text = message.Fail(message.WithCause, text, words)
	}
	if subject != nil {
		text = message.Fail(message.WithCause, subject, text)
	}
	if e.UnknownOutcome() && !e.SignIn {
		text = message.Fail(message.RemoteUnknownOutcome, text)
	}
	return text
}

// missing is the thing that a service does not have, nil when its answer does not say
// which: the service may also lack what a field of the request names.
func missing(e *guichet.Error) *message.Thing {
	things := message.Things(e.Path)
	known, ok := errors.AsType[*refusal.Refusal](e.Err)
	if ok && known.Code == "no_such_id" {
		things = message.Things(fmt.Sprintf("%ss/%d", known.Args...))
		return &things[0]
	}
	if e.Kind != guichet.ErrNotFound || len(things) == 0 {
		return nil
	}
	if detail(e) == "" && len(things) == 1 {
		return &things[0]
	}
	for _, thing := range things {
		_, after, named := strings.Cut(e.Message, "'id'="+thing.ID)
		if named && !strings.ContainsAny(after[:min(len(after), 1)], "0123456789") ||
			ok && known.Code == "no_such" && known.Args[0] == strings.TrimSuffix(thing.Segment, "s") {
			return &thing
		}
	}
	return nil
}

// subject is what a failure is about, nil when that is the service and not one of its
// things: an operation of Astor by its name, or the things that the path names, since
// the service does not say which of them it lacks.
func subject(e *guichet.Error) any {
	if e.Service == "astor" && e.Method != "" && e.Op != "Do" && e.Op != "import" {
		return e.Op
	}
	switch e.Kind {
	case guichet.ErrNotFound, guichet.ErrForbidden, guichet.ErrPaymentRequired, guichet.ErrConflict, guichet.ErrInvalid:
	default:
		if !e.UnknownOutcome() {
			return nil
		}
	}
	var subject error
	for _, thing := range message.Things(e.Path) {
		if subject == nil {
			subject = thing
		} else {
			subject = message.Fail(message.RemoteThingIn, subject, thing)
		}
	}
	if subject == nil {
		return nil
	}
	return subject
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
