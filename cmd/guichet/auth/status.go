package auth

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/rest"
)

// Status answers the four questions about a credential. It holds no secret.
type Status struct {
	Service string `json:"service"`
	Profile string `json:"profile"`
	Origin  string `json:"origin"`
	// Source is where the credential is: variables, token_command or a store.
	Source string `json:"source"`
	// Present is null when the store could not be asked.
	Present *bool `json:"present"`
	// Readable is false when the store could not be read.
	Readable bool `json:"readable"`
	// Accepted is null when the service was not asked, or cannot be.
	Accepted *bool `json:"accepted"`
	// ExpiresAt is null when nobody knows.
	ExpiresAt *time.Time `json:"expires_at"`
	// Account is who it belongs to, "" when unknown.
	Account string `json:"account"`
}

func (s Service) status(e *command.Env) *cobra.Command {
	cmd := &cobra.Command{Use: s.Name, Short: e.Messages.Text(message.AuthStatusService, s.Name)}
	var offline bool
	command.NewFlags(e, cmd).Switch(&offline, "offline", message.FlagOffline)
	cmd.RunE = e.Runs(func(ctx context.Context, r *command.Run, args []string) error {
		if len(args) > 0 {
			return command.TooMany(r, cmd, args)
		}
		status, err := s.look(ctx, r, offline)
		if errors.As(err, new(*credential.ConfigError)) || exit.Of(err) == exit.Usage {
			return err
		}
		out, writeErr := r.Writer(nil, []string{"service"})
		if writeErr != nil {
			return writeErr
		}
		object, marshalErr := json.Marshal(status)
		if marshalErr = errors.Join(marshalErr); marshalErr != nil {
			return marshalErr
		}
		if printErr := out.One(object); printErr != nil {
			return printErr
		}
		return errors.Join(err, out.Close())
	})
	return cmd
}

// look answers the questions one after the other.
func (s Service) look(ctx context.Context, r *command.Run, offline bool) (Status, error) {
	status := Status{Service: s.Name, Profile: r.Settings.Profile}
	found, err := s.Find(ctx, r)
	status.Origin, status.Source = string(found.Origin), found.Source
	var store *credential.StoreError
	var origin *credential.OriginError
	status.Readable = !errors.As(err, &store)
	if err != nil || found.Values == nil {
		if present := errors.As(err, &origin) || !status.Readable && store.Kind == credential.Corrupt; present || status.Readable {
			status.Present = &present
		}
		return status, err
	}
	status.Present = new(true)
	if s.Expires != nil {
		status.setExpiry(s.Expires(found.Values))
	}
	if offline {
		return status, nil
	}
	account, err := s.Check(ctx, r, found, false)
	refused := errors.Is(err, rest.ErrUnauthorized) || errors.Is(err, rest.ErrForbidden) || errors.Is(err, rest.ErrContested)
	if accepted := err == nil; accepted && !account.Unproven || refused {
		status.Accepted = &accepted
	}
	status.Account = account.Name
	status.setExpiry(account.Expires)
	return status, err
}

func (s *Status) setExpiry(at time.Time) {
	if !at.IsZero() {
		s.ExpiresAt = &at
	}
}

func (s Service) logout(e *command.Env) *cobra.Command {
	cmd := &cobra.Command{Use: s.Name, Short: e.Messages.Text(message.AuthLogoutService, s.Name)}
	var others bool
	if s.Others {
		command.NewFlags(e, cmd).Switch(&others, "others", message.FlagLogoutOthers)
	}
	cmd.RunE = e.Runs(func(ctx context.Context, r *command.Run, args []string) error {
		if len(args) > 0 {
			return command.TooMany(r, cmd, args)
		}
		return s.runLogout(ctx, r, others)
	})
	return cmd
}

// runLogout ends the session at the service, then forgets it. What the service
// has forgotten already is no failure; what cannot be told to it is said, and
// the credential is forgotten all the same.
func (s Service) runLogout(ctx context.Context, r *command.Run, others bool) error {
	found, err := s.Find(ctx, r)
	if err != nil {
		return err
	}
	var closed error
	if s.Close != nil {
		closed = s.Close(ctx, r, found, others)
	}
	if others || r.Settings.DryRun {
		return closed
	}
	if err := s.forget(ctx, r, found); err != nil {
		return err
	}
	if closed == nil || errors.Is(closed, rest.ErrNotFound) || errors.Is(closed, rest.ErrUnauthorized) {
		r.Notice(message.NoticeLoggedOut, s.Name)
		if found.Source == "variables" || found.Source == "token_command" {
			r.Notice(message.NoticeCredentialStays, found.Source)
		}
		return nil
	}
	r.Notice(message.NoticeLogoutUntold, s.Name)
	return closed
}

// forget removes the session that is kept, and the credential unless it comes
// from elsewhere: nothing need be kept of that, and the store may be out of
// reach.
func (s Service) forget(ctx context.Context, r *command.Run, found Found) error {
	store, err := r.Store()
	if err != nil || store.Name() == "none" {
		return err
	}
	own := found.Source == store.Name()
	if who := found.Values[s.Ways[0].Public]; who != "" {
		shared := &Shared{run: r, service: s, store: store, origin: found.Origin, who: who}
		if _, err := shared.load(ctx); own || err == nil {
			if err := shared.forget(ctx); err != nil {
				return err
			}
		}
	}
	if !own {
		return nil
	}
	return credential.Remove(ctx, store, r.Settings.Profile, s.Name, nil)
}
