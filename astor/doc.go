// Package astor is a client of the API of Astor Protect, driven by the Postman
// collection of its user.
//
// # What is known of this service, and what is not
//
// The vendor publishes two environments, the rule that some requests carry a
// token in a header, the four methods in use and the meaning of eight statuses.
// That much is written by hand here: [Sandbox], [Production], [Token], the
// method allow-list of [Client.Do], and the errors (402, payment required, is
// not 403, insufficient rights).
//
// It does not publish, in a form that a program may rely on, its endpoints,
// their parameters and answers, how a token is had, the form of its errors, its
// pages or its limits. This package invents none of them and ships nothing of
// the vendor's collection. Download the collection from the vendor's
// documentation, read it with [ParseCollection], and call its operations by their
// names; see the examples of [Client.Call], of [Client.Build] and of
// [Collection.Report].
//
// # What a collection is trusted with
//
// A downloaded collection is input from somebody else. A request goes to the
// two base URLs of the environment and to the [Host]s that its caller adds, by
// https, and to no other host. A Host gets no credential unless its SendToken is
// set: an auth of the file is left out there, and a request that would hold one
// elsewhere is refused. The host
// names that the vendor published are taken for the variables they stand for,
// so that production never silently calls the sandbox. A file path in it is never
// opened, and its scripts are never run: [Operation.Scripts] tells which it had.
//
// # Where the token goes
//
// The token goes where the collection says: its auth (bearer, API key, OAuth 2),
// else the header Authorization, else the first header or parameter with a usual
// name, such as x-access-token, x-api-key, token or access_token. A variable there
// takes the token, whatever its name is, unless the caller or the environment gives
// it a value.
//
// A token that the author left is never sent from an auth, a header, a parameter, a
// field of a form, or a variable of the collection. It is found by such a name, or
// as a JSON web token. The user's takes its place where the token goes; elsewhere a
// variable does, which the caller has to give. A token in the text of a body or in a
// path is not found: look at the [Request] of an unknown file before it is sent.
//
// A literal name and password (Authorization: Basic …) is not a token: it is the
// credential of a client, which log-in needs. It is sent as the file has it, to
// the same hosts, with a token or without one. It wins over an auth that the
// request inherits from a folder, and gives way to one of the request itself. A
// token is never sent as Basic.
//
// # What is sent
//
// What the file says and what the caller gives is sent, or the call is refused:
// a variable, a file or a header that would be lost is [ErrUnknownInput]. The
// body of a GET is sent where the file says so
// (protocolProfileBehavior.disableBodyPruning); otherwise it is left over from
// another method, and Dropped is set in its [Body]. Comments are taken out of
// JSON.
//
// # Repeating
//
// Older programs of this vendor changed data over GET, so that no request is
// repeated because of its method: only a proof that nothing was processed, or a
// 429, leads to another attempt. [guichet.Repeatable] lifts that for one call. For the
// same reason a GET that was sent and not answered has an unknown outcome:
// [guichet.ErrUnknownOutcome].
package astor
