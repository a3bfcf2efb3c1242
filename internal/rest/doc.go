// Package rest performs one exchange with a service: it builds the request,
// attaches the credential, sends, classifies what came back, decides whether
// to try again, and decodes. It is the only place that knows go-retryablehttp.
//
// Three rules hold for every call. A write is never sent twice unless it is
// certain that the first one was not processed. A credential goes to the
// origin of the base URL and nowhere else. A body counts only when all of it
// arrived.
package rest
