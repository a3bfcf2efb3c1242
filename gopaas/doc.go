// Package gopaas is a client of the REST API of GoPaaS applications.
//
//	client, err := gopaas.New(gopaas.APIKey(key), guichet.WithBaseURL("https://main.gopaas.net/crm"))
//
// The example of this package is a first program; see also the examples of [RowsAs],
// of [Lists.Rows], of [Items.Push], of [ClientCredentials] and of [Files.Open].
//
// There are two ways in, which never mix: an API key on /api/…, and an OAuth2
// client on /api/oauth2/…. Both serve lists (the rows of a saved view), items
// (one record) and pushes (records written by their key, "cle"); files are
// documented for the API key only.
//
// Much of this API is undocumented, and this package does not guess. Rows and
// records are the service's own JSON. The shape of a list is recognised or
// refused with its keys; a list is paged until it ends, and a Report says
// whether that can be shown to be everything. The first page may be 0 or 1,
// which is found out.
//
// # Errors
//
// Every failure of a call is a [guichet.Error]. ErrNotFound is also a record that
// was answered as nothing. ErrUnauthorized does not say whether the key, the
// client or the token was refused, the base URL's path is wrong, or the caller's
// address is not allowed: the service does not tell. ErrStuck is a full page that
// came twice. ErrIncomplete is a list that may have more rows: the limit of pages
// was reached, the service counts another number of rows, or the list changed
// while it was read.
//
// A push is never repeated by itself. Its report says of each row whether it
// was written, was not, or is unknown. Since a push writes records by their
// key (cle), go on by pushing what is not certainly written once more, as
// [PushReport.Remaining] gives it; see the example of [Items.Push].
//
// # Words of the service
//
//   - clé, in JSON cle: the key of a record, a text by which the service finds it
//     and which is set by whoever writes the record. A record also has a number.
//   - fiche: a record of a table.
//   - table: where records are kept, such as compte, contact, action, affaire,
//     facture, lead or intervention.
//   - vue, a view: a saved selection of a table's rows, with its columns, conditions
//     and order. A list gives the rows of a view.
package gopaas
