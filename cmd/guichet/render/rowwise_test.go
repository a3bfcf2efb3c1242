package render_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/render"
)

// filtered gives what a filter printed, and what it ended with.
func filtered(t *testing.T, o render.Options, rows ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	w, err := render.New(&out, o)
	if err != nil {
		return "", err
	}
	for _, row := range rows {
		if err := w.Row(json.RawMessage(row)); err != nil {
			return out.String(), err
		}
	}
	err = w.Close()
	return out.String(), err
}

// rowFilters are filters that can run row by row.
func rowFilters() []string {
	return []string{
		".[]", ".[]?", ".[].id", ".[].a.b", ".[].a?", ".[].a.b?", ".[].a?.b?", ".[].tags[]", ".[].tags[]?", ".[].tags[0]", ".[].tags[-1]?", `.[]["id"]`, `.[]."id"`, ".[][]?",
		".[].a.b?.c?", "(.[])", "((.[].id))", ".[] | .id", ".[] | .id, .nom", ".[] | (.id, .nom) | tojson", "(.[] | .a) | .b?", "(.[] | .id) | . + 1",
		".[] | .a as $x | $x, .id", ".[] | . as {id: $i, nom: $n} | [$i, $n]", ".[] | . as [$a] ?// {id: $a} | $a", ".[] | select(.id > 1)", ".[] | select(.id > 1) | .nom",
		".[] | if .id == 2 then .a else .nom end", ".[] | .id // 7", ".[] | .a.b // error", ".[] | {id, x: .nom, y: (.tags | length)?}", ".[] | .tags | length",
		".[] | first(.tags[]?)", ".[] | limit(1; .tags[]?)", ".[] | [limit(2; .tags[]?)]", ".[] | until(true; .)", ".[] | reduce .tags[]? as $t (0; . + 1)", ".[] | foreach .tags[]? as $t (0; . + 1)",
		".[] | path(..)", ".[] | path(.a.b)?", ".[] | [paths]", ".[] | to_entries", ".[] | keys", ".[] | del(.id)", ".[] | .id |= . + 1", ".[] | .new = 1", ".[] | tostream", ".[] | getpath([\"a\",\"b\"])",
		".[] | label $f | (.id, break $f, .nom)", ".[] | try error(.id) catch .", ".[] | .id | tostring | ascii_downcase", ".[] | @json, @text", ".[] | [.id, .nom] | @csv", ".[] | recurse", ".[] | ..",
		".[] | error", ".[] | error(null)", ".[] | .id, error(\"x\")", ".[] | if .id == 2 then error(\"deux\") else .id end", ".[] | if .id == 2 then error({a:1}) else .id end",
		".[] | if .id == 2 then halt else .id end", ".[] | if .id == 2 then halt_error else .id end", ".[] | if .id == 2 then \"fin\" | halt_error(1) else .id end", ".[] | (.id, halt, .nom)",
		".[] | .id + \"x\"", ".[] | empty", ".[] | env, $ENV", ".[] | input_line_number", ".[] | ltrimstr(\"a\")", ".[] | splits(\"a\")?", ".[] | has(\"id\")", ".[] | .[\"id\"]", ".[] | .[.nom?]?",
		"def f: .id; .[] | f", "def f(g): g; .[] | f(.id)", "def f($x): $x + 1; .[] | f(.id)?", "def f: def g: .id; g; .[] | f | f?", "def f: .; (def f: .id; .[] | f)", "def f: .id; (.[] | f)",
		".[] | def f: .id; f", ".[] | map(.)?", ".[] | map(.b)?", ".[] | length", ".[] | not", ".[] | type", ".[] | debug", ".[] | [.] | map(.id)", ".[] | $__loc__", ".[] | input", ".[] | inputs",
	}
}

// listFilters are filters that can run row by row and give one array.
func listFilters() []string {
	filters := []string{
		"def f: .id; map(f)", "def f: .id; [.[] | f]", "map(def g: .id; g)", "def map(f): [.[] | f | f]; [.[] | .id]", "(map(.id))", "[(.[] | .id)]", "map(map(.)?)", "map(map_values(.))",
	}
	for _, f := range rowFilters() {
		if !strings.HasPrefix(f, "def") && !strings.HasPrefix(f, "(") {
			filters = append(filters, "["+f+"]")
		}
		if own, found := strings.CutPrefix(f, ".[] | "); found {
			filters = append(filters, "map("+own+")")
		} else if own, found := strings.CutPrefix(f, ".[]."); found {
			filters = append(filters, "map(."+own+")")
		}
	}
	return filters
}

