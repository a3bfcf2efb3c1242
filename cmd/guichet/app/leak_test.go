package app_test

import (
	"io"
	"runtime"
	"testing"
)

// TestARunLeavesNothingBehindInTheProcess matters to tests and to whoever runs
// command after command in one process: a tree of commands is most of a megabyte.
func TestARunLeavesNothingBehindInTheProcess(t *testing.T) {
	kept := func(runs int) uint64 {
		for range runs {
			if code := (world{}).here(t.Context(), nil, io.Discard, io.Discard, "version"); code != 0 {
				t.Fatalf("exit code %d", code)
			}
		}
		var m runtime.MemStats
		runtime.GC()
		runtime.GC() // what a finalizer held is gone after the second
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := kept(3)
	const runs = 40
	if after := kept(runs); after > before+runs*64<<10 {
		t.Errorf("%d runs leave %d KiB", runs, (after-before)>>10)
	}
}
