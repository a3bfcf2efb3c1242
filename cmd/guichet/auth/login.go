package auth

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"

	"github.com/spf13/cobra"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/input"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// Command returns "auth" for the services.
func Command(e *command.Env, services ...Service) *cobra.Command {
	login := command.Group(e, "login", message.AuthLoginShort)
	logout := command.Group(e, "logout", message.AuthLogoutShort)
	status := command.Group(e, "status", message.AuthStatusShort)
	for _, service := range services {
		login.AddCommand(service.login(e))
		logout.AddCommand(service.logout(e))
		status.AddCommand(service.status(e))
	}
	group := command.Group(e, "auth", message.AuthShort)
	group.AddCommand(login, logout, status)
	return group
}

// loginFlags is what a person said of the way in.
type loginFlags struct {
	public      map[string]*string
	chosen      map[string]*bool
	secretStdin bool
	takeOver    bool
}

func (s Service) login(e *command.Env) *cobra.Command {
	cmd := &cobra.Command{Use: s.Name, Short: e.Messages.Text(message.AuthLoginService, s.Name)}
	flags := command.NewFlags(e, cmd)
	given := loginFlags{public: map[string]*string{}, chosen: map[string]*bool{}}
	for _, way := range s.Ways {
		switch {
		case way.Public != "":
			given.public[way.Flag] = new(string)
			flags.Text(given.public[way.Flag], way.Flag, message.FlagLoginPublic)
		case way.Flag != "":
			given.chosen[way.Flag] = new(bool)
			flags.Switch(given.chosen[way.Flag], way.Flag, message.FlagLoginOther)
		}
	}
	flags.Switch(&given.secretStdin, "secret-stdin", message.FlagSecretStdin)
	if s.Contested {
		flags.Switch(&given.takeOver, "take-over", message.FlagTakeOver)
	}
	if s.LoginFlags != nil {
		s.LoginFlags(flags)
	}
	cmd.RunE = e.Runs(func(ctx context.Context, r *command.Run, args []string) error {
		if len(args) > 0 {
			return command.TooMany(r, cmd, args)
		}
		return s.runLogin(ctx, r, given)
	})
	return cmd
}

func (s Service) runLogin(ctx context.Context, r *command.Run, given loginFlags) error {
	way, public, err := s.way(r, given)
	if err != nil {
		return err
	}
	base, origin, err := s.BaseURL(r)
	if err != nil {
		return err
	}
	store, err := r.Store()
	if err != nil {
		return err
	}
	if store.Name() == "none" {
		return exit.Usagef(r.Messages.Text(message.HintStoreNone), "%s", r.Messages.Text(message.ErrStoreNone))
	}
	if r.Settings.DryRun {
		s.planLogin(r, way, base, public)
		return nil
	}
	// Look before asking for a secret: the store may be out of reach.
	kept, err := credential.Load(ctx, store, r.Settings.Profile, s.Name, origin, nil)
	var other *credential.OriginError
	var damaged *credential.StoreError
	if err != nil && !errors.Is(err, credential.ErrNotFound) && !errors.As(err, &other) &&
		(!errors.As(err, &damaged) || damaged.Kind != credential.Corrupt) {
		return err
	}
	if s.Contested && public != "" {
		held := Found{Values: kept, Source: store.Name(), Origin: origin, Base: base}
		if done, err := s.announce(ctx, r, given, held, public); done || err != nil {
			return err
		}
	}
	secret, err := ReadSecret(r, given.secretStdin, "--secret-stdin", way.Secret)
	if err != nil {
		return err
	}
	values, err := s.fields(r, way, public, secret)
	if err != nil {
		return err
	}
	if err := s.keep(ctx, r, Found{Values: values, Source: store.Name(), Origin: origin, Base: base}, store, public); err != nil {
		return err
	}
	if before := kept[s.Ways[0].Public]; s.Contested && before != "" && !strings.EqualFold(before, public) {
		return (&Shared{run: r, service: s, store: store, origin: origin, who: before}).forget(ctx)
	}
	return nil
}

// planLogin shows the request with which a login would prove the secret.
func (s Service) planLogin(r *command.Run, way Way, base, public string) {
	if s.Plan != nil && way.Public != "" {
		secret := command.Placeholder()
		variable := "GUICHET_" + strings.ToUpper(s.Name+"_"+way.Secret)
		r.Show(s.Name, command.Plan{Planned: s.Plan(base, public, secret), Variables: []command.Variable{{Value: secret, Name: variable}}})
	}
}

// fields are what a login stores.
func (s Service) fields(r *command.Run, way Way, public, secret string) (map[string]string, error) {
	values := map[string]string{way.Secret: secret}
	if way.Public != "" {
		values[way.Public] = public
	}
	if s.Beside == nil {
		return values, nil
	}
	beside, err := s.Beside(r)
	maps.Copy(values, beside)
	return values, err
}

