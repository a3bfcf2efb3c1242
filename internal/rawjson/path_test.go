package rawjson_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/guichet-go/guichet/internal/rawjson"
)

// follow is the plain way to follow a path through objects.
func follow(value any, names []string) (any, bool) {
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
		cells, err := rawjson.NewExtractor([]string{path}).Read(raw)
		if err != nil {
			if jsontext.Value(raw).IsValid() {
				t.Fatalf("valid %q: %v", document, err)
			}
			return
		}

		// The plain way knows neither arrays nor names with dots, and duplicate
		// names or bytes that are not UTF-8 have no one right answer.
		if !jsontext.Value(raw).IsValid() || strings.Contains(document, "[") || strings.Contains(path, ".") && strings.Contains(document, ".") {
			return
		}
		var names []string
		if path != "" {
			names = strings.Split(path, ".")
		}
		want, found := follow(decode(t, raw), names)
		if found != (cells[0].Presence == rawjson.Present) {
			t.Fatalf("%q in %s: presence %v, want found %v", path, document, cells[0].Presence, found)
		}
		if !found {
			return
		}
		if got, want := marshal(t, decode(t, cells[0].Values[0])), marshal(t, want); got != want {
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
		{`{"a":{"b.c":{"d":1}},"x.y.z":2}`, "a.b.c.d x.y.z", "1; 2"},
		{`{"a":{"b":1},"c":2}`, " a.b", `{"a":{"b":1},"c":2}; 1`},
	} {
		cells, err := rawjson.NewExtractor(strings.Split(c.paths, " ")).Read([]byte(c.document))
		if err != nil {
			t.Fatal(err)
		}
		var texts []string
		for i := range cells {
			texts = append(texts, string(bytes.Join(cells[i].Values, []byte(", "))))
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

func TestReadingRowsInTurnReusesItsMemory(t *testing.T) {
	x := rawjson.NewExtractor([]string{"id", "motif.name", "users.last_name"})
	row := []byte(`{"id":1,"autre":{"a":[1,2,3]},"motif":{"id":2,"name":"Suivi"},"users":[{"last_name":"Lovelace"},{"last_name":"Noël"}]}`)
	allocations := testing.AllocsPerRun(200, func() {
		if _, err := x.Read(row); err != nil {
			t.Fatal(err)
		}
	})
	if allocations > 12 {
		t.Errorf("%v allocations a row", allocations)
	}
}
