// Package rest performs one exchange with a service: it builds the request,
// attaches the credential, sends, classifies what came back, decides whether
// to try again, and decodes. Its files are in that order, and each calls only
// those after it: exchange, retry, authorise, build, read, accept, classify,
// failure, log, redact, secrets.
//
// Only this package knows go-retryablehttp, which rewinds the body and runs the
// attempts. Its policies are replaced, because they repeat writes, shorten
// Retry-After and count attempts that a renewed credential costs.
//
// Three rules hold for every call. A write is never sent twice unless it is
// certain that the first one was not processed. A credential goes to the
// origin of the base URL and nowhere else. A body counts only when all of it
// arrived.
package rest
