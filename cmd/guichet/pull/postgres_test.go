package pull_test

import (
	"fmt"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/guichet-go/guichet/internal/postgrestest"
)

// postgres is a server that all tests of this package share. TestMain stops it.
var postgres = sync.OnceValues(func() (server *postgrestest.Server, err error) {
	running, err = postgrestest.Start()
	return running, err
})

var running *postgrestest.Server

// database gives the world an empty database. Without PostgreSQL the test is skipped.
func (w *world) database() {
	w.t.Helper()
	server, err := postgres()
	if err != nil {
		w.t.Skip(err)
	}
	for _, variable := range server.Env {
		name, value, _ := strings.Cut(variable, "=")
		w.env[name] = value
	}
	name := fmt.Sprintf("t%d", databases.Add(1))
	w.query("create database " + name)
	w.env["PGDATABASE"] = name
}

var databases atomic.Int64

// psql runs psql in a folder of the world.
func (w *world) psql(dir string, args ...string) (out string, err error) {
	w.t.Helper()
	cmd := exec.Command("psql", append([]string{"-X", "--quiet", "--tuples-only", "--no-align"}, args...)...)
	cmd.Dir = w.path(dir)
	for name, value := range w.env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	text, err := cmd.CombinedOutput()
	return strings.TrimSpace(string(text)), err
}

func (w *world) query(query string) string {
	w.t.Helper()
	out, err := w.psql("", "--set", "ON_ERROR_STOP=1", "--command", query)
	if err != nil {
		w.t.Fatalf("%s: %v\n%s", query, err, out)
	}
	return out
}

// load loads the tables of a result.
func (w *world) load(dir string) {
	w.t.Helper()
	if out, err := w.psql(dir, "--file", "load.sql"); err != nil || out != "" {
		w.t.Fatalf("load.sql of %s: %v\n%s", dir, err, out)
	}
}

// tables pulls datasets as tables and loads them.
func (w *world) tables(args ...string) {
	w.t.Helper()
	w.must(append([]string{"pull", "run", "--format", "tables", "--out", "tables"}, args...)...)
	w.load("tables")
}

// column is the values of a query's only column, one a line.
func (w *world) column(query string) []string {
	w.t.Helper()
	return strings.Fields(w.query(query))
}
