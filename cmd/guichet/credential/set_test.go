package credential_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guichet-go/guichet/cmd/guichet/credential"
)

const (
	production = credential.Origin("https://www.example.fr:443")
	demo       = credential.Origin("https://demo.example.fr:443")
)

var (
	session  = []string{"access_token", "client", "uid"}
	oldSet   = map[string]string{"access_token": "old-a", "client": "old-c", "uid": "old-u"}
	newSet   = map[string]string{"access_token": "new-a", "client": "new-c", "uid": "new-u"}
	otherSet = map[string]string{"bearer": "new-b"}
)

func save(t *testing.T, st credential.Store, origin credential.Origin, values map[string]string) {
	t.Helper()
	if err := credential.Save(t.Context(), st, "default", "rdv", origin, values); err != nil {
		t.Fatal(err)
	}
}

func load(t testing.TB, st credential.Store, origin credential.Origin, fields ...string) (map[string]string, error) {
	t.Helper()
	return credential.Load(t.Context(), st, "default", "rdv", origin, fields)
}

func TestASavedSetIsLoadedAsItWas(t *testing.T) {
	stores := map[string]credential.Store{
		"memory":  newMemory(),
		"keyring": keyringOver(newRing(), false, nil),
		"file":    credential.File(privateDir(t)),
	}
	for name, st := range stores {
		t.Run(name, func(t *testing.T) {
			if _, err := load(t, st, production, session...); !errors.Is(err, credential.ErrNotFound) {
				t.Fatalf("Load before Save: got %v, want ErrNotFound", err)
			}
			for _, values := range []map[string]string{oldSet, otherSet, newSet} {
				save(t, st, production, values)
				got, err := load(t, st, production)
				if diff := cmp.Diff(values, got); diff != "" || err != nil {
					t.Errorf("%v, want what was saved: %s", err, diff)
				}
			}
			got, err := load(t, st, production, "uid")
			if diff := cmp.Diff(map[string]string{"uid": "new-u"}, got); diff != "" || err != nil {
				t.Errorf("%v, want the named field alone: %s", err, diff)
			}
			origin, fields, err := credential.Stored(t.Context(), st, "default", "rdv")
			if origin != production || !slices.Equal(fields, session) || err != nil {
				t.Errorf("Stored: got %s, %v, %v", origin, fields, err)
			}
		})
	}
}

func TestEachFieldIsAnEntryThatHoldsTheSecretAlone(t *testing.T) {
	st := newMemory()
	save(t, st, production, oldSet)
	save(t, st, production, otherSet)
	if got := st.entries["default/rdv/bearer"]; got != "new-b" {
		t.Errorf("the entry of the bearer holds %q", got)
	}
	got := slices.Sorted(maps.Keys(st.entries))
	if want := []string{"default/rdv/bearer", "default/rdv/origin"}; !slices.Equal(got, want) {
		t.Errorf("the store holds %v, want %v and nothing of the set before", got, want)
	}
}

func TestAStoredCredentialIsNotSentToAnotherOrigin(t *testing.T) {
	st := newMemory()
	save(t, st, production, oldSet)
	st.gets = nil
	_, err := load(t, st, demo, session...)
	var origin *credential.OriginError
	if !errors.As(err, &origin) {
		t.Fatalf("got %v, want an OriginError", err)
	}
	for _, name := range []string{string(production), string(demo)} {
		if !strings.Contains(origin.Error(), name) {
			t.Errorf("%q does not name %s", origin.Error(), name)
		}
	}
	if want := []string{"origin"}; !slices.Equal(st.gets, want) {
		t.Errorf("the entries %v were read, want %v alone", st.gets, want)
	}
}

func TestASetOfAnotherKindIsNotFoundAndAPartialOneIsCorrupt(t *testing.T) {
	st := newMemory()
	save(t, st, production, otherSet)
	if _, err := load(t, st, production, session...); !errors.Is(err, credential.ErrNotFound) {
		t.Errorf("another kind: got %v, want ErrNotFound", err)
	}
	_, err := load(t, st, production, "bearer", "client")
	if store := wantKind(t, err, credential.Corrupt); !strings.Contains(store.Error(), "client") {
		t.Errorf("%q does not name the missing field", store.Error())
	}
	delete(st.entries, "default/rdv/bearer")
	_, err = load(t, st, production, "bearer")
	if store := wantKind(t, err, credential.Corrupt); !strings.Contains(store.Error(), "bearer") {
		t.Errorf("%q does not name the missing entry", store.Error())
	}
}

