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
	Source  string `json:"source"`
	Present bool   `json:"present"`
	// Readable is false when the store could not be read.
	Readable bool `json:"readable"`
	// Accepted is null when the service was not asked.
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
		var usage *exit.Error
		if errors.As(err, &usage) && usage.Code == exit.Usage {
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
		status.Present = errors.As(err, &origin) || errors.As(err, &store) && store.Kind == credential.Corrupt
		return status, err
	}
	status.Present = true
	if s.Expires != nil {
		status.setExpiry(s.Expires(found.Values))
	}
	if offline {
		return status, nil
	}
	account, err := s.Check(ctx, r)
	refused := errors.Is(err, rest.ErrUnauthorized) || errors.Is(err, rest.ErrForbidden) || errors.Is(err, rest.ErrContested)
	if accepted := err == nil; accepted || refused {
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
		closed = s.Close(ctx, r, others)
	}
	if others || found.Source == "variables" || found.Source == "token_command" {
		return closed
	}
	store, err := r.Store()
	if err != nil {
		return err
	}
	shared := &Shared{run: r, service: s, store: store, origin: found.Origin, who: found.Values[s.Ways[0].Public]}
	if err := errors.Join(shared.forget(ctx), credential.Remove(ctx, store, r.Settings.Profile, s.Name, nil)); err != nil {
		return err
	}
	r.Notice(message.NoticeLoggedOut, s.Name)
	if gone := errors.Is(closed, rest.ErrNotFound) || errors.Is(closed, rest.ErrUnauthorized); gone {
		return nil
	}
	return closed
}
