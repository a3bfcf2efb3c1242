// Package auth finds the credential of a service, keeps it, shares its session
// between processes, and answers for it: auth login, status and logout.
package auth

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/input"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// Service says how one service lets people in.
type Service struct {
	// Name is the service on the command line: "rdv".
	Name string
	// DefaultBaseURL is "" where there is none.
	DefaultBaseURL string
	// PathAllowed says that a base URL may have a path.
	PathAllowed bool
	// Sets are the complete sets of variables.
	Sets []credential.EnvSet
	// Line is the field that a single line of token_command is.
	Line string
	// Ways are the ways of logging in; the first is asked for on a terminal.
	Ways []Way
	// Where, when set, finds the base URL in place of flag, variable, profile
	// and default.
	Where func(r *command.Run) (string, error)
	// LoginFlags adds flags to login, and Remember gives the keys of the profile
	// that it changes because of them; an empty value takes a key out.
	LoginFlags func(*command.Flags)
	Remember   func(r *command.Run) map[string]string
	// Beside gives fields, none of them secret, that login stores with the
	// credential.
	Beside func(r *command.Run) (map[string]string, error)
	// Open signs in with what Login was given and returns the fields to keep as
	// a session, nil for none.
	Open func(ctx context.Context, r *command.Run, base string, values map[string]string) (map[string]string, error)
	// Check asks the service whether it accepts what was found, a credential or a
	// session. For a credential it signs in where the session that is kept does not
	// hold, for a session never.
	Check func(ctx context.Context, r *command.Run, found Found) (Account, error)
	// Close ends the session that was found, and does nothing for a credential
	// without one. A session that had ended before is no error; one that goes on
	// is.
	Close func(ctx context.Context, r *command.Run, found Found) error
	// CloseOthers ends the other sessions of the user and keeps the one at hand;
	// nil for a service that cannot.
	CloseOthers func(ctx context.Context, r *command.Run, found Found) error
	// Plan is the request with which Open signs in, for a dry run; nil for a
	// service without one. Its secret stands as the variable that it would be.
	Plan func(base, public, secret string) guichet.Planned
	// Contested services allow one session for each user: see Shared.
	Contested bool
	// Expires reads when a session ends, zero when unknown.
	Expires func(session map[string]string) time.Time
}

// Way is one way of logging in.
type Way struct {
	// Flag chooses it; "" is the way without a flag.
	Flag string
	// Public is the field that the flag gives; "" for a flag without a value.
	Public string
	// Secret is the field that is read hidden.
	Secret string
}

// Account is who a credential belongs to, as far as the service says.
type Account struct {
	Name    string
	Expires time.Time
	// Unproven says that there was nothing to ask the service with.
	Unproven bool
}

// BaseURL finds where the service is: flag, variable, profile, default. Its
// origin is what a stored credential is bound to.
func (s Service) BaseURL(r *command.Run) (string, credential.Origin, error) {
	find := s.Where
	if find == nil {
		find = func(r *command.Run) (string, error) { return s.rawBaseURL(r), nil }
	}
	raw, err := find(r)
	if err != nil {
		return "", "", err
	}
	if raw == "" {
		variable := "GUICHET_" + strings.ToUpper(s.Name) + "_BASE_URL"
		return "", "", exit.Usage.New(message.ErrBaseURLMissing, s.Name).WithHint(message.HintBaseURLMissing, variable)
	}
	if err := r.CheckAddress(s.Name, "base_url", raw, s.PathAllowed); err != nil {
		return "", "", err
	}
	origin, err := credential.OriginOf(raw)
	return raw, origin, err
}

func (s Service) rawBaseURL(r *command.Run) string {
	if r.Sandboxed != nil {
		base, _ := r.Sandboxed.Transport(s.Name)
		return base
	}
	for _, raw := range []string{
		r.Settings.BaseURL,
		r.Getenv("GUICHET_" + strings.ToUpper(s.Name) + "_BASE_URL"),
		r.File.Service(r.Settings.Profile, s.Name).BaseURL,
	} {
		if raw != "" {
			return raw
		}
	}
	return s.DefaultBaseURL
}

// Found is a credential and where it was found.
type Found struct {
	Values map[string]string
	// Source is "variables", "token_command" or the store's name.
	Source string
	Origin credential.Origin
	Base   string
}

// String says where it was found, and nothing of it.
func (f Found) String() string { return "credential from " + f.Source }

// Find looks for the credential: variables, token_command, store. Only the
// absence of one moves on to the next.
func (s Service) Find(ctx context.Context, r *command.Run) (Found, error) {
	base, origin, err := s.BaseURL(r)
	if err != nil {
		return Found{}, err
	}
	found := Found{Base: base, Origin: origin}
	found.Values, found.Source, err = s.find(ctx, r, origin)
	r.Source = found.Source
	if errors.Is(err, credential.ErrNotFound) {
		host := base
		if u, parseErr := url.Parse(base); parseErr == nil {
			host = u.Host
		}
		absent := exit.NoCredential.New(message.ErrNoCredential, s.Name, host).WithHint(message.HintNoCredential, s.Name, s.variables())
		if name := r.Settings.Profile; !r.File.HasProfile(name) {
			absent.Suggest(name, r.File.Profiles())
		}
		return found, absent
	}
	return found, err
}

