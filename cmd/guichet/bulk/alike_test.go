package bulk_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/bulk"
)

// FuzzRowsAreTheSameHoweverTheyAreRead puts a row before a text, once in a form that is
// read quickly and once in one that only a decoder reads, from there to the end. Both have
// the same length, and so the same places.
func FuzzRowsAreTheSameHoweverTheyAreRead(f *testing.F) {
	large := `{"a":"` + strings.Repeat("x", 1<<16) + `"}`
	for _, rest := range []string{
		"", "\n{\"a\":2}\r\n\n{\"a\":3,\"b\":4}\n", "{\"a\":2} {\"a\":{\n\"c\":1}}\n{\"b\":2}", "\n{\"a\":2,\"a\":3}", "\n{\"a\":2",
		"\n{\"a\":2}\n,{\"a\":3}", "\n[{\"a\":2}]", "\n7\n{\"a\":2}\nx", "\n" + large + "\n{\"a\":2}\n}",
		",\n{\"a\":2},\n {\"a\":3}\n]\n", ",{\"a\":2},\n{\"a\":\n3}\n,{\"a\":4}]", ",\n{\"a\":2},]", ",{\"a\":2},,{\"a\":3}]", ",{\"a\":2}\n{\"a\":3}]",
		",{\"a\":2}e5]", ",{\"a\":2}5]", ",{\"a\":2}\"b\"]", ",{\"a\":2}]\n]", ",{\"a\":2}]\n{\"a\":3}", ",[{\"a\":2}]]", ",\n{\"a\":\"\xff\"}]", ",{\"a\":2}",
		"," + large + ",{\"a\":2},\n" + strings.Repeat(`{"a":3},`, 1<<14) + "\n{\"a\" 4}]",
	} {
		f.Add([]byte(rest))
	}
	f.Fuzz(func(t *testing.T, rest []byte) {
		for _, start := range []string{"", "[", " \n[\n", "\n", "[[", "[,"} {
			quick, slow := everything(t, start+`{"a": 1}`+string(rest)), everything(t, start+`{"a" :1}`+string(rest))
			slow = strings.ReplaceAll(slow, `{"a" :1}`, `{"a": 1}`)
			if quick != slow {
				t.Errorf("after %q, %.200q is read as\n%.500s\nand not as\n%.500s", start, rest, quick, slow)
			}
		}
	})
}

func TestAFileThatBeginsWithACommaIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rows.ndjson")
	if err := os.WriteFile(path, []byte(`,{"a":1}]`), 0o600); err != nil {
		t.Fatal(err)
	}
	source, err := bulk.File(path, bulk.Format{})
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	if err := source.Each(func(bulk.Row) error { return nil }); err == nil {
		t.Error("it is read")
	}
}

// everything is all that is read of a text, checked and read again.
func everything(t *testing.T, text string) string {
	t.Helper()
	source, err := bulk.Bytes("rows", []byte(text), false, bulk.Format{})
	if err != nil {
		return err.Error()
	}
	var all strings.Builder
	keep := func(row bulk.Row) (bulk.Item, error) {
		fmt.Fprintf(&all, "%d in line %d: %s\n", row.Number, row.Line, row.Raw)
		return bulk.Item{Body: row.Raw}, nil
	}
	plan, err := bulk.Check(source, "", keep, nil)
	if err == nil {
		err = plan.Each(func(bulk.Item) error { return nil })
	}
	return fmt.Sprint(all.String(), err)
}
