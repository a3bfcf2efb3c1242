package result

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
)

// keysOf are the keys of the marks.
func keysOf(t *testing.T, before *Marks) (keys []string) {
	t.Helper()
	defer before.Close()
	for {
		mark, err := before.Next()
		if errors.Is(err, io.EOF) {
			return keys
		}
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, mark.Key.String())
	}
}

// previous is a directory with a file of rows and an index of these keys.
func previous(t *testing.T, lines string, indexed ...int64) (x *Indexes, dir string, d dataset.Dataset) {
	t.Helper()
	dir = t.TempDir()
	p, err := At(filepath.Join(dir, "copie"))
	if err == nil {
		x, err = OpenIndexes(filepath.Join(dir, "state"), p)
	}
	if err != nil {
		t.Fatal(err)
	}
	d, _ = dataset.Find("rdv.users")
	err = os.WriteFile(filepath.Join(dir, "file"), []byte(lines), 0o600)
	if indexed != nil {
		w, failed := x.Write(d.Name)
		if failed != nil {
			t.Fatal(failed)
		}
		for _, id := range indexed {
			err = errors.Join(err, w.Add(Mark{Key: sorted.Key{Number: id}}))
		}
		err = errors.Join(err, w.Close("sum"), x.Settle(d.Name))
	}
	if err != nil {
		t.Fatal(err)
	}
	return x, dir, d
}

