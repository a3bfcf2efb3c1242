package tables

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
	"github.com/guichet-go/guichet/internal/page"
)

// LoadName is the file that loads all tables of a directory.
const LoadName = "load.sql"

// Load returns the SQL for psql that merges the files into tables of PostgreSQL, as a part
// of a transaction. When the reading was complete, rows that it had to find and that are
// not in the files are deleted. organisation is the path of the field with the id of a
// row's organisation, "" for none.
func (t *Tables) Load(complete bool, organisation string, f *result.Filters) []byte {
	var b bytes.Buffer
	for i, each := range t.all {
		fmt.Fprintf(&b, "create temporary table incoming_%d (%s) on commit drop;\n", i, each.declared(", "))
		fmt.Fprintf(&b, "\\copy incoming_%d from '%s.csv' with (format csv, header)\n", i, each.name)
	}
	main, key := t.all[0], quoted(identifier(t.key))
	for _, each := range t.all {
		each.create(&b, main.name, key)
	}
	if where, ok := t.where(organisation, f); complete && ok {
		fmt.Fprintf(&b, "delete from %s t where%s\n  not exists (select from incoming_0 i where i.%s = t.%[3]s);\n", quoted(main.name), where, key)
	}
	distinct := ""
	if t.key == DigestKey {
		distinct = "distinct on (" + key + ") "
	}
	names := main.names(", ", "")
	fmt.Fprintf(&b, "insert into %s (%s)\nselect %s%[2]s from incoming_0\n", quoted(main.name), names, distinct)
	if len(main.columns) == 1 {
		fmt.Fprintf(&b, "on conflict (%s) do nothing;\n", key)
	} else {
		fmt.Fprintf(&b, "on conflict (%s) do update set (%s) = row (%s);\n", key, names, main.names(", ", "excluded."))
	}
	for i, list := range t.all[1:] {
		parent := quoted(list.columns[0].name)
		fmt.Fprintf(&b, "delete from %s t using incoming_0 i where t.%s = i.%s;\n", quoted(list.name), parent, key)
		fmt.Fprintf(&b, "insert into %s (%s)\nselect %[2]s from incoming_%d;\n", quoted(list.name), list.names(", ", ""), i+1)
	}
	for i := range t.all {
		fmt.Fprintf(&b, "drop table incoming_%d;\n", i)
	}
	return b.Bytes()
}

// create makes a table that is not there, and adds the columns that it lacks.
func (t *table) create(b *bytes.Buffer, main, key string) {
	if t.list {
		parent := t.columns[0]
		fmt.Fprintf(b, "create table if not exists %s (%s %s references %s on delete cascade, position bigint, primary key (%[2]s, position));\n",
			quoted(t.name), quoted(parent.name), types[parent.kind], quoted(main))
	} else {
		for _, c := range t.columns {
			if quoted(c.name) == key {
				fmt.Fprintf(b, "create table if not exists %s (%s %s primary key);\n", quoted(t.name), key, types[c.kind])
			}
		}
	}
	fmt.Fprintf(b, "alter table %s\n  add column if not exists %s;\n", quoted(t.name), t.declared(",\n  add column if not exists "))
}

// where is the condition for the rows that the reading had to find, with "and" at its end.
// ok is false when the columns do not tell.
func (t *Tables) where(organisation string, f *result.Filters) (condition string, ok bool) {
	if ids := f.OrganisationIDs; len(ids) > 0 {
		column, ok := t.column(organisation, integer)
		if !ok {
			return "", false
		}
		condition = fmt.Sprintf(" t.%s in (%s) and", column, strings.Trim(strings.ReplaceAll(fmt.Sprint(ids), " ", ", "), "[]"))
	}
	w := f.StartsAt.Window()
	for _, bound := range [2]struct {
		operator   string
		open, unix int64
	}{{">=", page.OpenFrom, w.From}, {"<=", page.OpenTo, w.To}} {
		if bound.unix == bound.open {
			continue
		}
		column, ok := t.column("starts_at", moment)
		if !ok {
			return "", false
		}
		condition += fmt.Sprintf(" t.%s %s '%s' and", column, bound.operator, time.Unix(bound.unix, 0).UTC().Format(time.RFC3339))
	}
	return condition, true
}

// column is the name of the column of a field in the first table, if it is of a kind.
func (t *Tables) column(path string, k kind) (name string, ok bool) {
	for _, c := range t.all[0].columns {
		if c.name == strings.ReplaceAll(path, ".", "__") {
			return quoted(c.name), c.kind == k
		}
	}
	return "", false
}

// declared are the columns with their types.
func (t *table) declared(between string) string {
	all := make([]string, len(t.columns))
	for i, c := range t.columns {
		all[i] = quoted(c.name) + " " + types[c.kind]
	}
	return strings.Join(all, between)
}

// names are the names of the columns, each after a prefix.
func (t *table) names(between, prefix string) string {
	all := make([]string, len(t.columns))
	for i, c := range t.columns {
		all[i] = prefix + quoted(c.name)
	}
	return strings.Join(all, between)
}

// quoted is a name as an identifier.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// LoadAll returns the SQL for psql that loads the tables of several datasets, given the
// names of their files, in one transaction.
func LoadAll(files []string) []byte {
	var b bytes.Buffer
	b.WriteString("-- Loads the tables of this directory into PostgreSQL. Run in it: psql -X -f " + LoadName + "\n" +
		"\\set ON_ERROR_STOP on\n\\encoding UTF8\nbegin;\nset local client_min_messages = warning;\n")
	for _, file := range files {
		fmt.Fprintf(&b, "\\ir %s\n", file)
	}
	b.WriteString("commit;\n")
	return b.Bytes()
}
