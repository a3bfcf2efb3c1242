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
	"github.com/guichet-go/guichet/internal/incomparable"
	"github.com/spf13/cobra"
)

// Status answers the four questions about a credential. It holds no secret.
type Status struct {
	_ incomparable.Field

	Service string `json:"service"`
	Profile string `json:"profile"`
	Origin  string `json:"origin"`
	// Instance is the name of the known instance at the origin, "" for none.
	Instance string `json:"instance,omitempty"`
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
	// Way is the way in, such as "password" or "oauth"; "" for a service with one.
	Way string `json:"way"`
	// RenewBefore is null for a credential that needs no renewal.
	RenewBefore *time.Time `json:"renew_before"`
}

// tell adds what is known of the credential.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (s *Status) tell(account Account) {
	s.Account, s.Way, s.ExpiresAt, s.RenewBefore = account.Name, account.Way, nil, nil
	if !account.Expires.IsZero() {
		s.ExpiresAt = &account.Expires
	}
	if !account.RenewBefore.IsZero() {
		s.RenewBefore = &account.RenewBefore
	}
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
	if at, ok := s.Place.(At); ok {
		status.Instance = at.instance(found.Base)
	}
	damaged := errors.Is(err, credential.Corrupt)
	status.Readable = !damaged && !credential.Unusable(err)
	if present := err == nil || damaged || errors.Is(err, credential.ErrOtherOrigin); present || status.Readable {
		status.Present = &present
	}
	if err == nil && s.Known != nil {
		status.tell(s.Known(found.Values))
	}
	if err != nil || offline {
		return status, err
	}
	account, err := s.Check(ctx, r, found)
	refused := errors.Is(err, guichet.ErrUnauthorized) || errors.Is(err, guichet.ErrForbidden) || errors.Is(err, guichet.ErrSessionContested)
	if accepted := err == nil; accepted && !account.Unproven || refused {
		status.Accepted = &accepted
	}
	if err == nil {
		account.Way = status.Way
		status.tell(account)
	}
	return status, err
}
