package credential_test

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
)

const (
	production = credential.Origin("https://www.example.fr:443")
	demo       = credential.Origin("https://demo.example.fr:443")
)

var (
	key        = credential.Key{Profile: "default", Service: "rdv"}
	sessionKey = credential.Key{Profile: "default", Service: "rdv", Field: credential.SessionField}

	oldSet   = credential.Set{Origin: production, Values: login("a@b.fr", `o"ld<&>é`)}
	newSet   = credential.Set{Origin: demo, Values: bearer("new")}
	sessions = credential.Set{Origin: production, Account: "a@b.fr", Values: session("t", "c", "u")}
)

func save(t testing.TB, st credential.Store, k credential.Key, set credential.Set) {
	t.Helper()
	if err := credential.Save(t.Context(), st, k, set); err != nil {
		t.Fatal(err)
	}
}

func load(ctx context.Context, st credential.Store, k credential.Key) (credential.Set, error) {
	return credential.Load(ctx, st, k, new(secrets))
}

func same(a, b credential.Set) bool {
	return a.Origin == b.Origin && a.Account == b.Account && credential.Equal(a.Values, b.Values)
}

func wantSet(t *testing.T, st credential.Store, k credential.Key, want credential.Set) {
	t.Helper()
	got, err := load(t.Context(), st, k)
	if err != nil || !same(got, want) {
		t.Errorf("%s: %v, and %v is not what was saved", k, err, got)
	}
}

func wantNothing(t *testing.T, st credential.Store, k credential.Key) {
	t.Helper()
	if got, err := load(t.Context(), st, k); !errors.Is(err, credential.ErrNotFound) {
		t.Errorf("%s: got %v, %v, want ErrNotFound", k, got, err)
	}
}

func TestASavedSetIsLoadedAsItWas(t *testing.T) {
	for name, st := range map[string]credential.Store{
		"keyring": keyringOver(newRing(), false, nil),
		"file":    credential.File(privateDir(t), nil),
	} {
		t.Run(name, func(t *testing.T) {
			wantNothing(t, st, key)
			for _, set := range []credential.Set{oldSet, newSet, oldSet} {
				save(t, st, key, set)
				wantSet(t, st, key, set)
			}
			wantNothing(t, st, sessionKey)
			save(t, st, sessionKey, sessions)
			wantSet(t, st, sessionKey, sessions)
			wantSet(t, st, key, oldSet)
		})
	}
}

func TestWhatALoginAddedIsKeptBesideTheCredential(t *testing.T) {
	st := keyringOver(newRing(), false, nil)
	set := credential.Set{Origin: production, Values: bearer("b")}
	set.Values.(*secrets).camera = "https://cameras:443"
	save(t, st, key, set)
	got := new(secrets)
	if _, err := credential.Load(t.Context(), st, key, got); got.camera != "https://cameras:443" || err != nil {
		t.Errorf("got %q, %v", got.camera, err)
	}
	if got, err := fromCommand(t.Context(), `echo '{"bearer":"b","camera":"x"}'`); err == nil {
		t.Errorf("token_command gives %q too", got.camera)
	}
}

func TestASetIsOneEntryAndOneWrite(t *testing.T) {
	r := newRing()
	st := keyringOver(r, false, nil)
	save(t, st, key, oldSet)
	save(t, st, sessionKey, sessions)
	if r.calls != 2 {
		t.Errorf("%d calls for two sets", r.calls)
	}
	names := slices.Sorted(maps.Keys(r.entries))
	if want := []string{"guichet default/rdv", "guichet default/rdv/session"}; !slices.Equal(names, want) {
		t.Errorf("the keyring holds %v, not %v", names, want)
	}
	var fields map[string]any
	if err := json.Unmarshal([]byte(r.entries["guichet default/rdv"]), &fields); err != nil || fields["origin"] != string(production) {
		t.Errorf("the entry is %s", r.entries["guichet default/rdv"])
	}
}