func TestTheIndexIsUsedUnlessTheDataFileChanged(t *testing.T) {
	for name, c := range map[string]struct {
		query Query
		state string // of the file: its digest
		index []int64
		want  string // "" is nothing to compare with
	}{
		"whole rows":                       {Query{Format: "ndjson"}, "sum", []int64{7}, "7"},
		"whole rows without an index":      {Query{Format: "ndjson"}, "sum", nil, "1,2"},
		"changed rows":                     {Query{Format: "ndjson"}, "other", []int64{7}, "1,2"},
		"a missing file":                   {Query{Format: "ndjson"}, "", []int64{7}, "7"},
		"a missing file without an index":  {Query{Format: "ndjson"}, "", nil, ""},
		"a changed table":                  {Query{Format: "csv"}, "other", []int64{7}, "7"},
		"a table without an index":         {Query{Format: "csv"}, "sum", nil, ""},
		"changed masked rows":              {Query{Format: "ndjson", Mask: []string{"email"}}, "other", []int64{7}, "7"},
		"changed rows of some fields":      {Query{Format: "ndjson", Fields: []string{"email"}}, "other", []int64{7}, "7"},
		"changed rows of pseudonyms":       {Query{Format: "ndjson", Pseudonyms: []string{"email"}}, "other", []int64{7}, "7"},
		"masked rows without an index":     {Query{Format: "ndjson", Mask: []string{"email"}}, "sum", nil, ""},
		"changed rows without their index": {Query{Format: "ndjson"}, "other", nil, "1,2"},
	} {
		t.Run(name, func(t *testing.T) {
			x, dir, d := previous(t, `{"id":1}`+"\n"+`{"id":2}`+"\n", c.index...)
			before, damaged, err := x.Previous(dir, &Entry{Dataset: d.Name, File: "file", SHA256: "sum", Query: c.query}, &d, c.state)
			if err != nil || damaged {
				t.Fatal(damaged, err)
			}
			got := ""
			if before != nil {
				got = strings.Join(keysOf(t, before), ",")
			}
			if got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestBrokenAndMisplacedLinesAreLeftOut(t *testing.T) {
	for name, c := range map[string]struct{ lines, want string }{
		"nothing":                {"", ""},
		"whole":                  {`{"id":1}|{"id":2}|{"id":3}|`, "1,2,3"},
		"no end":                 {`{"id":1}|{"id":2}`, "1,2"},
		"a cut end":              {`{"id":1}|{"id":2`, "1"},
		"no row":                 {`{"id":1}|` + "\x00\x00" + `|{"id":3}|`, "1,3"},
		"an id that is large":    {`{"id":1}|{"id":99}|{"id":3}|{"id":4}|`, "1,3,4"},
		"an id that is small":    {`{"id":1}|{"id":5}|{"id":2}|{"id":6}|`, "1,2,6"},
		"an id before its last":  {`{"id":3}|{"id":9}|{"id":2}|{"id":10}|`, "3,10"},
		"an id twice":            {`{"id":1}|{"id":1}|{"id":2}|`, "1,2"},
		"a line without end":     {`{"id":1}|` + strings.Repeat("x", 3*longest) + `|{"id":3}|`, "1,3"},
		"the end of such a line": {`{"id":1}|` + strings.Repeat("x", longest) + `{"id":2}|{"id":3}|`, "1,3"},
	} {
		t.Run(name, func(t *testing.T) {
			x, dir, d := previous(t, strings.ReplaceAll(c.lines, "|", "\n"))
			marks, _, err := x.Previous(dir, &Entry{Dataset: d.Name, File: "file", Query: Query{Format: "ndjson"}}, &d, "sum")
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(keysOf(t, marks), ","); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestTheDigestOfAMissingFileIsEmpty(t *testing.T) {
	_, dir, _ := previous(t, "x")
	for file, want := range map[string]string{"file": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881", "none": ""} {
		if got, _, err := SumOf(dir, &Entry{File: file}); got != want || err != nil {
			t.Errorf("%q, %v", got, err)
		}
	}
}

func TestTheDigestIsEmptyWhenOneOfSeveralFilesIsMissing(t *testing.T) {
	_, dir, _ := previous(t, "x")
	e := &Entry{File: "none", SHA256: "sum", More: []File{{Name: "file", SHA256: "another"}}}
	if got, wrong, err := SumOf(dir, e); got != "" || !slices.Equal(wrong, []string{"none", "file"}) || err != nil {
		t.Errorf("%q, %v, %v", got, wrong, err)
	}
}

// Both indexes would give wrong counts: the file they belong to has their name only.
func TestAnIndexUnderAnotherKeyOrOfAnotherFileIsNotRead(t *testing.T) {
	x, dir, d := previous(t, "", 7)
	if marks, damaged, err := x.Read(d.Name, "other"); marks != nil || damaged || err != nil {
		t.Errorf("%v %v %v", marks, damaged, err)
	}
	key := filepath.Join(dir, "state", "key")
	for _, lost := range []bool{false, true} {
		err := os.Remove(key)
		if lost {
			err = os.WriteFile(key, []byte("damaged"), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		again, err := OpenIndexes(filepath.Join(dir, "state"), Place{Dir: filepath.Join(dir, "copie")})
		if err != nil || again.KeyLost != lost || slices.Equal(again.key, x.key) || again.dir != x.dir {
			t.Fatalf("%+v, %v", again, err)
		}
		if marks, damaged, err := again.Read(d.Name, "sum"); marks != nil || damaged || err != nil {
			t.Errorf("%v %v %v", marks, damaged, err)
		}
	}
}

// Two results can differ in the table of a list only.
func TestTheIndexOfTablesIsThatOfAllTheirFiles(t *testing.T) {
	x, dir, d := previous(t, "")
	e := &Entry{Dataset: d.Name, File: "file", SHA256: "sum", Query: Query{Format: "tables"}, More: []File{{Name: "list", SHA256: "list"}}}
	w, err := x.Write(d.Name)
	if err == nil {
		err = errors.Join(w.Add(Mark{Key: sorted.Key{Number: 7}}), w.Close(e.Digest()), x.Settle(d.Name))
	}
	if err != nil {
		t.Fatal(err)
	}
	for digest, want := range map[string]bool{"list": true, "other": false} {
		e.More[0].SHA256 = digest
		marks, damaged, err := x.Previous(dir, e, &d, "sum")
		if err != nil || damaged || (marks != nil) != want {
			t.Errorf("%s: %v %v %v", digest, marks, damaged, err)
		}
		if marks != nil {
			keysOf(t, marks)
		}
	}
}
