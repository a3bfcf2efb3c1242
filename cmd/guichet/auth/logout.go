package auth

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/joined"
)

func (s *Service[V]) logout(e *command.Env) *cobra.Command {
	var others bool
	cmd := verb(e, s.Name, message.AuthLogoutService, func(ctx context.Context, r *command.Run) error {
		if others {
			return s.logoutOthers(ctx, r)
		}
		return s.runLogout(ctx, r)
	})
	if s.CloseOthers != nil {
		command.NewFlags(e, cmd).Switch(&others, "others", message.FlagLogoutOthers)
	}
	return cmd
}

// logoutOthers ends the other sessions and keeps what is stored.
func (s *Service[V]) logoutOthers(ctx context.Context, r *command.Run) error {
	found, err := s.Find(ctx, r)
	if err != nil {
		return err
	}
	if err := s.CloseOthers(ctx, r, found); err != nil {
		return err
	}
	r.Notice(message.NoticeOthersEnded)
	return nil
}

// runLogout ends the session at the service and removes what is stored, in
// whatever state that is. A session that could not be ended is said, with the exit
// code of its cause; what is stored is removed all the same.
func (s *Service[V]) runLogout(ctx context.Context, r *command.Run) error {
	// Before the lock: a token_command may ask somebody.
	found, findErr := s.Find(ctx, r)
	if !replaceable(findErr) {
		return findErr
	}
	store, err := r.Store()
	if err != nil {
		return err
	}
	e := s.entries(r, store)
	if store.Name() == "none" || findErr == nil && found.Source != store.Name() && !e.readable(ctx) {
		if findErr != nil {
			return findErr
		}
		return s.loggedOut(r, found, s.closeAll(ctx, r, found))
	}
	unlock, err := e.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	session, err := s.sessionAnywhere(ctx, e, found)
	if err != nil {
		return err
	}
	closed := s.closeAll(ctx, r, found, session)
	if r.Settings.DryRun {
		if !has(session.Values) && !errors.Is(findErr, credential.Corrupt) {
			return joined.Errors(findErr, closed)
		}
		return closed
	}
	// Also when the time is over: the session may have ended by now.
	removed, err := credential.Remove(context.WithoutCancel(ctx), store, r.Settings.Profile, s.Name)
	if err != nil {
		return err
	}
	if findErr != nil && !removed {
		return findErr
	}
	return s.loggedOut(r, found, closed)
}

// closeAll ends those sessions and returns the first failure.
func (s *Service[V]) closeAll(ctx context.Context, r *command.Run, all ...Found[V]) (first error) {
	for _, found := range all {
		if s.Close == nil || !has(found.Values) {
			continue
		}
		if err := s.Close(ctx, r, found); first == nil {
			first = err
		}
	}
	return first
}

// loggedOut says what a logout did and returns why a session could not be ended.
func (s *Service[V]) loggedOut(r *command.Run, found Found[V], closed error) error {
	if closed != nil {
		r.Notice(message.NoticeLogoutUntold, s.Name)
		return closed
	}
	r.Notice(message.NoticeLoggedOut, s.Name)
	if found.Source == "variables" || found.Source == "token_command" {
		r.Notice(message.NoticeCredentialStays, found.Source)
	}
	return nil
}

// readable reports whether the store can be reached: a credential from elsewhere
// does without it.
func (e entries) readable(ctx context.Context) bool {
	_, err := e.store.Get(ctx, e.session())
	return replaceable(err)
}

// sessionAnywhere returns the session that is kept, whoever it belongs to and with
// the address that it may be sent to; without values when there is none. The caller
// holds the lock.
func (s *Service[V]) sessionAnywhere(ctx context.Context, e entries, found Found[V]) (Found[V], error) {
	values := s.New()
	set, err := credential.Load(ctx, e.store, e.session(), values)
	if errors.Is(err, credential.Corrupt) {
		e.run.Notice(message.NoticeSessionDamaged, e.service)
	}
	if replaceable(err) && err != nil {
		return Found[V]{}, nil
	}
	base := found.Base
	if set.Origin != found.Origin {
		base = string(set.Origin)
	}
	return Found[V]{Values: values, Source: e.store.Name(), Origin: set.Origin, Base: base}, err
}
