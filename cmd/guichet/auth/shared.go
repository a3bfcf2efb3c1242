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

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/token"
)

// Shared is one session that all processes of a person use. It has an entry of
// its own beside the password: losing a session in the middle of a write never
// costs the password.
type Shared struct {
	place     place
	contested bool
	account   string // the field of a credential that names its user
	origin    credential.Origin
	who       string
	signIn    func(ctx context.Context) (map[string]string, error)
	// shared is unset where nothing can be kept: each process then signs in.
	shared bool
	// stored says that the credential came from the store: without it, there is
	// no session to keep.
	stored bool
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
	shared := &Shared{
		place: s.place(r, store), contested: s.Contested, account: s.accountField(), origin: found.Origin, who: who, signIn: signIn,
		shared: store.Name() != "none", stored: found.Source == store.Name(),
	}
	if !shared.shared || shared.stored {
		return shared, nil
	}
	var unusable *credential.StoreError
	if _, err := shared.load(ctx); errors.As(err, &unusable) && !corrupt(err) {
		r.Notice(message.NoticeNotShared, unusable.In(r.Messages))
		shared.shared = false
	}
	return shared, nil
}

func (s *Shared) load(ctx context.Context) (map[string]string, error) {
	return s.place.sessionOf(ctx, s.origin, s.who)
}

// Fetch returns the session that is kept, unless it is the rejected one; then,
// or when there is none, it signs in. Processes do so one after the other, and
// look again once it is their turn.
func (s *Shared) Fetch(ctx context.Context, rejected map[string]string) (map[string]string, error) {
	if s.place.run.AtHand && s.place.run.Sandboxed == nil {
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
	unlock, err := s.place.lock(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if err := s.stillStored(ctx); err != nil {
		return nil, err
	}
	kept, err := s.load(ctx)
	if err == nil && !maps.Equal(kept, rejected) {
		return kept, nil
	}
	var unusable *credential.StoreError
	if errors.As(err, &unusable) && !corrupt(err) {
		return nil, err
	}
	if rejected != nil && s.contested {
		if err := s.contest(); err != nil {
			return nil, err
		}
	}
	return s.renew(ctx)
}

// stillStored returns an error when the credential left the store, or became
// another account's, since it was read: a session made for it would be one that
// nobody logs out of. The caller holds the lock.
func (s *Shared) stillStored(ctx context.Context) error {
	if !s.stored {
		return nil
	}
	set, err := credential.Load(ctx, s.place.store, s.place.credential())
	var unusable *credential.StoreError
	if errors.As(err, &unusable) && !corrupt(err) {
		return err
	}
	if err != nil || set.Origin != s.origin || !strings.EqualFold(set.Values[s.account], s.who) {
		return s.place.gone()
	}
	return nil
}

// renew signs in and keeps the session. The caller holds the lock.
func (s *Shared) renew(ctx context.Context) (map[string]string, error) {
	fresh, err := s.signIn(ctx)
	if err != nil {
		return nil, err
	}
	// The session is there only now: an interruption must not lose it.
	err = credential.Save(context.WithoutCancel(ctx), s.place.store, s.place.session(),
		credential.Set{Origin: s.origin, Account: s.who, Values: fresh})
	return fresh, err
}

// contest counts the sign-ins that a refusal forced, across processes.
func (s *Shared) contest() error {
	sum := sha256.Sum256([]byte(strings.ToLower(s.who) + "\x00" + string(s.origin)))
	path, err := s.place.run.StatePath("contests", s.place.file("-"+hex.EncodeToString(sum[:6])+".json"))
	if err != nil {
		return err
	}
	var before, recent []time.Time
	if data, err := os.ReadFile(path); err == nil {
		_ = json.Unmarshal(data, &before) // a damaged count starts anew
	}
	now := s.place.run.Now()
	if recent, err = token.Contest(before, now); err != nil {
		return &guichet.Error{
			Service: s.place.service, Op: "auth", Kind: guichet.ErrSessionContested,
			Message: s.place.run.Messages.Text(message.ErrContested, len(recent), s.who),
		}
	}
	data, err := json.Marshal(append(recent, now))
	if err != nil {
		return err
	}
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, data, 0o600)); err != nil {
		return s.place.unwritable(filepath.Dir(path), err)
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