func TestAStoredCredentialIsNotGivenToAnotherOrigin(t *testing.T) {
	st := keyringOver(newRing(), false, nil)
	save(t, st, key, oldSet)
	got := new(secrets)
	if err := credential.LoadFor(t.Context(), st, key, production, got); !credential.Equal(got, oldSet.Values) || err != nil {
		t.Errorf("got %v, %v", got, err)
	}
	err := credential.LoadFor(t.Context(), st, key, demo, new(secrets))
	if !errors.Is(err, credential.ErrOtherOrigin) || exit.Of(err) != exit.NoCredential || errors.Is(err, credential.ErrNotFound) {
		t.Fatalf("got %v, want ErrOtherOrigin with exit code 4", err)
	}
	for _, name := range []string{string(production), string(demo)} {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("%q does not name %s", err, name)
		}
	}
}

func TestAnEntryThatIsNotASetIsCorruptUntilItIsReplacedOrRemoved(t *testing.T) {
	whole := `{"origin":"https://a:443","values":{"bearer":"hunter2"}}`
	for _, text := range []string{
		"hunter2", "", "null", "[]", "{}", whole[:len(whole)-1], whole + "x", whole + whole,
		`{"origin":"","values":{"bearer":"hunter2"}}`, `{"origin":"https://a:443"}`, `{"origin":"https://a:443","values":{"bearer":""}}`,
		`{"origin":"https://a:443","values":{"bearer":7}}`, `{"origin":"https://a:443","values":{"bearer":"hunter2"},"more":1}`,
		`{"origin":"https://a:443","values":{"bearer":"hunter2","more":"x"}}`, `{"origin":"https://a:443","values":{"email":"hunter2"}}`,
		`{"origin":"https://a:443","values":{"email":"a","password":"hunter2","bearer":"hunter2"}}`, `{"origin":"https://a:443","values":{"camera":"x"}}`,
		`{"origin":"https://a:443","values":{"bearer":"hunter2","bearer":"x"}}`, `{"origin":"https://a:443","values":null}`,
	} {
		r := newRing()
		st := keyringOver(r, false, nil)
		r.entries["guichet default/rdv"] = text
		_, err := load(t.Context(), st, key)
		if store := wantKind(t, err, credential.Corrupt); strings.Contains(store.Error(), "hunter2") || !strings.Contains(store.Error(), "default/rdv") {
			t.Errorf("%q: the error is %q", text, store.Error())
		}
		save(t, st, key, newSet)
		wantSet(t, st, key, newSet)
		r.entries["guichet default/rdv"] = text
		if found, err := credential.Remove(t.Context(), st, "default", "rdv"); !found || err != nil || len(r.entries) > 0 {
			t.Errorf("%q: removing gave %v, %v and left %v", text, found, err, r.entries)
		}
	}
}

func TestASetThatCannotBeSavedLeavesTheOldOneAlone(t *testing.T) {
	r := newRing()
	st := keyringOver(r, false, nil)
	save(t, st, key, oldSet)
	r.calls = 0
	for name, set := range map[string]credential.Set{
		"nothing":   {Origin: production, Values: new(secrets)},
		"no origin": {Values: bearer("b")},
		"half":      {Origin: production, Values: session("x", "c", "")},
		"two ways":  {Origin: production, Values: &secrets{email: "a", password: guichet.NewSecret("p"), line: guichet.NewSecret("b")}},
		"too big":   ofSize(credential.MaxSecretSize + 1),
	} {
		for what, save := range map[string]func(context.Context, credential.Store, credential.Key, credential.Set) error{
			"Save": credential.Save, "CheckSave": credential.CheckSave,
		} {
			if err := save(t.Context(), st, key, set); err == nil {
				t.Errorf("%s: %s takes it", name, what)
			}
		}
	}
	if r.calls > 0 {
		t.Errorf("the keyring was called %d times", r.calls)
	}
	wantSet(t, st, key, oldSet)
}

// ofSize is a set that takes so many bytes.
func ofSize(size int) credential.Set {
	empty := `{"origin":"https://a:443","values":{"bearer":""}}`
	return credential.Set{Origin: "https://a:443", Values: bearer(strings.Repeat("<", size-len(empty)))}
}

