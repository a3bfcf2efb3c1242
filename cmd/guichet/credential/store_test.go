package credential_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
)

// TestMain lets the tests start this program again in the place of another
// process that uses the same store.
func TestMain(m *testing.M) {
	if role := os.Getenv("GUICHET_TEST_ROLE"); role != "" {
		os.Exit(play(role, os.Args[1:]))
	}
	os.Exit(m.Run())
}

// wantKind fails the test unless err is a store's failure of the kind, and returns it.
func wantKind(t *testing.T, err error, kind credential.Kind) *exit.Error {
	t.Helper()
	var store *exit.Error
	if !errors.As(err, &store) || !errors.Is(err, kind) || exit.Of(err) != exit.StoreUnreachable {
		t.Fatalf("got error %v, want a store's failure of kind %s", err, kind)
	}
	if usable := kind == credential.Corrupt; credential.Unusable(err) == usable {
		t.Errorf("%v: an unusable store? want %v", err, !usable)
	}
	if errors.Is(err, credential.ErrNotFound) {
		t.Errorf("%v passes for an absent entry", err)
	}
	if text := store.Error() + store.HintIn(nil); strings.Contains(text, "\n") || store.HintIn(nil) == "" {
		t.Errorf("error %q with hint %q: want one line each", store.Error(), store.HintIn(nil))
	}
	return store
}

func wantConfigError(t *testing.T, err error) *exit.Error {
	t.Helper()
	var config *exit.Error
	if !errors.As(err, &config) {
		t.Fatalf("got error %v, want an exit.Error", err)
	}
	return config
}

func TestTheStoreNoneKeepsNothing(t *testing.T) {
	st := credential.None()
	if _, err := st.Get(t.Context(), key); !errors.Is(err, credential.ErrNotFound) {
		t.Errorf("Get: got %v, want ErrNotFound", err)
	}
	config := wantConfigError(t, st.Set(t.Context(), key, "secret"))
	if !strings.Contains(config.Error(), "--store none") || !strings.Contains(config.Exit().HintIn(nil), "--store file") {
		t.Errorf("got %q, %q: want both to name --store", config.Error(), config.Exit().HintIn(nil))
	}
}

func TestNamesThatWouldMakeTwoKeysAlikeAreRefused(t *testing.T) {
	st := credential.File(t.TempDir()+"/new", nil)
	for _, k := range []credential.Key{
		{Profile: "a/b", Service: "rdv", Field: "x"},
		{Profile: "a"},
		{Service: "rdv"},
		{Profile: "a", Service: "rdv", Field: "x\ny"},
	} {
		wantConfigError(t, st.Set(t.Context(), k, "secret"))
		_, err := st.Get(t.Context(), k)
		wantConfigError(t, err)
		wantConfigError(t, st.Delete(t.Context(), k))
	}
}
