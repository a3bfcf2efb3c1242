package command

import (
	"slices"

	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/rest"
)

// refused says why the SDK refused something, in the language of the catalogue.
func refused(c *message.Catalogue, r *rest.Refusal) string {
	key, known := refusals()[r.Format]
	if !known {
		key, known = astorRefusals()[r.Format]
	}
	if !known {
		return r.Error()
	}
	args := slices.Clone(r.Args)
	for i, arg := range args {
		if arg == rest.RawElement {
			args[i] = c.Text(message.RefusedRawElement)
		}
	}
	text := c.Text(key, args...)
	if r.Field != "" {
		return c.Text(message.WithCause, r.Field, text)
	}
	return text
}

// refusals are the reasons that the SDK has, by its own sentence for each.
func refusals() map[string]message.Key {
	return map[string]message.Key{
		"%s is missing":                message.RefusedElementMissing,
		"%s cannot be %q":              message.RefusedElement,
		"%s holds a control character": message.RefusedElementControl,
		"%q is no method: use GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS":                                 message.RefusedMethod,
		"the path must begin with one slash, such as /api/v1/organisations; the host comes from the base URL": message.RefusedPathSlash,
		"the path holds a space, a backslash, a # or a control character: escape it":                          message.RefusedPathCharacter,
		"the query of the path cannot be read":                                                                message.RefusedPathQuery,
		"the path cannot be read: a % in it is not followed by two hexadecimal digits":                        message.RefusedPathEscape,

		"the base URL is missing":                                message.RefusedBaseMissing,
		"the base URL must look like https://host":               message.RefusedBaseForm,
		"the base URL must not hold a user or a password":        message.RefusedBaseUser,
		"the base URL of %s must not have a query or a fragment": message.RefusedBaseQuery,
		"the base URL http://%s is not encrypted: use https":     message.RefusedBasePlain,
		"the base URL must begin with https://, not %s:":         message.RefusedBaseScheme,
		"the base URL ends before /api/v1: use %s://%s":          message.RefusedBaseAPI,
		"the base URL has the path %s: use %s://%s":              message.RefusedBasePath,

		"%q is none of %s":                    message.RefusedNotOneOf,
		"%d is no id":                         message.RefusedNoID,
		"at least one organisation is needed": message.RefusedNoOrganisation,
		"the e-mail or the password is wrong": message.RefusedSignIn,
		"%d is no organisation of this agent (its organisations are %v)":                                message.RefusedForeignOrganisation,
		"%s on %s happens twice, since the clocks go back: choose a time before 02:00 or from 03:00 on": message.RefusedTwice,
		"the window is the wrong way round: %s is after %s":                                             message.ErrWindow,
		"no such %s":                                          message.RefusedNoSuch,
		"it is not an object":                                 message.RefusedNotObject,
		"it is not a list":                                    message.RefusedNotList,
		"a row of the list is not an object":                  message.RefusedRowNotObject,
		"an object has the same name twice":                   message.RefusedNameTwice,
		"something follows the JSON value":                    message.RefusedTrailing,
		"it has no %q":                                        message.RefusedNoRoot,
		"its Content-Encoding is %s, which was not asked for": message.RefusedEncoding,
		"it is not UTF-8":                                     message.RefusedNotUTF8,
		"it is neither UTF-8 nor %s, which it is said to be":  message.RefusedCharset,
		"it redirects to %s, which is not followed":           message.RefusedRedirect,

		"an API key is for /api/… and OAuth2 client credentials are for /api/oauth2/…: the two do not mix": message.RefusedFlavour,
		"a line break or another control character cannot be sent in a header":                             message.RefusedHeader,
		"it is missing": message.RefusedMissing,

		"%d characters are too many: at most %d are kept":                                                            message.RefusedTooLong,
		"it must look like name@example.fr":                                                                          message.RefusedEmailForm,
		"it must be exactly %d digits, without a + or spaces; %d characters were given":                              message.RefusedPhoneForm,
		"it cannot hold the character NUL":                                                                           message.RefusedNUL,
		"the user is not a billing user, and its first name cannot be read here: use the collection of its role, %s": message.RefusedOtherRole,
		"it cannot hold a slash":                                                                                     message.RefusedSlash,
		"%q is none of push, roc, sms":                                                                               message.RefusedService,
		"an API key has no token: only OAuth2 client credentials do":                                                 message.RefusedKeyHasNoToken,
		"%d rows cannot be a batch":                                                                                  message.RefusedBatch,
		"%q holds a slash, which no name of a %s does":                                                               message.RefusedNameSlash,
		"files are documented for an API key only, not for OAuth2 client credentials":                                message.RefusedFilesByKey,
		"%d is negative":       message.RefusedNegative,
		"%d bytes is no limit": message.RefusedNoLimit,
		"%q does not end with |, so that nothing can be joined to it":                                 message.RefusedOpenSearch,
		"a condition needs a field":                                                                   message.RefusedNoField,
		"%q holds |, which cannot be part of a condition":                                             message.RefusedBar,
		"the value %q begins with $$, which the service may run as an expression; RawSearch sends it": message.RefusedExpression,
		"it has no content": message.RefusedNoContent,
	}
}
