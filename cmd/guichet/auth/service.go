// Package auth finds the credential of a service, keeps it, shares its session
// between processes, and answers for it: auth login, status and logout.
package auth

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/incomparable"
)

// Service says how one service lets people in. V is a pointer to the struct of the
// service's credentials and sessions; a nil V stands for a missing credential.
type Service[V credential.Values] struct {
	// Name is the service on the command line: "rdv".
	Name string
	// Place finds the service.
	Place Place
	// Contested services allow one session for each user: see [Shared].
	Contested bool
	// New returns empty values.
	New func() V
	// Open proves at the service what a login was given, and returns the session that
	// it made, nil for none. It fills the fields that are added.
	Open func(ctx context.Context, r *command.Run, base string, given V) (session V, err error)
	// Consent asks a person in a browser to consent, and returns the credential that this
	// gives; nil in a dry run. The field is nil for a service without such a way in.
	Consent func(ctx context.Context, r *command.Run, base string, asked Consent) (V, error)
	// Known says what a credential tells of itself; it may be nil.
	Known func(V) Account
	// Check asks the service whether it accepts what was found, a credential or a
	// session. For a credential it signs in where the session that is kept does not
	// hold, for a session never.
	Check func(ctx context.Context, r *command.Run, found Found[V]) (Account, error)
	// Close ends the session that was found, and does nothing for a credential
	// without one; it may be nil. A session that had ended before is not an error.
	Close func(ctx context.Context, r *command.Run, found Found[V]) error
	// CloseOthers ends the other sessions of the user and keeps the one at hand;
	// nil for a service that cannot.
	CloseOthers func(ctx context.Context, r *command.Run, found Found[V]) error
	// Plan is the request with which Open signs in, for a dry run; nil for a
	// service without one.
	Plan func(base string, given V) guichet.Planned
}

// Account is who a credential belongs to, where the service says it.
type Account struct {
	_ incomparable.Field

	Name    string
	Expires time.Time
	// Way is the way in: "oauth".
	Way string
	// RenewBefore is when the service forgets a credential that is not renewed.
	RenewBefore time.Time
	// Unproven says that there was nothing to ask the service with.
	Unproven bool
}

// Found is a credential and where it was found.
type Found[V credential.Values] struct {
	_ incomparable.Field

	// Values are nil in a dry run without a credential.
	Values V
	// Source is "variables", "token_command" or the store's name.
	Source string
	Origin credential.Origin
	Base   string
}

// place finds the base URL, and its origin, to which a stored credential is bound.
func (s *Service[V]) place(r *command.Run) (found Found[V], err error) {
	if found.Base, err = s.Place.Base(r); err == nil {
		found.Origin, err = credential.OriginOf(found.Base)
	}
	return found, err
}

// Find looks for the credential: variables, token_command, store. Only the
// absence of one moves on to the next.
func (s *Service[V]) Find(ctx context.Context, r *command.Run) (Found[V], error) {
	found, err := s.place(r)
	if err != nil {
		return found, err
	}
	values := s.New()
	found.Source, err = s.fill(ctx, r, found.Origin, values)
	r.Source = found.Source
	switch {
	case err == nil:
		found.Values = values
	case errors.Is(err, credential.ErrNotFound):
		host := found.Base
		if u, parseErr := url.Parse(found.Base); parseErr == nil {
			host = u.Host
		}
		absent := exit.NoCredential.New(message.ErrNoCredential, s.Name, host).
			WithHint(message.HintNoCredential, s.Name, credential.Variables(s.Name, values))
		absent.Err = err
		err = absent
	}
	return found, err
}

// FindForCall is Find for a call; a dry run needs no credential, and none may be
// found for it.
func (s *Service[V]) FindForCall(ctx context.Context, r *command.Run) (Found[V], error) {
	found, err := s.Find(ctx, r)
	if r.Settings.DryRun && errors.Is(err, credential.ErrNotFound) {
		err = nil
	}
	return found, err
}

// fill reads the credential into values, and says where it was.
func (s *Service[V]) fill(ctx context.Context, r *command.Run, origin credential.Origin, values V) (source string, err error) {
	getenv := r.Getenv
	if r.Sandboxed != nil {
		variables := r.Sandboxed.Variables(s.Name)
		getenv = func(name string) string { return variables[name] }
	}
	r.Prompt.Spaced, err = credential.FromEnv(getenv, s.Name, values)
	if !errors.Is(err, credential.ErrNotFound) {
		return "variables", err
	}
	if line := r.File.Service(r.Settings.Profile, s.Name).TokenCommand; line != "" && !r.AtHand {
		r.Prompt.Spaced, err = credential.FromCommand(ctx, line, credential.CommandOptions{Service: s.Name, Stderr: r.Err}, values)
		return "token_command", err
	}
	store, err := r.Store()
	if err != nil {
		return "", err
	}
	key := s.entries(r, store).credential()
	err = credential.LoadFor(ctx, store, key, origin, values)
	var failed *exit.Error
	if store.Name() == "keyring" && credential.Unusable(err) && errors.As(err, &failed) && s.inFile(ctx, r, key) {
		failed.WithHint(message.HintCredentialInFile, s.Name)
	}
	return store.Name(), err
}

// inFile reports whether a credential is in the file, where nobody looked for it.
func (s *Service[V]) inFile(ctx context.Context, r *command.Run, key credential.Key) bool {
	dir, err := r.Dirs.Config()
	if err != nil {
		return false
	}
	_, err = credential.File(dir, r.Lock).Get(ctx, key)
	return err == nil
}

// Options are the SDK options that every client of the command has. An empty
// base leaves the address to the client.
func Options(r *command.Run, service, base string) ([]guichet.Option, error) {
	var transport http.RoundTripper
	var err error
	if r.Sandboxed != nil {
		_, transport = r.Sandboxed.Transport(service) // authorities would be read for nothing
	} else if transport, err = r.Transport(base); err != nil {
		return nil, err
	}
	options := []guichet.Option{
		guichet.WithHTTPClient(&http.Client{Transport: transport}),
		guichet.WithRetries(r.Settings.Retries),
		guichet.WithPrefetch(r.Prefetch()),
		guichet.WithUserAgent("guichet"),
	}
	options = append(options, func(o *guichet.Options) error {
		o.Ahead = r.Settings.Limit == 0 // every page will be wanted
		o.OnAttempt = r.OnAttempt
		return nil
	})
	if base != "" {
		options = append(options, guichet.WithBaseURL(base))
	}
	if r.Settings.Debug {
		options = append(options, guichet.WithLogger(slog.New(slog.NewTextHandler(r.Err, &slog.HandlerOptions{Level: slog.LevelDebug}))))
	}
	if r.Settings.DryRun {
		options = append(options, guichet.WithDryRun(r.ShowPlanned(service)))
	}
	return options, nil
}
