package auth_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/auth"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/config"
	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/lock"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/prompt"
	"github.com/zalando/go-keyring"
)

// secrets are an e-mail and a password, or the token of a session.
type secrets struct {
	email           string
	password, token guichet.Secret
}

func (s *secrets) Ways() []credential.Way {
	return []credential.Way{
		{{Name: "email", Text: &s.email}, {Name: "password", Secret: &s.password}},
		{{Name: "token", Secret: &s.token}},
	}
}

func of(email string) *secrets { return &secrets{email: email, password: guichet.NewSecret("p")} }

const origin = "https://a.example.fr:443"

// process is one run of the command, whose sign-ins are numbered.
type process struct {
	t       *testing.T
	run     *command.Run
	now     time.Time
	signIns int
}

func start(t *testing.T) *process {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "guichet")
	getenv := func(name string) string {
		return map[string]string{"GUICHET_CONFIG_DIR": dir, "GUICHET_STATE_DIR": dir, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}[name]
	}
	p := &process{t: t, now: time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)}
	env := &command.Env{Out: io.Discard, Err: io.Discard, Getenv: getenv, Now: func() time.Time { return p.now }}
	p.run = &command.Run{
		Env: env, Settings: &config.Settings{Profile: "default", Store: "file"}, Dirs: config.Dirs{Getenv: getenv, GOOS: "linux"}, Messages: message.For("en"),
	}
	return p
}

// service numbers the sessions that it makes.
func (p *process) service(contested bool) *auth.Service[*secrets] {
	return &auth.Service[*secrets]{
		Name: "rdv", Contested: contested, New: func() *secrets { return new(secrets) },
		Open: func(_ context.Context, _ *command.Run, _ string, given *secrets) (*secrets, error) {
			p.signIns++
			return &secrets{token: guichet.NewSecret(given.email + strconv.Itoa(p.signIns))}, nil
		},
	}
}

// share shares the session of a user of a contested service.
func (p *process) share(source, who string) *auth.Shared[*secrets] {
	p.t.Helper()
	shared, err := p.service(true).Share(p.t.Context(), p.run, auth.Found[*secrets]{Values: of(who), Source: source, Origin: origin})
	if err != nil {
		p.t.Fatal(err)
	}
	return shared
}

// fetch wants the session of a number.
func (p *process) fetch(s *auth.Shared[*secrets], rejected *secrets, want string) *secrets {
	p.t.Helper()
	got, err := s.Fetch(p.t.Context(), rejected)
	if err != nil || got.token.Reveal() != want {
		p.t.Fatalf("the session is %+v (%v), not %s", got, err, want)
	}
	return got
}

func TestASessionBelongsToOneEMailInAnyCase(t *testing.T) {
	p := start(t)
	p.fetch(p.share("variables", "ada@exemple.fr"), nil, "ada@exemple.fr1")
	p.fetch(p.share("variables", "Ada@Exemple.FR"), nil, "ada@exemple.fr1")
	p.fetch(p.share("variables", "eve@exemple.fr"), nil, "eve@exemple.fr2")
	p.fetch(p.share("variables", "eve@exemple.fr"), nil, "eve@exemple.fr2")
}

func TestASessionBelongsToOneOrigin(t *testing.T) {
	p := start(t)
	p.fetch(p.share("variables", "a"), nil, "a1")
	elsewhere := auth.Found[*secrets]{Values: of("a"), Source: "variables", Origin: "https://b.example.fr:443"}
	s, err := p.service(true).Share(t.Context(), p.run, elsewhere)
	if err != nil {
		t.Fatal(err)
	}
	p.fetch(s, nil, "a2")
}

func TestASessionThatAnotherProcessRenewedIsUsed(t *testing.T) {
	p := start(t)
	s := p.share("variables", "a")
	first := p.fetch(s, nil, "a1")
	p.fetch(p.share("variables", "a"), first, "a2")
	p.fetch(s, first, "a2")
	p.fetch(s, &secrets{token: guichet.NewSecret("a2")}, "a3")
}

// ring is a keyring in memory.
type ring map[string]string

func (r ring) Get(_, user string) (string, error) {
	if text, ok := r[user]; ok {
		return text, nil
	}
	return "", keyring.ErrNotFound
}

func (r ring) Set(_, user, text string) error {
	r[user] = text
	return nil
}

func (r ring) Delete(_, user string) error {
	delete(r, user)
	return nil
}

