package auth

import (
	"context"
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

func (s *Service[V]) status(e *command.Env) *cobra.Command {
	var offline bool
	cmd := verb(e, s.Name, message.AuthStatusService, func(ctx context.Context, r *command.Run) error {
		status, err := s.look(ctx, r, offline)
		if exit.Of(err) == exit.Usage {
			return err
		}
		out, writeErr := r.Writer(nil, []string{"service"})
		if writeErr != nil {
			return writeErr
		}
		if printErr := command.PrintOne(out, status); printErr != nil {
			return printErr
		}
		return err
	})
	command.NewFlags(e, cmd).Switch(&offline, "offline", message.FlagOffline)
	return cmd
}

// look answers the questions one after the other.
func (s *Service[V]) look(ctx context.Context, r *command.Run, offline bool) (Status, error) {
	found, err := s.Find(ctx, r)
	status := Status{Service: s.Name, Profile: r.Settings.Profile, Origin: string(found.Origin), Source: found.Source}
	damaged := errors.Is(err, credential.Corrupt)
	status.Readable = !damaged && !credential.Unusable(err)
	if present := err == nil || damaged || errors.Is(err, credential.ErrOtherOrigin); present || status.Readable {
		status.Present = &present
	}
	if err != nil || offline {
		return status, err
	}
	account, err := s.Check(ctx, r, found)
	refused := errors.Is(err, guichet.ErrUnauthorized) || errors.Is(err, guichet.ErrForbidden) || errors.Is(err, guichet.ErrSessionContested)
	if accepted := err == nil; accepted && !account.Unproven || refused {
		status.Accepted = &accepted
	}
	status.Account = account.Name
	if !account.Expires.IsZero() {
		status.ExpiresAt = &account.Expires
	}
	return status, err
}
