// Package exit holds the exit codes of the command and the error that carries
// one, so that what a failure means to a script is decided in one place.
package exit

import (
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/incomparable"
)

// Code is the status with which the process ends.
type Code int

// The exit codes. Other programs rely on them: they never change meaning.
const (
	OK               Code = 0   // done; a closed pipe too
	Unexpected       Code = 1   // unexpected; a full disk, a recovered panic, 405, 406, 415
	Usage            Code = 2   // the command line, the configuration, unreadable JSON, an unknown name
	NotFound         Code = 3   // the service has no such thing
	NoCredential     Code = 4   // no credential for this origin
	Refused          Code = 5   // 401, 403, or the service's own way of saying so
	StoreUnreachable Code = 6   // the credential store cannot be read or written
	Network          Code = 7   // network, TLS, timeout
	Service          Code = 8   // 5xx, an unusable answer, 429 after all retries
	Partial          Code = 9   // the output is partial or was cut short
	Rejected         Code = 10  // the data was refused: 400, 402, 409, 422
	Drift            Code = 11  // pull verify or astor diff found a difference
	Unknown          Code = 12  // a write was sent and its outcome is unknown; wins over 7 and 130
	Interrupted      Code = 130 // SIGINT
	Terminated       Code = 143 // SIGTERM
)

type row struct {
	code    Code
	name    string
	meaning message.Key
}

// A variable of constants costs nothing; a function would fill the table anew.
var rows = [...]row{
	{OK, "ok", message.ExitOK},
	{Unexpected, "unexpected", message.ExitUnexpected},
	{Usage, "usage", message.ExitUsage},
	{NotFound, "not_found", message.ExitNotFound},
	{NoCredential, "no_credential", message.ExitNoCredential},
	{Refused, "refused", message.ExitRefused},
	{StoreUnreachable, "store_unreachable", message.ExitStoreUnreachable},
	{Network, "network", message.ExitNetwork},
	{Service, "service", message.ExitService},
	{Partial, "partial", message.ExitPartial},
	{Rejected, "rejected", message.ExitRejected},
	{Drift, "drift", message.ExitDrift},
	{Unknown, "outcome_unknown", message.ExitUnknown},
	{Interrupted, "interrupted", message.ExitInterrupted},
	{Terminated, "terminated", message.ExitTerminated},
}

// String gives the stable machine name of the code, such as "not_found"; that
// of Unexpected for a number that is no exit code of the command.
func (c Code) String() string {
	for _, r := range rows {
		if r.code == c {
			return r.name
		}
	}
	return Unexpected.String()
}

// Row is one line of the table of exit codes.
type Row struct {
	_ incomparable.Field

	Code Code
	// Name is the stable machine name, the "code" of an error printed as JSON.
	Name string
	// Meaning is one line, in the language of the table.
	Meaning string
}

// Table gives every exit code in rising order, with its meaning in French for
// "fr" and in English for anything else.
func Table(lang string) []Row {
	catalogue := message.For(lang)
	table := make([]Row, 0, len(rows))
	for _, r := range rows {
		table = append(table, Row{Code: r.code, Name: r.name, Meaning: catalogue.Text(r.meaning)})
	}
	return table
}