func TestASessionIsKeptThoughTheCommandEndsAsItIsMade(t *testing.T) {
	p := start(t)
	p.run.Keyring, p.run.Settings.Store, p.run.Prompt = ring{}, "keyring", new(prompt.Prompt)
	ctx, cancel := context.WithCancel(t.Context())
	service := p.service(true)
	signIn := service.Open
	service.Open = func(ctx context.Context, r *command.Run, base string, given *secrets) (*secrets, error) {
		defer cancel()
		return signIn(ctx, r, base, given)
	}
	s, err := service.Share(ctx, p.run, auth.Found[*secrets]{Values: of("a"), Source: "variables", Origin: origin})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Fetch(ctx, nil); err != nil {
		t.Error(err)
	}
	p.fetch(p.share("variables", "a"), nil, "a1")
}

func TestForcedSignInsAreCountedForAMinute(t *testing.T) {
	p := start(t)
	s := p.share("variables", "a")
	session := p.fetch(s, nil, "a1")
	for n := 2; n <= 4; n++ {
		session = p.fetch(s, session, "a"+strconv.Itoa(n))
	}
	p.now = p.now.Add(time.Minute - 1)
	if _, err := s.Fetch(t.Context(), session); !errors.Is(err, guichet.ErrSessionContested) {
		t.Errorf("the fourth gave %v", err)
	}
	p.now = p.now.Add(1)
	session = p.fetch(s, session, "a5")
	p.now = p.now.Add(-24 * time.Hour) // what lies ahead of a clock that was set back does not count
	for n := 6; n <= 8; n++ {
		session = p.fetch(s, session, "a"+strconv.Itoa(n))
	}
}

func TestAServiceWithManySessionsIsNotContested(t *testing.T) {
	p := start(t)
	s, err := p.service(false).Share(t.Context(), p.run, auth.Found[*secrets]{Values: of("a"), Source: "variables", Origin: origin})
	if err != nil {
		t.Fatal(err)
	}
	session := p.fetch(s, nil, "a1")
	for n := 2; n <= 8; n++ {
		session = p.fetch(s, session, "a"+strconv.Itoa(n))
	}
}

func TestTheSignInCountIsReadableByItsOwnerOnly(t *testing.T) {
	p := start(t)
	s := p.share("variables", "a")
	p.fetch(s, p.fetch(s, nil, "a1"), "a2")
	dir, _ := p.run.StatePath("contests")
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("got %v, %v", files, err)
	}
	if info, err := os.Stat(files[0]); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("its mode is %v (%v)", info.Mode(), err)
	}
}

func TestASessionThatIsDamagedIsReplaced(t *testing.T) {
	p := start(t)
	s := p.share("variables", "a")
	p.fetch(s, nil, "a1")
	store, err := p.run.Store()
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Set(t.Context(), sessionKey, "other"); err != nil {
		t.Fatal(err)
	}
	p.fetch(p.share("variables", "a"), nil, "a2")
	p.fetch(p.share("variables", "a"), nil, "a2")
}

func TestARejectedSessionIsNotUsedByCompletion(t *testing.T) {
	p := start(t)
	s := p.share("variables", "a")
	session := p.fetch(s, nil, "a1")
	p.run.AtHand = true
	p.fetch(s, nil, "a1")
	if got, err := s.Fetch(t.Context(), session); !errors.Is(err, credential.ErrNotFound) || p.signIns != 1 {
		t.Errorf("got %v, %v", got, err)
	}
}

// closed makes the store one that others can read, and gives back the way to
// undo it.
func (p *process) closed() (reopen func()) {
	p.t.Helper()
	dir, err := p.run.Dirs.Config()
	if err != nil {
		p.t.Fatal(err)
	}
	change := func(mode os.FileMode) {
		if err := os.Chmod(dir, mode); err != nil {
			p.t.Fatal(err)
		}
	}
	change(0o755)
	return func() { change(0o700) }
}

func TestAnUnreadableStoreDoesNotCauseASignIn(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such modes")
	}
	p := start(t)
	session := p.fetch(p.share("variables", "a"), nil, "a1")
	p.closed()
	s := p.share("file", "a")
	for _, rejected := range []*secrets{nil, session} {
		if _, err := s.Fetch(t.Context(), rejected); !errors.Is(err, credential.Insecure) || p.signIns != 1 {
			t.Errorf("got %v and %d sign-ins", err, p.signIns)
		}
	}
}

