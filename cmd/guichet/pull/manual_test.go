package pull_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// Every job of the page about scheduling runs against the sandbox, one after the other in
// one directory, as on a machine that has the last result.
func TestEveryScheduledJobOfTheManualWorks(t *testing.T) {
	text, err := os.ReadFile("../../../docs/scheduling.md")
	if err != nil {
		t.Fatal(err)
	}
	jobs := regexp.MustCompile(`(?m)guichet (pull run .*)\r?$`).FindAllStringSubmatch(string(text), -1)
	if len(jobs) != 6 {
		t.Fatalf("%d jobs found", len(jobs))
	}
	w := newWorld(t)
	for _, job := range jobs {
		w.must(append(strings.Fields(job[1]), "--sandbox")...)
	}
}

func TestTheManualHasTheColumnsOfEveryDataset(t *testing.T) {
	text, err := os.ReadFile("../../../docs/pull-details.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range dataset.All() {
		if want := "`" + strings.Join(d.Columns, "`, `") + "`\n"; !d.Open && !strings.Contains(string(text), want) {
			t.Errorf("%s: the manual lacks %s", d.Name, want)
		}
	}
}

// ofTables are the blocks of code on the page about tables.
func ofTables(t *testing.T, language string) (blocks []string) {
	t.Helper()
	text, err := os.ReadFile("../../../docs/tables.md")
	if err != nil {
		t.Fatal(err)
	}
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	for _, block := range regexp.MustCompile("(?s)```"+language+"\n(.*?)```").FindAllSubmatch(text, -1) {
		blocks = append(blocks, string(block[1]))
	}
	if blocks == nil {
		t.Fatalf("no block of %s", language)
	}
	return blocks
}

// manualTables gives the world a service, and the command its name.
func (w *world) manualTables() *rdvsolidaritestest.Server {
	w.t.Helper()
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 120, Users: 40})
	cmd := w.command()
	w.env["PATH"] = filepath.Dir(cmd.Path) + string(os.PathListSeparator) + w.env["PATH"]
	return server
}

// bash runs lines of the manual.
func (w *world) bash(lines string) {
	w.t.Helper()
	cmd := exec.Command("bash", "-euc", lines)
	cmd.Dir = w.dir
	for name, value := range w.env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
		w.t.Fatalf("%s: %v\n%s", lines, err, out)
	}
}

func TestTheTablesOfTheManualLoadIntoPostgreSQL(t *testing.T) {
	w := newWorld(t)
	w.database()
	w.manualTables()
	w.bash(strings.Join(ofTables(t, "sh"), ""))
	if got := w.query("select count(*) from rdv_rdvs"); got != "120" {
		t.Errorf("%s rows", got)
	}
}

// duckdb is the package that runs the SQL of the manual.
const duckdb = "@duckdb/node-api@1.5.6-r.1"

func TestDuckDBReadsTheTablesOfTheManualAndWritesParquet(t *testing.T) {
	if !long() {
		t.Skip("it fetches DuckDB")
	}
	if _, err := exec.LookPath("npm"); err != nil {
		t.Skip("npm is not installed")
	}
	w := newWorld(t)
	server := w.manualTables()
	front := httptest.NewServer(changing(t, server, func(_ *http.Request, body []byte) []byte {
		body = bytes.ReplaceAll(body, []byte(`"context":null`), []byte(`"context":"a, \"b\"\n\\.\nc\r\n"`))
		return bytes.ReplaceAll(body, []byte(`"created_by_type":"Agent"`), []byte(`"created_by_type":"0012"`))
	}))
	defer front.Close()
	w.at(front.URL)
	w.bash(ofTables(t, "sh")[0])
	w.write("query.mjs", `import { DuckDBInstance } from '@duckdb/node-api';
const connection = await (await DuckDBInstance.create(':memory:')).connect();
let rows;
for (const sql of process.argv.slice(2)) rows = await connection.runAndReadAll(sql);
console.log(JSON.stringify(rows.getRowsJson()));
`)
	npm := exec.Command("npm", "install", "--silent", "--no-audit", "--no-fund", duckdb)
	npm.Dir = w.dir
	if out, err := npm.CombinedOutput(); err != nil {
		t.Skipf("DuckDB cannot be fetched: %v\n%s", err, out)
	}
	query := func(statements ...string) string {
		t.Helper()
		cmd := exec.Command("node", append([]string{"query.mjs"}, statements...)...)
		cmd.Dir = w.dir
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %v\n%s", statements, err, out)
		}
		return strings.TrimSpace(string(out))
	}
	manual := ofTables(t, "sql")[0]
	const check = `select count(*), typeof(min(id)), typeof(min(starts_at)), count(*) filter (context = E'a, "b"\n\\.\nc\r\n') > 60,
		count(*) filter (created_by_type = '0012') > 0, count(*) filter (lieu__name is null) > 0, count(*) filter (address = '') > 0, count(address) from 'rdv_rdvs.parquet'`
	if got := query(append(strings.SplitAfter(strings.TrimSpace(manual), ";\n"), check)...); got != `[["120","BIGINT","TIMESTAMP WITH TIME ZONE",true,true,true,true,"120"]]` {
		t.Errorf("the Parquet file has %s", got)
	}
}
