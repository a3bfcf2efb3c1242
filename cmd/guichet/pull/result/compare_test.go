package result

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
)

// users is the indexes of a place, for rdv.users.
func users(t *testing.T) (x *Indexes, name string) {
	t.Helper()
	dir := t.TempDir()
	x, err := OpenIndexes(filepath.Join(dir, "state"), Place{Dir: filepath.Join(dir, "copie")})
	if err != nil {
		t.Fatal(err)
	}
	d, _ := dataset.Find("rdv.users")
	return x, d.Name
}

// rows gives rows such as "1a 2b": the id and a letter that the digest depends on.
func rows(text string) func(visit func(sorted.Key, []byte) error) error {
	return func(visit func(sorted.Key, []byte) error) error {
		for _, word := range strings.Fields(text) {
			var id int64
			var letter string
			if _, err := fmt.Sscanf(word, "%d%s", &id, &letter); err != nil {
				return err
			}
			if err := visit(sorted.Key{Number: id}, fmt.Appendf(nil, `{"id":%d,"name":%q}`, id, letter)); err != nil {
				return err
			}
		}
		return nil
	}
}

// compared compares rows with the index of the file before, and leaves an index that
// belongs to the file after; "" is no index.
func compared(t *testing.T, x *Indexes, name, before, after, text string, proves func(int64) bool) *Comparison {
	t.Helper()
	c := &Comparison{Marker: x.Marker(false), Covered: func(m Mark) bool { return m.Key.Number < 100 }, Proves: proves}
	var err, failed error
	if c.Before, _, err = x.Read(name, before); err == nil && after != "" {
		c.Index, err = x.Write(name)
	}
	seen := 0
	if err == nil {
		err = c.Of(rows(text), func(raw []byte, _ bool) error { seen++; return nil })
	}
	if c.Before != nil {
		failed = c.Before.Close()
	}
	if c.Index != nil {
		err = errors.Join(err, c.Index.Close(after), x.Settle(name))
	}
	if err = errors.Join(err, failed); err != nil || seen != len(strings.Fields(text)) {
		t.Fatalf("%d rows of %q: %v", seen, text, err)
	}
	return c
}

func always(int64) bool { return true }
func never(int64) bool  { return false }

// told is what a comparison says: the counts, then the ids that it names.
func told(c *Comparison) string {
	n := c.Counts
	return fmt.Sprintf("%d rows: %d created %v, %d updated %v, %d unchanged, %d gone %v",
		n.Unique, n.Created, c.Changes.Created, n.Updated, c.Changes.Updated, n.Unchanged, n.Gone, c.Changes.Gone)
}

func TestRowsAreComparedWithThoseOfThePreviousResult(t *testing.T) {
	for _, c := range []struct{ before, now, want string }{
		{"1a 2b", "1a 2b", "2 rows: 0 created [], 0 updated [], 2 unchanged, 0 gone []"},
		{"1a 2b", "", "0 rows: 0 created [], 0 updated [], 0 unchanged, 2 gone [1 2]"},
		{"", "1a 2b", "2 rows: 2 created [1 2], 0 updated [], 0 unchanged, 0 gone []"},
		{"1a 3c 5e", "0a 3x 5e 7g", "4 rows: 2 created [0 7], 1 updated [3], 1 unchanged, 1 gone [1]"},
		{"9a 10b", "10b 11c", "2 rows: 1 created [11], 0 updated [], 1 unchanged, 1 gone [9]"},
		// A row that the reading was not bound to find is not gone.
		{"1a 100b", "1a", "1 rows: 0 created [], 0 updated [], 1 unchanged, 0 gone []"},
	} {
		x, name := users(t)
		compared(t, x, name, "", "one", c.before, always)
		got := compared(t, x, name, "one", "two", c.now, always)
		if told(got) != c.want || !got.Changes.Since {
			t.Errorf("%q after %q: %s, want %s", c.now, c.before, told(got), c.want)
		}
	}
}

func TestWithoutAPreviousResultRowsAreCountedAndNotNamed(t *testing.T) {
	x, name := users(t)
	got := compared(t, x, name, "none", "one", "1a 2b", always)
	if want := "2 rows: 2 created [], 0 updated [], 0 unchanged, 0 gone []"; told(got) != want || got.Changes.Since {
		t.Errorf("%s, want %s", told(got), want)
	}
}

// An incomplete run lacks rows 2 and 4; the complete one after it finds row 4 again.
func TestARowThatAnIncompleteReadingLacksIsKeptForTheNextComparison(t *testing.T) {
	x, name := users(t)
	compared(t, x, name, "", "one", "1a 2b 3c 4d", always)
	for _, c := range []struct{ before, after, now, want string }{
		{"one", "two", "1a 3c", "2 rows: 0 created [], 0 updated [], 2 unchanged, 0 gone []"},
		{"two", "", "1a 3c 4d", "3 rows: 1 created [4], 0 updated [], 2 unchanged, 0 gone []"}, // verify looks at the file only
		{"two", "three", "1a 3c 4d", "3 rows: 0 created [], 0 updated [], 3 unchanged, 1 gone [2]"},
	} {
		proves := always
		if c.after == "two" {
			proves = never
		}
		if got := told(compared(t, x, name, c.before, c.after, c.now, proves)); got != c.want {
			t.Errorf("%s after %s: %s, want %s", c.now, c.before, got, c.want)
		}
	}
}

func TestAComparisonNamesAThousandRowsAndCountsAll(t *testing.T) {
	x, name := users(t)
	compared(t, x, name, "", "one", "", always)
	var text strings.Builder
	for id := range MaxNamed + 5 {
		fmt.Fprintf(&text, "%da ", id)
	}
	if got := compared(t, x, name, "one", "two", text.String(), always); got.Counts.Created != MaxNamed+5 || len(got.Changes.Created) != MaxNamed {
		t.Errorf("%d counted, %d named", got.Counts.Created, len(got.Changes.Created))
	}
}

func TestAComparisonEndsWithTheErrorOfWhatFollows(t *testing.T) {
	x, _ := users(t)
	full := errors.New("the disk is full")
	c := Comparison{Marker: x.Marker(false)}
	if err := c.Of(rows("1a 2b"), func([]byte, bool) error { return full }); !errors.Is(err, full) || c.Counts.Unique != 1 {
		t.Errorf("%d rows, %v", c.Counts.Unique, err)
	}
}