func TestAnUnsharedSessionIsNotStored(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such modes")
	}
	p := start(t)
	p.fetch(p.share("variables", "a"), nil, "a1")
	reopen := p.closed()
	s := p.share("variables", "a")
	reopen()
	if kept, err := s.Kept(t.Context()); !errors.Is(err, credential.ErrNotFound) {
		t.Errorf("got %v, %v", kept, err)
	}
	p.fetch(s, nil, "a2")
	p.fetch(p.share("variables", "a"), nil, "a1")
}

// held takes the lock of the place as another process would.
func (p *process) held() (unlock func()) {
	p.t.Helper()
	dir, err := p.run.StatePath("locks")
	if err != nil {
		p.t.Fatal(err)
	}
	locks, err := filepath.Glob(filepath.Join(dir, "rdv-*"))
	if err != nil || len(locks) != 1 {
		p.t.Fatalf("the locks are %v, %v", locks, err)
	}
	unlock, err = lock.Try(locks[0], p.now)
	if err != nil {
		p.t.Fatal(err)
	}
	return unlock
}

func TestAHeldLockIsAnnouncedAndThenABusyStore(t *testing.T) {
	p := start(t)
	var said strings.Builder
	p.run.Err = &said
	s := p.share("variables", "a")
	session := p.fetch(s, nil, "a1")
	synctest.Test(t, func(t *testing.T) {
		defer p.held()()
		begun := time.Now()
		_, err := s.Fetch(t.Context(), session)
		if !errors.Is(err, credential.Busy) || p.signIns != 1 {
			t.Errorf("got %v and %d sign-ins", err, p.signIns)
		}
		if waited := time.Since(begun).Truncate(time.Second); waited != lock.Limit {
			t.Errorf("it waited %s", waited)
		}
	})
	if holder := fmt.Sprintf("process %d", os.Getpid()); strings.Count(said.String(), holder) != 1 {
		t.Errorf("it said %q, and not once %s", said.String(), holder)
	}
}

func TestTheEndOfTheTimeNamesTheLock(t *testing.T) {
	p := start(t)
	s := p.share("variables", "a")
	session := p.fetch(s, nil, "a1")
	synctest.Test(t, func(t *testing.T) {
		defer p.held()()
		late, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		_, err := s.Fetch(late, session)
		var held *lock.HeldError
		if !errors.As(err, &held) || !errors.Is(err, context.DeadlineExceeded) || credential.Unusable(err) || p.signIns != 1 {
			t.Errorf("got %v and %d sign-ins", err, p.signIns)
		}
	})
}

var (
	credentialKey = credential.Key{Profile: "default", Service: "rdv"}
	sessionKey    = credential.Key{Profile: "default", Service: "rdv", Field: credential.SessionField}
)

// TestARenewalKeepsNoSessionWithoutItsCredential has another process log out, or
// log another account in, between the moment a command reads the credential and
// the moment it signs in.
func TestARenewalKeepsNoSessionWithoutItsCredential(t *testing.T) {
	own := credential.Set{Origin: origin, Values: of("a")}
	save := func(store credential.Store, set credential.Set) error {
		return credential.Save(t.Context(), store, credentialKey, set)
	}
	for name, meanwhile := range map[string]func(store credential.Store) error{
		"logged out": func(store credential.Store) error {
			_, err := credential.Remove(t.Context(), store, "default", "rdv")
			return err
		},
		"another account": func(store credential.Store) error {
			return save(store, credential.Set{Origin: origin, Values: of("b")})
		},
		"another origin": func(store credential.Store) error {
			return save(store, credential.Set{Origin: "https://b:443", Values: own.Values})
		},
		"a damaged entry": func(store credential.Store) error { return store.Set(t.Context(), credentialKey, "x") },
	} {
		p := start(t)
		store, err := p.run.Store()
		if err != nil {
			t.Fatal(err)
		}
		if err := save(store, own); err != nil {
			t.Fatal(err)
		}
		s := p.share("file", "a")
		if err := meanwhile(store); err != nil {
			t.Fatal(err)
		}
		_, err = s.Fetch(t.Context(), nil)
		if exit.Of(err) != exit.NoCredential || p.signIns != 0 {
			t.Errorf("%s: got %v and %d sign-ins", name, err, p.signIns)
		}
		if _, err := credential.Load(t.Context(), store, sessionKey, new(secrets)); !errors.Is(err, credential.ErrNotFound) {
			t.Errorf("%s: the session is %v", name, err)
		}
		if err := save(store, own); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Fetch(t.Context(), nil); err != nil || p.signIns != 1 {
			t.Errorf("%s, and logged in again: got %v and %d sign-ins", name, err, p.signIns)
		}
	}
}
