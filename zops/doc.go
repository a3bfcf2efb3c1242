// Package zops is a client of the management API of ZOPS, a platform for push
// notifications, chat and text messages.
//
//	client, err := zops.New(zops.Login(email, password), zops.WithBaseURL("https://saas.example.com"))
//	projects, err := client.Projects.List(ctx)
//
// There is no default server: WithBaseURL is required, without /api/v1.
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
// A write is never sent twice. When a write was sent and no usable answer
// came, errors.Is(err, ErrUnknownOutcome) holds: look before you repeat it.
//
// Lists come in one answer and in no order: an object that was changed moves
// to the end.
package zops
