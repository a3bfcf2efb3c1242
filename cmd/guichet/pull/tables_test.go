package pull_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/gopaas/gopaastest"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// tableOf is the name of the table of a dataset.
func tableOf(name string) string { return strings.NewReplacer(".", "_", ":", "_").Replace(name) }

// content is the content of all tables of the database.
func (w *world) content() map[string]string {
	w.t.Helper()
	all := map[string]string{}
	for _, name := range w.column("select table_name from information_schema.tables where table_schema = 'public'") {
		all[name] = w.query("select count(*) || ' ' || coalesce(md5(string_agg(t::text, ',' order by t::text)), '') from " + name + " t")
	}
	return all
}

func TestEveryDatasetLoadsIntoPostgreSQLAndASecondLoadChangesNothing(t *testing.T) {
	w := newWorld(t)
	w.database()
	w.env["GUICHET_SANDBOX_TODAY"] = "2026-11-16"
	w.must(append([]string{"pull", "run", "--sandbox", "--out", "out"}, everything()...)...)
	for range 2 { // tables that are not there are made; those that are there are kept
		w.tables(append([]string{"--sandbox"}, everything()...)...)
	}
	before := w.content()
	w.load("tables")
	for name, content := range w.content() {
		if before[name] != content {
			t.Errorf("a second load changed %s", name)
		}
	}
	for _, name := range everything() {
		d, _ := dataset.Find(name)
		var want []map[string]any
		for _, raw := range w.rows("out/" + name + ".ndjson") {
			want = append(want, parse(t, raw).(map[string]any))
		}
		var got []map[string]any
		text := w.query(fmt.Sprintf("select coalesce(json_agg(to_jsonb(t) order by %q), '[]') from %s t", d.Key, tableOf(name)))
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			t.Fatal(err)
		}
		slices.SortFunc(want, func(a, b map[string]any) int { return strings.Compare(fmt.Sprint(a[d.Key]), fmt.Sprint(b[d.Key])) })
		slices.SortFunc(got, func(a, b map[string]any) int { return strings.Compare(fmt.Sprint(a[d.Key]), fmt.Sprint(b[d.Key])) })
		if len(got) != len(want) {
			t.Errorf("%s: %d rows of %d", name, len(got), len(want))
			continue
		}
		lists := map[string]int{}
		for i := range got {
			compare(t, name, got[i], want[i], d.Schema)
			count(lists, tableOf(name), want[i])
		}
		for table, n := range lists {
			if rows := w.query("select count(*) from " + table); rows != fmt.Sprint(n) {
				t.Errorf("%s has %s rows, not %d", table, rows, n)
			}
		}
	}
	if n := w.query("select count(*) from rdv_rdvs_participations p join rdv_rdvs r on r.id = p.rdv_rdvs_id join rdv_users u on u.id = p.user__id"); n == "0" {
		t.Error("no participation leads to its user")
	}
}

// compare compares a row of a table with what the service sent.
func compare(t *testing.T, what string, got, want map[string]any, s *dataset.Schema) {
	t.Helper()
	for name, value := range got {
		if name == "ical" { // it has the moment at which it was written
			continue
		}
		is := any(want)
		for part := range strings.SplitSeq(name, "__") {
			object, _ := is.(map[string]any)
			is = object[part]
		}
		text := fmt.Sprint(value)
		if at, err := time.Parse("2006-01-02 15:04:05 -0700", fmt.Sprint(is)); err == nil {
			is, text = at.UTC(), ""
			if read, err := time.Parse(time.RFC3339, value.(string)); err == nil {
				text = fmt.Sprint(read.UTC())
			}
		}
		if number, ok := value.(float64); ok {
			encoded, _ := json.Marshal(number) // a number encodes
			text = string(encoded)
		}
		if text != fmt.Sprint(is) {
			t.Errorf("%s.%s is %v and not %v", what, name, text, is)
		}
	}
	if len(got) == 0 {
		t.Errorf("%s has no columns", what)
	}
}