// wholeFilters need all rows at once, or look as if they did.
func wholeFilters() []string {
	return []string{
		".", "length", ".[0]", ".[-1].id?", ".[1:]", "first", "last", "first(.[])", "limit(2; .[])", "limit(1; .[] | .id)", "[limit(2; .[])]", "[.[]] | length", "map(.id) | add", "map(.id) | .[]", "map(.id)[]",
		".[] , length", ".[].id, .[].id", "length, .[]", "map(.id), length", ".[] as $x | $x.id", ".[] as $x | [$x.id?, length]", ". as $all | .[] | [.id?, ($all | length)]", ". as $all | map($all | length)",
		"length as $n | .[] | $n", "reduce .[] as $x (0; . + 1)", "foreach .[] as $x (0; . + 1; [., $x.id?])", "[foreach .[] as $x (0; . + 1)]", "path(.[])", "[paths]", "path(.[] | .id?)", "[path(..)]", "del(.[0])", "del(.[].id?)",
		".[].id? |= 7", ".[] |= 1", "(.[] | .id?) |= 7", ".[].id? += 1", "map(1) | map(2)", "map(map(.)?) | map(1)", "try (.[] | error) catch .", "(.[] | error)?", "(.[] | .id | error)? // 5", ".[] // 1", "[.[]?] // 1", "[.[].id?, 1]", ".[].a.b??", ".[].a.b???", "([.[].a.b?])?",
		".[][.[0].nom?]?", ".[][length]?", ".[][\"\\(length)\"]?", ".[].tags[length:]?", ".[].tags[0:1]?", ".[].tags[:length]?", `.[]."\(length)"?`, ".[].a[\"b\"]?", "label $out | .[] | (1, break $out)", "label $f | map(1, break $f)", "[label $f | .[] | ., break $f]",
		"def map(f): length; map(.id)", "def map(f): length; (def g: 1; map(g))", "def map(f): length; (map(.id))", "def map: 1; map", "def f: .[]; f", "def f: map(.id?); f", "def f: length; f, (.[] | 1)", "sort_by(.id?)", "group_by(.id?)", "unique", "any", "all", "any(.[]; .id? == 1)",
		"isempty(.[])", "empty", "halt", "1, halt, 2", "error", "error(\"x\")", "\"x\" | halt_error", "to_entries[]", "keys[]", "range(length)", "..", ".[]|= empty", "input", "[inputs]", "$__loc__", "$x", "{a: .[]}", "{a: map(.id?)}", "\"\\(.[])\"", "-(.[] | 1)", "[.[] | 1][0]", "[.[] | 1] | length", "@json", "tojson",
		"if length > 1 then .[] else 0 end", ".[] and true", "[.[]|1] == [1]", "[[.[] | .id?]]", "[map(.id?)]", "map(.id?, 1) , 2", "walk(.)", "env | length", "getpath([0])", "add", "transpose?", "map(.id?; 1)", "map", ".[] | f", "reduce .[] as [$a] (0; 1)", "limit(0; .[])", "until(true; .)", "with_entries(.)", "splits(\"a\")?", ".[].id?.x?",
	}
}

// objectLists are lists as services have them; otherLists are lists that some filters
// cannot take.
func objectLists() [][]string {
	full := []string{
		`{"id":1,"nom":"Zo\u00e9","tags":["a","b"],"a":{"b":1},"prix":1.500}`, `{ "z" : 1 , "id" : 2, "nom":"b","tags":[],"a":{"b":{"c":null}},"a":{"b":"x"}}`,
		`{"id":12345678901234567890123,"nom":null,"tags":["\u001b[2J"],"a":null}`, `{}`,
	}
	return [][]string{nil, full[:1], full, {`{"id":1,"a":"text"}`, `{"id":2,"a":{"b":5}}`}, {`{"id":3,"nom":[1]}`, `{"id":2,"nom":{}}`, full[0]}}
}

func otherLists() [][]string {
	first, last := `{"id":1,"nom":"a","tags":["a"],"a":{"b":1}}`, `{"id":2,"nom":"b"}`
	return [][]string{{first, `null`, last}, {first, `5`, last}, {first, `"text"`, last}, {first, `[1,[2]]`, last}, {`false`, last}}
}

