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

// rows is the table, in the order in which README shows it.
func rows() []row {
	return []row{
		{"reports an unknown outcome for a write answered 502, and sends it once", Subject.writeAnswered502, nil},
		{"reports an unknown outcome for a write cut off after it was processed, and sends it once", Subject.writeCut, nil},
		{"waits as long as Retry-After says when a read is answered 429", Subject.retryAfterIsHonoured, nil},
		{"returns at once when a back-off would pass the deadline, and keeps the last answer", Subject.deadlineDuringBackoff, nil},
		{"sends no credential to another host on a redirect", Subject.redirectElsewhere, nil},
		{"never lets a hostile id change the path", Subject.hostileID, nil},
		{"shows no secret, however a client is printed", Subject.printing, nil},
		{"returns a typed error with the status for a 502 with an HTML page", Subject.htmlError, nil},
		{"returns at once when Retry-After asks for a day", Subject.longRetryAfter, nil},
		{"rejects an HTML page with status 200", Subject.htmlOK, nil},
		{"never takes a truncated body for a whole answer", Subject.truncated, nil},
		{"rejects a partial answer (status 206) that was not requested", Subject.partial, nil},
		{"reads at most one mebibyte of an error body", Subject.longError, nil},
		{"reports an unknown outcome for a write answered by a CDN (520 to 524)", Subject.writeAnsweredByCDN, nil},
		{"rejects a list with duplicate keys or rows that are not objects", Subject.ambiguousList, readsLists},
		{"logs nothing that a service sends after its answer", Subject.unasked, nil},
		{"never mixes the credentials of two clients made from one slice of options", Subject.twoTenants, nil},
		{"refuses a dry run without a function", Subject.dryRunOfNothing, nil},
		{"sends one request with NoRetry, whatever the answer", Subject.oneRequest, nil},
		{"leaves the renewal of a credential to the next call with NoRetry", Subject.renewedByTheNext, signsIn},
		{"accepts an answer to HEAD without a length", Subject.headWithoutLength, nil},
		{"sends a header as given, or refuses it", Subject.headers, nil},
		{"refuses a nil call option", Subject.nilOption, nil},
		{"refuses a request that cannot be built, and sends nothing", Subject.impossibleRequest, nil},
		{"signs in once for fifty callers of an expired session", Subject.oneSignIn, signsIn},
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
