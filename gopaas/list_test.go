package gopaas_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/gopaas"
	"github.com/guichet-go/guichet/gopaas/gopaastest"
)

// TestEveryRowIsReadOnceForEachKindOfPaging pages through 240 contacts.
func TestEveryRowIsReadOnceForEachKindOfPaging(t *testing.T) {
	for name, o := range map[string]gopaastest.Options{
		"rows, from 1":                         {},
		"items, from 1":                        {Envelope: gopaastest.Items},
		"data, from 0":                         {Envelope: gopaastest.Data, ZeroBased: true},
		"a bare array, from 0":                 {Envelope: gopaastest.Array, ZeroBased: true},
		"page 0 is an error":                   {PageZero: gopaastest.ServerError},
		"page 0 has no rows":                   {PageZero: gopaastest.Nothing},
		"fewer rows than asked":                {MaxRows: 17},
		"fewer rows than asked, from 0":        {MaxRows: 17, ZeroBased: true},
		"the last page repeats":                {RepeatLastPage: true},
		"the last page repeats, from 0":        {RepeatLastPage: true, ZeroBased: true},
		"JSON that says that it is HTML":       {HTMLContentType: true},
		"an application without a path":        {Path: "/"},
		"an application with several segments": {Path: "/qualif/mairie/crm"},
	} {
		t.Run(name, func(t *testing.T) {
			inBothFlavours(t, o, func(t *testing.T, server *gopaastest.Server, client *gopaas.Client) {
				keys, err := read(t, client, gopaastest.ContactView, gopaas.ListQuery{RowsPerPage: 70})
				if err != nil {
					t.Fatal(err)
				}
				if len(keys) != server.Count("contact") || len(distinct(keys)) != len(keys) {
					t.Errorf("%d rows were read, %d of them different, of %d", len(keys), len(distinct(keys)), server.Count("contact"))
				}
			})
		})
	}
}

func distinct(keys []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(keys)))
}

// TestAListThatFitsOnOnePageIsReadOnce, whichever number the first page has.
func TestAListThatFitsOnOnePageIsReadOnce(t *testing.T) {
	for _, o := range []gopaastest.Options{
		{Accounts: 5}, {Accounts: 5, ZeroBased: true}, {Accounts: 5, RepeatLastPage: true},
		{Accounts: 5, RepeatLastPage: true, ZeroBased: true}, {Accounts: 5, IgnorePaging: true},
	} {
		client := withKey(t, start(t, o).URL)
		keys, err := read(t, client, gopaastest.AccountView, gopaas.ListQuery{RowsPerPage: 50})
		if err != nil || len(keys) != 5 || len(distinct(keys)) != 5 {
			t.Errorf("%+v: %d rows were read, and %v", o, len(keys), err)
		}
	}
}

func TestAnEmptyListHasNoRowsAndNoError(t *testing.T) {
	client := withKey(t, start(t, gopaastest.Options{Empty: true}).URL)
	var report gopaas.Report
	keys, err := read(t, client, gopaastest.ContactView, gopaas.ListQuery{RowsPerPage: 10, Report: &report})
	if err != nil || len(keys) != 0 || report.End != gopaas.EndEmpty {
		t.Errorf("%d rows were read, and %v; the end is %q", len(keys), err, report.End)
	}
}

// counted is a report of a list whose rows came once.
func counted(pages, rows, total int) guichet.Report {
	return guichet.Report{Pages: pages, Passes: 1, Rows: rows, Unique: rows, Total: total, Done: rows == total}
}

