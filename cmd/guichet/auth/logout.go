package auth

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

func (s Service) logout(e *command.Env) *cobra.Command {
	cmd := &cobra.Command{Use: s.Name, Short: e.Messages.Text(message.AuthLogoutService, s.Name)}
	var others bool
	if s.CloseOthers != nil {
		command.NewFlags(e, cmd).Switch(&others, "others", message.FlagLogoutOthers)
	}
	cmd.RunE = e.Runs(func(ctx context.Context, r *command.Run, args []string) error {
		if len(args) > 0 {
			return command.TooMany(cmd, args)
		}
		if others {
			return s.logoutOthers(ctx, r)
		}
		return s.runLogout(ctx, r)
	})
	return cmd
}

// logoutOthers ends the other sessions and keeps what is stored.
func (s Service) logoutOthers(ctx context.Context, r *command.Run) error {
	found, err := s.Find(ctx, r)
	if err != nil {
		return err
	}
	if err := s.CloseOthers(ctx, r, found); err != nil {
		return err
	}
	r.Notice(message.NoticeDone)
	return nil
}

// runLogout ends the session at the service and removes what is stored, in
// whatever state that is. A session that could not be ended is said, with the exit
// code of its cause; what is stored is removed all the same.
func (s Service) runLogout(ctx context.Context, r *command.Run) error {
	// Before the lock: a token_command may ask somebody.
	found, findErr := s.Find(ctx, r)
	if findErr != nil && !absent(findErr) && !corrupt(findErr) {
		return findErr
	}
	store, err := r.Store()
	if err != nil {
		return err
	}
	p := s.place(r, store)
	if store.Name() == "none" || findErr == nil && found.Source != store.Name() && !p.readable(ctx) {
		if findErr != nil {
			return findErr
		}
		return s.loggedOut(r, found, s.closeAll(ctx, r, found))
	}
	unlock, err := p.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	session, err := p.sessionAnywhere(ctx, found)
	if err != nil {
		return err
	}
	closed := s.closeAll(ctx, r, found, session)
	if r.Settings.DryRun {
		if session.Values == nil && !corrupt(findErr) {
			return errors.Join(findErr, closed)
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
func (s Service) closeAll(ctx context.Context, r *command.Run, all ...Found) (first error) {
	for _, found := range all {
		if s.Close == nil || found.Values == nil {
			continue
		}
		if err := s.Close(ctx, r, found); first == nil {
			first = err
		}
	}
	return first
}

// loggedOut says what a logout did and returns why a session could not be ended.
func (s Service) loggedOut(r *command.Run, found Found, closed error) error {
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
func (p place) readable(ctx context.Context) bool {
	_, err := credential.Load(ctx, p.store, p.session())
	return err == nil || errors.Is(err, credential.ErrNotFound) || corrupt(err)
}

// sessionAnywhere returns the session that is kept, whoever it belongs to and with
// the address that it may be sent to; without values when there is none. The caller
// holds the lock.
func (p place) sessionAnywhere(ctx context.Context, found Found) (Found, error) {
	set, err := credential.Load(ctx, p.store, p.session())
	switch {
	case errors.Is(err, credential.ErrNotFound):
		return Found{}, nil
	case corrupt(err):
		p.run.Notice(message.NoticeSessionDamaged, p.service)
		return Found{}, nil
	case err != nil:
		return Found{}, err
	}
	base := found.Base
	if set.Origin != found.Origin {
		base = string(set.Origin)
	}
	return Found{Values: set.Values, Source: p.store.Name(), Origin: set.Origin, Base: base}, nil
}

// corrupt reports an entry that is not a set.
func corrupt(err error) bool {
	var store *credential.StoreError
	return errors.As(err, &store) && store.Kind == credential.Corrupt
}
