package render

import (
	"bufio"
	"bytes"
	"compress/flate"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
)

// inflated compresses pieces and reads them with compress/flate.
func inflated(t *testing.T, pieces ...[]byte) (got []byte, size int64) {
	t.Helper()
	var out bytes.Buffer
	d := &deflater{out: bufio.NewWriter(&out)}
	d.begin()
	for _, piece := range pieces {
		d.write(piece)
	}
	d.end()
	if err := d.out.Flush(); err != nil {
		t.Fatal(err)
	}
	if d.written != int64(out.Len()) {
		t.Errorf("%d bytes written, %d counted", out.Len(), d.written)
	}
	got, err := io.ReadAll(flate.NewReader(&out))
	if err != nil {
		t.Fatal(err)
	}
	return got, d.written
}

func TestWhatIsCompressedIsReadAgain(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	noise := make([]byte, 200_000)
	for i := range noise {
		noise[i] = byte(random.Uint32())
	}
	sheet := []byte(strings.Repeat(`<c r="A1" t="inlineStr"><is><t>Marchand</t></is></c>`, 5000))
	for i := 0; i < len(sheet); i += 97 {
		sheet[i] = byte('a' + random.IntN(26))
	}
	far := append(append(append([]byte{}, noise[:100]...), noise[1000:1000+window-100]...), noise[:100]...)
	for name, data := range map[string][]byte{
		"nothing": nil, "one byte": {0xff}, "three bytes": []byte("aaa"), "noise": noise, "a sheet": sheet, "one letter": bytes.Repeat([]byte{'a'}, 300_000),
		"as far back as possible": far, "one further": append(append([]byte{}, far[:100]...), append([]byte{1}, far[100:]...)...),
	} {
		if got, _ := inflated(t, data); !bytes.Equal(got, data) {
			t.Errorf("%s: %d bytes of %d", name, len(got), len(data))
		}
		var pieces [][]byte
		for rest := data; len(rest) > 0; {
			n := min(len(rest), 1+random.IntN(70_000))
			pieces, rest = append(pieces, rest[:n]), rest[n:]
		}
		if got, _ := inflated(t, pieces...); !bytes.Equal(got, data) {
			t.Errorf("%s in pieces: %d bytes of %d", name, len(got), len(data))
		}
	}
	if _, size := inflated(t, sheet); size > int64(len(sheet))/6 {
		t.Errorf("%d bytes of %d", size, len(sheet))
	}
}

// TestEveryLengthAndDistanceIsReadAgain repeats a piece of every length after a gap of
// many lengths.
func TestEveryLengthAndDistanceIsReadAgain(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	noise := make([]byte, window+2*mostMatch)
	for i := range noise {
		noise[i] = byte(random.Uint32())
	}
	for length := 3; length <= mostMatch+2; length++ {
		for _, gap := range []int{0, 1, 2, 3, 5, 9, 17, 100, 1000, 5000, window - 2*length} {
			if gap > 100 && length%16 != 3 && length < mostMatch-1 {
				continue // lengths and distances are written one by one
			}
			data := slices.Concat(noise[:length+gap], noise[:length])
			if got, _ := inflated(t, data); !bytes.Equal(got, data) {
				t.Fatalf("length %d, gap %d", length, gap)
			}
		}
	}
}

func FuzzDeflate(f *testing.F) {
	f.Add([]byte("abcdabcdabcd"), 3)
	f.Fuzz(func(t *testing.T, data []byte, at int) {
		at = min(max(at, 0), len(data))
		if got, _ := inflated(t, data[:at], data[at:]); !bytes.Equal(got, data) {
			t.Fatalf("%d bytes of %d", len(got), len(data))
		}
	})
}

// TestAMemberIsNoLargerThanItsFileCanCount leaves room for nine bits a byte.
func TestAMemberIsNoLargerThanItsFileCanCount(t *testing.T) {
	a := newArchive(io.Discard)
	a.create("sheet")
	a.size = mostBytes - 1
	if _, err := a.Write([]byte{1}); err != nil {
		t.Error(err)
	}
	if _, err := a.Write([]byte{1}); exit.Of(err) != exit.Rejected {
		t.Error(err)
	}
	if most := int64(mostBytes) / 8 * 9; most > math.MaxUint32-60<<20 {
		t.Errorf("a compressed member can have %d bytes", most)
	}
}
