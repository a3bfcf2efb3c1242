package auth

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/rest"
)

const (
	contestLimit  = 3
	contestWindow = time.Minute
)

// Shared is one session that all processes of a person use. It is kept beside
// the password, under a name of its own: losing a session in the middle of a
// write never costs the password.
type Shared struct {
	run     *command.Run
	service Service
	store   credential.Store
	origin  credential.Origin
	who     string
	signIn  func(ctx context.Context) (map[string]string, error)
	// shared is unset where nothing can be kept: each process then signs in.
	shared bool
}

// Share returns the session of who at the service, for which signIn makes a new
// one. A store that cannot be reached is an error only when the credential came
// from it; with variables each process signs in by itself.
func (s Service) Share(ctx context.Context, r *command.Run, found Found, who string,
	signIn func(ctx context.Context) (map[string]string, error),
) (*Shared, error) {
	store, err := r.Store()
	if err != nil {
		return nil, err
	}
	shared := &Shared{run: r, service: s, store: store, origin: found.Origin, who: who, signIn: signIn, shared: store.Name() != "none"}
	if !shared.shared || found.Source == store.Name() {
		return shared, nil
	}
	var unusable *credential.StoreError
	if _, err := shared.load(ctx); errors.As(err, &unusable) && unusable.Kind != credential.Corrupt {
		r.Notice(message.NoticeNotShared, unusable.In(r.Messages))
		shared.shared = false
	}
	return shared, nil
}

// name is under what the session is kept: a session belongs to one person at
// one origin.
func (s *Shared) name() string {
	sum := sha256.Sum256([]byte(strings.ToLower(s.who) + "\x00" + string(s.origin)))
	return s.service.Name + "-session-" + hex.EncodeToString(sum[:6])
}

func (s *Shared) load(ctx context.Context) (map[string]string, error) {
	return credential.Load(ctx, s.store, s.run.Settings.Profile, s.name(), s.origin, nil)
}

// Fetch returns the session that is kept, unless it is the rejected one; then,
// or when there is none, it signs in. Processes do so one after the other, and
// look again once it is their turn.
func (s *Shared) Fetch(ctx context.Context, rejected map[string]string) (map[string]string, error) {
	if s.run.AtHand && s.run.Sandboxed == nil {
		if kept := s.Kept(ctx); kept != nil && rejected == nil {
			return kept, nil
		}
		return nil, credential.ErrNotFound
	}
	if !s.shared {
		return s.signIn(ctx)
	}
	if rejected == nil {
		if kept, err := s.load(ctx); err == nil {
			return kept, nil
		}
	}
	unlock, err := s.lock(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	kept, err := s.load(ctx)
	if err == nil && !maps.Equal(kept, rejected) {
		return kept, nil
	}
	var unusable *credential.StoreError
	if errors.As(err, &unusable) && unusable.Kind != credential.Corrupt {
		return nil, err
	}
	if rejected != nil && s.service.Contested {
		if err := s.contest(); err != nil {
			return nil, err
		}
	}
	return s.renew(ctx)
}

// renew signs in and keeps the session. The caller holds the lock.
func (s *Shared) renew(ctx context.Context) (map[string]string, error) {
	fresh, err := s.signIn(ctx)
	if err != nil {
		return nil, err
	}
	return fresh, credential.Save(ctx, s.store, s.run.Settings.Profile, s.name(), s.origin, fresh)
}

// forget removes the session.
func (s *Shared) forget(ctx context.Context) error {
	unlock, err := s.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	return credential.Remove(ctx, s.store, s.run.Settings.Profile, s.name(), nil)
}

func (s *Shared) lock(ctx context.Context) (func(), error) {
	path, err := s.run.StatePath("locks", s.file(".lock"))
	if err != nil {
		return nil, err
	}
	unlock, err := credential.Lock(ctx, path)
	switch {
	case err == nil:
		return unlock, nil
	case errors.Is(err, context.DeadlineExceeded):
		return nil, &credential.StoreError{Kind: credential.Slow, Store: s.store.Name(), Path: path, Err: err}
	case ctx.Err() != nil:
		return nil, err
	}
	return nil, s.unwritable(filepath.Dir(path), err)
}

// unwritable is a state folder that cannot be used.
func (s *Shared) unwritable(dir string, err error) error {
	return exit.Usagef(s.run.Messages.Text(message.HintFolder, "GUICHET_STATE_DIR"), "%s",
		s.run.Messages.Text(message.ErrFileUnwritable, dir, message.WithoutPath(err)))
}

// file is the name of a file about this session; profiles may have any name.
func (s *Shared) file(suffix string) string {
	sum := sha256.Sum256([]byte(s.run.Settings.Profile))
	return s.name() + "-" + hex.EncodeToString(sum[:6]) + suffix
}

// contest counts the sign-ins that a refusal forced, across processes.
func (s *Shared) contest() error {
	path, err := s.run.StatePath("contests", s.file(".json"))
	if err != nil {
		return err
	}
	var before, recent []time.Time
	if data, err := os.ReadFile(path); err == nil {
		_ = json.Unmarshal(data, &before) // a damaged count starts anew
	}
	now := s.run.Now()
	for _, at := range before {
		if age := now.Sub(at); age >= 0 && age < contestWindow {
			recent = append(recent, at)
		}
	}
	if len(recent) >= contestLimit {
		return &rest.Error{
			Service: s.service.Name, Op: "auth", Kind: rest.ErrContested,
			Message: s.run.Messages.Text(message.ErrContested, len(recent), s.who),
		}
	}
	data, err := json.Marshal(append(recent, now))
	if err != nil {
		return err
	}
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, data, 0o600)); err != nil {
		return s.unwritable(filepath.Dir(path), err)
	}
	return nil
}

// Kept returns the session that is kept, nil when there is none.
func (s *Shared) Kept(ctx context.Context) map[string]string {
	if !s.shared {
		return nil
	}
	kept, err := s.load(ctx)
	if err != nil {
		return nil
	}
	return kept
}