// count counts the rows of the tables of lists.
func count(rows map[string]int, table string, value map[string]any) {
	for name, below := range value {
		switch below := below.(type) {
		case []any:
			rows[table+"_"+name] += len(below)
		case map[string]any:
			count(rows, table+"_"+name, below)
		}
	}
}

func TestRowsThatAreGoneLeaveTheDatabaseAlsoAfterANightThatWasNotLoaded(t *testing.T) {
	w := newWorld(t)
	w.database()
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 600})
	w.tables("rdv.rdvs", "rdv.users")
	if n := w.query("select count(*) from rdv_rdvs_participations"); n == "0" {
		t.Fatal("there are no participations")
	}
	change(t, server, "rdv.rdvs", 3, 50)
	w.must("pull", "run", "rdv.rdvs", "rdv.users", "--format", "tables", "--out", "tables") // and nobody loads it
	if m := w.manifest("tables"); m.Find("rdv.rdvs").Counts.Gone != 50 {
		t.Fatalf("%+v", m.Counts)
	}
	change(t, server, "rdv.rdvs", 4, 7)
	w.tables("rdv.rdvs", "rdv.users")
	if got, want := w.column("select id from rdv_rdvs order by id"), w.keys("rdv.rdvs"); !slices.Equal(got, want) || len(want) != 550 {
		t.Errorf("%d rows and not %d", len(got), len(want))
	}
	var lists int
	for _, raw := range w.rows("now/rdv.rdvs.ndjson") {
		lists += len(parse(t, raw).(map[string]any)["participations"].([]any))
	}
	if got := w.query("select count(*) from rdv_rdvs_participations"); got != fmt.Sprint(lists) {
		t.Errorf("%s participations and not %d", got, lists)
	}
}

// planted are rows that the service does not have.
func (w *world) planted(rows string) {
	w.t.Helper()
	w.query("insert into rdv_rdvs (id, starts_at, organisation__id) values " + rows)
}

func TestAWindowDeletesUpToItsBoundsAndNothingElse(t *testing.T) {
	w := newWorld(t)
	w.database()
	w.rdv(rdvsolidaritestest.Options{RDVs: 300})
	w.tables("rdv.rdvs")
	w.planted(`(1, '2026-11-16 08:59:59+01', 101), (2, '2026-11-16 09:00:00+01', 101), (3, '2026-11-20 23:59:59+01', 102),
		(4, '2026-11-21 00:00:00+01', 102), (5, null, 101), (6, '2026-11-20 23:59:59.5+01', 101)`)
	// The service has this one in the window; the database does not yet.
	moved := w.query("select min(id) from rdv_rdvs where starts_at between '2026-11-17' and '2026-11-19' and id > 100")
	w.query("update rdv_rdvs set starts_at = '2020-01-01', status = 'old' where id = " + moved)
	before := w.query("select count(*) from rdv_rdvs where id > 100")
	w.tables("rdv.rdvs", "--from", "2026-11-16T09:00", "--to", "2026-11-20")
	if got := w.column("select id from rdv_rdvs where id < 100 order by id"); !slices.Equal(got, []string{"1", "4", "5", "6"}) {
		t.Errorf("of the rows that the service does not have these stay: %v", got)
	}
	if got := w.query("select count(*) from rdv_rdvs where id > 100"); got != before {
		t.Errorf("%s rows and not %s", got, before)
	}
	if got := w.query("select status <> 'old' and starts_at > '2026-11-16' from rdv_rdvs where id = " + moved); got != "t" {
		t.Error("a row that was moved into the window is not up to date")
	}
	w.planted("(7, '2020-01-01', 101), (8, '2020-01-01', 102), (9, '2030-01-01', null)")
	w.tables("rdv.rdvs", "--organisation-id", "101")
	if got := w.column("select id from rdv_rdvs where id < 100 order by id"); !slices.Equal(got, []string{"4", "8", "9"}) {
		t.Errorf("beside organisation 101 these stay: %v", got)
	}
	w.tables("rdv.rdvs")
	if got := w.column("select id from rdv_rdvs where id < 100"); len(got) > 0 {
		t.Errorf("after a whole reading these stay: %v", got)
	}
}

