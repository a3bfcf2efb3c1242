package gopaastest

import "time"

// The credentials that a server accepts.
const (
	APIKey       = "cle-api-du-bac-a-sable"
	ClientID     = "guichet-sandbox"
	ClientSecret = "secret-oauth2-du-bac-a-sable"
)

// Envelope is how a list is wrapped.
type Envelope string

// The possible envelopes.
const (
	Rows  Envelope = "rows"  // {"rows":[…]}, the default
	Items Envelope = "items" // {"items":[…]}
	Data  Envelope = "data"  // {"data":[…]}
	Array Envelope = "array" // […]
)

// Answer selects one of several answers that the service may give.
type Answer string

// The possible answers for a record that does not exist (Null by default) and
// for page 0 when pages count from 1 (FirstPage by default).
const (
	BadRequest  Answer = "400" // for page 0 only
	NotFound    Answer = "404"
	Unprocessed Answer = "422" // for page 0 only
	Null        Answer = "null"
	EmptyArray  Answer = "[]"
	EmptyObject Answer = "{}"
	False       Answer = "false"
	EmptyString Answer = `""`
	Nothing     Answer = "nothing" // an empty body, or a page without rows
	ServerError Answer = "500"
	FirstPage   Answer = "first page"
)

// Options configure the data of a server, and its answers where the vendor's
// documentation does not define them. The zero value is the default data and the
// most probable answers.
type Options struct {
	// Seed selects the data; the same seed gives the same data.
	Seed int64
	// Accounts is the number of records of the table compte, 60 by default.
	// There are four contacts and eight actions for each.
	Accounts int
	// Empty keeps the tables and the views without any record.
	Empty bool
	// Path is the application's path in the base URL, "/crm" by default; "/" for
	// no path.
	Path string
	// Latency delays each answer.
	Latency time.Duration
	// Chaos shifts pages, inserts and deletes rows, revokes tokens and fails
	// requests now and then, as the seed decides.
	Chaos bool
	// Now is the clock of tokens and links; time.Now by default.
	Now func() time.Time
	// TokenLifetime is the lifetime of a token, 60 s by default.
	TokenLifetime time.Duration
	// LinkLifetime is the lifetime of a download link, 300 s by default.
	LinkLifetime time.Duration
	// AllowedAddresses restricts the API key to these addresses of callers,
	// separated by ";". Empty allows every address.
	AllowedAddresses string

	// Envelope wraps lists.
	Envelope Envelope
	// ZeroBased counts pages from 0.
	ZeroBased bool
	// PageZero is the answer to page 0 when pages count from 1.
	PageZero Answer
	// RepeatLastPage answers pages beyond the end with the last page instead of
	// an empty one.
	RepeatLastPage bool
	// IgnorePaging gives every page the same rows.
	IgnorePaging bool
	// MaxRows limits rowPerPage; 0 is no limit.
	MaxRows int
	// Total adds a total to lists that are objects.
	Total bool
	// TotalOff is added to that total, which is then wrong.
	TotalOff int
	// OnlyColums reads the header "colums" instead of "columns".
	OnlyColums bool
	// MissingItem is the answer for a record that does not exist.
	MissingItem Answer
	// ItemByPOST serves one record for POST instead of GET.
	ItemByPOST bool
	// BinaryFiles answers with the file itself instead of a link.
	BinaryFiles bool
	// NumericExpiry answers expires_in as a number instead of a string.
	NumericExpiry bool
	// GrantType is the accepted grant type, "client_credentials" by default.
	GrantType string
	// TokenEncoding is how a token request must be encoded: "form" (default),
	// "multipart" or "json".
	TokenEncoding string
	// HTMLContentType labels JSON as text/html, as PHP does by default.
	HTMLContentType bool
}

func withDefaults(o Options) Options {
	if o.Accounts <= 0 {
		o.Accounts = 60
	}
	if o.Empty {
		o.Accounts = 0
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.TokenLifetime <= 0 {
		o.TokenLifetime = time.Minute
	}
	if o.LinkLifetime <= 0 {
		o.LinkLifetime = 5 * time.Minute
	}
	text := func(field *string, fallback string) {
		if *field == "" {
			*field = fallback
		}
	}
	text(&o.Path, "/crm")
	text((*string)(&o.Envelope), string(Rows))
	text((*string)(&o.PageZero), string(FirstPage))
	text((*string)(&o.MissingItem), string(Null))
	text(&o.GrantType, "client_credentials")
	text(&o.TokenEncoding, "form")
	return o
}