func TestASealThatWasChangedIsRefused(t *testing.T) {
	for _, seal := range []string{"", "https://www.example.fr:443", "https://www.example.fr:443 bearer", "https://www.example.fr:443 bearer .", "x y z.!"} {
		st := newMemory()
		save(t, st, production, otherSet)
		st.entries["default/rdv/origin"] = seal
		_, err := load(t, st, production, "bearer")
		wantKind(t, err, credential.Corrupt)
		save(t, st, production, otherSet)
		if _, err := load(t, st, production, "bearer"); err != nil {
			t.Errorf("after a new Save: %v", err)
		}
	}
	st := newMemory()
	save(t, st, production, otherSet)
	st.entries["default/rdv/origin"] = strings.Replace(st.entries["default/rdv/origin"], "www", "evil", 1)
	_, err := load(t, st, "https://evil.example.fr:443", "bearer")
	wantKind(t, err, credential.Corrupt)
}

func TestAStoreThatDoesNotKeepWhatWasWrittenIsFoundOut(t *testing.T) {
	st := forgetful{newMemory()}
	err := credential.Save(t.Context(), st, "default", "rdv", production, oldSet)
	wantKind(t, err, credential.Corrupt)
	if len(st.entries) != 0 {
		t.Errorf("the store still holds %v", st.entries)
	}
}

// forgetful cuts what it is given.
type forgetful struct{ *memory }

func (f forgetful) Set(ctx context.Context, k credential.Key, secret string) error {
	return f.memory.Set(ctx, k, secret[:len(secret)-1])
}

func TestASetThatCannotBeSavedLeavesTheOldOneAlone(t *testing.T) {
	st := newMemory()
	save(t, st, production, oldSet)
	for name, values := range map[string]map[string]string{
		"nothing":         {},
		"empty value":     {"access_token": "x", "uid": ""},
		"too big":         {"access_token": "x", "client": strings.Repeat("x", credential.MaxSecretSize+1)},
		"reserved field":  {"origin": "x"},
		"field with a /":  {"a/b": "x"},
		"field with a ,":  {"a,b": "x"},
		"too many fields": manyFields(),
	} {
		if err := credential.Save(t.Context(), st, "default", "rdv", demo, values); err == nil {
			t.Errorf("%s: was saved", name)
		}
	}
	if err := credential.Save(t.Context(), st, "default", "rdv", "", newSet); err == nil {
		t.Error("a set without an origin was saved")
	}
	if got, err := load(t, st, production); !maps.Equal(got, oldSet) {
		t.Errorf("got %v, %v, want the old set", got, err)
	}
}

func manyFields() map[string]string {
	values := map[string]string{}
	for i := range 100 {
		values[fmt.Sprintf("%s%d", strings.Repeat("f", 100), i)] = "x"
	}
	return values
}

func TestRemoveLeavesNothingAndIsNoErrorTwice(t *testing.T) {
	st := newMemory()
	save(t, st, production, oldSet)
	st.entries["default/rdv/bearer"] = "left from an interrupted save"
	st.entries["other/rdv/bearer"] = "of another profile"
	for range 2 {
		if err := credential.Remove(t.Context(), st, "default", "rdv", []string{"bearer"}); err != nil {
			t.Fatal(err)
		}
	}
	if want := map[string]string{"other/rdv/bearer": "of another profile"}; !maps.Equal(st.entries, want) {
		t.Errorf("the store holds %v, want %v", st.entries, want)
	}
}

func TestAnUnreachableStoreIsNeverAnAbsentCredential(t *testing.T) {
	st := keyringOver(&ring{err: errors.New("no bus")}, false, nil)
	_, err := load(t, st, production, session...)
	wantKind(t, err, credential.Unreachable)
	wantKind(t, credential.Save(t.Context(), st, "default", "rdv", production, oldSet), credential.Unreachable)
	wantKind(t, credential.Remove(t.Context(), st, "default", "rdv", session), credential.Unreachable)
}

func TestAProbeFindsAStoreThatTakesNothingAndLeavesNothing(t *testing.T) {
	st := newMemory()
	if err := credential.Probe(t.Context(), st, "default", "rdv"); err != nil || len(st.entries) > 0 {
		t.Errorf("%v, and the store holds %v", err, st.entries)
	}
	st.before = func() error { return errKilled }
	if err := credential.Probe(t.Context(), st, "default", "rdv"); !errors.Is(err, errKilled) {
		t.Errorf("got %v", err)
	}
}
