package result_test

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
)

func TestCutsAreKeptBesideTheIndexAndDamagedOnesAreNone(t *testing.T) {
	state := t.TempDir()
	x, err := result.OpenIndexes(state, result.Place{Dir: "out"})
	if err != nil {
		t.Fatal(err)
	}
	if got := x.Cuts("rdv.rdvs"); got != nil {
		t.Errorf("%v before any were kept", got)
	}
	want := map[string][]int64{"organisation 101": {-5, 7, 1 << 40}, "organisation 102": nil}
	for range 2 {
		if err := x.KeepCuts("rdv.rdvs", want); err != nil {
			t.Fatal(err)
		}
	}
	if err := x.Sweep("rdv.rdvs", 0, "rdv.rdvs.1", "rdv.rdvs.2"); err != nil {
		t.Fatal(err)
	}
	if got := x.Cuts("rdv.rdvs"); !reflect.DeepEqual(got, want) {
		t.Errorf("%v", got)
	}
	found, err := filepath.Glob(filepath.Join(state, "*", "rdv.rdvs.cuts"))
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	text, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	for i := range text {
		text[i] ^= 1
		if err := os.WriteFile(found[0], text, 0o600); err != nil {
			t.Fatal(err)
		}
		if got := x.Cuts("rdv.rdvs"); got != nil {
			t.Errorf("byte %d is damaged: %v", i, got)
		}
		text[i] ^= 1
	}
	// Those of another dataset are none either.
	if err := os.WriteFile(filepath.Join(filepath.Dir(found[0]), "rdv.users.cuts"), text, 0o600); err != nil || x.Cuts("rdv.users") != nil {
		t.Error(err, x.Cuts("rdv.users"))
	}
}