// TestAFilterGivesTheSameRowByRow compares with the same filter behind ".|", which
// always runs on the array of all rows.
func TestAFilterGivesTheSameRowByRow(t *testing.T) {
	all := []render.Options{{}, {Raw: true}, {Terminal: true}, {Raw: true, Terminal: true}}
	if raced {
		all = all[:1]
	}
	for _, filter := range slices.Concat(rowFilters(), listFilters(), wholeFilters()) {
		lists := objectLists()
		if prints, _ := printsEarly(t, filter); !prints || filter[0] == '.' {
			lists = append(lists, otherLists()...)
		}
		for _, o := range all {
			o.JQ = filter
			for _, rows := range lists {
				compareFilter(t, o, rows)
			}
		}
	}
}

func compareFilter(t *testing.T, o render.Options, rows []string) {
	t.Helper()
	got, err := filtered(t, o, rows...)
	whole := o
	whole.JQ = ".|" + o.JQ
	want, wanted := filtered(t, whole, rows...)
	if got != want || fmt.Sprint(err) != fmt.Sprint(wanted) || exit.Of(err) != exit.Of(wanted) {
		t.Errorf("%s %s:\n got %q %v\nwant %q %v", o.JQ, rows, got, err, want, wanted)
	}
}

// printsEarly reports whether a filter prints something of the first row before the
// second comes, and the error that it then ends with.
func printsEarly(t *testing.T, filter string) (prints bool, err error) {
	t.Helper()
	var out bytes.Buffer
	w, err := render.New(&out, render.Options{JQ: filter})
	if err == nil {
		err = errors.Join(w.Row(json.RawMessage(objectLists()[1][0])), w.Flush())
	}
	return out.Len() > 0, err
}

func TestARowWiseFilterPrintsEachRowAtOnce(t *testing.T) {
	for _, filter := range []string{
		".[]", ".[]?", ".[].id", ".[] | .id", ".[] | select(.id > 0) | {id}", "(.[] | .a) | .b", "def f: .id; .[] | f",
		"map(.)", "map(.id)", "[.[]]", "[.[].id]", "map({id, nom, x: .a.b?})", "map(select(.id == 1 and .nom != null))", "map(.a.b // 7)", "[.[] | .id, .nom]", "[.[] | select(.id) | .nom]", "map(if .id then .nom else 1 end)",
		"map([.id, 1, \"a\", null])", "map(try .a.b catch 1)", "map((.a | .b.c)?)", "map(.id | tostring)", "map({\"a b\": .id})", "(map(.tags[]?))",
	} {
		if prints, err := printsEarly(t, filter); !prints || err != nil {
			t.Errorf("%s prints nothing after the first row: %v", filter, err)
		}
	}
}

// TestAnArrayWaitsForTheEndWhereItsFilterMayFail: half an array would be no JSON.
func TestAnArrayWaitsForTheEndWhereItsFilterMayFail(t *testing.T) {
	for _, filter := range []string{
		"map(.a.b)", "map(.id + 1)", "map(.a | .b)", "[.[].a.b]", "map(.tags[])", "map(.a[\"b\"])", "map(\"\\(.id)\")", "map(halt)", "map(select(.nom | startswith(\"Z\")))", "map({(.nom): 1})", "map({a: .a.b})",
		"map({a: 1}.b)", "map(.a as $x | 1)", "map(def f: 1; f)", "def select(f): error; map(select(.id))", "map(if .a.b then 1 else 2 end)", "map(try 1 catch .a)", "map({$__loc__})", "map(.id // .a.b)", "map((.a // 1) | .b)",
		"map(.[.nom]?)", "map(.a?.b)", "map({id} | .id)", "map(.id | .nom)", "map(select(.id).a.b)", "length", ".", "first(.[])", "map(.id) | .[]",
	} {
		if prints, err := printsEarly(t, filter); prints {
			t.Errorf("%s prints before the end: %v", filter, err)
		}
	}
}

// TestARowWiseFilterStopsAtItsFirstFailure reads no further rows then.
func TestARowWiseFilterStopsAtItsFirstFailure(t *testing.T) {
	for _, filter := range []string{".[] | error(\"x\")", ".[].id.x", "map(.id.x)", "map(error(\"x\"))"} {
		if _, err := printsEarly(t, filter); err == nil {
			t.Errorf("%s went on", filter)
		}
	}
}
