package credential_test

import (
	"context"
	"errors"
	"maps"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/credential"
)

func TestASetThatWasCopiedToAnotherProfileOrServiceIsRefused(t *testing.T) {
	st := newMemory()
	save(t, st, production, oldSet)
	for name, secret := range maps.Clone(st.entries) {
		field := name[strings.LastIndexByte(name, '/'):]
		st.entries["other/rdv"+field], st.entries["default/zops"+field] = secret, secret
	}
	for _, place := range [][2]string{{"other", "rdv"}, {"default", "zops"}} {
		_, err := credential.Load(t.Context(), st, place[0], place[1], production, nil)
		wantKind(t, err, credential.Corrupt)
	}
}

func TestAValueThatStandsUnderAnotherNameIsRefused(t *testing.T) {
	st := newMemory()
	save(t, st, production, map[string]string{"client": "one", "uid": "two"})
	st.entries["default/rdv/email"] = st.entries["default/rdv/client"]
	st.entries["default/rdv/origin"] = strings.Replace(st.entries["default/rdv/origin"], "client", "email", 1)
	_, err := load(t, st, production)
	wantKind(t, err, credential.Corrupt)
}

func TestValuesThatReadTheSameInARowAreNotTheSameSet(t *testing.T) {
	st := newMemory()
	save(t, st, production, map[string]string{"a": "xbz", "b": "y"})
	st.entries["default/rdv/a"], st.entries["default/rdv/b"] = "x", "zby"
	_, err := load(t, st, production)
	wantKind(t, err, credential.Corrupt)
}

func TestASealThatLacksAPartNamesNoOrigin(t *testing.T) {
	st := newMemory()
	save(t, st, production, otherSet)
	whole := st.entries["default/rdv/origin"]
	origin, rest, _ := strings.Cut(whole, " ")
	fields, sum, _ := strings.Cut(rest, " ")
	_, digest, _ := strings.Cut(sum, ".")
	parts := []string{" " + rest, origin + "  " + sum, origin + " " + fields + " AAAA." + digest}
	for end := range len(whole) {
		parts = append(parts, whole[:end])
	}
	for _, seal := range parts {
		st.entries["default/rdv/origin"] = seal
		_, _, err := credential.Stored(t.Context(), st, "default", "rdv")
		wantKind(t, err, credential.Corrupt)
	}
}

func TestFieldsWithoutTheirSealAreNotAnAbsentSet(t *testing.T) {
	st := newMemory()
	save(t, st, production, oldSet)
	delete(st.entries, "default/rdv/origin")
	_, err := load(t, st, production, session...)
	wantKind(t, err, credential.Corrupt)
	_, err = load(t, unreadable{st, "client", locked}, production, "client")
	wantKind(t, err, credential.Locked)
}

func TestARemovalThatIsKilledLeavesAWholeSetOrNone(t *testing.T) {
	for n := range len(oldSet) + 1 {
		st := newMemory()
		save(t, st, production, oldSet)
		done := 0
		st.before = func() error {
			if done++; done > n {
				return errKilled
			}
			return nil
		}
		if err := credential.Remove(t.Context(), st, "default", "rdv", nil); !errors.Is(err, errKilled) {
			t.Errorf("killed after %d deletions: Remove returned %v", n, err)
		}
		if got, err := load(t, st, production); !errors.Is(err, credential.ErrNotFound) && !maps.Equal(got, oldSet) {
			t.Errorf("killed after %d deletions: got %v, %v", n, got, err)
		}
	}
}

var (
	locked = &credential.StoreError{Kind: credential.Locked, Store: "memory", Err: errKilled}
	// A store that is corrupt as a whole has a path.
	corrupt = &credential.StoreError{Kind: credential.Corrupt, Store: "memory", Path: "credentials.json", Err: errKilled}
)

// unreadable takes everything and does not give one field back.
type unreadable struct {
	*memory
	field string
	err   error
}

func (u unreadable) Get(ctx context.Context, k credential.Key) (string, error) {
	if k.Field == u.field {
		return "", u.err
	}
	return u.memory.Get(ctx, k)
}

func TestWhatCannotBeReadIsNeitherReplacedNorRemoved(t *testing.T) {
	for _, failure := range []*credential.StoreError{locked, corrupt} {
		st := newMemory()
		save(t, st, production, oldSet)
		before := st.clone()
		for _, err := range []error{
			credential.Save(t.Context(), unreadable{st, "origin", failure}, "default", "rdv", demo, newSet),
			credential.Remove(t.Context(), unreadable{st, "origin", failure}, "default", "rdv", session),
		} {
			if !errors.Is(err, failure) || !maps.Equal(st.entries, before.entries) {
				t.Errorf("got %v, and the store holds %v", err, st.entries)
			}
		}
	}
}

// deaf says that it keeps what it is given.
type deaf struct{ *memory }

func (deaf) Set(context.Context, credential.Key, string) error { return nil }

func TestAStoreThatKeepsNothingIsFoundOut(t *testing.T) {
	err := credential.Save(t.Context(), deaf{newMemory()}, "default", "rdv", production, oldSet)
	wantKind(t, err, credential.Corrupt)
}