func TestAnIncompleteReadingDeletesNothing(t *testing.T) {
	w := newWorld(t)
	w.database()
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 60, Users: 130})
	var total atomic.Int64
	total.Store(140)
	front := httptest.NewServer(changing(t, server, func(_ *http.Request, body []byte) []byte {
		return bytes.Replace(body, []byte(`"total_count":130`), fmt.Appendf(nil, `"total_count":%d`, total.Load()), 1)
	}))
	defer front.Close()
	w.at(front.URL)
	for range 2 {
		w.fails(9, "140", "pull", "run", "rdv.users", "--format", "tables", "--out", "tables")
		w.load("tables")
		w.query("insert into rdv_users (id) values (1) on conflict do nothing")
	}
	if n := w.query("select count(*) from rdv_users"); n != "131" {
		t.Errorf("%s rows", n)
	}
	total.Store(130)
	w.tables("rdv.users")
	if n := w.query("select count(*) from rdv_users"); n != "130" {
		t.Errorf("after a complete reading: %s rows", n)
	}
}

func TestAReadingWhoseTotalsChangeDeletesNothing(t *testing.T) {
	w := newWorld(t)
	w.database()
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 600})
	var moves atomic.Bool
	front := httptest.NewServer(changing(t, server, func(r *http.Request, body []byte) []byte {
		if moves.Load() && strings.HasSuffix(r.URL.Path, "/rdvs") {
			change(t, server, "rdv.rdvs", 1, 0)
		}
		return body
	}))
	defer front.Close()
	w.at(front.URL)
	w.tables("rdv.rdvs")
	w.planted("(1, '2026-11-16', 101)")
	moves.Store(true)
	w.tables("rdv.rdvs", "--concurrency", "1")
	if m := w.manifest("tables"); m.Completeness != "moving" || w.query("select count(*) from rdv_rdvs where id = 1") != "1" {
		t.Errorf("the reading is %s, and the row is gone", m.Completeness)
	}
	moves.Store(false)
	w.tables("rdv.rdvs")
	if n := w.query("select count(*) from rdv_rdvs where id = 1"); n != "0" {
		t.Error("a complete reading leaves it there")
	}
}

func TestAViewDeletesNothingAndKeepsItsKey(t *testing.T) {
	w := newWorld(t)
	w.database()
	server := w.gopaas(gopaastest.Options{Accounts: 63, Seed: 4, Total: true})
	w.must("pull", "run", "gopaas.list:1206", "--out", "out")
	rows := len(w.rows("out/gopaas.list:1206.ndjson"))
	for range 2 {
		w.tables("gopaas.list:1206", "gopaas.list:1170")
	}
	if got := w.query(`select count(*) || ' ' || count(distinct "_digest") from gopaas_list_1206`); got != fmt.Sprint(rows, " ", rows) {
		t.Errorf("%s rows of %d", got, rows)
	}
	if got := w.query("select count(*) from gopaas_list_1170"); got != "252" {
		t.Errorf("%s rows", got)
	}
	if _, _, err := server.ChangeRows("gopaas.list:1170", 0, 251); err != nil {
		t.Fatal(err)
	}
	w.tables("gopaas.list:1206", "gopaas.list:1170")
	if m := w.manifest("tables"); m.Find("gopaas.list:1206").Key != "_digest" || m.Find("gopaas.list:1170").Key != "cle" || m.Completeness != "complete" {
		t.Errorf("%+v", m)
	}
	if got := w.query("select count(*) from gopaas_list_1170"); got != "252" {
		t.Errorf("of 252 rows, %s are left", got)
	}
}

func TestAViewWithoutRowsMakesNoTable(t *testing.T) {
	w := newWorld(t)
	w.database()
	w.gopaas(gopaastest.Options{Empty: true})
	w.tables("gopaas.list:1170")
	if got := w.content(); len(got) > 0 || string(w.read("tables/gopaas_list_1170.csv")) != "cle\n" {
		t.Errorf("%v", got)
	}
	w.gopaas(gopaastest.Options{Accounts: 5})
	w.must("pull", "run", "gopaas.list:1170", "--format", "tables", "--out", "other")
	w.load("other")
}
