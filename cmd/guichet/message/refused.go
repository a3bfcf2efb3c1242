package message

import (
	"slices"

	"github.com/guichet-go/guichet/internal/rest"
)

// refused says why the SDK refused something, in the language of the catalogue.
func refused(c *Catalogue, r *rest.Refusal) string {
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
			args[i] = c.Text(RefusedRawElement)
		}
	}
	text := c.Text(key, args...)
	if r.Field != "" {
		return c.Text(WithCause, r.Field, text)
	}
	return text
}

// refusals are the reasons that the SDK has, by its own sentence for each.
func refusals() map[string]Key {
	return map[string]Key{
		"%s is missing":                RefusedElementMissing,
		"%s cannot be %q":              RefusedElement,
		"%s holds a control character": RefusedElementControl,
		"%q is no method: use GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS":                                 RefusedMethod,
		"the path must begin with one slash, such as /api/v1/organisations; the host comes from the base URL": RefusedPathSlash,
		"the path holds a space, a backslash, a # or a control character: escape it":                          RefusedPathCharacter,
		"the query of the path cannot be read":                                                                RefusedPathQuery,
		"the path cannot be read: a % in it is not followed by two hexadecimal digits":                        RefusedPathEscape,

		"the base URL is missing":                                RefusedBaseMissing,
		"the base URL must look like https://host":               RefusedBaseForm,
		"the base URL must not hold a user or a password":        RefusedBaseUser,
		"the base URL of %s must not have a query or a fragment": RefusedBaseQuery,
		"the base URL http://%s is not encrypted: use https":     RefusedBasePlain,
		"the base URL must begin with https://, not %s:":         RefusedBaseScheme,
		"the base URL ends before /api/v1: use %s://%s":          RefusedBaseAPI,
		"the base URL has the path %s: use %s://%s":              RefusedBasePath,

		"%q is none of %s":                    RefusedNotOneOf,
		"%d is no id":                         RefusedNoID,
		"at least one organisation is needed": RefusedNoOrganisation,
		"the e-mail or the password is wrong": RefusedSignIn,
		"%d is no organisation of this agent (its organisations are %v)":                                RefusedForeignOrganisation,
		"%s on %s happens twice, since the clocks go back: choose a time before 02:00 or from 03:00 on": RefusedTwice,
		"the window is the wrong way round: %s is after %s":                                             ErrWindow,
		"no such %s":                                          RefusedNoSuch,
		"it is not an object":                                 RefusedNotObject,
		"it is not a list":                                    RefusedNotList,
		"a row of the list is not an object":                  RefusedRowNotObject,
		"an object has the same name twice":                   RefusedNameTwice,
		"something follows the JSON value":                    RefusedTrailing,
		"it has no %q":                                        RefusedNoRoot,
		"its Content-Encoding is %s, which was not asked for": RefusedEncoding,
		"it is not UTF-8":                                     RefusedNotUTF8,
		"it is neither UTF-8 nor %s, which it is said to be":  RefusedCharset,
		"it redirects to %s, which is not followed":           RefusedRedirect,

		"an API key is for /api/… and OAuth2 client credentials are for /api/oauth2/…: the two do not mix": RefusedFlavour,
		"a line break or another control character cannot be sent in a header":                             RefusedHeader,
		"it is missing": RefusedMissing,

		"%d characters are too many: at most %d are kept":                                                            RefusedTooLong,
		"it must look like name@example.fr":                                                                          RefusedEmailForm,
		"it must be exactly %d digits, without a + or spaces; %d characters were given":                              RefusedPhoneForm,
		"it cannot hold the character NUL":                                                                           RefusedNUL,
		"the user is not a billing user, and its first name cannot be read here: use the collection of its role, %s": RefusedOtherRole,
		"it cannot hold a slash":                                                                                     RefusedSlash,
		"%q is none of push, roc, sms":                                                                               RefusedService,
		"an API key has no token: only OAuth2 client credentials do":                                                 RefusedKeyHasNoToken,
		"%d rows cannot be a batch":                                                                                  RefusedBatch,
		"%q holds a slash, which no name of a %s does":                                                               RefusedNameSlash,
		"files are documented for an API key only, not for OAuth2 client credentials":                                RefusedFilesByKey,
		"%d is negative":       RefusedNegative,
		"%d bytes is no limit": RefusedNoLimit,
		"%q does not end with |, so that nothing can be joined to it":                                 RefusedOpenSearch,
		"a condition needs a field":                                                                   RefusedNoField,
		"%q holds |, which cannot be part of a condition":                                             RefusedBar,
		"the value %q begins with $$, which the service may run as an expression; RawSearch sends it": RefusedExpression,
		"it has no content": RefusedNoContent,
	}
}
