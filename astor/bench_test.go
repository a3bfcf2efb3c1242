package astor_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/astor"
	"github.com/guichet-go/guichet/astor/astortest"
)

// large returns a collection of at least size bytes: the invented one's folders
// again and again, at the bottom of so many folders.
func large(t testing.TB, size, depth int) []byte {
	t.Helper()
	var top map[string]json.RawMessage
	var items []json.RawMessage
	if err := json.Unmarshal(astortest.Collection(), &top); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(top["item"], &items); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	out.WriteString(`{"info":{"name":"large"},"item":[`)
	for range depth {
		out.WriteString(`{"name":"folder","item":[`)
	}
	for i := 0; out.Len() < size; i++ {
		if i > 0 {
			out.WriteByte(',')
		}
		fmt.Fprintf(&out, `{"name":"copy %d","item":[`, i)
		for j, item := range items {
			if j > 0 {
				out.WriteByte(',')
			}
			out.Write(item)
		}
		out.WriteString(`]}`)
	}
	out.WriteString(strings.Repeat(`]}`, depth))
	out.WriteString(`]}`)
	return []byte(out.String())
}

const fiveMegabytes = 5 << 20

// BenchmarkParseCollection is to be at most 5 × BenchmarkUnmarshalIntoAny.
func BenchmarkParseCollection(b *testing.B) {
	data := large(b, fiveMegabytes, 0)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := astor.ParseCollection(data); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkUnmarshalIntoAny is the peer of BenchmarkParseCollection.
func BenchmarkUnmarshalIntoAny(b *testing.B) {
	data := large(b, fiveMegabytes, 0)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		var v any
		if err := json.Unmarshal(data, &v); err != nil {
			b.Fatal(err)
		}
	}
}

func allocations(t *testing.T, data []byte) float64 {
	t.Helper()
	return testing.AllocsPerRun(2, func() {
		if _, err := astor.ParseCollection(data); err != nil {
			t.Fatal(err)
		}
	})
}

func TestParsingAllocatesInProportionToTheSize(t *testing.T) {
	small, double := allocations(t, large(t, 200_000, 0)), allocations(t, large(t, 400_000, 0))
	if double > 2.2*small {
		t.Errorf("twice the size takes %.0f allocations, not 2 × %.0f", double, small)
	}
	if deep := allocations(t, large(t, 200_000, 90)); deep > 1.2*small {
		t.Errorf("90 folders deep the same size takes %.0f allocations, not %.0f", deep, small)
	}
}

func TestParsingAllocatesLittleMoreThanDecoding(t *testing.T) {
	data := large(t, 200_000, 0)
	decoding := testing.AllocsPerRun(2, func() {
		var v any
		if err := json.Unmarshal(data, &v); err != nil {
			t.Fatal(err)
		}
	})
	if parsing := allocations(t, data); parsing > 2*decoding {
		t.Errorf("parsing takes %.0f allocations, decoding into any %.0f", parsing, decoding)
	}
}
