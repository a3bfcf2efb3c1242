package render

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
)

// walk is the plain way to follow a path through objects.
func walk(value any, names []string) (any, bool) {
	for _, name := range names {
		object, ok := value.(map[string]any)
		if !ok {
			return nil, false
		}
		if value, ok = object[name]; !ok {
			return nil, false
		}
	}
	return value, true
}

func FuzzExtractor(f *testing.F) {
	f.Add(`{"motif":{"name":"a"},"id":1}`, "motif.name")
	f.Add(`{"users":[{"n":1},{"n":[[2]]}]}`, "users.n.0")
	f.Add(`{"a":{"a":{"a":null}}}`, "a.a.a")
	f.Add(`[[[[1]]]]`, "0.0.0")
	f.Add(`{"\u0061":1,"a":2}`, "a")
	f.Add(` "texte" `, "")
	f.Fuzz(func(t *testing.T, document, path string) {
		raw := []byte(document)
		cells, err := newExtractor([]string{path}).read(raw)
		if err != nil {
			if jsontext.Value(raw).IsValid() {
				t.Fatalf("valid %q: %v", document, err)
			}
			return
		}
		cells[0].appendText(nil, true)
		paths(raw)

		// The plain way knows neither arrays nor names with dots, and duplicate
		// names or bytes that are not UTF-8 have no one right answer.
		if !jsontext.Value(raw).IsValid() || strings.Contains(document, "[") || strings.Contains(path, ".") && strings.Contains(document, ".") {
			return
		}
		var names []string
		if path != "" {
			names = strings.Split(path, ".")
		}
		want, found := walk(decode(t, raw), names)
		if found != (cells[0].presence == present) {
			t.Fatalf("%q in %s: presence %v, want found %v", path, document, cells[0].presence, found)
		}
		if !found {
			return
		}
		if got, want := marshal(t, decode(t, cells[0].values[0])), marshal(t, want); got != want {
			t.Fatalf("%q in %s is %s, want %s", path, document, got, want)
		}
	})
}

// Reading ends when every path was found, and not before.
func TestEveryValueOfAPathIsFound(t *testing.T) {
	for _, c := range []struct{ document, paths, want string }{
		{`[{"a":1},{"a":2}]`, "a", "1, 2"},
		{`[{"a":1},{"a":2}]`, "0.a a", "1; 1, 2"},
		{`{"u":[{"n":1},{"n":2},{"n":3}]}`, "u.1.n u.n", "2; 1, 2, 3"},
		{`{"u":[{"n":1},{"n":2}],"v":3}`, "u.n v", "1, 2; 3"},
		{`{"u":[{"n":1},{"n":2}],"v":3}`, "u.0 u.n u.0.n", `{"n":1}; 1, 2; 1`},
		{`{"a":{"b":1,"c":2},"d":3}`, "a.b a d", `1; {"b":1,"c":2}; 3`},
		{`{"a":null,"a.b":1}`, "a.b", "1"},
		{`{"a":{"b":1},"c":2}`, " a.b", `{"a":{"b":1},"c":2}; 1`},
	} {
		cells, err := newExtractor(strings.Split(c.paths, " ")).read([]byte(c.document))
		if err != nil {
			t.Fatal(err)
		}
		var texts []string
		for i := range cells {
			texts = append(texts, string(cells[i].appendText(nil, true)))
		}
		if got := strings.Join(texts, "; "); got != c.want {
			t.Errorf("%s in %s is %s, not %s", c.paths, c.document, got, c.want)
		}
	}
}

func decode(t *testing.T, raw []byte) any {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		t.Fatalf("%s: %v", raw, err)
	}
	return value
}

func marshal(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestDisplayWidthCountsCells(t *testing.T) {
	for text, want := range map[string]int{
		"": 0, "abc": 3, "été": 3, "e\u0301": 1, "日本": 4, "ﾊﾝｶｸ": 4, "ＡＢ": 4, "😀": 2, "한국": 4, "שלום": 4, "a\u200db": 2, "…": 1, "€": 1,
	} {
		if got := displayWidth(text); got != want {
			t.Errorf("displayWidth(%q) = %d, want %d", text, got, want)
		}
	}
}

func TestCutNeverExceedsItsCells(t *testing.T) {
	for _, text := range []string{"une phrase", "日本語の文", "e\u0301te\u0301 long", "😀😀😀"} {
		for cells := 1; cells < 12; cells++ {
			got := cut(text, cells)
			if displayWidth(got) > cells {
				t.Errorf("cut(%q, %d) = %q, %d cells", text, cells, got, displayWidth(got))
			}
			if got != text && !strings.HasSuffix(got, ellipsis) {
				t.Errorf("cut(%q, %d) = %q does not say that it was cut", text, cells, got)
			}
		}
	}
}

func TestReadingRowsInTurnReusesItsMemory(t *testing.T) {
	x := newExtractor([]string{"id", "motif.name", "users.last_name"})
	row := []byte(`{"id":1,"autre":{"a":[1,2,3]},"motif":{"id":2,"name":"Suivi"},"users":[{"last_name":"Lovelace"},{"last_name":"Noël"}]}`)
	allocations := testing.AllocsPerRun(200, func() {
		if _, err := x.read(row); err != nil {
			t.Fatal(err)
		}
	})
	if allocations > 12 {
		t.Errorf("%v allocations a row", allocations)
	}
}
