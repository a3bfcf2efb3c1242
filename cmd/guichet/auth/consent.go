package auth

import (
	"context"
	"strings"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/incomparable"
)

// Consent is what the flags of a login say about a consent in a browser.
type Consent struct {
	_ incomparable.Field

	ClientID, RedirectURI string
	// SecretStdin says that the first line of standard input is the client secret, and
	// the second one the address to which the browser was sent back.
	SecretStdin bool
	chosen      bool
}

func (c *Consent) flags(f *command.Flags) {
	f.Switch(&c.chosen, "oauth", message.FlagOAuth)
	f.Text(&c.ClientID, "client-id", message.FlagOAuthClientID)
	f.Text(&c.RedirectURI, "redirect-uri", message.FlagRedirectURI)
}

// alone refuses a consent beside another way in, and its flags without --oauth.
func (c *Consent) alone(others []*way) error {
	switch {
	case c.chosen && len(others) > 0:
		return exit.Usage.New(message.LineFlagsExclusive, "--oauth, --"+others[0].flag)
	case !c.chosen && (c.ClientID != "" || c.RedirectURI != ""):
		return exit.Usage.New(message.LineRequiredFlags, "--oauth")
	}
	return nil
}

// complete asks on a terminal for what was not said.
func (c *Consent) complete(r *command.Run) error {
	asks, unsaid := !c.SecretStdin && r.Prompt.Asks(), []string(nil)
	for _, f := range []struct {
		value       *string
		name, field string
	}{{&c.ClientID, "--client-id", "client_id"}, {&c.RedirectURI, "--redirect-uri", "redirect_uri"}} {
		if *f.value != "" {
			continue
		}
		if !asks {
			unsaid = append(unsaid, f.name)
			continue
		}
		label := r.Messages.Label(f.field)
		text, err := r.Prompt.Ask(r.Messages.Text(message.AskField, label), f.name)
		if err == nil && text == "" {
			err = exit.Usage.New(message.ErrMissingField, label)
		}
		if err != nil {
			return err
		}
		*f.value = text
	}
	if unsaid != nil {
		return exit.Usage.New(message.LineRequiredFlags, strings.Join(unsaid, ", "))
	}
	return nil
}

// askConsent logs in by the person's consent in a browser. Nobody else waits for it: no
// lock is held.
func (l *login[V]) askConsent(ctx context.Context, r *command.Run) error {
	l.consent.SecretStdin = l.secretStdin
	found, e, err := l.begin(r)
	if err != nil {
		return err
	}
	if !r.Settings.DryRun {
		if _, err := l.ready(ctx, e, found); err != nil {
			return err
		}
	}
	if err := l.consent.complete(r); err != nil {
		return err
	}
	r.Source, r.Address = "login", found.Base
	values, err := l.service.Consent(ctx, r, found.Base, l.consent)
	if err != nil || !has(values) {
		return err
	}
	// The code is used up: an interruption must not lose what it gave.
	if err := l.service.Keep(context.WithoutCancel(ctx), r, e.store, found.Origin, values); err != nil {
		return err
	}
	r.Notice(message.NoticeLoggedIn, l.service.Name, string(found.Origin), credential.Place(e.store.Name()))
	return l.service.remember(r, found.Base, nil)
}

// Renew replaces a credential that was found in the store. Processes do so one after
// the other: renew gets what is stored once it is their turn, and returns it as it is
// when it can be used. What renew returns is stored before anybody uses it; until
// then, what was stored stays as it was.
func (s *Service[V]) Renew(ctx context.Context, r *command.Run, found Found[V], renew func(ctx context.Context, stored V) (V, error)) (V, error) {
	var none V
	shared, err := s.Share(ctx, r, found)
	if err != nil {
		return none, err
	}
	e := shared.entries
	unlock, err := e.lock(ctx)
	if err != nil {
		return none, err
	}
	defer unlock()
	stored, err := shared.stillStored(ctx)
	if err != nil {
		return none, err
	}
	if err := credential.CheckWritable(ctx, e.store); err != nil {
		return none, err
	}
	renewed, err := renew(ctx, stored)
	if err != nil || credential.Equal(renewed, stored) {
		return renewed, err
	}
	if err := credential.Save(context.WithoutCancel(ctx), e.store, e.credential(), credential.Set{Origin: found.Origin, Values: renewed}); err != nil {
		return none, err
	}
	return renewed, nil
}
