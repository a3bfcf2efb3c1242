package reading

import "testing"

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
		if got := c.window.misses([]int64{(from + to) / 2, c.start}); got != c.misses {
			t.Errorf("%v with a row that starts at %d: %v", c.window, c.start, got)
		}
	}
	if (Window{from, to}).misses(nil) {
		t.Error("a window without rows misses")
	}
}
