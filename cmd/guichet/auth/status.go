package auth

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/spf13/cobra"
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
			return command.TooMany(cmd, args)
		}
		status, err := s.look(ctx, r, offline)
		if exit.Of(err) == exit.Usage {
			return err
		}
		out, writeErr := r.Writer(nil, []string{"service"})
		if writeErr != nil {
			return writeErr
		}
		object, marshalErr := json.Marshal(status)
		if marshalErr != nil {
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
	account, err := s.Check(ctx, r, found)
	refused := errors.Is(err, guichet.ErrUnauthorized) || errors.Is(err, guichet.ErrForbidden) || errors.Is(err, guichet.ErrSessionContested)
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