func TestTheLargestSetFitsAndOneByteMoreIsTooBigBeforeAnythingIsSent(t *testing.T) {
	for _, st := range []credential.Store{keyringOver(newRing(), false, nil), credential.File(privateDir(t), nil)} {
		if err := credential.CheckSave(t.Context(), st, key, ofSize(credential.MaxSecretSize)); err != nil {
			t.Errorf("%s refuses the largest set: %v", st.Name(), err)
		}
		save(t, st, key, ofSize(credential.MaxSecretSize))
		wantKind(t, credential.CheckSave(t.Context(), st, key, ofSize(credential.MaxSecretSize+1)), credential.TooBig)
		wantKind(t, credential.Save(t.Context(), st, key, ofSize(credential.MaxSecretSize+1)), credential.TooBig)
	}
}

func TestRemovingDeletesTheSetsOfOneProfileAndServiceOnly(t *testing.T) {
	r := newRing()
	neighbours := []credential.Key{
		{Profile: "default-2", Service: "rdv"}, {Profile: "default", Service: "rdv2"}, {Profile: "default", Service: "pull", Field: "pseudonym_key"},
	}
	for _, st := range []credential.Store{keyringOver(r, false, nil), credential.File(privateDir(t), nil)} {
		for _, neighbour := range neighbours {
			save(t, st, neighbour, newSet)
		}
		for _, have := range [][]credential.Key{{key, sessionKey}, {key}, {sessionKey}, {}} {
			for _, k := range have {
				save(t, st, k, oldSet)
			}
			if found, err := credential.Remove(t.Context(), st, "default", "rdv"); found != (len(have) > 0) || err != nil {
				t.Errorf("%s, %v: got %v, %v", st.Name(), have, found, err)
			}
			wantNothing(t, st, key)
			wantNothing(t, st, sessionKey)
		}
		for _, neighbour := range neighbours {
			wantSet(t, st, neighbour, newSet)
		}
	}
}

// twice is a keyring in which another program left a second entry of each name.
type twice struct {
	ring
	left int
}

func (r *twice) Delete(service, user string) error {
	if r.left > 0 {
		r.left--
		return nil
	}
	return r.ring.Delete(service, user)
}

func TestRemovingDeletesDuplicatesToo(t *testing.T) {
	r := &twice{ring{entries: map[string]string{}}, 1}
	st := keyringOver(r, false, nil)
	save(t, st, key, oldSet)
	if _, err := credential.Remove(t.Context(), st, "default", "rdv"); err != nil || len(r.entries) > 0 {
		t.Errorf("%v, and the keyring holds %v", err, r.entries)
	}
}

// stubborn is a keyring that says it deleted an entry and did not.
type stubborn struct{ ring }

func (r *stubborn) Delete(string, string) error { r.calls++; return nil }

func TestAKeyringThatNeverRunsOutOfEntriesEndsTheRemoval(t *testing.T) {
	r := &stubborn{}
	if _, err := credential.Remove(t.Context(), keyringOver(r, false, nil), "default", "rdv"); err != nil || r.calls > 1000 {
		t.Errorf("%v after %d calls", err, r.calls)
	}
}

func TestAnUnreachableStoreIsNeverAnAbsentCredential(t *testing.T) {
	st := keyringOver(&ring{err: errors.New("no bus")}, false, nil)
	_, err := load(t.Context(), st, key)
	wantKind(t, err, credential.Unreachable)
	wantKind(t, credential.Save(t.Context(), st, key, oldSet), credential.Unreachable)
	_, err = credential.Remove(t.Context(), st, "default", "rdv")
	wantKind(t, err, credential.Unreachable)
}

func TestTheLibrarysOwnKeyringKeepsASet(t *testing.T) {
	keyring.MockInit()
	st := credential.Keyring(credential.KeyringOptions{Getenv: withBus})
	save(t, st, key, oldSet)
	wantSet(t, st, key, oldSet)
	if text, err := keyring.Get("guichet", "default/rdv"); !strings.Contains(text, `"values":{"email":"a@b.fr"`) || err != nil {
		t.Errorf("the entry is %s, %v", text, err)
	}
}
