package render_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/render"
)

// broken gives rows and then an error, unless it is nil.
func broken(failed error, rows ...string) iter.Seq2[json.RawMessage, error] {
	return func(yield func(json.RawMessage, error) bool) {
		for _, row := range rows {
			if !yield(json.RawMessage(row), nil) {
				return
			}
		}
		if failed != nil {
			yield(nil, failed)
		}
	}
}

// sorted sorts rows with one field, and gives that field of each.
func sorted(t *testing.T, by string, values ...string) (got []string) {
	t.Helper()
	var rows []string
	for i, value := range values {
		rows = append(rows, fmt.Sprintf(`{"id":%d,"v":%s}`, i, value))
	}
	for row, err := range (render.Order{By: []string{by}}).Rows(broken(nil, rows...)) {
		if err != nil {
			t.Fatal(err)
		}
		_, value, _ := strings.Cut(string(row), `"v":`)
		got = append(got, strings.TrimSuffix(value, "}"))
	}
	return got
}

func TestRowsAreSortedByWhatTheirValuesMean(t *testing.T) {
	for name, ordered := range map[string][]string{
		"numbers by value, in exact digits": {"-1e3", "-2.5", "-2.25", "-0.001", "0", "1e-5", "0.01", "0.1", "9", "10", "9007199254740992", "9007199254740993", "1e16", "1e400"},
		"texts that are numbers":            {`"-3"`, `"-2.5"`, `"9"`, `"10"`, `"437.50"`, `"05483092963738"`},
		"times by their instant": {
			`"2026-03-29 01:30:00 +0100"`, `"2026-03-29T03:00:00+02:00"`, `"2026-03-29T01:30:00Z"`, `"2026-03-29 04:00:00"`,
			`"2026-03-30"`, `"2026-03-29T22:30:00Z"`, `"2026-03-30 00:45:00 +0200"`, `"2026-03-30T00:45:00.5+02:00"`,
		},
		"clocks":              {`"08:45"`, `"09:00:00"`, `"10:15"`},
		"words as in French":  {`"cote"`, `"Cote"`, `"coté"`, `"côte"`, `"Côte"`, `"côté"`, `"coter"`, `"élan"`, `"Élan"`, `"été"`, `"Eve"`, `"oeil"`, `"œil"`, `"œuf"`, `"offre"`, `"Saint-Denis"`, `"Saint Étienne"`, `"zoé"`},
		"false before true":   {"false", "true"},
		"several of a person": {`["Bernard"]`, `["Bernard","Aron"]`, `["Bernard","Zola"]`, `["Zola"]`},
		"a part of a text":    {`"a"`, `"a\u0000"`, `"a\u0000b"`, `"a b"`, `"ab"`},
		"kinds apart":         {"3", `"2026-01-01"`, `"mot"`, "true"},
	} {
		t.Run(name, func(t *testing.T) {
			mixed := slices.Clone(ordered)
			rand.New(rand.NewPCG(1, 2)).Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
			if got := sorted(t, "v", mixed...); !slices.Equal(got, ordered) {
				t.Errorf("%v, not %v", got, ordered)
			}
			slices.Reverse(ordered)
			if got := sorted(t, "-v", mixed...); !slices.Equal(got, ordered) {
				t.Errorf("descending %v, not %v", got, ordered)
			}
		})
	}
}

func TestWhatIsMissingComesLastInBothDirections(t *testing.T) {
	for by, want := range map[string][]string{"v": {"1", "2", "null", `""`, "[]", "[null]"}, "-v": {"2", "1", "null", `""`, "[]", "[null]"}} {
		if got := sorted(t, by, "null", `""`, "2", "[]", "1", "[null]"); !slices.Equal(got, want) {
			t.Errorf("%s: %v", by, got)
		}
	}
}

func TestTheIDDecidesBetweenEqualRowsAndThenTheirPlace(t *testing.T) {
	rows := []string{`{"id":10,"a":"x","n":1}`, `{"id":9,"a":"x","n":2}`, `{"id":9,"a":"x","n":3}`, `{"id":1,"a":"y","n":4}`, `{"id":2,"a":"x","b":{"c":1},"n":5}`}
	for by, want := range map[string]string{"a": "5 2 3 1 4 ", "-a": "4 5 2 3 1 ", "a,-b.c": "5 2 3 1 4 ", "-b.c": "5 4 2 3 1 ", "n": "1 2 3 4 5 "} {
		order := render.Order{By: strings.Split(by, ","), Known: []string{"b.c"}}
		got := ""
		for row, err := range order.Rows(broken(nil, rows...)) {
			if err != nil {
				t.Fatal(err)
			}
			got += string(row[len(row)-2]) + " "
		}
		if got != want {
			t.Errorf("%s: %s, not %s", by, got, want)
		}
	}
}

