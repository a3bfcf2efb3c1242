package result

import (
	"bytes"
	"errors"
	"io"
	"os"
	"slices"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/pull/row"
	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
)

// indexed leaves an index for the file "sum", and returns its marks.
func indexed(t *testing.T, x *Indexes, name string) []Mark {
	t.Helper()
	marks := []Mark{{Key: sorted.Key{Number: -7}}, {Key: sorted.Key{Number: 9}, Unread: true}, {Key: sorted.Key{Text: "clé"}, Digest: row.Digest{1}, Day: [8]byte{2}}}
	w, err := x.Write(name)
	for _, m := range marks {
		err = errors.Join(err, w.Add(m))
	}
	if err = errors.Join(err, w.Close("sum")); err != nil {
		t.Fatal(err)
	}
	return marks
}

// A pull that ends just after it has published leaves its index as the next one.
func TestAnIndexIsReadAsItWasWrittenAndTheNextOneTakesItsPlace(t *testing.T) {
	x, name := users(t)
	want := indexed(t, x, name)
	for range 2 {
		marks, damaged, err := x.Read(name, "sum")
		if err != nil || damaged || marks == nil {
			t.Fatal(marks, damaged, err)
		}
		var got []Mark
		mark, err := marks.Next()
		for ; err == nil; mark, err = marks.Next() {
			got = append(got, mark)
		}
		if !errors.Is(err, io.EOF) || !slices.Equal(got, want) {
			t.Errorf("%+v, %v", got, err)
		}
		if err := marks.Close(); err != nil {
			t.Error(err)
		}
		if _, err := os.Stat(x.path(name) + ".next"); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("the next index is still there: %v", err)
		}
	}
}

func TestEveryDamageOfAnIndexIsNoticedAndTheIndexIsLeftOut(t *testing.T) {
	x, name := users(t)
	indexed(t, x, name)
	if err := x.Settle(name); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(x.path(name))
	if err != nil {
		t.Fatal(err)
	}
	isDamaged := func(what string, n int, text []byte) {
		t.Helper()
		if err := os.WriteFile(x.path(name), text, 0o600); err != nil {
			t.Fatal(err)
		}
		if marks, damaged, err := x.Read(name, "sum"); marks != nil || !damaged || err != nil {
			t.Errorf("%s %d: %v, %v, %v", what, n, marks, damaged, err)
		}
	}
	for n := range whole {
		flipped := bytes.Clone(whole)
		flipped[n] ^= 1 << (n % 8)
		isDamaged("bit of byte", n, flipped)
		isDamaged("cut at", n, whole[:n])
	}
	isDamaged("longer by", 1, append(whole[:len(whole):len(whole)], 0))
}

func TestADayIsKnownByAKeyedDigestAndNoDayByNone(t *testing.T) {
	x, _ := users(t)
	other, _ := users(t)
	m := x.Marker(true)
	if m.Day("") != ([8]byte{}) || m.Day("2026-11-16") != x.Marker(true).Day("2026-11-16") || m.Day("2026-11-16") == m.Day("2026-11-17") {
		t.Error("days are not told apart by their digests")
	}
	if m.Day("2026-11-16") == other.Marker(true).Day("2026-11-16") {
		t.Error("the key does not count")
	}
	raw := []byte(`{"id":1,"starts_at":"2026-11-16 09:00:00 +0100"}`)
	for _, byTime := range []bool{true, false} {
		mark, err := x.Marker(byTime).Of(sorted.Key{Number: 1}, raw)
		if err != nil || (mark.Day == m.Day("2026-11-16")) != byTime || (mark.Day == [8]byte{}) == byTime {
			t.Errorf("by time: %v: %v, %v", byTime, mark.Day, err)
		}
	}
}
