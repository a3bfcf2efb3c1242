package credential_test

import (
	"context"
	"errors"
	"maps"
	"os"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/credential"
)

// TestMain lets the tests start this program again in the place of another
// process that uses the same store.
func TestMain(m *testing.M) {
	if role := os.Getenv("GUICHET_TEST_ROLE"); role != "" {
		os.Exit(play(role, os.Args[1:]))
	}
	os.Exit(m.Run())
}

var key = credential.Key{Profile: "default", Service: "rdv", Field: "access_token"}

// memory is a store whose writes can be made to fail from the outside.
type memory struct {
	entries map[string]string
	// before is asked before every write and delete; nil lets all through.
	before func() error
	gets   []string
}

func newMemory() *memory { return &memory{entries: map[string]string{}} }

func (m *memory) Name() string { return "memory" }

func (m *memory) Get(_ context.Context, k credential.Key) (string, error) {
	m.gets = append(m.gets, k.Field)
	if secret, ok := m.entries[k.String()]; ok {
		return secret, nil
	}
	return "", credential.ErrNotFound
}

func (m *memory) mayWrite(ctx context.Context) error {
	if err := ctx.Err(); err != nil || m.before == nil {
		return err
	}
	return m.before()
}

func (m *memory) Set(ctx context.Context, k credential.Key, secret string) error {
	if err := m.mayWrite(ctx); err != nil {
		return err
	}
	m.entries[k.String()] = secret
	return nil
}

func (m *memory) Delete(ctx context.Context, k credential.Key) error {
	if err := m.mayWrite(ctx); err != nil {
		return err
	}
	if _, ok := m.entries[k.String()]; !ok {
		return credential.ErrNotFound
	}
	delete(m.entries, k.String())
	return nil
}

func (m *memory) clone() *memory { return &memory{entries: maps.Clone(m.entries)} }

// wantKind fails the test unless err is a StoreError of the kind, and returns it.
func wantKind(t *testing.T, err error, kind credential.Kind) *credential.StoreError {
	t.Helper()
	var store *credential.StoreError
	if !errors.As(err, &store) || store.Kind != kind {
		t.Fatalf("got error %v, want a StoreError of kind %s", err, kind)
	}
	if errors.Is(err, credential.ErrNotFound) {
		t.Errorf("%v passes for an absent entry", err)
	}
	if text := store.Error() + store.Hint(nil); strings.Contains(text, "\n") || store.Hint(nil) == "" {
		t.Errorf("error %q with hint %q: want one line each", store.Error(), store.Hint(nil))
	}
	return store
}

func wantConfigError(t *testing.T, err error) *credential.ConfigError {
	t.Helper()
	var config *credential.ConfigError
	if !errors.As(err, &config) {
		t.Fatalf("got error %v, want a ConfigError", err)
	}
	return config
}

func TestTheStoreNoneFindsNothingAndKeepsNothing(t *testing.T) {
	st := credential.None()
	if _, err := st.Get(t.Context(), key); !errors.Is(err, credential.ErrNotFound) {
		t.Errorf("Get: got %v, want ErrNotFound", err)
	}
	config := wantConfigError(t, st.Set(t.Context(), key, "secret"))
	if !strings.Contains(config.Error(), "--store none") || !strings.Contains(config.Hint(nil), "--store file") {
		t.Errorf("got %q, %q: want both to name --store", config.Error(), config.Hint(nil))
	}
}

func TestNamesThatWouldMakeTwoKeysAlikeAreRefused(t *testing.T) {
	st := credential.File(t.TempDir() + "/new")
	for _, k := range []credential.Key{
		{Profile: "a/b", Service: "rdv", Field: "x"},
		{Profile: "a", Service: "", Field: "x"},
		{Profile: "a", Service: "rdv", Field: "x\ny"},
	} {
		wantConfigError(t, st.Set(t.Context(), k, "secret"))
		_, err := st.Get(t.Context(), k)
		wantConfigError(t, err)
		wantConfigError(t, st.Delete(t.Context(), k))
	}
}

func TestASecretTooBigForOneStoreIsTooBigForAll(t *testing.T) {
	ring := newRing()
	stores := []credential.Store{
		credential.File(t.TempDir() + "/new"),
		credential.Keyring(credential.KeyringOptions{Backend: ring, Getenv: withBus}),
	}
	for _, st := range stores {
		if err := st.Set(t.Context(), key, strings.Repeat("x", credential.MaxSecretSize)); err != nil {
			t.Errorf("%s refuses the largest secret: %v", st.Name(), err)
		}
		err := st.Set(t.Context(), key, strings.Repeat("x", credential.MaxSecretSize+1))
		wantKind(t, err, credential.TooBig)
	}
	if ring.calls != 1 {
		t.Errorf("the keyring was called %d times, want only for the secret that fits", ring.calls)
	}
}