func TestManyEqualRowsKeepTheirPlaces(t *testing.T) {
	var rows, got []string
	for n := range 500 {
		rows = append(rows, fmt.Sprintf(`{"id":%d,"n":"%03d"}`, n%3, n))
	}
	for row := range (render.Order{By: []string{"id"}}).Rows(broken(nil, rows...)) {
		got = append(got, string(row))
	}
	slices.Sort(rows)
	if !slices.Equal(got, rows) {
		t.Errorf("%q", got)
	}
}

func TestRowsBeforeAFailureAreSorted(t *testing.T) {
	failed := errors.New("a page is missing")
	var got []string
	for row, err := range (render.Order{By: []string{"id"}}).Rows(broken(failed, `{"id":2}`, `{"id":1}`)) {
		if err != nil {
			got = append(got, err.Error())
		} else {
			got = append(got, string(row))
		}
	}
	if want := []string{`{"id":1}`, `{"id":2}`, failed.Error()}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// TestAFailureIsToldToWhoTakesOneRow stands for --limit: the failure comes after the last
// row, which nobody takes.
func TestAFailureIsToldToWhoTakesOneRow(t *testing.T) {
	failed := errors.New("a page is missing")
	var told error
	for range (render.Order{By: []string{"id"}, Failed: func(err error) { told = err }}).Rows(broken(failed, `{"id":2}`, `{"id":1}`)) {
		if told != failed {
			t.Errorf("%v", told)
		}
		break
	}
}

func TestAnUnknownColumnCannotSort(t *testing.T) {
	read := 0
	rows := func(yield func(json.RawMessage, error) bool) {
		for read < 3 && yield(json.RawMessage(`{"id":1,"motif":{"name":"Suivi"}}`), nil) {
			read++
		}
	}
	for _, err := range (render.Order{By: []string{"-motif.nam"}}).Rows(rows) {
		var refused *exit.Error
		if !errors.As(err, &refused) || refused.Code != exit.Usage || refused.Hint == nil || !strings.Contains(refused.Hint.Error(), "motif.name") {
			t.Errorf("%+v", err)
		}
	}
	if read > 0 {
		t.Errorf("%d rows were read after it", read)
	}
}

// many gives rows in no order, of some size.
func many(count, size int) iter.Seq2[json.RawMessage, error] {
	filler := strings.Repeat("a", size)
	return func(yield func(json.RawMessage, error) bool) {
		for i := range count {
			if !yield(json.RawMessage(fmt.Sprintf(`{"id":%d,"nom":"Marchand","x":%q}`, i*7919%count, filler)), nil) {
				return
			}
		}
	}
}

func TestRowsBeyondMemoryAreSortedAndLeaveNoFile(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	t.Setenv("TMP", dir)
	for _, c := range []struct{ rows, size, read int }{{9_000, 4_500, 9_000}, {9_000, 4_500, 3}, {5, 17 << 20, 5}, {3, 100 << 10, 3}} {
		at := 0
		for row, err := range (render.Order{By: []string{"nom", "id"}}).Rows(many(c.rows, c.size)) {
			if err != nil {
				t.Fatal(err)
			}
			if want := fmt.Sprintf(`{"id":%d,`, at); !strings.HasPrefix(string(row), want) {
				t.Fatalf("row %d is %.30s", at, row)
			}
			if entries, _ := os.ReadDir(dir); at%1000 == 0 && len(entries) > 0 && runtime.GOOS != "windows" {
				t.Fatalf("%v", entries)
			}
			if at++; at == c.read {
				break
			}
		}
		if at != c.read {
			t.Errorf("%d rows of %d", at, c.rows)
		}
	}
}

func TestAFolderForTheRowsIsMissing(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir()+"/missing")
	t.Setenv("TMP", t.TempDir()+"/missing")
	for row, err := range (render.Order{By: []string{"id"}}).Rows(many(10_000, 4_000)) {
		if exit.Of(err) != exit.Usage || row != nil {
			t.Errorf("%.40s, %v", row, err)
		}
	}
}
