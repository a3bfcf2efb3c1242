package gopaas_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/gopaas"
	"github.com/guichet-go/guichet/gopaas/gopaastest"
)

// accounts are n invented rows for the table compte.
func accounts(t testing.TB, n int) []gopaas.Row {
	t.Helper()
	rows := make([]gopaas.Row, n)
	for i := range rows {
		row, err := gopaas.NewRow(map[string]string{"cle": fmt.Sprintf("%d_import", i+1), "nom": fmt.Sprintf("Librairie Noël n° %d", i+1)})
		if err != nil {
			t.Fatal(err)
		}
		rows[i] = row
	}
	return rows
}

// check has a checker accept the rows.
func check(t testing.TB, rows []gopaas.Row) (checked gopaas.Checked) {
	t.Helper()
	checker := gopaas.PushOptions{}.Checker()
	for i, row := range rows {
		if err := checker.Check(row); err != nil {
			t.Fatal(err)
		}
		checked.Append(checker.Key(i+1), row)
	}
	return checked
}

// cutting is a server before gopaastest that cuts the connection of the nth
// push before it is processed, and of another one after.
func cutting(t *testing.T, server *gopaastest.Server, before, after int) (base string) {
	t.Helper()
	var pushes atomic.Int64
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && strings.Contains(r.URL.Path, "/items/") {
			switch int(pushes.Add(1)) {
			case before:
				_, _ = io.Copy(io.Discard, r.Body)
				panic(http.ErrAbortHandler)
			case after:
				server.ServeHTTP(httptest.NewRecorder(), r)
				panic(http.ErrAbortHandler)
			}
		}
		server.ServeHTTP(w, r)
	}))
	t.Cleanup(front.Close)
	return front.URL + "/crm"
}

// numbers writes a list of rows as ranges: "1-100 201-300".
func numbers(list []gopaas.PushedRow) string {
	var ranges []string
	for i := 0; i < len(list); {
		j := i
		for j+1 < len(list) && list[j+1].Number == list[j].Number+1 {
			j++
		}
		ranges = append(ranges, fmt.Sprintf("%d-%d", list[i].Number, list[j].Number))
		i = j + 1
	}
	return strings.Join(ranges, " ")
}

func wantReport(t *testing.T, report *gopaas.PushReport, written, notWritten, unknown string) {
	t.Helper()
	if numbers(report.Written) != written || numbers(report.NotWritten) != notWritten || numbers(report.Unknown) != unknown {
		t.Fatalf("written %s, not written %s, unknown %s; they should be %s, %s and %s", numbers(report.Written),
			numbers(report.NotWritten), numbers(report.Unknown), written, notWritten, unknown)
	}
	for _, list := range [][]gopaas.PushedRow{report.Written, report.NotWritten, report.Unknown} {
		for _, row := range list {
			if row.Cle != fmt.Sprintf("%d_import", row.Number) {
				t.Fatalf("row %d has the cle %s", row.Number, row.Cle)
			}
		}
	}
}

// TestACutPushReportsEachRowAndCanBeResumed pushes
// 10,000 rows; the connection is cut once before a batch is processed and once
// after.
func TestACutPushReportsEachRowAndCanBeResumed(t *testing.T) {
	for name, credential := range flavours {
		t.Run(name, func(t *testing.T) {
			server := start(t, gopaastest.Options{Empty: true})
			pushCutTwice(t, server, connect(t, cutting(t, server, 31, 62), credential))
		})
	}
}

func pushCutTwice(t *testing.T, server *gopaastest.Server, client *gopaas.Client) {
	rows := accounts(t, 10_000)

	report, err := client.Items.Push(t.Context(), "compte", rows, gopaas.PushOptions{})
	failure(t, err, guichet.ErrUnknownOutcome)
	wantReport(t, report, "1-3000", "3101-10000", "3001-3100")
	if n := server.Count("compte"); n != 3000 {
		t.Fatalf("the server has %d rows, not 3000", n)
	}

	again := report.Remaining(rows)
	report, err = client.Items.Push(t.Context(), "compte", again, gopaas.PushOptions{})
	failure(t, err, guichet.ErrUnknownOutcome)
	if numbers(report.Written) != "1-3000" || numbers(report.Unknown) != "3001-3100" || numbers(report.NotWritten) != "3101-7000" {
		t.Fatalf("the resumed push reports %s, %s and %s", numbers(report.Written), numbers(report.NotWritten), numbers(report.Unknown))
	}
	if n := server.Count("compte"); n != 6100 {
		t.Fatalf("the server has %d rows, not 6100", n)
	}

	report, err = client.Items.Push(t.Context(), "compte", report.Remaining(again), gopaas.PushOptions{})
	if err != nil || len(report.Written) != 4000 || server.Count("compte") != 10_000 {
		t.Fatalf("the last push wrote %d rows, the server has %d, and %v", len(report.Written), server.Count("compte"), err)
	}
	for _, row := range rows {
		if server.Record("compte", row.Cle()) == nil {
			t.Fatalf("the row %s was never written", row.Cle())
		}
	}
}

