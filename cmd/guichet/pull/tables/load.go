package tables

import (
	"fmt"
	"strconv"
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
	var b script
	for i, each := range t.all {
		b.add("create temporary table incoming_%s (%s) on commit drop;\n", strconv.Itoa(i), each.names("", ", ", true))
		b.add("\\copy incoming_%s from '%s.csv' with (format csv, header)\n", strconv.Itoa(i), each.name)
	}
	t.create(&b)
	main := t.all[0]
	key := quoted(main.columns[t.keyColumn].name)
	if where, ok := t.where(organisation, f); complete && ok {
		b.add("delete from %s t where%s\n  not exists (select from incoming_0 i where i.%s = t.%[3]s);\n", quoted(main.name), where, key)
	}
	distinct := ""
	if t.key == DigestKey {
		distinct = "distinct on (" + key + ") "
	}
	names := main.names("", ", ", false)
	b.add("insert into %s (%s)\nselect %s%[2]s from incoming_0\non conflict (%[4]s) do ", quoted(main.name), names, distinct, key)
	if len(main.columns) == 1 {
		b.add("nothing;\n")
	} else {
		b.add("update set (%s) = row (%s);\n", names, main.names("excluded.", ", ", false))
	}
	for i, list := range t.all[1:] {
		b.add("delete from %s t using incoming_0 i where t.%s = i.%s;\n", quoted(list.name), quoted(list.columns[0].name), key)
		b.add("insert into %s (%s)\nselect %[2]s from incoming_%s;\n", quoted(list.name), list.names("", ", ", false), strconv.Itoa(i+1))
	}
	for i := range t.all {
		b.add("drop table incoming_%s;\n", strconv.Itoa(i))
	}
	return b.text
}

// script is SQL that is being written.
type script struct{ text []byte }

// add appends SQL with these parts.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (s *script) add(format string, parts ...string) {
	args := make([]any, len(parts))
	for i, part := range parts {
		args[i] = part
	}
	s.text = fmt.Appendf(s.text, format, args...)
}

// create makes the tables that are not there, and adds the columns that they lack.
func (t *Tables) create(s *script) {
	key := t.all[0].columns[t.keyColumn]
	for _, each := range t.all {
		if name := quoted(each.name); each.list {
			s.add("create table if not exists %s (%s %s references %s on delete cascade, position bigint, primary key (%[2]s, position));\n",
				name, quoted(each.columns[0].name), types[key.kind], quoted(t.all[0].name))
		} else {
			s.add("create table if not exists %s (%s %s primary key);\n", name, quoted(key.name), types[key.kind])
		}
		s.add("alter table %s\n  %s;\n", quoted(each.name), each.names("add column if not exists ", ",\n  ", true))
	}
}

// where is the condition for the rows that the reading had to find, with "and" at its end.
// ok is false when the columns do not tell.
func (t *Tables) where(organisation string, f *result.Filters) (condition string, ok bool) {
	if ids := f.OrganisationIDs; len(ids) > 0 {
		column, ok := t.column(organisation, integer)
		if !ok {
			return "", false
		}
		condition = " t." + column + " in (" + strings.Trim(strings.ReplaceAll(fmt.Sprint(ids), " ", ", "), "[]") + ") and"
	}
	w := f.StartsAt.Window()
	for _, bound := range [2]struct {
		operator   string
		open, unix int64
	}{{" >= ", page.OpenFrom, w.From}, {" <= ", page.OpenTo, w.To}} {
		if bound.unix == bound.open {
			continue
		}
		column, ok := t.column("starts_at", moment)
		if !ok {
			return "", false
		}
		condition += " t." + column + bound.operator + "'" + time.Unix(bound.unix, 0).UTC().Format(time.RFC3339) + "' and"
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

// names are the names of the columns, with their types or without them.
func (t *table) names(prefix, between string, typed bool) string {
	all := make([]string, len(t.columns))
	for i, c := range t.columns {
		all[i] = prefix + quoted(c.name)
		if typed {
			all[i] += " " + types[c.kind]
		}
	}
	return strings.Join(all, between)
}

// quoted is a name as an identifier.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// LoadAll returns the SQL for psql that loads the tables of several datasets, given the
// names of their files, in one transaction.
func LoadAll(files []string) []byte {
	var b script
	b.add("-- Loads the tables of this directory into PostgreSQL. Run in it: psql -X -q -f " + LoadName + "\n" +
		"\\set ON_ERROR_STOP on\n\\encoding UTF8\nbegin;\nset local client_min_messages = warning;\n")
	for _, file := range files {
		b.add("\\ir %s\n", file)
	}
	b.add("commit;\n")
	return b.text
}