// TestTheReportSaysWhyReadingEnded covers each way in which reading can end.
func TestTheReportSaysWhyReadingEnded(t *testing.T) {
	for _, c := range []struct {
		name    string
		options gopaastest.Options
		query   gopaas.ListQuery
		want    gopaas.Report
		err     error
	}{
		{"one request", gopaastest.Options{}, gopaas.ListQuery{},
			gopaas.Report{Report: counted(1, 50, -1), FirstTotal: -1, FirstPage: -1, End: gopaas.EndSingle, Completeness: gopaas.CompletenessUnknown}, nil},
		{"one page", gopaastest.Options{Total: true}, gopaas.ListQuery{Page: guichet.Set(2), RowsPerPage: 20},
			gopaas.Report{Report: counted(1, 20, 60), FirstTotal: 60, FirstPage: -1, End: gopaas.EndSingle, Completeness: gopaas.CompletenessPartial}, nil},
		{"a short page", gopaastest.Options{}, gopaas.ListQuery{RowsPerPage: 25},
			gopaas.Report{Report: counted(4, 60, -1), FirstTotal: -1, FirstPage: 1, End: gopaas.EndShort, Completeness: gopaas.CompletenessUnknown}, nil},
		{"a short page and a total", gopaastest.Options{Total: true}, gopaas.ListQuery{RowsPerPage: 25},
			gopaas.Report{Report: counted(4, 60, 60), FirstTotal: 60, FirstPage: 1, End: gopaas.EndShort, Completeness: gopaas.CompletenessComplete}, nil},
		{"an empty page", gopaastest.Options{ZeroBased: true}, gopaas.ListQuery{RowsPerPage: 20},
			gopaas.Report{Report: counted(4, 60, -1), FirstTotal: -1, FirstPage: 0, End: gopaas.EndEmpty, Completeness: gopaas.CompletenessUnknown}, nil},
		{"a known first page", gopaastest.Options{}, gopaas.ListQuery{RowsPerPage: 20, FirstPage: guichet.Set(1)},
			gopaas.Report{Report: counted(4, 60, -1), FirstTotal: -1, FirstPage: 1, End: gopaas.EndEmpty, Completeness: gopaas.CompletenessUnknown}, nil},
		{"a full page twice", gopaastest.Options{IgnorePaging: true}, gopaas.ListQuery{RowsPerPage: 20},
			gopaas.Report{Report: counted(3, 20, -1), FirstTotal: -1, FirstPage: 1, End: gopaas.EndRepeated, Completeness: gopaas.CompletenessUnknown}, guichet.ErrStuck},
		{"a full page twice, but all of them", gopaastest.Options{RepeatLastPage: true, Total: true}, gopaas.ListQuery{RowsPerPage: 20},
			gopaas.Report{Report: counted(5, 60, 60), FirstTotal: 60, FirstPage: 1, End: gopaas.EndRepeated, Completeness: gopaas.CompletenessComplete}, nil},
		{"the limit of pages", gopaastest.Options{}, gopaas.ListQuery{RowsPerPage: 5, MaxPages: 4},
			gopaas.Report{Report: counted(4, 15, -1), FirstTotal: -1, FirstPage: 1, End: gopaas.EndCap, Completeness: gopaas.CompletenessUnknown}, guichet.ErrIncomplete},
	} {
		t.Run(c.name, func(t *testing.T) {
			client := withKey(t, start(t, c.options).URL)
			var report gopaas.Report
			c.query.Report = &report
			_, err := read(t, client, gopaastest.AccountView, c.query)
			if c.err == nil && err != nil {
				t.Fatal(err)
			}
			if c.err != nil {
				failure(t, err, c.err)
			}
			if fmt.Sprint(report) != fmt.Sprint(c.want) {
				t.Errorf("the report is %+v, not %+v", report, c.want)
			}
		})
	}
}

// TestTheReportIsKeptPageByPage looks at it after the rows of each page.
func TestTheReportIsKeptPageByPage(t *testing.T) {
	client := withKey(t, start(t, gopaastest.Options{Total: true}).URL)
	var report gopaas.Report
	var pages []string
	report.OnPage = func() { pages = append(pages, fmt.Sprint(report.Unique, " of ", report.Total)) }
	query := gopaas.ListQuery{RowsPerPage: 25, FirstPage: guichet.Set(1), Report: &report}
	for range 2 {
		pages = nil
		if _, err := read(t, client, gopaastest.AccountView, query); err != nil {
			t.Fatal(err)
		}
		if want := []string{"25 of 60", "50 of 60", "60 of 60"}; !slices.Equal(pages, want) || !report.Done {
			t.Errorf("the report was %q after each page, and %+v in the end", pages, report)
		}
	}
}

func TestARepeatedRowIsNotLost(t *testing.T) {
	server := start(t, gopaastest.Options{})
	keys, err := read(t, withKey(t, server.URL), gopaastest.DirectoryView, gopaas.ListQuery{RowsPerPage: 100})
	if err != nil {
		t.Fatal(err)
	}
	if len(keys) != server.Count("contact") || len(distinct(keys)) != server.Count("compte") {
		t.Errorf("%d rows with %d keys were read, not %d with %d", len(keys), len(distinct(keys)), server.Count("contact"), server.Count("compte"))
	}
}

func TestLeavingTheLoopSendsNothingMore(t *testing.T) {
	server := start(t, gopaastest.Options{})
	client := withKey(t, server.URL)
	for range client.Lists.Rows(t.Context(), gopaastest.ContactView, gopaas.ListQuery{RowsPerPage: 5}) {
		break
	}
	if n := len(server.Requests()); n != 2 {
		t.Errorf("%d requests were sent, not those for the pages 0 and 1", n)
	}
}

