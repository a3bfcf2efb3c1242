package gopaas_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/gopaas"
	"github.com/guichet-go/guichet/gopaas/gopaastest"
	"github.com/guichet-go/guichet/internal/fake"
)

// pages answers the pages of a list. Each is a text such as "a1 b1": rows with the
// cles a and b and the content 1; "-1" is a row without a cle. A list of texts for
// one page is answered one after the other, the last one from then on. The list
// called total is what the answers state.
type pages map[string][]string

func (p pages) RoundTrip(r *http.Request) (*http.Response, error) {
	var rows []string
	n := r.Header.Get("page")
	if len(p[n]) > 0 {
		for _, word := range strings.Fields(p[n][0]) {
			rows = append(rows, strings.Replace(fmt.Sprintf(`{"cle":%q,"content":%q}`, word[:1], word[1:]), `"cle":"-",`, "", 1))
		}
		p[n] = p[n][min(1, len(p[n])-1):]
	}
	body := "[" + strings.Join(rows, ",") + "]"
	if total := p["total"]; total != nil {
		body = fmt.Sprintf(`{"total":%s,"rows":%s}`, total[0], body)
	}
	return fake.Says{Status: 200, ContentType: "application/json", Body: body}.RoundTrip(r)
}

// contents reads pages and returns their rows in the same form.
func contents(t *testing.T, list http.RoundTripper, size int) (string, gopaas.Report, error) {
	t.Helper()
	var got []string
	var report gopaas.Report
	client := withKey(t, "https://gopaas.example.fr/crm", guichet.WithHTTPClient(&http.Client{Transport: list}))
	for row, err := range client.Lists.Rows(t.Context(), "v", gopaas.ListQuery{RowsPerPage: size, Report: &report}) {
		if err != nil {
			return strings.Join(got, " "), report, err
		}
		var fields struct{ Content string }
		if err := row.Decode(&fields); err != nil {
			t.Fatal(err)
		}
		got = append(got, max(row.Cle(), "-")+fields.Content)
	}
	return strings.Join(got, " "), report, nil
}

func TestRowsWithASeenCleAreKeptOnlyIfTheViewRepeatsKeys(t *testing.T) {
	for _, c := range []struct {
		name     string
		list     pages
		want     string
		repeated int
	}{
		{"copies of a page that shifted", pages{"1": {"a1 b1 c1"}, "2": {"c1 d1 e1"}, "3": {"f1"}}, "a1 b1 c1 d1 e1 f1", 1},
		{"a page that has a cle twice, first of all", pages{"1": {"a1 a2 b1"}, "2": {"b2 c1 a1"}, "3": {"c2"}}, "a1 a2 b1 b2 c1 a1 c2", 0},
		{"a page that has a cle twice, in the end", pages{"1": {"a1 b1 c1"}, "2": {"c2 d1 a1"}, "3": {"d2 e1 e2"}, "4": {"e3"}}, "a1 b1 c1 d1 c2 a1 d2 e1 e2 e3", 0},
		{"keys that repeat too far apart to share a page", pages{"1": {"a1 b1 c1"}, "2": {"d1 e1 f1"}, "3": {"a2 b2 c2"}, "4": {"d2"}}, "a1 b1 c1 d1 e1 f1 a2 b2 c2 d2", 0},
		{"a key that repeats, seen when pages are asked for again", pages{"1": {"a1 b1 c1", "a1 a2 b1"}, "2": {"d1 e1 f1"}, "3": {"a2", "c1"}}, "a1 b1 c1 d1 e1 f1 a2", 0},
		{"a row that was edited and moved", pages{"1": {"a1 b1 c1", "b1 c1 d1"}, "2": {"d1 e1 f1", "e1 f1 g1"}, "3": {"g1 a2"}}, "a1 b1 c1 d1 e1 f1 g1", 1},
		{"a row that was edited and moved, beside a copy", pages{"1": {"a1 b1 c1", "b1 c1 d1"}, "2": {"d1 e1 f1"}, "3": {"b1 a2"}}, "a1 b1 c1 d1 e1 f1", 2},
		{"rows without a cle are no sign of a view that repeats keys", pages{"1": {"-1 -1 a1"}, "2": {"a1 b1"}}, "-1 -1 a1 b1", 1},
		{"a copy, though the pages still have it", pages{"1": {"a1 b1 c1"}, "2": {"a1 d1"}}, "a1 b1 c1 d1", 1},
		{"a count without the row that came again", pages{"1": {"a1 b1 c1"}, "2": {"d1 a2"}, "total": {"4"}}, "a1 b1 c1 d1", 1},
		{"a row that moved up again", pages{"1": {"a1 b1 c1"}, "2": {"d1 e1 f1"}, "3": {"g1 a2", "g1 h1"}}, "a1 b1 c1 d1 e1 f1 g1", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, report, err := contents(t, c.list, 3)
			if err != nil || got != c.want || report.Rows-report.Unique != c.repeated || report.Unique != len(strings.Fields(got)) {
				t.Errorf("the rows are %q, not %q, and %v; the report is %+v", got, c.want, err, report)
			}
		})
	}
}

