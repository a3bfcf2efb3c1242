package credential_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/credential"
)

// wantOneSet fails the test when the store gives anything but the old set to its
// origin, the new one to its own, or an error.
func wantOneSet(t *testing.T, st credential.Store, when string) {
	t.Helper()
	for origin, want := range map[credential.Origin][]map[string]string{
		production: {oldSet},
		demo:       {newSet, otherSet},
	} {
		for _, fields := range [][]string{nil, session} {
			got, err := load(t, st, origin, fields...)
			if err == nil && !slices.ContainsFunc(want, func(w map[string]string) bool { return maps.Equal(w, got) }) {
				t.Errorf("%s: %s is given %v", when, origin, got)
			}
		}
	}
}

var errKilled = errors.New("killed")

func TestSavingThatIsKilledAtAnyWriteNeverMixesTwoSets(t *testing.T) {
	base := newMemory()
	save(t, base, production, oldSet)
	for _, values := range []map[string]string{newSet, otherSet} {
		writes := 0
		count := base.clone()
		count.before = func() error { writes++; return nil }
		save(t, count, demo, values)
		if writes < len(values)+2 {
			t.Fatalf("%d writes for %d fields", writes, len(values))
		}
		for _, mode := range []string{"killed for good", "failed once"} {
			for n := range writes {
				st := base.clone()
				done := 0
				st.before = func() error {
					done++
					if done == n+1 || done > n && mode == "killed for good" {
						return errKilled
					}
					return nil
				}
				when := fmt.Sprintf("%s after %d of %d writes", mode, n, writes)
				if err := credential.Save(t.Context(), st, "default", "rdv", demo, values); !errors.Is(err, errKilled) {
					t.Errorf("%s: Save returned %v", when, err)
				}
				st.before = nil
				wantOneSet(t, st, when)
				save(t, st, demo, newSet)
				if got, err := load(t, st, demo); !maps.Equal(got, newSet) {
					t.Errorf("%s: a new Save does not mend it: %v, %v", when, got, err)
				}
			}
		}
	}
}

func TestAFailedSaveRemovesWhatItWrote(t *testing.T) {
	st := newMemory()
	save(t, st, production, otherSet)
	ctx, cancel := context.WithCancel(t.Context())
	left := 4
	st.before = func() error {
		if left--; left == 0 {
			cancel()
			return errKilled
		}
		return nil
	}
	if err := credential.Save(ctx, st, "default", "rdv", demo, newSet); !errors.Is(err, errKilled) {
		t.Fatalf("got %v", err)
	}
	if len(st.entries) != 0 {
		t.Errorf("the store still holds %v", st.entries)
	}
}

func TestFieldsOfTwoSetsAreNeverGivenTogether(t *testing.T) {
	old, recent := newMemory(), newMemory()
	save(t, old, production, oldSet)
	save(t, recent, demo, newSet)
	names := slices.Sorted(maps.Keys(old.entries))
	for mask := range 1 << len(names) {
		mixed := newMemory()
		for i, name := range names {
			from := old
			if mask&(1<<i) != 0 {
				from = recent
			}
			mixed.entries[name] = from.entries[name]
		}
		wantOneSet(t, mixed, fmt.Sprintf("mix %04b", mask))
	}
}