func TestListOptionsAreSentAsHeaders(t *testing.T) {
	inBothFlavours(t, gopaastest.Options{}, func(t *testing.T, server *gopaastest.Server, client *gopaas.Client) {
		q := gopaas.ListQuery{
			Search: gopaas.Contains("nom", "é").And(gopaas.Equals("cp", "77420")), Text: "Champs",
			OnlyVisible: true, ColumnsCompat: true, Page: guichet.Set(3), RowsPerPage: 10,
		}
		if _, err := client.Lists.Page(t.Context(), "compte.default", q); err != nil {
			t.Fatal(err)
		}
		sent := server.Requests()
		r := sent[len(sent)-1]
		for name, want := range map[string]string{
			"advancedSearch": "nom|contain|é|AND|cp|equal|77420|", "textSearch": "Champs", "onlyVisible": "on",
			"columns": "on", "colums": "on", "page": "3", "rowPerPage": "10",
		} {
			if got := r.Headers.Get(name); got != want {
				t.Errorf("the header %s is %q, not %q", name, got, want)
			}
		}
		if r.Query != "" {
			t.Errorf("the query is %q", r.Query)
		}
	})
}

func TestASearchNarrowsAList(t *testing.T) {
	client := withKey(t, start(t, gopaastest.Options{}).URL)
	all, err := client.Lists.Page(t.Context(), gopaastest.ActionView, gopaas.ListQuery{RowsPerPage: 1000})
	if err != nil {
		t.Fatal(err)
	}
	want := 0
	for _, row := range all.Rows {
		var action struct{ Statut, Objet string }
		if err := row.Decode(&action); err != nil {
			t.Fatal(err)
		}
		if action.Statut == "terminée" && action.Objet == "Envoi du contrat" {
			want++
		}
	}
	search := gopaas.Equals("statut", "terminée").And(gopaas.Contains("objet", "contrat"))
	found, err := client.Lists.Page(t.Context(), gopaastest.ActionView, gopaas.ListQuery{RowsPerPage: 1000, Search: search})
	if err != nil {
		t.Fatal(err)
	}
	if len(found.Rows) != want || want == 0 {
		t.Errorf("%d rows were found, not %d", len(found.Rows), want)
	}
}

func TestTheColumnObjectIsReturnedOnRequest(t *testing.T) {
	for _, o := range []gopaastest.Options{{}, {OnlyColums: true}} {
		client := withKey(t, start(t, o).URL)
		p, err := client.Lists.Page(t.Context(), gopaastest.AccountView, gopaas.ListQuery{Columns: true, ColumnsCompat: o.OnlyColums})
		if err != nil || len(p.Column) == 0 {
			t.Errorf("the columns are %s, and %v", p.Column, err)
		}
	}
	client := withKey(t, start(t, gopaastest.Options{}).URL)
	if p, err := client.Lists.Page(t.Context(), gopaastest.AccountView, gopaas.ListQuery{}); err != nil || p.Column != nil {
		t.Errorf("the columns came without being asked for, or %v", err)
	}
}

func TestRowsDecodeIntoTheCallersStruct(t *testing.T) {
	type account struct {
		ID   int    `json:"idcompte,string"`
		Cle  string `json:"cle"`
		Town string `json:"ville"`
	}
	inBothFlavours(t, gopaastest.Options{}, func(t *testing.T, server *gopaastest.Server, client *gopaas.Client) {
		n := 0
		for a, err := range gopaas.RowsAs[account](t.Context(), client.Lists, gopaastest.AccountView, gopaas.ListQuery{RowsPerPage: 50}) {
			if err != nil {
				t.Fatal(err)
			}
			if n++; a.ID != n || a.Cle == "" || a.Town != server.Record("compte", a.Cle)["ville"] {
				t.Errorf("row %d is %+v", n, a)
			}
		}
		if n != server.Count("compte") {
			t.Errorf("%d rows were read", n)
		}
	})
}

func TestARowThatDoesNotFitIsNamed(t *testing.T) {
	client := withKey(t, start(t, gopaastest.Options{}).URL)
	for _, err := range gopaas.RowsAs[struct{ Nom int }](t.Context(), client.Lists, gopaastest.AccountView, gopaas.ListQuery{}) {
		e := failure(t, err, guichet.ErrUnusableAnswer)
		if want := `gopaas: Lists.Rows: row 1 (cle "`; e.Error()[:len(want)] != want {
			t.Errorf("the error is %v", e)
		}
	}
}
