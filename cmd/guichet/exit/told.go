package exit

import (
	"strings"

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

// detail is what is known beyond the kind of failure, "" for nothing: in our words
// where the cause is one that we know, else in those of whoever gave it.
func detail(e *guichet.Error) any {
	if e.Err != nil {
		if message.Known(e.Err) {
			return e.Err
		}
		if key, ours := sdkTexts()[e.Err.Error()]; ours {
			return message.Fail(key)
		}
	}
	if key, ours := sdkTexts()[e.Message]; ours {
		return message.Fail(key)
	}
	// The hint has the reasons of a refusal in the right language.
	words, _, _ := strings.Cut(e.Message, " (possible reasons: ")
	return words
}

// sdkTexts are the sentences of the SDK that name nothing.
func sdkTexts() map[string]message.Key {
	return map[string]message.Key{
		"an HTML page":                        message.RemoteHTML,
		"an HTML page instead of the data":    message.RemoteHTML,
		"no reason given":                     message.RemoteNoReason,
		"the answer is larger than the limit": message.RemoteTooLarge,
		"the service asked for a pause that outlasts the time left":                                                                 message.RemotePause,
		"the answer to the sign-in has no access-token, client and uid":                                                             message.RemoteSignInIncomplete,
		"the service fails like this for a token that does not exist or was deleted already":                                        message.ZOPSDefectToken,
		"the service fails like this where no keys were stored yet, and for an unknown project: store them with ProjectKeys.Update": message.ZOPSDefectKeys,
		"the service fails like this, and changes nothing, while the project has a service attached":                                message.ZOPSDefectProject,
		"the service fails like this at every creation of a billing user, and stores nothing":                                       message.ZOPSDefectBilling,
		"the answer does not say where it ends, so that a part of it could be taken for the whole":                                  message.RemoteNoEnd,
	}
}
