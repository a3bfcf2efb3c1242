// Package guichet is what the clients of four French public and social services
// share: their options, their errors, and a few small types. Each service has a
// package of its own:
//
//   - [github.com/guichet-go/guichet/rdvsolidarites]: RDV-Solidarités (RDV Service
//     Public), where departments keep their appointments.
//   - [github.com/guichet-go/guichet/zops]: the management API of ZOPS, a platform
//     for push notifications, chat and text messages.
//   - [github.com/guichet-go/guichet/gopaas]: the business applications of GoPaaS.
//   - [github.com/guichet-go/guichet/astor]: Astor Protect, driven by the Postman
//     collection of its user.
//
// # A first program
//
// New makes a client from a credential and options, and does no I/O. A client may
// be used by several goroutines at once, and prints without its secrets.
//
//	client, err := rdvsolidarites.New(rdvsolidarites.SignIn(email, password))
//	if err != nil {
//		return err
//	}
//	for rdv, err := range client.RDVs.All(ctx, rdvsolidarites.RDVQuery{OrganisationID: 101}) {
//		if err != nil {
//			return err
//		}
//		fmt.Println(rdv.StartsAt, rdv.Motif.Name)
//	}
//
// An [Option] sets up a client, such as [WithBaseURL]; a [CallOption] changes one
// call, such as [WithHeader]. An [Opt] is a field of a request that is left out, set,
// or set to null. A [Secret] does not show in logs. See the examples of [Option],
// of [WithHeader], of [Opt] and of [Secret]. For a request that its package has no
// method for, each client has Do; see the example of Client.Do in rdvsolidarites.
//
// # Errors
//
// A call that fails returns an [*Error], whatever the service answered. It has the
// status, the service's own code and message, and what it said of single fields.
// [errors.Is] with a [Kind], such as [ErrNotFound], tells what went wrong, and
// [errors.As] gives the rest. [Error.Sent] says whether the service may have
// processed the request. See the examples of [Kind], of [Error] and of [Sent].
//
// # Retries
//
// A read is repeated after a failure that may pass: a broken connection, or status
// 408, 429, 500, 502, 503 or 504. The default is four retries, after a random wait
// of up to 0.5 s that doubles each time, or after as long as Retry-After says. A
// Retry-After above a minute, or beyond the deadline of the context, is not waited
// for: the call fails at once, and [Error.RetryAfter] has it. See the examples of
// [WithRetries] and of [NoRetry].
//
// A write is repeated only when the service certainly did not process it. No
// operation of Astor is taken for a read: see [Repeatable], and the example of
// Client.Call in astor.
//
// # Unknown outcomes
//
// A write that was sent and not answered may have been carried out. The call fails
// with [ErrUnknownOutcome], beside the kind of the failure. Read what the write was
// to change before you send it again; see the example of [Error.UnknownOutcome].
//
// # Lists
//
//   - All reads a list to its end. It is lazy: pages are asked for while the loop
//     runs, leaving the loop ends the reading, and each range starts anew. It gives
//     each object once, also where the service repeats objects on its pages.
//   - AllRaw is All with the bytes that the service sent, and returns the report of
//     the reading; see the example of Organisations.AllRaw in rdvsolidarites.
//   - List is one request: one page, or the whole list where there are no pages.
//   - A [Report] says how many objects came and how many the service counts; see
//     the example of [WithReport].
//
// An error ends the loop, and the objects before it are good. [ErrIncomplete] says
// that some are missing. A loop that ends without an error has read all that the
// service counts. GoPaaS may not count: its methods Page and Rows have a Report of
// their own, which says whether the rows can be shown to be all; see the example of
// Lists.Rows in gopaas.
//
// # Raw objects
//
// Many methods that return one object have a raw form, such as GetRaw beside Get: it
// takes the same arguments and returns the object as the service wrote it, for
// programs that pass it on. The answer is checked in the same way, but for the types
// of its fields. See the example of Organisations.GetRaw in rdvsolidarites.
//
// # Sessions and tokens
//
// A client signs in when it first needs to, and once more when the service ends its
// session; all goroutines share that sign-in. To keep a session between runs, or to
// share it between processes, use a source; see the examples of SessionSource and
// of OAuth in rdvsolidarites, of Login and of TokenSource in zops, and of
// ClientCredentials in gopaas. A credential goes to the scheme, host and port of the
// base URL only, also after a redirect.
//
// # Dry runs and questions
//
// [WithDryRun] shows each write instead of sending it; reads and sign-ins are sent.
// [WithConfirm] asks before a write is sent. Both come after everything was checked;
// see the examples of [WithDryRun] and of [WithConfirm].
//
// # Logging and tracing
//
// [WithLogger] logs each attempt, without bodies, queries and credentials. For
// traces and metrics, wrap the transport of the HTTP client. [OnAnswer] tells about
// the answer to one call, and [WithBody] keeps its bytes. See the examples of
// [WithLogger], of [WithHTTPClient], of [OnAnswer] and of [WithBody].
//
// # Tests
//
// Each package has a server for the tests of your own program. It behaves as the
// real service does, known defects included (that of Astor answers as a collection
// says), and fails when it is told to. The packages rdvsolidaritestest, zopstest,
// gopaastest and astortest each have an example. [WithClock] and [WithBackoff] keep
// a test from waiting; see the example of [WithClock].
//
// # Versions
//
// Nothing is released yet: until v1 any part of the API may change.
package guichet