func TestCopiesAreDroppedWithoutReadingTheirPagesAgain(t *testing.T) {
	got, report, err := contents(t, pages{"1": {"a1 b1 c1"}, "2": {"c1 d1 e1"}, "3": {"f1"}}, 3)
	if err != nil || report.Pages != 4 {
		t.Errorf("%d requests were answered for %q, and %v", report.Pages, got, err)
	}
}

func TestTooManyPagesToReadAgainMakeTheListIncomplete(t *testing.T) {
	list := pages{}
	for n := range 9 {
		list[fmt.Sprint(n+1)] = []string{fmt.Sprintf("%c1 %c1", 'a'+n, 'A'+n), fmt.Sprintf("%c1", 'A'+n)}
		list[fmt.Sprint(n+10)] = []string{fmt.Sprintf("%c2 %c1", 'a'+n, 'Q'+n)}
	}
	got, _, err := contents(t, list, 2)
	failure(t, err, guichet.ErrIncomplete)
	if n := len(strings.Fields(got)); n != 36 {
		t.Errorf("%d rows were given out: %s", n, got)
	}
}

func TestSimilarPagesAreToldApart(t *testing.T) {
	for _, c := range []struct {
		name     string
		list     pages
		want     string
		requests int
		err      error
	}{
		{"two pages with the same cles", pages{"0": {"a1 b1"}, "1": {"a2 b2"}, "2": {"c1"}}, "a1 b1 c1 a2 b2", 6, nil},
		{"the same cles on a later page", pages{"1": {"a1 b1"}, "2": {"a2 b2"}, "3": {"c1"}}, "a1 b1 c1 a2 b2", 7, nil},
		{"a page that repeats keys, edited", pages{"0": {"a1 a2", "a1 a3"}, "1": {"a1 a3"}, "2": {"b1"}}, "a1 a3 b1", 4, nil},
		{"a page that repeats keys and always changes", pages{"0": {"a1 a2", "a3 a4", "a5 a6", "a7 a8"}, "1": {"a9 aa", "ab ac", "ad ae", "af ag"}, "2": {"b1"}}, "a1 a2 af ag b1", 9, guichet.ErrIncomplete},
		{"one row that always changes", pages{"0": {"a1", "a3", "a5", "a7"}, "1": {"a9", "ab", "ad", "af"}}, "a1 af", 11, guichet.ErrIncomplete},
		{"a row that went", pages{"0": {"a1 b1 c1", "b1 c1 d1"}, "1": {"b1 c1 d1"}, "2": {"e1"}}, "b1 c1 d1 e1", 4, nil},
		{"an edited row among rows without a cle", pages{"0": {"-1 -2", "-1 -3"}, "1": {"-1 -3"}, "2": {"-4"}}, "-1 -3 -4", 4, nil},
		{"rows without a cle", pages{"0": {"-1 -2"}, "1": {"-3 -4"}, "2": {"-5 -6"}, "3": {"-7"}}, "-1 -2 -3 -4 -5 -6 -7", 4, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, report, err := contents(t, c.list, len(strings.Fields(c.list["1"][0])))
			if c.err != nil {
				failure(t, err, c.err)
			} else if err != nil {
				t.Fatal(err)
			}
			if got != c.want || report.Pages != c.requests {
				t.Errorf("the rows are %q, not %q, after %d requests, not %d: %v", got, c.want, report.Pages, c.requests, err)
			}
		})
	}
}

func TestJSONWithoutAListCountsAsARefusalOfPage0(t *testing.T) {
	for _, body := range []string{`null`, `false`, `{}`, `""`, ``, `{"msg":"Invalid version."}`} {
		got, _, err := contents(t, answer(func(r *http.Request) string {
			switch r.Header.Get("page") {
			case "0":
				return body
			case "1":
				return `[{"cle":"a","content":"1"}]`
			}
			return "[]"
		}), 1)
		if err != nil || got != "a1" {
			t.Errorf("%q: the rows are %q, and %v", body, got, err)
		}
	}
}

