package auth

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/atomicfile"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/token"
)

// Shared is one session that all processes of a person use. It has an entry of
// its own beside the password: losing a session in the middle of a write never
// costs the password.
type Shared[V credential.Values] struct {
	service *Service[V]
	entries entries
	found   Found[V]
	who     string
	// shared is unset where nothing can be kept: each process then signs in.
	shared bool
	// stored says that the credential came from the store: without it, there is
	// no session to keep.
	stored bool
}

// Share returns the session of the user whose credential was found. A store that
// cannot be reached is an error only when the credential came from it; with
// variables each process signs in by itself.
func (s *Service[V]) Share(ctx context.Context, r *command.Run, found Found[V]) (*Shared[V], error) {
	store, err := r.Store()
	if err != nil {
		return nil, err
	}
	shared := &Shared[V]{
		service: s, entries: s.entries(r, store), found: found, who: credential.Account(found.Values),
		shared: store.Name() != "none", stored: found.Source == store.Name(),
	}
	if !shared.shared || shared.stored {
		return shared, nil
	}
	if _, err := shared.Kept(ctx); credential.Unusable(err) {
		r.Notice(message.NoticeNotShared, err)
		shared.shared = false
	}
	return shared, nil
}

// Kept returns the session that is kept, or [credential.ErrNotFound].
func (s *Shared[V]) Kept(ctx context.Context) (V, error) {
	var none V
	if !s.shared {
		return none, credential.ErrNotFound
	}
	return s.service.session(ctx, s.entries, s.found, s.who)
}

// Fetch returns the session that is kept, unless it is the rejected one; then,
// or when there is none, it signs in. Processes do so one after the other, and
// look again once it is their turn.
func (s *Shared[V]) Fetch(ctx context.Context, rejected V) (V, error) {
	var none V
	r := s.entries.run
	if !has(rejected) {
		if kept, err := s.Kept(ctx); err == nil {
			return kept, nil
		}
	}
	switch {
	case (r.AtHand || r.NoSignIn) && r.Sandboxed == nil:
		return none, credential.ErrNotFound
	case !s.shared:
		return s.signIn(ctx)
	}
	unlock, err := s.entries.lock(ctx)
	if err != nil {
		return none, err
	}
	defer unlock()
	if s.stored {
		if _, err := s.stillStored(ctx); err != nil {
			return none, err
		}
	}
	kept, err := s.Kept(ctx)
	if err == nil && (!has(rejected) || !credential.Equal(kept, rejected)) {
		return kept, nil
	}
	if credential.Unusable(err) {
		return none, err
	}
	if has(rejected) && s.service.Contested {
		if err := s.contest(); err != nil {
			return none, err
		}
	}
	fresh, err := s.signIn(ctx)
	if err != nil {
		return none, err
	}
	// The session is there only now: an interruption must not lose it.
	return fresh, credential.Save(context.WithoutCancel(ctx), s.entries.store, s.entries.session(),
		credential.Set{Origin: s.found.Origin, Account: s.who, Values: fresh})
}

func (s *Shared[V]) signIn(ctx context.Context) (V, error) {
	return s.service.Open(ctx, s.entries.run, s.found.Base, s.found.Values)
}

// stillStored returns the credential that is stored, or an error when it left the
// store, or became another account's, since it was read: nobody could log out of a
// session that is made for it. The caller holds the lock.
func (s *Shared[V]) stillStored(ctx context.Context) (V, error) {
	values := s.service.New()
	set, err := credential.Load(ctx, s.entries.store, s.entries.credential(), values)
	if credential.Unusable(err) {
		return values, err
	}
	if err != nil || set.Origin != s.found.Origin || !strings.EqualFold(credential.Account(values), s.who) {
		return values, exit.NoCredential.New(message.ErrCredentialGone, s.service.Name).WithHint(message.HintCredentialGone, s.service.Name)
	}
	return values, nil
}

// contest counts the sign-ins that a refusal forced, across processes.
func (s *Shared[V]) contest() error {
	r := s.entries.run
	path, err := r.StatePath("contests", s.entries.file("-"+digest(strings.ToLower(s.who)+"\x00"+string(s.found.Origin))+".json"))
	if err != nil {
		return err
	}
	var before, recent []time.Time
	if data, err := os.ReadFile(path); err == nil {
		_ = json.Unmarshal(data, &before) // a damaged count starts anew
	}
	now := r.Now()
	if recent, err = token.Contest(before, now); err != nil {
		return &guichet.Error{
			Service: s.service.Name, Op: "auth", Kind: guichet.ErrSessionContested,
			Message: r.Messages.Text(message.ErrContested, len(recent), s.who),
		}
	}
	data, err := json.Marshal(append(recent, now))
	if err != nil {
		return err
	}
	if err = os.MkdirAll(filepath.Dir(path), 0o700); err == nil {
		err = atomicfile.Write(path, data)
	}
	if err != nil {
		return unwritable(path, err)
	}
	return nil
}
