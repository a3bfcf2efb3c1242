// Package render turns the objects of a service, as the JSON bytes it sent,
// into the bytes that a command prints.
//
// JSON and NDJSON pass the objects through: unknown fields, digits, escapes
// and key order are those of the service. The other formats read only what
// they show. Nothing that came from a service can drive the terminal it is
// shown on: see [Sanitize].
package render