func TestPage1IsRequestedAtOnceAfterA500OfPage0(t *testing.T) {
	server := start(t, gopaastest.Options{PageZero: gopaastest.ServerError})
	readsEach(t, server, gopaastest.AccountView, "compte", 100)
	var asked []string
	for _, r := range server.Requests()[:3] {
		asked = append(asked, r.Headers.Get("page"))
	}
	if !slices.Equal(asked, []string{"0", "1", "0"}) {
		t.Errorf("the first pages asked for are %v", asked)
	}
}

func TestRowsWithoutACleAreAllReturned(t *testing.T) {
	row := func(n int) string { return strings.Repeat(`{"nom":"Martin"},`, n) }
	list := []string{row(3) + `{"nom":"a"}`, row(3) + `{"nom":"b"}`, row(1) + `{"nom":"c"}`}
	client := withKey(t, "https://gopaas.example.fr/crm", guichet.WithHTTPClient(&http.Client{Transport: answer(func(r *http.Request) string {
		var n int
		_, _ = fmt.Sscan(r.Header.Get("page"), &n)
		return "[" + list[max(n, 1)-1] + "]"
	})}))
	keys, err := read(t, client, "v", gopaas.ListQuery{RowsPerPage: 4})
	if err != nil || len(keys) != 10 {
		t.Errorf("%d rows were read, and %v", len(keys), err)
	}
}

// answer answers each request with the text that it returns.
type answer func(*http.Request) string

func (a answer) RoundTrip(r *http.Request) (*http.Response, error) {
	return fake.Says{Status: 200, ContentType: "application/json", Body: a(r)}.RoundTrip(r)
}

func TestTooManyBufferedRowsMakeTheListIncomplete(t *testing.T) {
	const size = 50
	wide := strings.Repeat("x", 50_000)
	client := withKey(t, "https://gopaas.example.fr/crm", guichet.WithHTTPClient(&http.Client{Transport: answer(func(r *http.Request) string {
		var n int
		_, _ = fmt.Sscan(r.Header.Get("page"), &n)
		var rows []string
		for i := range size {
			if n < 6 { // each page begins with the second half of the one before
				rows = append(rows, fmt.Sprintf(`{"cle":"%d","content":%q}`, n*size/2+i, wide))
			}
		}
		return "[" + strings.Join(rows, ",") + "]"
	})}))
	var report gopaas.Report
	keys, err := read(t, client, "v", gopaas.ListQuery{RowsPerPage: size, FirstPage: guichet.Set(1), Report: &report})
	failure(t, err, guichet.ErrIncomplete)
	if len(distinct(keys)) != size/2*6 || len(keys) != 5*size || report.Completeness != gopaas.CompletenessUnknown {
		t.Errorf("%d rows with %d keys were read, and the report is %+v", len(keys), len(distinct(keys)), report)
	}
}

func TestAWrongCountIsReportedAfterTheLastRow(t *testing.T) {
	for name, o := range numberings {
		for _, off := range []int{-7, 7} {
			o.Accounts, o.Total, o.TotalOff = 63, true, off
			var report gopaas.Report
			keys, err := read(t, withKey(t, start(t, o).URL), gopaastest.ContactView, gopaas.ListQuery{RowsPerPage: 100, Report: &report})
			e := failure(t, err, guichet.ErrIncomplete)
			want := fmt.Sprintf("252 rows read, but the service reports %d", 252+off)
			if len(distinct(keys)) != 252 || report.Completeness != gopaas.CompletenessPartial || !strings.Contains(e.Error(), want) {
				t.Errorf("%s: %d rows were read, and %v; the report is %+v", name, len(keys), err, report)
			}
		}
	}
}

func TestACountThatChangesIsReportedEvenIfItMatchesAtTheEnd(t *testing.T) {
	server := start(t, gopaastest.Options{Accounts: 250, Total: true})
	asked := 0
	client := withKey(t, server.URL, guichet.WithHTTPClient(&http.Client{Transport: before(func(*http.Request) {
		if asked++; asked == 3 { // a row that was read goes, and one that was not takes its place on page 1
			if _, _, err := server.ChangeRows("gopaas.list:"+gopaastest.AccountView, 0, 1); err != nil {
				t.Error(err)
			}
		}
	})}))
	var report gopaas.Report
	_, err := read(t, client, gopaastest.AccountView, gopaas.ListQuery{RowsPerPage: 100, Report: &report})
	if failure(t, err, guichet.ErrIncomplete); report.Done || report.Completeness != gopaas.CompletenessUnknown {
		t.Errorf("the report is %+v", report)
	}
}
