// Package zops is a client of the management API of ZOPS, a platform for push
// notifications, chat and text messages.
//
//	client, err := zops.New(zops.Login(email, password), guichet.WithBaseURL("https://saas.example.com"))
//
// There is no default server: WithBaseURL is required, without /api/v1. The examples
// of this package show a first program and the life of a tenant; see also the
// examples of [Login], of [TokenSource] and of [Account.Modify].
//
// A user logs in and gets a token that lives for a week; the client logs in
// when it first needs one, and again when the service does not accept it any
// more. The service also answers 401 where the user's role may not do
// something. The client then asks GET /me whether the token still lives, keeps
// it if so, and returns ErrForbidden: it does not log in again and again.
//
// Every field of a resource is required in each write, so that Update replaces
// the whole object; the Modify methods read it first. Lengths, phone numbers
// and codes are checked before anything is sent, since the service answers
// such mistakes with a 500.
//
// A consumer uses the services of its projects with a token of its own:
// ConsumerTokens.Create makes one, and [TokenServer.Exchange] makes an access token
// of it at the token server, which has an address of its own.
//
// # Errors
//
// Every failure of a call is a [guichet.Error]. Some statuses mean something of
// their own here. ErrUnauthorized is also 400 about the Authorization header (a
// token that has ended), and 404 at a login (a wrong e-mail or password).
// ErrForbidden is 401 while the token lives. ErrPaymentRequired is a quota that is
// used up: projects of the account, consumers of the project, items of the
// service. ErrConflict is an e-mail, code or attachment that exists already, a
// wrong approve code, or a reference to something that does not exist.
// ErrUnavailable is also 424: the mail could not be sent and nothing was stored,
// so that the call may be repeated. The codes of [guichet.FieldError] are
// "missing", "forbidden" (the field may only be read) and "invalid".
//
// A write is sent again only when the service certainly did not process it. When
// it was sent and no usable answer came, the error is a
// [guichet.ErrUnknownOutcome]: look before you repeat it.
//
// Many methods have a raw form, such as Projects.GetRaw and Projects.AllRaw: it
// returns the objects as the service wrote them, without what the typed form takes
// from the call.
//
// Lists come in one answer and in no order: an object that was changed moves
// to the end.
package zops