func TestAPushThatContinuesAfterFailuresReportsEachBatch(t *testing.T) {
	server := start(t, gopaastest.Options{Empty: true})
	client := withKey(t, cutting(t, server, 31, 62))
	var batches []gopaas.Batch
	o := gopaas.PushOptions{ContinueAfterFailure: true, OnBatch: func(b gopaas.Batch) error { batches = append(batches, b); return nil }}
	server.Fault(gopaastest.Fault{Match: "POST /api/items", Status: http.StatusForbidden})
	rows := accounts(t, 10_000)
	report, err := client.Items.Push(t.Context(), "compte", rows, o)
	failure(t, err, guichet.ErrForbidden)
	wantReport(t, report, "101-3000 3101-6100 6201-10000", "1-100", "3001-3100 6101-6200")
	if len(batches) != 100 || batches[0].Outcome != gopaas.OutcomeNotWritten || batches[30].Outcome != gopaas.OutcomeUnknown || string(batches[1].Answer) == "" {
		t.Errorf("%d batches were told of", len(batches))
	}
	report, err = client.Items.Push(t.Context(), "compte", report.Remaining(rows), o)
	if err != nil || len(report.Written) != 300 || server.Count("compte") != 10_000 {
		t.Errorf("the resumed push wrote %d rows, the server has %d, and %v", len(report.Written), server.Count("compte"), err)
	}
}

// TestEachFaultGivesABatchItsOutcome covers the outcomes of a failed batch.
func TestEachFaultGivesABatchItsOutcome(t *testing.T) {
	for name, c := range map[string]struct {
		fault gopaastest.Fault
		want  gopaas.Outcome
	}{
		"a 400":               {gopaastest.Fault{Status: 400}, gopaas.OutcomeNotWritten},
		"a 401":               {gopaastest.Fault{Status: 401}, gopaas.OutcomeNotWritten},
		"a 413":               {gopaastest.Fault{Status: 413}, gopaas.OutcomeNotWritten},
		"a 422":               {gopaastest.Fault{Status: 422}, gopaas.OutcomeUnknown},
		"a 429 for an hour":   {gopaastest.Fault{Status: 429, RetryAfter: "3600"}, gopaas.OutcomeNotWritten},
		"a 500":               {gopaastest.Fault{Status: 500}, gopaas.OutcomeUnknown},
		"a 502":               {gopaastest.Fault{Status: 502}, gopaas.OutcomeUnknown},
		"a page with 200":     {gopaastest.Fault{HTML: true}, gopaas.OutcomeUnknown},
		"a cut in the answer": {gopaastest.Fault{Cut: gopaastest.CutBody}, gopaas.OutcomeUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			server := start(t, gopaastest.Options{Empty: true})
			server.Fault(c.fault)
			var got gopaas.Batch
			o := gopaas.PushOptions{Batch: 2, OnBatch: func(b gopaas.Batch) error { got = b; return nil }}
			report, err := withKey(t, server.URL).Items.Push(t.Context(), "compte", accounts(t, 6), o)
			if err == nil || got.Outcome != c.want || len(server.Requests()) != 1 {
				t.Errorf("the outcome is %q after %d requests, and %v", got.Outcome, len(server.Requests()), err)
			}
			if len(report.Written) != 0 || len(report.NotWritten)+len(report.Unknown) != 6 {
				t.Errorf("the report is %+v", report)
			}
		})
	}
}

func TestAPushWritesNothingWhenNoTokenIsObtained(t *testing.T) {
	server := start(t, gopaastest.Options{Empty: true})
	server.Fault(gopaastest.Fault{Match: "POST /api/oauth2/access_token", Cut: gopaastest.CutBeforeAnswer})
	client := connect(t, server.URL, flavours["with OAuth2 client ids"])
	report, err := client.Items.Push(t.Context(), "compte", accounts(t, 3), gopaas.PushOptions{})
	if err == nil || errors.Is(err, guichet.ErrUnknownOutcome) || numbers(report.NotWritten) != "1-3" {
		t.Errorf("the report is %+v, and %v", report, err)
	}
}

