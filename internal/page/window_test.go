package page

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Whatever is cut, the parts cover the window, share their boundaries, and each is
// smaller, so that cutting ends.
func TestSplitPartsCoverTheWindowAndAreSmaller(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 2))
	for range 10_000 {
		w := Window{random.Int64N(1 << 33), 0}
		w.To = w.From + random.Int64N(1<<random.IntN(34))
		parts := w.Split(101+random.IntN(100_000), 0)
		if w.To-w.From <= 1 {
			if parts != nil {
				t.Fatalf("%v was cut", w)
			}
			continue
		}
		if parts[0].From != w.From || parts[len(parts)-1].To != w.To {
			t.Fatalf("%v: %v", w, parts)
		}
		for i, p := range parts {
			if p.To <= p.From || p.To-p.From >= w.To-w.From || i > 0 && parts[i-1].To != p.From {
				t.Fatalf("%v: %v", w, parts)
			}
		}
	}
}

func TestSplittingAnOpenWindowEndsInAFewSteps(t *testing.T) {
	const middle = 1_794_783_600
	for _, open := range []Window{{OpenFrom, OpenTo}, {middle, OpenTo}, {OpenFrom, middle}, {0, OpenTo}, {last - 10, OpenTo}, {OpenFrom, first + 10}} {
		waiting, steps := []Window{open}, 0
		for len(waiting) > 0 {
			w := waiting[0]
			waiting = waiting[1:]
			if steps++; steps > 100 {
				t.Fatalf("%v does not end", open)
			}
			for _, part := range w.Split(1000, middle) {
				if part.From == OpenFrom || part.To == OpenTo {
					waiting = append(waiting, part)
				} else if part.To <= part.From || part.From < first || part.To > last {
					t.Fatalf("%v gives %v", w, part)
				}
			}
		}
	}
}

func TestHugeWindowsDoNotOverflow(t *testing.T) {
	w := Window{first, last}
	for range 80 {
		parts := w.Split(math.MaxInt32, 0)
		if parts == nil {
			return
		}
		w = parts[len(parts)-1]
	}
	t.Error("it does not end")
}

// The service may round a start to the next second. More than that shows that
// it does not look at windows.
func TestAWindowToleratesOneSecondAndNoMore(t *testing.T) {
	const from, to = 1_000, 2_000
	for _, c := range []struct {
		window Window
		start  int64
		misses bool
	}{
		{Window{from, to}, from - 1, false},
		{Window{from, to}, from - 2, true},
		{Window{from, to}, to + 1, false},
		{Window{from, to}, to + 2, true},
		{Window{OpenFrom, to}, first, false},
		{Window{OpenFrom, to}, to + 2, true},
		{Window{from, OpenTo}, last, false},
		{Window{from, OpenTo}, from - 2, true},
		{Window{OpenFrom, OpenTo}, 0, false},
	} {
		if got := c.window.Misses([]int64{(from + to) / 2, c.start}); got != c.misses {
			t.Errorf("%v with a row that starts at %d: %v", c.window, c.start, got)
		}
	}
	if (Window{from, to}).Misses(nil) {
		t.Error("a window without rows misses")
	}
}

// Rows on one page are left together, few are cut as the sample has them, and many first
// into parts whose own samples say more.
func TestASampleCutsAWindowIntoAsManyPartsAsItKnows(t *testing.T) {
	var starts []int64
	for n := range int64(100) {
		starts = append(starts, 1000*n)
	}
	for total, parts := range map[int]int{101: 2, 180: 2, 181: 3, 500: 7, 700: 10, 701: 2, 5000: 11, 100_000: 31} {
		if cuts := (Window{-1000, 200_000}).Cuts(total, starts); len(cuts) != parts-1 {
			t.Errorf("%d rows are cut into %d parts, not %d", total, len(cuts)+1, parts)
		}
	}
}