// keep proves the credential at the service, then stores it.
func (s Service) keep(ctx context.Context, r *command.Run, found Found, store credential.Store, who string) error {
	r.Source, r.Address = "login", found.Base
	if s.Contested {
		// A session that cannot be kept would have ended the others for nothing.
		if err := credential.Probe(ctx, store, r.Settings.Profile, s.Name); err != nil {
			return err
		}
	}
	session, err := s.Open(ctx, r, found.Base, found.Values)
	if err != nil {
		return err
	}
	if err := credential.Save(ctx, store, r.Settings.Profile, s.Name, found.Origin, found.Values); err != nil {
		return err
	}
	if session != nil {
		shared := &Shared{run: r, service: s, store: store, origin: found.Origin, who: who, shared: true,
			signIn: func(context.Context) (map[string]string, error) { return maps.Clone(session), nil }}
		unlock, err := shared.lock(ctx)
		if err != nil {
			return err
		}
		_, err = shared.renew(ctx)
		unlock()
		if err != nil {
			return err
		}
	}
	r.Notice(message.NoticeLoggedIn, s.Name, string(found.Origin), store.Name())
	return s.remember(r, found.Base)
}

// announce says that signing in ends the person's other sessions, and leaves
// everything as it is when the session at hand still holds.
func (s Service) announce(ctx context.Context, r *command.Run, given loginFlags, held Found, who string) (done bool, err error) {
	if !given.takeOver && held.Values != nil && strings.EqualFold(held.Values[s.Ways[0].Public], who) {
		if account, err := s.Check(ctx, r, held, true); err == nil {
			r.Notice(message.NoticeSessionHolds, account.Name)
			return true, nil
		}
	}
	text := r.Messages.Text(message.WarnOneSession)
	switch {
	case given.takeOver || r.Settings.Yes:
	case r.InTerminal && r.ErrTerminal && !r.Settings.NoInput:
		return false, r.Agree(text)
	default:
		r.Notice(message.WarnOneSession)
	}
	return false, nil
}

// way finds which way in was chosen, asking on a terminal for what was not
// said.
func (s Service) way(r *command.Run, given loginFlags) (Way, string, error) {
	var chosen []Way
	var public string
	for _, way := range s.Ways {
		switch {
		case way.Public != "" && *given.public[way.Flag] != "":
			chosen, public = append(chosen, way), *given.public[way.Flag]
		case way.Public == "" && way.Flag != "" && *given.chosen[way.Flag]:
			chosen = append(chosen, way)
		}
	}
	switch len(chosen) {
	case 1:
		return chosen[0], public, nil
	case 0:
	default:
		return Way{}, "", exit.Usagef("", "%s", r.Messages.Text(message.LineFlagsExclusive, "--"+chosen[0].Flag+", --"+chosen[1].Flag))
	}
	kept := r.File.Service(r.Settings.Profile, s.Name)
	for _, way := range s.Ways {
		if known := map[string]string{"email": kept.Email, "client_id": kept.ClientID}[way.Public]; known != "" {
			return way, known, nil
		}
	}
	for _, way := range s.Ways {
		if way.Flag == "" {
			return way, "", nil
		}
	}
	first := s.Ways[0]
	if given.secretStdin || !r.InTerminal || !r.ErrTerminal || r.Settings.NoInput {
		return Way{}, "", exit.Usagef("", "%s", r.Messages.Text(message.LineRequiredFlags, "--"+first.Flag))
	}
	_, _ = fmt.Fprint(r.Err, r.Messages.Text(message.AskField, r.Messages.Label(first.Public)))
	line, err := r.Line()
	if public = strings.TrimSpace(line); public == "" {
		return Way{}, "", errors.Join(exit.Usagef("", "%s", r.Messages.Text(message.ErrMissingField, r.Messages.Label(first.Public))), err)
	}
	return first, public, nil
}

// maxSecret is far above what a store takes, in bytes.
const maxSecret = 64 << 10

// ReadSecret reads a secret that nobody sees: from a pipe, or hidden on a
// terminal, with flag or without. name is the field that the secret is for.
func ReadSecret(r *command.Run, stdin bool, flag, name string) (string, error) {
	if !stdin || r.InTerminal {
		return r.Hidden(name, flag)
	}
	data, err := r.ReadInput(maxSecret)
	if err != nil {
		return "", err
	}
	text, err := input.Text(r.Messages, "stdin", data)
	if err != nil {
		return "", err
	}
	secret := strings.TrimRight(string(text), "\r\n")
	if secret == "" || len(data) > maxSecret || strings.ContainsAny(secret, "\r\n\x00") {
		return "", exit.Usagef("", "%s", r.Messages.Text(message.ErrBadSecret, flag))
	}
	handed := input.Handed{Where: flag, Field: name, Exact: true}
	if secret, err = handed.Secret(r.Messages, secret); err == nil && strings.TrimSpace(secret) != secret {
		r.Spaced = flag
	}
	return secret, err
}