func TestAPushStopsWhenItsContextEndsOrOnBatchFails(t *testing.T) {
	server := start(t, gopaastest.Options{Empty: true})
	client := withKey(t, server.URL)
	ctx, cancel := context.WithCancel(t.Context())
	o := gopaas.PushOptions{Batch: 2, ContinueAfterFailure: true, OnBatch: func(b gopaas.Batch) error {
		if b.Number == 2 {
			cancel()
		}
		return nil
	}}
	report, err := client.Items.Push(ctx, "compte", accounts(t, 10), o)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
	wantReport(t, report, "1-4", "5-10", "")

	full := errors.New("the disk is full")
	o.OnBatch = func(gopaas.Batch) error { return full }
	report, err = client.Items.Push(t.Context(), "compte", accounts(t, 10), o)
	if !errors.Is(err, full) {
		t.Errorf("the error is %v", err)
	}
	wantReport(t, report, "1-2", "3-10", "")
}

func TestARowThatWasDecodedIsStillCheckedForItsKeyAndExpressions(t *testing.T) {
	checker := gopaas.PushOptions{}.Checker()
	for raw, want := range map[string]gopaas.RowError{
		`{"nom":"x"}`:                    {Field: "cle"},
		`{"cle":"b","nom":"$$NULL"}`:     {Cle: "b", Field: "nom"},
		`{"x":{"cle":"a"},"nom":"Noël"}`: {Field: "cle"},
	} {
		var refused *gopaas.RowError
		if err := checker.CheckDecoded(gopaas.Row{Raw: json.RawMessage(raw)}); !errors.As(err, &refused) || refused.Cle != want.Cle || refused.Field != want.Field {
			t.Errorf("%s: %v", raw, err)
		}
	}
	good := gopaas.Row{Raw: json.RawMessage(`{"cle":"a","nom":"Noël"}`)}
	if err, key := checker.CheckDecoded(good), checker.Key(4); err != nil || key != (gopaas.PushedRow{Number: 4, Cle: "a"}) {
		t.Errorf("%+v, %v", key, err)
	}
	var refused *gopaas.RowError
	if err := checker.CheckDecoded(good); !errors.As(err, &refused) || refused.Other != 4 {
		t.Errorf("a key that came before: %v", err)
	}
}

