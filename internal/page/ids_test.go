package page

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestASetOfIDsContainsWhatWasAdded compares with a map, where ids lie close
// together, far apart and at the ends of what there is.
func TestASetOfIDsContainsWhatWasAdded(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, c := range []struct {
		name string
		id   func(n int) int64
	}{
		{"one after the other", func(n int) int64 { return int64(n) }},
		{"from the last to the first", func(n int) int64 { return 100_000 - int64(n) }},
		{"close together", func(int) int64 { return 7_000_000 + random.Int64N(50_000) }},
		{"far apart", func(int) int64 { return int64(random.Uint64()) }},
		{"each twice", func(n int) int64 { return int64(n/2) * 1000 }},
		{"at the ends", func(n int) int64 {
			return []int64{0, 1, -1, math.MaxInt64, math.MinInt64, 1<<9 - 1, 1 << 9, 1 << 32, -1 << 9}[n%9]
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			set, known := idSet{}, map[int64]bool{}
			for n := range 20_000 {
				id := c.id(n)
				if fresh := set.add(id); fresh == known[id] {
					t.Fatalf("%d, the %dth: new is %v", id, n, fresh)
				}
				known[id] = true
			}
		})
	}
}

// TestASetOfAMillionIDsIsSmall counts the blocks of 64 bytes, beside which a map
// of the ids would need twenty megabytes.
func TestASetOfAMillionIDsIsSmall(t *testing.T) {
	set := idSet{}
	for n := range int64(1_000_000) {
		set.add(n * 7919 % 1_000_003 * 3)
	}
	if bytes := 64 * len(set); bytes > 1<<20 {
		t.Errorf("%d bytes", bytes)
	}
}
