package conform

import "testing"

// row is one guarantee of the table. The subject of its name is the client.
type row struct {
	name string
	run  func(Subject, *testing.T)
	// applies is nil for a row that every package runs.
	applies func(Subject) bool
}

func readsLists(s Subject) bool { return s.Rows != nil }
func signsIn(s Subject) bool    { return s.SignIn != nil }
func pages(s Subject) bool      { return s.Page != nil }

// rows is the table, in the order in which docs/guarantees.md shows it.
func rows() []row {
	return []row{
		{"sends a write that is answered 502 once, and reports an unknown outcome", Subject.writeAnswered502, nil},
		{"sends a write once when the connection breaks after it was processed, and reports an unknown outcome", Subject.writeCut, nil},
		{"waits as long as Retry-After says when a read is answered 429", Subject.retryAfterIsHonoured, nil},
		{"returns the last answer at once when the next wait would pass the deadline", Subject.deadlineDuringBackoff, nil},
		{"sends no credential to another host on a redirect", Subject.redirectElsewhere, nil},
		{"never lets an id change the path of a request", Subject.hostileID, nil},
		{"shows no secret when a client is printed, in any format", Subject.printing, nil},
		{"returns a typed error with the status when a 502 has an HTML page", Subject.htmlError, nil},
		{"returns at once when Retry-After asks for a day", Subject.longRetryAfter, nil},
		{"rejects an HTML page with status 200", Subject.htmlOK, nil},
		{"never takes a truncated body for a complete answer", Subject.truncated, nil},
		{"rejects a partial answer (status 206) that was not requested", Subject.partial, nil},
		{"reads at most one mebibyte of an error body", Subject.longError, nil},
		{"reports an unknown outcome when a CDN answers a write (520 to 524)", Subject.writeAnsweredByCDN, nil},
		{"rejects a list with duplicate keys or rows that are not objects", Subject.ambiguousList, readsLists},
		{"logs nothing of what a service sends after its answer", Subject.unasked, nil},
		{"never mixes the credentials of two clients that share a slice of options", Subject.twoTenants, nil},
		{"refuses a nil function for a dry run", Subject.dryRunOfNothing, nil},
		{"sends one request with NoRetry, whatever the answer", Subject.oneRequest, nil},
		{"renews no credential during a call with NoRetry; the next call does", Subject.renewedByTheNext, signsIn},
		{"accepts an answer to HEAD without a Content-Length", Subject.headWithoutLength, nil},
		{"sends a header exactly as given, or refuses it", Subject.headers, nil},
		{"refuses a nil call option", Subject.nilOption, nil},
		{"sends nothing when a request cannot be built", Subject.impossibleRequest, nil},
		{"signs in once when fifty callers meet an expired session", Subject.oneSignIn, signsIn},
		{"renews a credential once when it expires during paging", Subject.refusedWhilePaging, func(s Subject) bool { return pages(s) && signsIn(s) }},
		{"stops with an error when paging does not advance", Subject.stuckPaging, pages},
	}
}

// RowNames returns the names of all rows, in order.
func RowNames() []string {
	var names []string
	for _, r := range rows() {
		names = append(names, r.name)
	}
	return names
}

// Run runs every row that applies to s, and fails unless s.RowCount rows apply.
func Run(t *testing.T, s Subject) {
	t.Helper()
	count := 0
	for _, r := range rows() {
		if r.applies != nil && !r.applies(s) {
			continue
		}
		count++
		t.Run(r.name, func(t *testing.T) { r.run(s, t) })
	}
	if count != s.RowCount {
		t.Errorf("%d rows of the table apply, not %d", count, s.RowCount)
	}
}