// TestRowsThatCannotBePushedAreRefusedBeforeAnythingIsSent names the rows.
func TestRowsThatCannotBePushedAreRefusedBeforeAnythingIsSent(t *testing.T) {
	server := start(t, gopaastest.Options{})
	client := withKey(t, server.URL)
	good := `{"cle":"a","nom":"Noël"}`
	for name, c := range map[string]struct {
		rows []string
		want gopaas.RowError
	}{
		"no cle":            {[]string{good, `{"nom":"x"}`}, gopaas.RowError{Row: 2, Field: "cle"}},
		"an empty cle":      {[]string{`{"cle":""}`}, gopaas.RowError{Row: 1, Field: "cle"}},
		"a null cle":        {[]string{`{"cle":null}`}, gopaas.RowError{Row: 1, Field: "cle"}},
		"the same cle":      {[]string{good, `{"cle":"b"}`, `{"cle":"a"}`}, gopaas.RowError{Row: 3, Other: 1, Cle: "a", Field: "cle"}},
		"an expression":     {[]string{`{"cle":"c","nom":"$$NULL"}`}, gopaas.RowError{Row: 1, Cle: "c", Field: "nom"}},
		"a space before it": {[]string{`{"cle":"c","nom":" $$NULL"}`}, gopaas.RowError{Row: 1, Cle: "c", Field: "nom"}},
		"deep in a value":   {[]string{`{"cle":"c","x":[{"y":"$$x"}]}`}, gopaas.RowError{Row: 1, Cle: "c", Field: "x"}},
		"a cle that is one": {[]string{`{"cle":"$$x"}`}, gopaas.RowError{Row: 1, Cle: "$$x", Field: "cle"}},
		"a cle twice":       {[]string{good, `{"cle":"b","cle":"c"}`}, gopaas.RowError{Row: 2}},
		"two expressions":   {[]string{`{"z":"$$z","cle":5,"a":{"b":["$$x",1]}}`}, gopaas.RowError{Row: 1, Cle: "5", Field: "a"}},
		"an inner cle":      {[]string{`{"x":{"cle":"c"},"nom":"y"}`}, gopaas.RowError{Row: 1, Field: "cle"}},
		"a cle in a list":   {[]string{`{"x":[{"cle":"c"}]}`}, gopaas.RowError{Row: 1, Field: "cle"}},
		"behind a brace":    {[]string{good, `{"nom":"{[","cle":"a"}`}, gopaas.RowError{Row: 2, Other: 1, Cle: "a", Field: "cle"}},
		"an escaped cle":    {[]string{good, `{"cl\u0065":"\u0061"}`}, gopaas.RowError{Row: 2, Other: 1, Cle: "a", Field: "cle"}},
		"not UTF-8":         {[]string{"{\"cle\":\"\xff\"}", "{\"cle\":\"\ufffd\"}"}, gopaas.RowError{Row: 2, Other: 1, Cle: "\ufffd", Field: "cle"}},
		"text behind it":    {[]string{`{"cle":"a"}{"cle":"b"}`}, gopaas.RowError{Row: 1}},
		"no object":         {[]string{`["a"]`}, gopaas.RowError{Row: 1}},
		"half an object":    {[]string{`{"cle":"a"`}, gopaas.RowError{Row: 1}},
		"nothing":           {[]string{``}, gopaas.RowError{Row: 1}},
	} {
		rows := make([]gopaas.Row, len(c.rows))
		for i, raw := range c.rows {
			rows[i] = gopaas.Row{Raw: json.RawMessage(raw)}
		}
		report, err := client.Items.Push(t.Context(), "compte", rows, gopaas.PushOptions{})
		failure(t, err, guichet.ErrInvalid)
		var refused *gopaas.RowError
		if !errors.As(err, &refused) {
			t.Fatalf("%s: %v is no *RowError", name, err)
		}
		c.want.Reason = refused.Reason
		if *refused != c.want || !strings.Contains(err.Error(), fmt.Sprintf("row %d: ", c.want.Row)) {
			t.Errorf("%s: %+v is not %+v: %v", name, *refused, c.want, err)
		}
		if len(report.NotWritten) != len(rows) {
			t.Errorf("%s: the report is %+v", name, report)
		}
	}
	if n := len(server.Requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

func TestWhatIsRefusedByDefaultCanBeAllowed(t *testing.T) {
	server := start(t, gopaastest.Options{})
	client := withKey(t, server.URL)
	key, err := client.Items.Get(t.Context(), "compte", "1")
	if err != nil {
		t.Fatal(err)
	}
	row := gopaas.Row{Raw: json.RawMessage(fmt.Sprintf(`{"cle":%q,"commentaire":"$$NULL"}`, key.Cle()))}
	if _, err := client.Items.Push(t.Context(), "compte", []gopaas.Row{row}, gopaas.PushOptions{AllowExpressions: true}); err != nil {
		t.Fatal(err)
	}
	if record := server.Record("compte", key.Cle()); record["commentaire"] != "" || record["nom"] == "" {
		t.Errorf("the record is %v", record)
	}
	keyless := gopaas.PushOptions{AllowMissingCle: true}.Checker()
	for _, row := range []string{`{"nom":"a"}`, `{"nom":"b"}`} {
		if err := keyless.Check(gopaas.Row{Raw: json.RawMessage(row)}); err != nil {
			t.Error(err)
		}
	}
}

func TestCheckedRowsKeepTheirNumbersWhenWrittenOnesAreLeftOut(t *testing.T) {
	server := start(t, gopaastest.Options{Empty: true})
	client := withKey(t, server.URL)
	checked := check(t, accounts(t, 6))
	var left gopaas.Checked
	for i, row := range accounts(t, 6) {
		if i != 0 && i != 3 {
			left.Append(checked.Keys[i], row)
		}
	}
	report, err := client.Items.PushChecked(t.Context(), "compte", left, gopaas.PushOptions{Batch: 2})
	if err != nil {
		t.Fatal(err)
	}
	wantReport(t, report, "2-3 5-6", "", "")
	for i, key := range checked.Keys {
		if pushed := server.Record("compte", key.Cle) != nil; pushed != (i != 0 && i != 3) {
			t.Errorf("row %d was pushed: %t", i+1, pushed)
		}
	}
}

func TestADryRunShowsEveryBatchAndSendsNone(t *testing.T) {
	server := start(t, gopaastest.Options{})
	var shown []guichet.Planned
	client := withKey(t, server.URL, guichet.WithDryRun(func(p guichet.Planned) { shown = append(shown, p) }))
	report, err := client.Items.Push(t.Context(), "compte", accounts(t, 250), gopaas.PushOptions{})
	failure(t, err, guichet.ErrDryRun)
	wantReport(t, report, "", "1-250", "")
	if len(shown) != 3 || len(server.Requests()) != 0 {
		t.Errorf("%d requests were shown and %d sent", len(shown), len(server.Requests()))
	}
}

func TestAnEmptyPushSendsNothing(t *testing.T) {
	server := start(t, gopaastest.Options{})
	report, err := withKey(t, server.URL).Items.Push(t.Context(), "compte", nil, gopaas.PushOptions{})
	if err != nil || report == nil || len(server.Requests()) != 0 {
		t.Errorf("the report is %+v, and %v", report, err)
	}
}