// absent reports whether an error of [Service.Find] says that there is no credential,
// not even one for another origin.
func absent(err error) bool {
	return exit.Of(err) == exit.NoCredential && !errors.As(err, new(*credential.OriginError))
}

// FindForCall is Find for a call; a dry run needs no credential, and none may be
// found for it.
func (s Service) FindForCall(ctx context.Context, r *command.Run) (Found, error) {
	found, err := s.Find(ctx, r)
	if r.Settings.DryRun && absent(err) {
		return Found{Base: found.Base, Origin: found.Origin}, nil
	}
	return found, err
}

func (s Service) find(ctx context.Context, r *command.Run, origin credential.Origin) (map[string]string, string, error) {
	getenv := r.Getenv
	if r.Sandboxed != nil {
		variables := r.Sandboxed.Variables(s.Name)
		getenv = func(name string) string { return variables[name] }
	}
	_, values, err := credential.FromEnv(getenv, s.Sets)
	if err == nil {
		err = s.checkVariables(r, values)
	}
	if !errors.Is(err, credential.ErrNotFound) {
		return values, "variables", err
	}
	if line := r.File.Service(r.Settings.Profile, s.Name).TokenCommand; line != "" && !r.AtHand {
		values, err := credential.FromCommand(ctx, line, credential.CommandOptions{Service: s.Name, Stderr: r.Err, Accept: s.Sets})
		if token, ok := values["token"]; ok && len(values) == 1 && s.Line != "token" {
			values = map[string]string{s.Line: token}
		}
		if err == nil {
			err = check(r, values, func(string) input.Handed { return input.Handed{Where: "token_command", Exact: true} })
		}
		return values, "token_command", err
	}
	store, err := r.Store()
	if err != nil {
		return nil, "", err
	}
	values, err = credential.LoadFor(ctx, store, r.Settings.Profile, s.Name, origin)
	return values, store.Name(), err
}

// accountField is the field of a credential that names its user.
func (s Service) accountField() string {
	if len(s.Ways) == 0 {
		return ""
	}
	return s.Ways[0].Public
}

// variables names the sets of variables for a hint.
func (s Service) variables() string {
	var sets []string
	for _, set := range s.Sets {
		var names []string
		for _, v := range set.Vars {
			names = append(names, v.Name)
		}
		sets = append(sets, strings.Join(names, " + "))
	}
	return strings.Join(sets, ", ")
}

// Options are the SDK options that every client of the command has. An empty
// base leaves the address to the client.
func (s Service) Options(r *command.Run, base string) ([]guichet.Option, error) {
	var transport http.RoundTripper
	var err error
	if r.Sandboxed != nil {
		_, transport = r.Sandboxed.Transport(s.Name) // authorities would be read for nothing
	} else if transport, err = r.Transport(); err != nil {
		return nil, err
	}
	options := []guichet.Option{
		guichet.WithHTTPClient(&http.Client{Transport: transport}),
		guichet.WithRetries(r.Settings.Retries),
		guichet.WithPrefetch(r.Prefetch()),
		guichet.WithUserAgent("guichet"),
	}
	if r.Settings.Limit == 0 {
		options = append(options, func(o *guichet.Options) error {
			o.Ahead = true // every page will be wanted
			return nil
		})
	}
	if base != "" {
		options = append(options, guichet.WithBaseURL(base))
	}
	if r.Settings.Debug {
		options = append(options, guichet.WithLogger(slog.New(slog.NewTextHandler(r.Err, &slog.HandlerOptions{Level: slog.LevelDebug}))))
	}
	if r.Settings.DryRun {
		options = append(options, guichet.WithDryRun(r.ShowPlanned(s.Name)))
	}
	return options, nil
}

// remember writes the base URL that a login was made at into the profile, so
// that the commands that follow go to the same place.
func (s Service) remember(r *command.Run, base string) error {
	changes := map[string]string{}
	if r.Settings.BaseURL != "" && r.File.Service(r.Settings.Profile, s.Name).BaseURL != base {
		changes["base_url"] = base
	}
	if s.Remember != nil {
		maps.Copy(changes, s.Remember(r))
	}
	if len(changes) == 0 {
		return nil
	}
	if !r.File.HasProfile(r.Settings.Profile) {
		if err := r.File.CreateProfile(r.Settings.Profile); err != nil {
			return err
		}
	}
	for _, key := range slices.Sorted(maps.Keys(changes)) {
		change := r.File.Unset
		if value := changes[key]; value != "" {
			change = func(profile, key string) error { return r.File.Set(profile, key, value) }
		}
		if err := change(r.Settings.Profile, s.Name+"."+key); err != nil {
			return err
		}
	}
	if err := r.File.Write(); err != nil {
		return err
	}
	r.Notice(message.NoticeBaseURLKept, s.Name, base, r.Settings.Profile)
	return nil
}
